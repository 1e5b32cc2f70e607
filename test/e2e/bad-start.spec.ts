import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { type Ended, NodeProcess } from './support/node-process.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { freePort } from '../../deploy/start/node-ports.js';
import { sampleNetwork, type SampleNetwork } from './support/sample-network.js';

/*
 * A process that cannot start ends by itself, with code 1, says everything that is wrong, a sentence each and nothing
 * else, and leaves nothing half started.
 */

// A process may take its time on a busy machine, and a silent server is given up after five seconds.
jest.setTimeout(60_000);

const SAMPLE = 'deploy/network/sample';
const EDUCATION = 'agency:education';
const COURT = 'agency:court';

let servers: PrivateServers;
let network: SampleNetwork;
let redis: Redis;

beforeAll(async () => {
  servers = await privateServers();
  network = await sampleNetwork(servers, {
    migrated: [EDUCATION, 'agency:health'],
    provisionedOnly: [COURT],
  });
  redis = new Redis(servers.redisUrl);
}, 240_000);

afterAll(async () => {
  await redis?.quit();
  await servers?.stop();
}, 60_000);

/** Starts an agency process with sound settings but for these; a setting of `undefined` is not set. */
async function start(
  changes: Readonly<Record<string, string | undefined>>,
  nodes: readonly string[] = [EDUCATION],
): Promise<Ended> {
  const sound: Record<string, string | undefined> = { ...(await network.settings(nodes)), ...changes };
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(sound)) if (value !== undefined) given[name] = value;
  const ended = await new NodeProcess('agency', given).ended(20_000);
  expect({ code: ended.code, out: ended.out }).toEqual({ code: 1, out: '' });
  expect(ended.told.filter((line) => /^\s+at |^\w*Error/.test(line))).toEqual([]);
  // What was expected to go wrong is told in a sentence, and not a second time as if it were a bug.
  expect(ended.log.filter((line) => line.includes('cannot-start'))).toEqual([]);
  return ended;
}

/** A copy of the sample directory with these replacements in network.yaml. */
function directory(...changes: readonly (readonly [string, string])[]): string {
  const copy = mkdtempSync(join(servers.dataDir, 'network-'));
  cpSync(SAMPLE, copy, { recursive: true });
  const file = join(copy, 'network.yaml');
  let text = readFileSync(file, 'utf8');
  for (const [was, is] of changes) {
    expect(text).toContain(was);
    text = text.replace(was, is);
  }
  writeFileSync(file, text);
  return copy;
}

describe('wrong settings', () => {
  it('are told all at once, with what is right', async () => {
    const { told } = await start({
      NODES: 'agency:education,agency:education',
      PORTS: 'agency:education=80',
      REDIS_URL: 'http://127.0.0.1',
      START_TOKEN: 'short',
      LOG_LEVEL: 'loud',
    });
    expect(told).toEqual([
      expect.stringMatching(/^NODES is .*it names a node twice.*Right is .*for example NODES=/),
      expect.stringMatching(/^REDIS_URL is wrong: its protocol is http\. Right is /),
      expect.stringMatching(/^PORTS is .*not node=port/),
      expect.stringMatching(/^START_TOKEN is wrong: /),
      expect.stringMatching(/^LOG_LEVEL is "loud": no such level/),
    ]);
  });

  it('that are missing are each named, and no secret is printed', async () => {
    const { told } = await start({
      NODES: undefined,
      DATABASE_URL: 'postgres://huiyin:hush-hush@127.0.0.1',
      REDIS_URL: undefined,
      START_TOKEN: undefined,
    });
    expect(told.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'NODES is not',
      'DATABASE_URL is wrong:',
      'REDIS_URL is not',
      'START_TOKEN is not',
    ]);
    expect(told.join('\n')).not.toContain('hush-hush');
  });
});

