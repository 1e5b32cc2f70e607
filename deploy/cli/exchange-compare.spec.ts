import { describe, expect, it } from '@jest/globals';
import { runExchange } from './exchange-command.js';

/* diff and resync: which offices are asked, what is told while they are, and what of their answers. */

const OPERATOR = JSON.stringify({ token: 't'.repeat(24), nodes: { city: 'http://127.0.0.1:8100/' } });
const STREAM = {
  stream: { kind: 'leg', id: '01990000-0000-7000-8000-000000000001' },
  sent: { here: 3, answered: 3, there: 5 },
  applied: { here: 2, there: 2, answeredThere: 2 },
  what: 'behind-here',
};

async function run(args: string, answers: Readonly<Record<string, unknown>>, status = 200) {
  const asked: string[] = [];
  const said: string[] = [];
  const told = await runExchange(args.split(' '), {
    environment: {},
    read: () => OPERATOR,
    fetch: (url, init) => {
      const { pathname, search } = new URL(url instanceof URL ? url.href : JSON.stringify(url));
      const body = typeof init?.body === 'string' ? init.body : '';
      asked.push(`${pathname}${search}${body}`);
      const found = Object.entries(answers).find(([part]) => `${pathname}${search}${body}`.includes(part));
      return Promise.resolve(Response.json(found?.[1], { status }));
    },
    say: (line) => said.push(line),
  });
  return { ...told, asked, said };
}

const RECOVERY = {
  ...{ epoch: 1, refilled: [] },
  peers: ['township:yi', 'prefecture'].map((peer) => ({ peer, epoch: 1, greeted: true, recovering: false })),
};

describe('npm run exchange', () => {
  it('compares with every office, tells how far it is, and what a difference means', async () => {
    const { code, out, said, asked } = await run('diff --node city', {
      recovery: RECOVERY,
      yi: { peer: 'township:yi', answered: true, streams: [STREAM] },
      prefecture: { peer: 'prefecture', answered: true, streams: [] },
    });
    expect(code).toBe(0);
    expect(asked).toEqual([
      '/api/exchange/recovery',
      '/api/exchange/diff?peer=township%3Ayi',
      '/api/exchange/diff?peer=prefecture',
    ]);
    expect(said).toEqual([
      'city: asking 2 offices …',
      '  township:yi answered (1 of 2)',
      '  prefecture answered (2 of 2)',
    ]);
    expect(out).toMatch(/township:yi\s+leg\/01990000-\S+\s+behind-here\s+3\/5\s+2\/2/u);
    expect(out).toContain('behind-here: this office was set back');
    expect(out).not.toContain('fork:');
  });

  it('says which office did not answer, with exit code 1', async () => {
    const { code, out, said } = await run('diff --node city --peer township:yi', {
      yi: { peer: 'township:yi', answered: false, streams: [] },
    });
    expect(code).toBe(1);
    expect(said).toContain('  township:yi did not answer within 15 s (1 of 1)');
    expect(out).toBe(
      'Nothing was compared.\ntownship:yi did not answer: ask again when it runs and can be reached.\n',
    );
  });

  it('heals as a member of the office, or says what it would find', async () => {
    const compared = { peer: 'township:yi', answered: true, streams: [STREAM], refilling: 1 };
    const healed = await run('resync --node city --peer township:yi --as 分办员', { yi: compared });
    expect(healed.asked).toEqual([
      `/api/exchange/resync${JSON.stringify({ actor: { unit: 'city', user: '分办员' }, peer: 'township:yi', dryRun: false })}`,
    ]);
    expect(healed.out).toContain('1 streams are being taken back now');
    const dry = await run('resync --node city --peer township:yi --dry-run', {
      yi: { ...compared, refilling: 0 },
    });
    expect(dry.asked[0]).toContain('"dryRun":true');
    expect(dry.out).toContain('nothing was changed');
  });

  it('gives a program the answers of all offices as one list', async () => {
    const answer = { peer: 'township:yi', answered: true, streams: [STREAM] };
    const { out } = await run('diff --node city --peer township:yi --json', { yi: answer });
    expect(JSON.parse(out)).toEqual({ node: 'city', peers: [answer] });
  });

  it('tells a refusal in the words of the node', async () => {
    const problem = {
      ...{
        type: 'urn:x',
        title: 'x',
        status: 404,
        slug: 'unknown-peer',
        zh: '没有收发关系。',
        en: 'No such.',
      },
      ...{ article: null, guard: null, problems: [] },
    };
    const { code, err } = await run('diff --node city --peer nowhere', { nowhere: problem }, 404);
    expect([code, err]).toEqual([1, 'unknown-peer: 没有收发关系。 No such.\n']);
  });

  it('says to start a node that does not answer', async () => {
    const { code, err } = await runExchange(['diff', '--node', 'city'], {
      environment: {},
      read: () => OPERATOR,
      fetch: () => Promise.reject(new Error('ECONNREFUSED')),
      say: () => undefined,
    });
    expect(code).toBe(1);
    expect(err).toContain('does not answer (ECONNREFUSED). Start it first');
  });
});
