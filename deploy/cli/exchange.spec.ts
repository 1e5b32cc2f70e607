import { describe, expect, it } from '@jest/globals';
import { runExchange } from './exchange-command.js';

/* The operator's command: how a question becomes a request, and what is told of the answer. */

const ID = '01990000-0000-7000-8000-000000000001';
const OPERATOR = JSON.stringify({ token: 't'.repeat(24), nodes: { city: 'http://127.0.0.1:8100/' } });
interface Asked {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

async function run(args: string, answer: unknown = {}, status = 200, environment: NodeJS.ProcessEnv = {}) {
  const asked: Asked[] = [];
  const told = await runExchange(args.split(' '), {
    environment,
    read: (file) => (file === '.data/operator.json' ? OPERATOR : undefined),
    fetch: (url, init) => {
      asked.push({ url: url instanceof URL ? url.href : JSON.stringify(url), init });
      return Promise.resolve(Response.json(answer, { status }));
    },
    say: () => undefined,
  });
  return { ...told, asked };
}

describe('npm run exchange', () => {
  it('finds the running network of npm start, or the node of the settings', async () => {
    const page = { items: [], next: null };
    expect((await run('quarantine list --node city', page)).asked[0]).toMatchObject({
      url: 'http://127.0.0.1:8100/api/exchange/quarantine?limit=200',
      init: { headers: { 'x-start-token': 't'.repeat(24) } },
    });
    const settings = { START_TOKEN: 'own', NODES: 'prefecture,city', PORT_BASE: '9000' };
    expect((await run('operations --node city', page, 200, settings)).asked[0]).toMatchObject({
      url: 'http://127.0.0.1:9001/api/exchange/operations?limit=200',
      init: { headers: { 'x-start-token': 'own' } },
    });
    const ports = { START_TOKEN: 'own', PORTS: 'agency:education=7777' };
    expect((await run('operations --node agency:education', page, 200, ports)).asked[0]?.url).toContain(
      ':7777/',
    );
  });

  it('tells what is under way with whom', async () => {
    const peer = {
      peer: 'township:yi',
      unanswered: 3,
      oldestMs: 61_000,
      inFlight: 1,
      parked: 0,
      quarantined: 2,
    };
    const { out, code } = await run('status --node city', {
      ...{ node: 'city', pending: 3, parked: 0, quarantined: 2, alarms: 1, oldestMs: 61_000 },
      peers: [{ ...peer, silentMs: 61_000 }],
    });
    expect(code).toBe(0);
    expect(out).toContain(
      'city: 3 unanswered (oldest 61 s), 0 waiting for an earlier one, 2 put away, 1 alarms',
    );
    expect(out).toMatch(/township:yi\s+3\s+1\s+0\s+2\s+61 s\s+61 s/u);
  });

  it('says in a dry run that nothing was changed', async () => {
    const answer = {
      ...{ id: ID, dryRun: true, already: false },
      messages: [{ id: ID, type: 'huiyin.leg.sign.v1', sequence: 4, now: 'applied' }],
    };
    const { out, asked } = await run(`quarantine retry ${ID} --node city --dry-run --as 分办员`, answer);
    expect(asked[0]?.url).toBe(`http://127.0.0.1:8100/api/exchange/quarantine/${ID}/retry`);
    expect(asked[0]?.init?.body).toEqual(
      JSON.stringify({
        actor: { unit: 'city', user: '分办员' },
        dryRun: true,
      }),
    );
    expect(out).toContain('nothing was changed');
    expect(out).toContain('4 huiyin.leg.sign.v1 → applied');
  });

  it('tells a refusal in its own words, with exit code 1', async () => {
    const refused = {
      ...{
        type: 'urn:x',
        title: 'x',
        status: 409,
        slug: 'quarantine-objection',
        zh: '先处理那一条。',
        en: 'That first.',
      },
      ...{ article: null, guard: null, problems: ['objection: not-the-first', `first: ${ID}`] },
    };
    const { code, err } = await run(`quarantine drop ${ID} --node city --reason 误发`, refused, 409);
    expect(code).toBe(1);
    expect(err).toContain('That first.');
    expect(err).toContain(`first: ${ID}`);
  });

  it.each([
    ['status', '--node is needed'],
    ['status --node nowhere', 'nowhere is none of city'],
    ['quarantine drop x --node city', '--reason is needed'],
    ['quarantine retry --node city', 'needs an id'],
    ['quarantine burn x --node city', 'No such command'],
    ['status --node city --force', '--force'],
    ['diff township:yi --node city', 'name an office with --peer'],
    ['status --peer township:yi --node city', '--peer belongs to diff and resync'],
    ['resync --node city --reason x', '--reason belongs to'],
    ['diff --node city --dry-run', 'changes nothing anyway'],
    ['quarantine list more --node city', 'No such command'],
  ])('asks nothing for "%s"', async (args, sentence) => {
    const { code, err, asked } = await run(args);
    expect([code, asked]).toEqual([2, []]);
    expect(err).toContain(sentence);
  });

  it('says so when the node does not answer', async () => {
    const told = await runExchange(['status', '--node', 'city'], {
      ...{ environment: {}, read: () => OPERATOR },
      fetch: () => Promise.reject(new Error('connect ECONNREFUSED')),
      say: () => undefined,
    });
    expect(told).toMatchObject({ code: 1, err: expect.stringContaining('ECONNREFUSED') });
  });
});