describe('a network directory', () => {
  it('that does not know the hosted nodes, or has them in another role', async () => {
    const { told } = await start({}, ['agency:nowhere', 'city']);
    expect(told).toEqual([
      expect.stringMatching(/^NODES: agency:nowhere is no node of the network; .*agency:education/),
      'NODES: city has the role city, but this is the app of the role agency.',
    ]);
  });

  it('that names peers which it does not list, beside another mistake', async () => {
    const { told } = await start({
      NETWORK: directory(
        ['timeZone: Asia/Shanghai', 'timeZone: Mars'],
        ['parent: prefecture', 'parent: nowhere'],
      ),
    });
    expect(told).toContainEqual(expect.stringContaining('"Mars" is no time zone'));
    expect(told).toContainEqual(
      expect.stringContaining('city names nowhere as its parent, but there is no such node.'),
    );
  });

  it('from which a peer was taken away, although others refer to it', async () => {
    const { told } = await start({
      NETWORK: directory(['id: committee:education\n', 'id: committee:schools\n']),
    });
    const about = told.filter((line) => line.includes('committee:education'));
    expect(about.length).toBeGreaterThan(1);
    for (const line of about) expect(line).toMatch(/^(network|staff)\.yaml\S* ?.*\.$/);
  });

  it.each([
    ['that is not there', () => join(servers.dataDir, 'nowhere'), 'network.yaml'],
    ['that is no YAML', () => directory(['network: sample', 'network: [']), 'network.yaml'],
    ['with a field that nobody knows', () => directory(['version: 1', 'vversion: 1']), 'vversion'],
  ])('%s', async (_situation, path, named) => {
    const { told } = await start({ NETWORK: path() });
    expect(told.join('\n')).toContain(named);
  });
});

describe('what lies on the disk', () => {
  it('rules and calendars that are not there are told together', async () => {
    const nowhere = join(servers.dataDir, 'nowhere');
    const { told } = await start({ RULES: nowhere, CALENDARS: nowhere });
    expect(told).toHaveLength(2);
    for (const line of told) expect(line).toContain(nowhere);
  });

  it('a data folder that cannot be one', async () => {
    const file = join(servers.dataDir, 'a-file');
    writeFileSync(file, '');
    const { told } = await start({ DATA_DIR: file });
    expect(told).toEqual([expect.stringContaining('DATA_DIR must name one that this user may write.')]);
  });

  it('keys that others can read, and keys that are damaged', async () => {
    const data = mkdtempSync(join(servers.dataDir, 'keys-'));
    mkdirSync(join(data, 'keys'));
    writeFileSync(join(data, 'keys', 'agency_education.json'), '{}', { mode: 0o600 });
    writeFileSync(join(data, 'keys', 'agency_health.json'), '{}', { mode: 0o600 });
    chmodSync(join(data, 'keys', 'agency_health.json'), 0o644);
    const { told } = await start({ DATA_DIR: data }, [EDUCATION, 'agency:health']);
    expect(told).toEqual([
      expect.stringContaining('The key file of agency:education is damaged'),
      expect.stringContaining('The key file of agency:health can be read by others; run chmod 600'),
    ]);
  });
});

describe('the database', () => {
  it('refuses the password', async () => {
    const { DATABASE_URL = '' } = await network.settings([EDUCATION]);
    const wrong = new URL(DATABASE_URL);
    wrong.password = 'hush-hush';
    const { told } = await start({ DATABASE_URL: wrong.href });
    expect(told).toEqual([
      expect.stringMatching(/^agency:education: The database at \S+ refuses the user "huiyin": /),
    ]);
    expect(told.join('')).not.toContain('hush-hush');
  });

  it('does not answer', async () => {
    const { told } = await start({ DATABASE_URL: `mysql://huiyin:x@127.0.0.1:${await freePort()}` });
    expect(told).toEqual([
      expect.stringMatching(/^agency:education: No database answers at \S+ \(ECONNREFUSED\)/),
    ]);
  });

  it('takes the connection and says nothing', async () => {
    const silent = createServer(() => undefined);
    const port = await listening(silent);
    try {
      const { told } = await start({ DATABASE_URL: `mysql://huiyin:x@127.0.0.1:${port}` });
      expect(told).toEqual([expect.stringMatching(/^agency:education: No database answers at /)]);
    } finally {
      silent.close();
    }
  });

  it('is not migrated for one node and has no schema for another: neither starts, nor does the third', async () => {
    const nodes = [EDUCATION, COURT, 'agency:discipline'];
    const { told } = await start({}, nodes);
    expect(told).toEqual([
      expect.stringMatching(/^agency:court: The schema "hy_agency_court" is \d+ .*run "npm run migrate"\.$/),
      expect.stringMatching(/^agency:discipline: The schema "hy_agency_discipline" does not exist/),
    ]);
    await eventually(
      () => network.sql("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'huiyin'"),
      (open) => open.length === 0,
    );
  });
});

