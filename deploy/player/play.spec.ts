import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeNodes, refusal } from '../../test/support/fake-nodes.js';
import { readCasebook } from './casebook.js';
import type { Casebook, StoryCase } from './casebook-shape.js';
import type { Step } from './casebook-steps.js';
import { CannotPlay, play, type Result } from './play.js';
import { storyTable } from './progress.js';

let nodes: FakeNodes;
let lines: string[];
beforeEach(async () => {
  nodes = new FakeNodes();
  lines = [];
  await nodes.start();
});
afterEach(async () => nodes.stop());

const read = await readCasebook('deploy/casebook/all.json');

const STORY: readonly Step[] = [
  { at: 'city', does: 'register' },
  { at: 'city', does: 'assign', to: 'agency:education', wants: 'result', days: 30 },
  { at: 'city', does: 'notify', how: '书面' },
  { at: 'agency:education', does: 'accept' },
  { at: 'agency:education', does: 'report', result: '已补发', outcome: '予以支持' },
  { at: 'city', does: 'review', verdict: 'pass' },
  { at: 'agency:education', does: 'serve-answer', how: '直接送达' },
  { at: 'city', does: 'close' },
];

const storyOf = (key: string, receivedAt: string, story: readonly Step[] = STORY): StoryCase => {
  const [first] = read.ok ? read.casebook.cases : [];
  if (first === undefined) throw new Error('the shipped casebook is empty');
  return { ...first, key, receivedAt, story };
};

const playing = (cases: StoryCase[], given: { patienceMs?: number } = {}): Promise<Result> => {
  if (!read.ok) throw new Error('the shipped casebook is broken');
  const casebook: Casebook = { ...read.casebook, cases };
  const say = (line: string): void => void lines.push(line);
  return play({
    casebook,
    calendarFile: 'deploy/calendars/CN.yaml',
    network: nodes.network(),
    pace: 0,
    run: 'run-1',
    say,
    ...given,
  });
};

const clockDays = (): string[] => [
  ...new Set(
    nodes.asked
      .filter(({ path }) => path === '/simulation/clock')
      .map(({ body }) => String(body['now']).slice(0, 10)),
  ),
];

const changed = (at: number, step: Step): Step[] => STORY.map((one, index) => (index === at ? step : one));

