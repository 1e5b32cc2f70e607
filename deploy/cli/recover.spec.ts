import { describe, expect, it } from '@jest/globals';
import { type Around, recover } from './recover-command.js';

/* The operator's way through a recovery: what is said in which state, what is done, and when it ends. */

const PEERS = ['prefecture', 'township:yi'];
const standing = (changes: Readonly<Record<string, object>> = {}) =>
  PEERS.map((peer) => ({ peer, epoch: 1, greeted: true, recovering: false, ...changes[peer] }));
const line = (changes: object = {}) => ({
  ...{ peer: 'township:yi', stream: { kind: 'leg', id: 'x' }, epoch: 2, sent: 3, applied: 2 },
  ...{ gone: 0, notRebuilt: 0, renumbered: 1, at: '2026-11-23T08:00:00.000Z' },
  ...changes,
});
const whole = { epoch: 1, peers: standing(), refilled: [] };
const COMPARED = { answered: true, refilling: 0, streams: [] };

interface World {
  /** What the node answers to one look after another; the last stays. `away`: it does not run. */
  readonly looks?: readonly (object | 'away')[];
  readonly compared?: Readonly<Record<string, object>>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly state?: Around['state'];
  readonly restore?: Around['restore'];
}

async function run(args: string, world: World = {}) {
  const said: string[] = [];
  const resynced: string[] = [];
  const restored: object[] = [];
  const looks = [...(world.looks ?? [whole])];
  let now = 0;
  const answered = await recover(args.split(' '), {
    environment: { START_TOKEN: 't', PORTS: 'city=8100', ...world.environment },
    read: () => undefined,
    say: (one) => said.push(one),
    now: () => now,
    wait: (ms) => Promise.resolve((now += ms)),
    state: world.state ?? (() => Promise.resolve(undefined)),
    restore: world.restore ?? ((wish) => Promise.resolve(restored.push(wish))),
    fetch: (_url, init) => {
      if (typeof init?.body === 'string') {
        const { peer } = JSON.parse(init.body) as { peer: string };
        resynced.push(peer);
        return Promise.resolve(Response.json({ peer, ...COMPARED, ...world.compared?.[peer] }));
      }
      const look = looks.length > 1 ? looks.shift() : looks[0];
      return look === 'away' || look === undefined
        ? Promise.reject(new Error('ECONNREFUSED'))
        : Promise.resolve(Response.json(look));
    },
  });
  return { ...answered, said, resynced, restored, spentMs: now };
}

