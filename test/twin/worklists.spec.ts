import { describe, expect, test } from '@jest/globals';
import { WORKLIST_REASON_WORDS, WORKLIST_WORDS, worklistRow } from '#contract';
import { REASONS, WORKLISTS } from '#domain';
import { HOLDER, accepted, dueOf, liveUntil } from '../support/twin-late.js';
import { LETTER, RESULT, TwinMatter } from '../support/twin-matter.js';
import { listsAt, reasonsOn } from '../support/twin-worklists.js';

const EDU = HOLDER;
const COMMITTEE = 'committee:education';
const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
const assign = (row: { leg: { kind: string } }) => row.leg.kind === 'assign';

test('the lists and their reasons have the same names in the domain and on screen', () => {
  expect(Object.keys(WORKLIST_WORDS)).toEqual([...WORKLISTS]);
  expect(Object.keys(WORKLIST_REASON_WORDS).toSorted()).toEqual(Object.keys(REASONS).toSorted());
});

describe('a matter on its way through the lists', () => {
  test('from the registration to the closing it is always on the list of whoever acts next', async () => {
    const matter = await TwinMatter.registered();
    const { net } = matter;
    expect(await reasonsOn(net, 'city', 'to-do')).toEqual(['dispatch']);

    await matter.onCase('city', 'assign', { to: EDU, wants: 'result', days: 30 });
    // The notice to the petitioner is still owed here (C2).
    expect(await reasonsOn(net, 'city', 'to-do')).toEqual(['notify']);
    expect(await reasonsOn(net, 'city', 'waiting')).toEqual(['unsigned']);
    expect(await reasonsOn(net, EDU, 'to-sign')).toEqual(['sign']);
    expect(await reasonsOn(net, EDU, 'to-do')).toEqual(['sign']);

    await matter.onLeg(EDU, 'sign');
    expect(await reasonsOn(net, EDU, 'to-sign')).toEqual([]);
    expect(await reasonsOn(net, EDU, 'to-do')).toEqual(['accept']);
    expect(await reasonsOn(net, 'city', 'waiting')).toEqual(['not-accepted']);

    await matter.onLeg(EDU, 'accept');
    expect(await reasonsOn(net, EDU, 'to-do')).toEqual(['handle']);
    expect(await reasonsOn(net, 'city', 'waiting')).toEqual(['handling']);

    await matter.onLeg(EDU, 'report', { ...RESULT, number: '临教信报〔2026〕1号', signer: '局长' });
    expect(await reasonsOn(net, EDU, 'waiting')).toEqual(['review']);
    expect(await reasonsOn(net, COMMITTEE, 'to-sign')).toEqual(['sign-slip']);
    expect(await reasonsOn(net, COMMITTEE, 'to-review')).toEqual(['sign-slip']);
    expect((await reasonsOn(net, 'city', 'waiting')).toSorted()).toEqual(['slips', 'unsigned']);
    expect(await reasonsOn(net, 'city', 'to-review')).toEqual([]);
  });

  test('an objection waits for the sender’s ruling, and agreed to it is back on the dispatcher’s list', async () => {
    const matter = await TwinMatter.assigned();
    const { net } = matter;
    await matter.onLeg(EDU, 'sign');
    await matter.onLeg(EDU, 'object', { reason: '非本单位职责' });
    expect(await reasonsOn(net, EDU, 'waiting')).toEqual(['ruling']);
    expect(await reasonsOn(net, 'city', 'to-review')).toEqual(['rule-objection']);
    await matter.onLeg('city', 'agree-return', { reason: '同意' }, assign);
    expect(await reasonsOn(net, 'city', 'returned')).toEqual(['returned']);
    expect(await reasonsOn(net, EDU, 'unit')).toEqual([]);

    await matter.onCase('city', 'assign', { to: 'agency:court', wants: 'result', days: 30 });
    expect(await reasonsOn(net, 'city', 'returned')).toEqual([]);
  });

  test('a request for more time is on the list of whoever may grant it', async () => {
    const matter = await accepted();
    await matter.onLeg(EDU, 'request-extension', { days: 20, reason: '需重新勘界' });
    expect(await reasonsOn(matter.net, 'city', 'to-review')).toEqual(['decide-extension']);
    expect(await reasonsOn(matter.net, EDU, 'waiting')).toEqual(['extension']);
  });

  test('a supervision letter waits to be answered at the holder, and for its reply at the sender', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'supervise', { replyWithin: '5工作日' });
    expect(await reasonsOn(matter.net, EDU, 'to-do')).toEqual(['answer-letter', 'handle']);
    expect(await reasonsOn(matter.net, 'city', 'waiting')).toEqual(['letter-reply', 'handling']);
    await matter.onLeg(EDU, 'reply-to-supervision', { adopted: true, text: '已办。' });
    expect(await reasonsOn(matter.net, EDU, 'to-do')).toEqual(['handle']);
  });

  test('a reminder that the system drafted waits for the supervisor', async () => {
    const matter = await accepted();
    await liveUntil(matter, dueOf(matter), 1);
    expect(await reasonsOn(matter.net, 'city', 'to-review')).toEqual(['sign-reminder']);
  });
});