describe('the play', () => {
  test('a clock that goes to the limit of its own story lets the others go on, and what is late then is told', async () => {
    nodes.limit = '2026-05-06';
    const overdue: Step[] = [
      ...STORY.slice(0, 4),
      { at: 'city', does: 'remind', how: 'telephone', promised: '本周内办结', advanceTo: 'due+1工作日' },
      { at: 'city', does: 'remind', how: 'slip', number: 1, sameDay: true },
      { at: 'agency:education', does: 'report', result: '已补发', outcome: '予以支持', late: true },
      ...STORY.slice(5, 7),
      { at: 'city', does: 'close', expect: { lamp: '灰', late: true } },
    ];
    const { failures } = await playing([storyOf('late', '2026-04-02', overdue), storyOf('b', '2026-04-03')]);
    expect(failures).toEqual([]);
    const acts = lines.map((line) => [line.slice(0, 10), /催办|报结|办结/u.exec(line)?.[0]]);
    expect(acts.filter(([, act]) => act === '催办')).toEqual([
      ['2026-05-07', '催办'],
      ['2026-05-07', '催办'],
    ]);
    // The other story was over long before; the days between were lived through one by one.
    expect(acts.findIndex(([, act]) => act === '催办')).toBeGreaterThan(8);
    expect(clockDays()).toContain('2026-05-02');
  });

  test('a report that was to be late but is in time fails its story', async () => {
    nodes.limit = '2026-06-01';
    const story = changed(4, {
      at: 'agency:education',
      does: 'report',
      result: '已补发',
      outcome: '予以支持',
      late: true,
    });
    const { failures } = await playing([storyOf('a', '2026-04-02', story)]);
    expect(failures).toContain('a: step 5 (report at agency:education): it was to be late, but is in time');
  });

  test('a clock cannot go to a limit that does not run', async () => {
    const story = changed(5, { at: 'city', does: 'review', verdict: 'pass', advanceTo: 'due+1日' });
    const { failures } = await playing([storyOf('a', '2026-04-02', story)]);
    expect(failures.join(' ')).toContain('no limit of the story runs');
  });

  test('a story comes home answered, and the report says so', async () => {
    const { report, failures } = await playing([storyOf('a', '2026-04-02')]);
    expect(failures).toEqual([]);
    expect(report.network).toEqual({ sent: 14, applied: 14, receipts: 14, duplicates: 0, differences: 0 });
    expect(report.stories).toEqual([
      {
        key: 'a',
        originNumber: 'CS-1',
        ended: 'K4',
        notifiedAt: '2026-04-07',
        answeredAt: '2026-04-13',
        servedHow: '直接送达',
        failures: [],
        legs: [
          {
            id: expect.any(String),
            kind: 'assign',
            from: 'city',
            to: 'agency:education',
            state: 'L10',
            ticks: { delivered: null, registeredAs: null, registeredOn: null, refused: null },
            clocks: [],
          },
        ],
      },
    ]);
    expect(storyTable(report)).toContain('直接送达');
  });

  test('every step is told as it happens: day, office, act, numbers', async () => {
    await playing([storyOf('a', '2026-04-02')]);
    expect(lines).toHaveLength(STORY.length);
    expect(lines[1]).toMatch(/^2026-04-03 {2}市人大信访办 +交办 → 教育局 +CS-1 .*送达/u);
  });

  test('the day never goes back, passes every day while a matter is open, and leaps where none is', async () => {
    await playing([storyOf('a', '2026-04-02'), storyOf('b', '2026-09-10')]);
    const days = clockDays();
    expect([...days].sort()).toEqual(days);
    expect(days.slice(0, 5)).toEqual(['2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06']);
    expect(days).toContain('2026-09-12');
    expect(days.filter((day) => day.startsWith('2026-06'))).toEqual([]);
  });

  test('every request carries the token, every act a key of its own', async () => {
    await playing([storyOf('a', '2026-04-02')]);
    expect(new Set(nodes.asked.map(({ token }) => token))).toEqual(new Set(['a-token-of-a-test-only-000']));
    const keys = nodes.asked
      .filter(({ method, path }) => method === 'POST' && path.startsWith('/api'))
      .map(({ key }) => key);
    expect(new Set(keys).size).toBe(STORY.length);
    for (const key of keys) expect(key).toMatch(/^[\w.-]{8,64}$/u);
  });

  test('an answer that is lost is asked for again with the same key: one effect', async () => {
    let lost = 0;
    nodes.instead = ({ path }) => (path.endsWith('/accept') && (lost += 1) === 1 ? 'hang up' : undefined);
    const { failures } = await playing([storyOf('a', '2026-04-02')]);
    expect(failures).toEqual([]);
    const accepts = nodes.asked.filter(({ path }) => path.endsWith('/accept'));
    expect(accepts.map(({ key }) => key)).toEqual([accepts[0]?.key, accepts[0]?.key]);
    expect(nodes.effects.filter((path) => path.endsWith('/accept'))).toHaveLength(1);
  });

  test('a stale version is looked up again, under another key', async () => {
    let tried = 0;
    nodes.instead = ({ path }) =>
      path.endsWith('/notify') && (tried += 1) === 1
        ? { status: 409, body: refusal('stale-version') }
        : undefined;
    const { failures } = await playing([storyOf('a', '2026-04-02')]);
    expect(failures).toEqual([]);
    const [first, second] = nodes.asked.filter(({ path }) => path.endsWith('/notify'));
    expect(first?.key).not.toBe(second?.key);
  });

  test('an act that is refused ends its story; the other goes on', async () => {
    nodes.instead = ({ path, body }) =>
      path.endsWith('/assign') && body['days'] === 31
        ? { status: 409, body: refusal('limit-outlives-parent', '信访工作条例22') }
        : undefined;
    const a = storyOf(
      'a',
      '2026-04-02',
      changed(1, { at: 'city', does: 'assign', to: 'agency:education', wants: 'result', days: 31 }),
    );
    const { report, failures } = await playing([a, storyOf('b', '2026-04-02')]);
    expect(failures).toEqual([
      'a: step 2 (assign at city) on 2026-04-03: refused: limit-outlives-parent · 不予办理。 · 信访工作条例22',
    ]);
    expect(report.stories.map(({ ended }) => ended)).toEqual([null, 'K4']);
  });

  test('an expected refusal is checked, and that nothing changed', async () => {
    nodes.instead = ({ path, body }) =>
      path.endsWith('/notify') && body['how'] === '不'
        ? { status: 409, body: refusal('already-notified') }
        : undefined;
    const expecting = (slug: string): Step[] =>
      STORY.toSpliced(3, 0, { at: 'city', does: 'notify', how: '不', expect: { refused: slug } });
    expect((await playing([storyOf('a', '2026-04-02', expecting('already-notified'))])).failures).toEqual([]);
    nodes.now = '2026-01-04T01:00:00.000Z';
    const { failures } = await playing([storyOf('b', '2026-04-02', expecting('open-leg'))]);
    expect(failures).toEqual([
      expect.stringContaining(
        'b: step 4 (notify at city): it was to be refused with open-leg, but was refused with already-notified',
      ),
    ]);
  });

  test('an act that was to be refused and was done is a failure', async () => {
    const { failures } = await playing([
      storyOf(
        'a',
        '2026-04-02',
        changed(2, { at: 'city', does: 'notify', how: '书面', expect: { refused: 'already-notified' } }),
      ),
    ]);
    expect(failures).toEqual([
      'a: step 3 (notify at city): it was to be refused with already-notified, but was done',
    ]);
  });

  test('each expectation that does not hold is told', async () => {
    const wrong: Step = {
      at: 'city',
      does: 'close',
      expect: {
        state: 'K3',
        C1: { raw: '2026-04-17' },
        C4: 'none: suggestion',
        lamp: '灰',
        late: true,
        openClocks: 1,
        warning: '超期',
        competence: { topic: '水利', to: 'agency:agriculture' },
      },
    };
    const { report } = await playing([storyOf('a', '2026-04-02', changed(7, wrong))]);
    expect(report.stories[0]?.failures.map((one) => one.replace('step 8 (close at city): ', ''))).toEqual([
      'no warning holds “超期”; there are none',
      'the state is K4, expected was K3',
      'there is no clock C1',
      'lamp is 绿, expected was 灰',
      'late is false, expected was true',
      'open clocks is 0, expected was 1',
      'the competence table of city has no line 水利 → agency:agriculture',
    ]);
  });

  test('a leg that never comes is waited for, and the story says what was last seen', async () => {
    nodes.instead = ({ node, path }) =>
      node !== 'city' && path.includes('/by-origin/')
        ? { status: 404, body: refusal('unknown-case') }
        : undefined;
    const { failures } = await playing([storyOf('a', '2026-04-02')], { patienceMs: 150 });
    expect(failures.join(' ')).toContain(
      'waited 0.15 s at agency:education for something to accept; last seen: the matter is not there',
    );
    expect(failures.join(' ')).toContain('only city holds the leg city → agency:education');
  });

  test('a network that does not come to rest stops the play and names who is busy', async () => {
    nodes.instead = ({ node, path }) =>
      node !== 'city' && path === '/simulation/state' && nodes.effects.length > 2
        ? {
            status: 200,
            body: { now: nodes.now, today: '2026-04-07', idle: false, pending: 3, parked: 1, put: 7 },
          }
        : undefined;
    const { report, failures } = await playing([storyOf('a', '2026-04-02')], { patienceMs: 150 });
    expect(failures[0]).toContain(
      'The play had to stop: a, step 3 (notify at city) on 2026-04-07: still busy after 0.15 s: agency:education (3 pending, 1 parked)',
    );
    expect(report.stories[0]?.failures[0]).toContain('not played to its end');
  });

  test('two ends that differ are a difference and a failure', async () => {
    nodes.agencyDigest = 'd2';
    const { report, failures } = await playing([storyOf('a', '2026-04-02')]);
    expect(report.network.differences).toBe(1);
    expect(failures).toEqual([
      'a: the two ends of city → agency:education differ: city L10 d1, agency:education L10 d2',
      '1 legs differ between their two ends',
    ]);
  });

  test('a matter that is not answered or not notified in the end is a failure', async () => {
    const { report } = await playing([storyOf('a', '2026-04-02', STORY.slice(0, 2))]);
    expect(report.stories[0]?.failures).toEqual([
      'the petitioner was never notified, and no lawful reason is given',
      'the petitioner was never answered, and no lawful reason is given',
      'the leg city → agency:education is left open in L2',
    ]);
  });

  test('an answer that the contract does not know stops the play', async () => {
    nodes.instead = ({ path }) =>
      path.endsWith('/accept') ? { status: 200, body: { fine: true } } : undefined;
    const { failures } = await playing([storyOf('a', '2026-04-02')]);
    expect(failures[0]).toContain('answered what the contract does not know');
  });
});

describe('a play that cannot begin', () => {
  const reason = async (cases: StoryCase[]): Promise<string> => {
    try {
      await playing(cases);
    } catch (error) {
      if (error instanceof CannotPlay) return error.message;
      throw error;
    }
    return 'it began';
  };

  test('because the network lacks a unit', async () => {
    expect(
      await reason([storyOf('a', '2026-04-02', changed(3, { at: 'agency:court', does: 'accept' }))]),
    ).toBe('Case “a”, step 4 (accept): the network that runs has no unit agency:court.');
    expect(nodes.effects).toEqual([]);
  });

  test('because the clock is further already', async () => {
    nodes.now = '2026-05-01T01:00:00.000Z';
    expect(await reason([storyOf('a', '2026-04-02')])).toContain(
      'has reached 2026-05-01, but the casebook begins on 2026-04-02',
    );
  });

  test('because a story goes backwards', async () => {
    expect(
      await reason([
        storyOf('a', '2026-04-02', changed(3, { at: 'agency:education', does: 'accept', on: '2026-04-01' })),
      ]),
    ).toContain('a story goes forward only');
  });
});
