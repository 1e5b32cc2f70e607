import { describe, expect, test } from '@jest/globals';
import { nodeSettings, portsOf } from './node-settings.js';
import { printProblems, readSettings } from './settings.js';

const SOUND = {
  NODES: 'city, prefecture',
  DATABASE_URL: 'mysql://huiyin:secret-word@127.0.0.1:3306',
  REDIS_URL: 'redis://127.0.0.1:6379/0',
  PORT_BASE: '8100',
  START_TOKEN: 'a'.repeat(32),
};

function problemsOf(env: Record<string, string | undefined>): string {
  const read = readSettings(nodeSettings, env);
  return read.ok ? '' : printProblems(read.problems);
}

describe('settings of a node app', () => {
  test('what is right is parsed once, with defaults for the rest', () => {
    const read = readSettings(nodeSettings, SOUND);
    if (!read.ok) throw new Error(printProblems(read.problems));
    expect(read.value).toMatchObject({
      NODES: ['city', 'prefecture'],
      PORT_BASE: 8100,
      NETWORK: 'deploy/network/sample',
      DATA_DIR: '.data',
      RULES: 'deploy/rules',
      CALENDARS: 'deploy/calendars',
      LOG_LEVEL: 'info',
      POOL_SIZE: 4,
    });
    expect([...portsOf(read.value)]).toEqual([
      ['city', 8100],
      ['prefecture', 8101],
    ]);
  });

  test('addresses of papers are origins over plain HTTP, one for each node', () => {
    const given = 'city=http://10.0.0.5:8201, township:yi=http://[::1]:8202/';
    const read = readSettings(nodeSettings, { ...SOUND, PAPER_ADDRESSES: given });
    if (!read.ok) throw new Error(printProblems(read.problems));
    const origins = [...(read.value.PAPER_ADDRESSES ?? [])].map(([node, { origin }]) => [node, origin]);
    expect(origins).toEqual([
      ['city', 'http://10.0.0.5:8201'],
      ['township:yi', 'http://[::1]:8202'],
    ]);
  });

  test.each([
    ['city=https://10.0.0.5:8201', 'is not node=http://host:port'],
    ['city=http://10.0.0.5', 'is not node=http://host:port'],
    ['city=http://me:word@10.0.0.5:8201', 'is not node=http://host:port'],
    ['city=http://10.0.0.5:8201/papers', 'is not node=http://host:port'],
    ['City!=http://10.0.0.5:8201', 'is not node=http://host:port'],
    ['city=http://10.0.0.5:8201,city=http://10.0.0.5:8202', 'it gives city two addresses'],
    ['city=http://10.0.0.5:8201,court=http://10.0.0.5:8201', 'it gives 10.0.0.5:8201 to two nodes'],
  ])('PAPER_ADDRESSES %s is refused: %s', (PAPER_ADDRESSES, why) => {
    expect(problemsOf({ ...SOUND, PAPER_ADDRESSES })).toContain(why);
  });

  test('a port of its own wins over counting up', () => {
    const read = readSettings(nodeSettings, { ...SOUND, PORTS: 'prefecture=9000' });
    if (!read.ok) throw new Error(printProblems(read.problems));
    expect([...portsOf(read.value).values()]).toEqual([8100, 9000]);
  });

  test('nothing set: every missing setting is listed with what is right and an example', () => {
    const told = problemsOf({});
    for (const name of ['NODES', 'DATABASE_URL', 'REDIS_URL', 'START_TOKEN'])
      expect(told).toContain(`${name} is not set. Right is `);
    expect(told).toContain('NODES=city,prefecture');
  });

  test('several wrong settings are all told at once', () => {
    const told = problemsOf({ ...SOUND, NODES: 'city,city', LOG_LEVEL: 'loud', POOL_SIZE: '40' }).split('\n');
    expect(told).toHaveLength(3);
  });

  test('an empty value counts as unset', () => {
    expect(problemsOf({ ...SOUND, NODES: '  ' })).toContain('NODES is not set');
  });

  const wrong: readonly [string, Record<string, string | undefined>, string][] = [
    ['a node named twice', { NODES: 'city,city' }, 'NODES is "city,city": it names a node twice: city'],
    ['only commas', { NODES: ',,' }, 'it names no node'],
    ['a path as node id', { NODES: '../city' }, 'it contains what is no node id: ../city'],
    [
      'a database URL of another kind',
      { DATABASE_URL: 'postgres://a:hush@b' },
      'DATABASE_URL is wrong: its protocol is postgres',
    ],
    ['a database URL that is none', { DATABASE_URL: '127.0.0.1' }, 'DATABASE_URL is wrong: it is not a URL'],
    ['a Redis URL over http', { REDIS_URL: 'http://127.0.0.1' }, 'REDIS_URL is wrong: its protocol is http'],
    [
      'neither base port nor ports',
      { PORT_BASE: undefined },
      'PORT_BASE is not set: neither it nor PORTS is set',
    ],
    ['a port below 1024', { PORT_BASE: '80' }, 'PORT_BASE is "80": it is below 1024'],
    [
      'a failpoint in production beside another error',
      { FAILPOINTS: 'P4:throw', NODE_ENV: 'production', NODES: '' },
      'do not exist',
    ],
    ['a port that is a word', { PORT_BASE: 'http' }, 'PORT_BASE is "http": it is not a number'],
    ['counting up beyond the last port', { PORT_BASE: '65535' }, 'beyond 65535'],
    ['one port for two nodes', { PORTS: 'city=9000,prefecture=9000' }, 'it gives port 9000 to two nodes'],
    ['two ports for one node', { PORTS: 'city=9000,city=9001' }, 'it gives city two ports'],
    [
      'a port for a node not hosted',
      { PORTS: 'agency:court=9000' },
      'it gives a port to agency:court, which NODES does not name',
    ],
    ['a port list that is none', { PORTS: '9000' }, '"9000" is not node=port'],
    ['a port falling to two nodes by counting', { PORTS: 'city=8101' }, 'port 8101 falls to two nodes'],
    ['no port for one node', { PORTS: 'city=9000', PORT_BASE: undefined }, 'it gives no port to prefecture'],
    ['a short token', { START_TOKEN: 'short' }, 'START_TOKEN is wrong: it has not 24 to 200'],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": no such level'],
    ['a pool that is too large', { POOL_SIZE: '5' }, 'POOL_SIZE is "5": it is above 4'],
    ['half a connection', { POOL_SIZE: '1.5' }, 'it is not a whole number'],
    ['no failpoint', { FAILPOINTS: 'P4:throw,rm' }, 'it contains what is no failpoint'],
    [
      'failpoints in production',
      { FAILPOINTS: 'P4:throw', NODE_ENV: 'production' },
      'failpoints do not exist in production',
    ],
    ['a control character', { DATA_DIR: 'a\u0000b' }, 'DATA_DIR contains a control character'],
    [
      'a value of 100 000 characters',
      { NODES: 'a'.repeat(100_000) },
      'NODES has 100000 characters, more than the 16384',
    ],
    ['a root key that is none', { NETWORK_ROOT_KEY: 'abc' }, 'it is not 32 bytes in base64url'],
  ];
  test.each(wrong)('%s is refused in a sentence', (_situation, env, sentence) => {
    expect(problemsOf({ ...SOUND, ...env })).toContain(sentence);
  });

  test('a secret is never printed, not even when it is wrong', () => {
    const told = problemsOf({ ...SOUND, DATABASE_URL: 'postgres://a:hush-hush@b', START_TOKEN: 'hush-hush' });
    expect(told).not.toContain('hush-hush');
  });

  test('a long wrong value is cut in the message', () => {
    expect(problemsOf({ ...SOUND, LOG_LEVEL: 'x'.repeat(500) }).length).toBeLessThan(300);
  });
});