describe('npm run recover', () => {
  it('says of an office that holds all that its peers know that nothing is missing', async () => {
    const { code, out, said, resynced } = await run('--node city');
    expect(code).toBe(0);
    expect(resynced).toEqual(PEERS);
    expect(said).toContain(
      'The database of city is as its peers know it (2 answered): nothing is missing here.',
    );
    expect(out).toBe('city: epoch 1; 2 of 2 offices agree with it.\nNothing had to come back.\n');
  });

  it('has an older database taken back what it lacks, follows that, and reports what came back', async () => {
    const { code, out, said } = await run('--node city', {
      compared: { 'township:yi': { refilling: 1, streams: [{ what: 'behind-here' }] } },
      looks: [
        whole,
        { ...whole, epoch: 2, peers: standing({ 'township:yi': { recovering: true } }) },
        {
          ...whole,
          epoch: 2,
          refilled: [line({ notRebuilt: 2, reason: 'leg-not-back' }), line({ epoch: 1 })],
        },
      ],
    });
    expect(code).toBe(0);
    expect(said).toEqual([
      'city compares itself with 2 offices …',
      'The database of city is older than what township:yi hold: 1 streams are taken back now.',
      'epoch 2: 0 streams are back, 1 of 2 offices agree; still from township:yi',
      'epoch 2: 1 streams are back, 2 of 2 offices agree',
    ]);
    expect(out).toMatch(/township:yi\s+1\s+3\s+2\s+0\s+2\s+1\n/u);
    expect(out).toContain('  2 × leg-not-back');
    expect(out).toContain('Does not come back from other offices');
  });

  it('lists each message that the casework did not take up, under its reason in words, and what never comes back', async () => {
    const left = (subject: string, kind: string, reason: string, en: string) => ({
      ...{
        peer: 'township:yi',
        type: 'huiyin.meeting.notice.v1',
        subject,
        kind,
        reason,
        told: { zh: '', en },
      },
    });
    const { out } = await run('--node city', {
      looks: [
        {
          ...whole,
          epoch: 2,
          refilled: [line({ notRebuilt: 45 })],
          leftOut: [
            left('CS-1', 'partly', 'meeting-own-books', 'check and enter them'),
            ...Array.from({ length: 45 }, (_, at) =>
              left(`M-${at}`, 'waiting', 'case-not-back', 'register it again'),
            ),
          ],
          leftOutMore: 7,
          neverComesBack: [{ zh: '草稿', en: 'drafts' }],
        },
      ],
    });
    expect(out).toContain(
      '  45 × case-not-back: register it again\n      M-0 huiyin.meeting.notice.v1 (township:yi; tried again',
    );
    expect(out).toContain(
      '      and 5 more\n  1 × meeting-own-books: check and enter them\n      CS-1 huiyin',
    );
    expect(out).toContain('  and 7 messages more\n');
    expect(out).toContain('Does not come back, for no other office holds it:\n  - drafts\n');
  });

  it('names the offices that did not answer, after a while, with exit code 1', async () => {
    const { code, out, resynced, spentMs } = await run('--node city', {
      looks: [{ ...whole, peers: standing({ prefecture: { greeted: false } }) }],
    });
    expect(code).toBe(1);
    expect(resynced).toEqual(['township:yi']);
    expect(spentMs).toBe(30_000);
    expect(out).toContain('prefecture did not answer: run this again');
  });

  it('ends in the given time when an office cannot prove what it claims', async () => {
    const { code, err, spentMs } = await run('--node city --within 90', {
      looks: [{ ...whole, peers: standing({ prefecture: { recovering: true } }) }],
    });
    expect([code, spentMs]).toEqual([1, 90_000]);
    expect(err).toBe('Not all agreed in that time: prefecture.\n');
  });

  it('tells the state of a database whose node does not run, and to start it', async () => {
    const { code, err, said } = await run('--node city', {
      looks: ['away'],
      state: () => Promise.resolve({ kind: 'empty', cases: 0, sent: 0, taken: 0, epoch: 1 }),
    });
    expect(code).toBe(1);
    expect(said).toEqual(['The database of city is empty: no matter, and no message ever sent or taken.']);
    expect(err).toContain('city does not run. Start it');
  });

  it('puts a backup back while the node is stopped, waits for its start, and follows', async () => {
    const { code, said, restored } = await run('--node city --backup city.gz --over', {
      looks: ['away', 'away', whole],
      state: () => Promise.resolve({ kind: 'holds', cases: 4, sent: 9, taken: 8, epoch: 1 }),
    });
    expect(code).toBe(0);
    expect(restored).toEqual([{ node: 'city', file: 'city.gz', over: true }]);
    expect(said.slice(0, 2)).toEqual([
      'The database of city holds 4 matters, 9 messages sent and 8 taken, no act yet, epoch 1. Whether that is all, the other offices tell once it runs.',
      'city is back to that backup. Start it now; this waits for it.',
    ]);
  });

  it('does not wait for a start that its own servers stand in the way of', async () => {
    const { code, said } = await run('--node city --backup city.gz', {
      looks: ['away'],
      environment: { SERVERS_HELD: 'yes' },
    });
    expect(code).toBe(0);
    expect(said.at(-1)).toContain('Now npm start, then npm run recover -- --node city');
  });

  it('touches nothing while the node runs, and tells why a backup was refused', async () => {
    const running = await run('--node city --backup city.gz');
    expect([running.code, running.restored]).toEqual([1, []]);
    expect(running.err).toContain('city is running: stop it first');
    const refused = await run('--node city --backup city.gz', {
      looks: ['away'],
      restore: () => Promise.reject(new Error('city.gz is not taken: it has no end.')),
    });
    expect([refused.code, refused.err]).toEqual([1, 'city.gz is not taken: it has no end.\n']);
  });

  it.each([
    ['--json', '--node is needed'],
    ['--node city --over', '--over belongs to --backup'],
    ['--node city --within soon', 'not soon'],
    ['--node city --within 0', 'not 0'],
    ['--node city --force', '--force'],
    ['--node nowhere', 'The port of nowhere is not known'],
    ['city', 'city'],
  ])('asks nothing for "%s"', async (args, sentence) => {
    const { code, err, resynced } = await run(args);
    expect([code, resynced]).toEqual([2, []]);
    expect(err).toContain(sentence);
  });
});