describe('Redis', () => {
  it('may throw frames away', async () => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      const { told } = await start({});
      expect(told).toEqual([
        expect.stringMatching(/^Redis at \S+ has the eviction policy "allkeys-lru": .*noeviction\.$/),
      ]);
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('does not answer, and neither does the database: both are told', async () => {
    const { told } = await start({
      REDIS_URL: `redis://:hush-hush@127.0.0.1:${await freePort()}`,
      DATABASE_URL: `mysql://huiyin:hush-hush@127.0.0.1:${await freePort()}`,
    });
    expect(told).toEqual([
      expect.stringMatching(/^Redis at \S+ does not answer \(ECONNREFUSED\)\.$/),
      expect.stringMatching(/^agency:education: No database answers at \S+ \(ECONNREFUSED\)/),
    ]);
    expect(told.join('')).not.toContain('hush-hush');
  });

  it('refuses the password', async () => {
    const wrong = new URL(servers.redisUrl);
    wrong.password = 'hush-hush';
    const { told } = await start({ REDIS_URL: wrong.href });
    expect(told).toEqual([expect.stringMatching(/^Redis at \S+ refuses the user or the password/)]);
    expect(told.join('')).not.toContain('hush-hush');
  });
});

describe('a port in use', () => {
  it('is told with the sentence of the other node, and nothing of either stays open', async () => {
    const other = createServer();
    const taken = await listening(other);
    const free = await freePort();
    try {
      const { told } = await start(
        { PORTS: `${EDUCATION}=${taken},agency:health=${free},${COURT}=${free + 1}` },
        [EDUCATION, 'agency:health', COURT],
      );
      expect(told).toEqual([
        expect.stringMatching(`^agency:education: Port ${taken} on 127.0.0.1 is in use by another program`),
        expect.stringMatching(/^agency:court: The schema "hy_agency_court" .*run "npm run migrate"\.$/),
      ]);
    } finally {
      other.close();
    }
    await expect(fetch(`http://127.0.0.1:${free}/health/live`)).rejects.toThrow('fetch failed');
  });
});

describe('npm start', () => {
  /** The command with the test's servers, so that it starts none of its own. */
  function npmStart(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    const child = spawn(process.execPath, ['deploy/start/start.mjs', '--no-install', ...args], {
      env: {
        ...process.env,
        HUIYIN_DATA: join(servers.dataDir, 'start'),
        DATABASE_URL: servers.databaseUrl,
        REDIS_URL: servers.redisUrl,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
  }
  interface Run {
    readonly code: number | null;
    readonly said: string;
  }
  const nothingWasPlayed = (said: string): void => {
    expect(said).not.toMatch(/^\s+at /m);
    expect(said).not.toContain('schemas of the nodes');
  };
  const book = (change: (text: string) => string): string => {
    const file = join(mkdtempSync(join(servers.dataDir, 'book-')), 'mine.json');
    writeFileSync(file, change(readFileSync('deploy/casebook/all.json', 'utf8')));
    return file;
  };

  it('does not know a flag', async () => {
    const { code, said } = await npmStart(['--nonsense']);
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringContaining('--nonsense is no flag of npm start'),
    });
    expect(said).toContain('--casebook FILE');
  });

  it('is given a casebook with a step and a key that nobody knows: case, step and the known steps are named', async () => {
    const file = book((text) =>
      text
        .replace('"does": "propose"', '"does": "teleport"')
        .replace('"does": "assign"', '"does": "assign", "colour": 1'),
    );
    const { code, said } = await npmStart(['--once', '--casebook', file]);
    expect(code).toBe(2);
    expect(said).toMatch(/Case “[\w-]+”, step \d+: .*teleport/);
    expect(said).toMatch(/Case “[\w-]+”, step \d+.*colour/);
    for (const known of ['register', 'assign', 'serve-answer', 'review-slip']) expect(said).toContain(known);
    nothingWasPlayed(said);
  });

  it.each([
    ['is no JSON', () => book((text) => text.slice(0, -20)), 2, 'mine.json'],
    ['is not there', () => join(servers.dataDir, 'no-book.json'), 2, 'no-book.json'],
    ['is a folder of other files', () => servers.dataDir, 2, 'ports.json: the casebook, about:'],
    ['is a folder without one', () => join(servers.dataDir, 'mariadb'), 2, 'The folder holds no .json file.'],
  ])('is given a casebook that %s', async (_situation, file, expected, named) => {
    const { code, said } = await npmStart(['--once', '--casebook', file()]);
    expect({ code, said }).toEqual({ code: expected, said: expect.stringContaining(named) });
    nothingWasPlayed(said);
  });

  it('is given a broken network directory', async () => {
    const { code, said } = await npmStart([], {
      NETWORK: directory(['timeZone: Asia/Shanghai', 'timeZone: Mars']),
    });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('"Mars" is no time zone') });
    nothingWasPlayed(said);
  });

  it('is given a database that does not answer', async () => {
    const { code, said } = await npmStart([], {
      DATABASE_URL: `mysql://root:hush-hush@127.0.0.1:${await freePort()}`,
    });
    expect(code).toBe(1);
    expect(said).not.toMatch(/^\s+at /m);
    expect(said).not.toContain('hush-hush');
  });
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