describe('what was sent and nobody opened', () => {
  test('not confirmed is probably lost and stands before what is merely unsigned', async () => {
    const matter = await TwinMatter.assigned();
    const { net } = matter;
    const other = await matter.register('2026-04-02', { summary: '另一件事。' });
    if (!('caseId' in other)) throw new Error('refused');
    // Sent and never handed over: nobody delivers.
    const { version } = net.node('city').office.memory.cases.get(other.caseId) ?? { version: 0 };
    const sent = await net.attempt('city', 'assign', other.caseId, {
      actor: { unit: 'city' },
      version,
      to: 'agency:court',
      wants: 'result',
    });
    expect(sent).toBe(true);
    // On the day of sending it is still on its way.
    expect(await reasonsOn(net, 'city', 'unopened')).toEqual([]);
    net.skipTo('2026-04-03');
    expect(await reasonsOn(net, 'city', 'unopened')).toEqual(['lost', 'unsigned']);
  });
});

describe('overdue', () => {
  test('is computed on the day of reading: no sweep has to have run, and none can bring it back', async () => {
    const matter = await accepted();
    const asked = { filter: { kind: ['assign'] as const }, limit: 10 };
    const [row] = (await listsAt(matter.net, EDU).page({ list: 'to-do', ...asked })).items;
    const end = row?.endsOn ?? '';
    matter.net.skipTo(end);
    expect(await reasonsOn(matter.net, EDU, 'overdue', asked.filter)).toEqual([]);
    matter.net.skipTo(nextDay(end));
    const { items } = await listsAt(matter.net, EDU).page({ list: 'overdue', ...asked });
    expect(items.map((late) => worklistRow.parse(late))).toMatchObject([
      { why: 'handle', lamp: '红', daysLeft: -1, endsOn: end, from: 'city', to: EDU },
    ]);
    expect(await reasonsOn(matter.net, 'city', 'overdue', asked.filter)).toEqual(['handling']);
  });

  test('a linked item stands on no list and is never overdue', async () => {
    const matter = await TwinMatter.registered();
    const again = await matter.register('2026-04-02', { summary: '同一事项。' });
    if (!('caseId' in again)) throw new Error('refused');
    const first = matter.caseAt('city').matter.originNumber;
    const { version } = matter.net.node('city').office.memory.cases.get(again.caseId) ?? { version: 0 };
    await matter.post('city', 'link', again.caseId, { actor: { unit: 'city' }, version, to: first });
    matter.net.skipTo('2026-06-01');
    const { items } = await listsAt(matter.net, 'city').page({ list: 'overdue', filter: {}, limit: 10 });
    expect(items.map(({ originNumber }) => originNumber)).toEqual([first]);
  });
});

describe('whose work it is', () => {
  test('is that of who acted last; the reader says by post or user id who it is', async () => {
    const matter = await TwinMatter.registered();
    const mine = (user: string) =>
      listsAt(matter.net, 'city').page({
        list: 'mine',
        filter: {},
        limit: 10,
        reader: { unit: 'city', user },
      });
    const { by } = matter.net.node('city').office.memory.history.at(-1) ?? {};
    expect((await mine(by?.user ?? '')).items).toHaveLength(1);
    expect((await mine('分办员')).items).toHaveLength(0);
    expect((await mine('nobody')).items).toHaveLength(0);
  });

  test('each list is counted, and what nobody asked for as a person is empty', async () => {
    const matter = await TwinMatter.registered();
    const summaries = await listsAt(matter.net, 'city').summaries(undefined, undefined);
    expect(Object.fromEntries(summaries.map(({ name, count }) => [name, count]))).toEqual({
      'to-do': 1,
      'to-sign': 0,
      'to-review': 0,
      overdue: 0,
      waiting: 0,
      unopened: 0,
      returned: 0,
      mine: 0,
      unit: 1,
    });
  });
});

describe('the line of a row', () => {
  test('says what the matter is about and never who brought it', async () => {
    const matter = await TwinMatter.registered('2026-04-02', {
      petitioner: { name: '陈某', phone: '13800000000' },
    });
    const { items } = await listsAt(matter.net, 'city').page({ list: 'to-do', filter: {}, limit: 10 });
    expect(items[0]?.title).toBe(`${LETTER.topic} · ${LETTER.place} · ${LETTER.summary}`);
    expect(JSON.stringify(items)).not.toMatch(/陈某|13800000000/u);
  });

  test('of an accusation it tells neither the summary nor whom it names, and is not found by that name', async () => {
    const matter = await TwinMatter.registered('2026-04-02', {
      category: 'accusation',
      route: '30',
      summary: '某局长收受财物。',
      respondents: ['教育局'],
    });
    const lists = listsAt(matter.net, 'city');
    const { items } = await lists.page({ list: 'to-do', filter: {}, limit: 10 });
    expect(items[0]?.title).toBe('检举控告 · 教育文体/教师待遇 · 甲镇');
    expect((await lists.page({ list: 'to-do', filter: { respondent: '教育局' }, limit: 10 })).items).toEqual(
      [],
    );
  });
});
