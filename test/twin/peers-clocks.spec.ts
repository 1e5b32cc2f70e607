import { describe, expect, test } from '@jest/globals';
import { recountAll } from '#casework';
import { type Clock, type RulePack, isWorkingDay, ladderOf, makeCalendar, rulingClock } from '#domain';
import { aYear, of } from '../support/calendars.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { HOLDER, accepted, actsAt, dueOf, firedAt, liveUntil } from '../support/twin-late.js';

/* peers.md lists twenty bugs of the closest peers. Each is a test; test/README.md says where. */

const names = (matter: TwinMatter, node: string) => firedAt(matter, node).map(({ name }) => name);
const settingsOf = (matter: TwinMatter) => matter.net.node('city').desk.rulebook.settings.supervision;
const notSlip = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';
const clockAt = (matter: TwinMatter, node: string, id: string) =>
  matter.legAt(node, notSlip).leg.clocks.find((clock) => clock.id === id);

function clockOf(matter: TwinMatter): Clock {
  const ruling = rulingClock(matter.legAt('city', (row) => row.leg.kind === 'assign').leg);
  if (ruling === undefined) throw new Error('no limit runs');
  return ruling.clock;
}

/** Loads this change of one rule at every node, and counts again. */
async function withRule(matter: TwinMatter, key: string, change: object): Promise<void> {
  for (const { desk } of matter.net.nodes.values()) {
    const { pack } = desk.rulebook;
    const rules = new Map(
      [...pack.rules].map(([id, rule]) => [id, id === key ? { ...rule, ...change } : rule]),
    );
    const newer: RulePack = { ...pack, version: '2', rules };
    Object.assign(desk, { rulebook: { ...desk.rulebook, pack: newer } });
    await recountAll(desk, []);
  }
  await matter.net.deliver();
}

describe('what peers got wrong: reminders', () => {
  test("peers' bug 7: a notice some days before the end of a short limit does not fire at creation", async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'set-urgency', { urgency: 'most-urgent' });
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 3 });
    await matter.onLeg(HOLDER, 'accept');
    await matter.net.day(matter.net.today);
    expect(names(matter, HOLDER)).toEqual([]);
    const { calendar } = matter.net.node('city').desk.rulebook;
    const clock = clockOf(matter);
    const rungs = ladderOf(clock, settingsOf(matter).ladder['most-urgent'], calendar);
    // 04-02 + 3日 ends inside Tomb-sweeping, so on 04-07: the day before lies at the start, five days before it too.
    expect(clock.effective).toBe('2026-04-07');
    expect(rungs.filter(({ on }) => on <= clock.start)).toEqual([]);
  });

  test("peers' bug 8: one event per clock and level ever, with two workers racing and after every further sweep", async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    const { calendar } = matter.net.node('city').desk.rulebook;
    await liveUntil(matter, due, 1);
    const city = matter.net.node('city');
    await Promise.all([city.sweep.run(), city.sweep.run(), matter.net.node(HOLDER).sweep.run()]);
    await matter.net.day(matter.net.today);
    expect(names(matter, 'city')).toEqual(['slip-1']);
    expect(actsAt(matter, 'city').filter((act) => act === 'draft.slip-1')).toHaveLength(1);
    expect(actsAt(matter, HOLDER).filter((act) => act === 'notice.yellow')).toHaveLength(1);
    expect(isWorkingDay(calendar, matter.net.today)).toBe(true);
  });

  test("peers' bug 8: a node that was down for weeks catches up once, in order, with one notice of that day", async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'set-urgency', { urgency: 'most-urgent' });
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 30 });
    await matter.onLeg(HOLDER, 'accept');
    await matter.net.day('2026-07-01');
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-2', 'letter', 'hearing']);
    expect(firedAt(matter, HOLDER).map(({ state }) => state)).toEqual([
      'merged',
      'merged',
      'merged',
      'notice',
    ]);
  });

  test("peers' bug 9: no reminder at midnight, at a weekend or on a holiday; a make-up Saturday counts", async () => {
    const matter = await accepted(30);
    const { calendar } = matter.net.node('city').desk.rulebook;
    // 2026-04-02 + 30日 = 05-02, in the May holiday (05-01..05); the next working day is 05-06.
    const due = dueOf(matter);
    expect(due).toBe('2026-05-06');
    const days = { noticesBefore: [], 'slip-1': 1, 'slip-2': 3, letter: 10, hearing: 20 };
    const slips = ladderOf(clockOf(matter), days, calendar);
    // Saturday 05-09 is a make-up working day: the third after Wednesday 05-06.
    expect(slips.find(({ level }) => level === 'slip-2')?.on).toBe('2026-05-09');
    for (const { on } of slips) expect(isWorkingDay(calendar, on)).toBe(true);
    const before = firedAt(matter, HOLDER).length;
    await matter.net.instant('2026-05-06T16:30:00Z');
    await matter.net.instant('2026-05-06T22:00:00Z');
    expect(names(matter, 'city')).toEqual([]);
    await matter.net.instant('2026-05-07T01:00:00Z');
    expect(names(matter, 'city')).toEqual(['slip-1']);
    expect(firedAt(matter, HOLDER).length).toBe(before + 1);
  });

  test("peers' bug 10: a handler who was removed from the staff does not stop the reminders of the others", async () => {
    const matter = await accepted(30);
    const due = dueOf(matter);
    const { office } = matter.net.node(HOLDER).desk;
    const actor = office.actor.bind(office);
    // Nobody of the bureau is left to be told: every user of it is disabled.
    Object.assign(office, {
      actor: (as: { unit: string }, roles: readonly []) =>
        as.unit === HOLDER ? { ok: false, slug: 'role-not-allowed', details: {} } : actor(as, roles),
    });
    const other = await matter.register('2026-04-02');
    if (!('caseId' in other)) throw new Error(JSON.stringify(other));
    await matter.post('city', 'assign', other.caseId, {
      actor: { unit: 'city' },
      version: other.caseVersion,
      to: 'agency:health',
      wants: 'result',
      days: 30,
    });
    await matter.onLeg('agency:health', 'accept');
    await liveUntil(matter, due, 1);
    expect(firedAt(matter, HOLDER)).toMatchObject([{ recipient: { unit: HOLDER, post: '单位' } }]);
    expect(firedAt(matter, 'agency:health')).toMatchObject([{ recipient: { post: '承办人' } }]);
    expect(names(matter, 'city')).toEqual(['slip-1', 'slip-1']);
  });
});

describe('what peers got wrong: clocks that stand still', () => {
  const HEARING = { reason: '复核听证' };

  /** Answered and upheld on 2 April, and a re-review asked for on that day: C10 runs 30 days, to 6 May. */
  async function underReReview(): Promise<TwinMatter> {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: HOLDER });
    await matter.onCase('city', 'notify', { how: '书面' });
    await matter.onLeg(HOLDER, 'report', RESULT);
    await matter.onLeg('city', 'review', { verdict: 'pass' }, notSlip);
    await matter.onLeg(HOLDER, 'serve-answer', { how: '直接送达' });
    const apply = () => matter.onLeg('city', 'apply-for-review', { reason: '不服' }, notSlip);
    await apply();
    const upheld = { verdict: 'uphold', number: '市府复查〔2026〕1号', told: '直接送达' };
    await matter.onLeg('city', 'decide-review', upheld, notSlip);
    expect(await apply()).toHaveProperty('caseId');
    return matter;
  }
  const pause = (matter: TwinMatter) => matter.onLeg('city', 'pause-for-hearing', HEARING, notSlip);
  const resume = (matter: TwinMatter) => matter.onLeg('city', 'resume-after-hearing', {}, notSlip);

  test("peers' bug 3: paused, then the rule changes: the paused days are kept at both ends", async () => {
    const matter = await underReReview();
    await matter.net.day('2026-04-13');
    await pause(matter);
    await matter.net.day('2026-04-17');
    await resume(matter);
    expect(clockAt(matter, 'city', 'C10')).toMatchObject({ raw: '2026-05-07' });
    await withRule(matter, 'C10.decide', { limit: { kind: 'period', period: of('40日') } });
    for (const node of ['city', HOLDER]) {
      expect(clockAt(matter, node, 'C10')).toMatchObject({
        raw: '2026-05-17',
        pauses: [{ from: '2026-04-13', until: '2026-04-17' }],
      });
    }
    expect(matter.net.differences()).toEqual([]);
  });

  test("peers' bug 3: paused, then another person takes over: the paused days are kept", async () => {
    const matter = await underReReview();
    await matter.net.day('2026-04-13');
    await pause(matter);
    await matter.onCase(HOLDER, 'declare-conflict', {
      actor: { unit: HOLDER, user: '承办人' },
      reason: '系近亲属',
    });
    await matter.net.day('2026-04-17');
    await resume(matter);
    expect(clockAt(matter, HOLDER, 'C10')).toMatchObject({ raw: '2026-05-07' });
  });

  test("peers' bug 4: paused twice, or restarted before it was stopped: refused, and nothing has changed", async () => {
    const matter = await underReReview();
    const before = structuredClone(matter.net.node('city').office.memory);
    expect(await resume(matter)).toMatchObject({ slug: 'not-paused' });
    expect(matter.net.node('city').office.memory).toEqual(before);
    await pause(matter);
    const paused = structuredClone(matter.net.node('city').office.memory);
    expect(await pause(matter)).toMatchObject({ slug: 'paused-already' });
    expect(matter.net.node('city').office.memory).toEqual(paused);
  });

  test("peers' bug 4: restarted on a holiday, it ends on a working day and the holiday is left out", async () => {
    const matter = await underReReview();
    const { calendar } = matter.net.node('city').desk.rulebook;
    await matter.net.day('2026-04-30');
    await pause(matter);
    await matter.net.day('2026-05-03');
    expect(isWorkingDay(calendar, matter.net.today)).toBe(false);
    await resume(matter);
    expect(clockAt(matter, 'city', 'C10')).toMatchObject({ raw: '2026-05-06', effective: '2026-05-06' });
  });
});

describe('what peers got wrong: rules and calendars', () => {
  test("peers' bug 11: a rule that is turned off clears what it set: nothing is owed and nobody is late", async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: HOLDER });
    await matter.onLeg(HOLDER, 'accept');
    await withRule(matter, 'C4', { limit: { kind: 'absent', why: 'repealed' } });
    expect(clockAt(matter, HOLDER, 'C4')).toMatchObject({ cleared: true });
    await matter.net.day('2026-06-10');
    const late = matter.net.node(HOLDER).office.memory.history.filter(({ act }) => act === 'overdue');
    expect(late.filter(({ text }) => text.startsWith('C4 '))).toEqual([]);
  });

  test("peers' bug 11: a change counts the open cases again, and only those", async () => {
    const open = await TwinMatter.registered('2026-04-02');
    await open.onCase('city', 'refer', { to: HOLDER });
    await open.onLeg(HOLDER, 'accept');
    const other = await open.register('2026-04-02', { place: '乙乡' });
    const id = 'caseId' in other ? other.caseId : '';
    const version = 'caseId' in other ? other.caseVersion : 0;
    const why = { reason: '无实质内容', article: '信访工作条例14' };
    expect(
      await open.post('city', 'reject', id, { actor: { unit: 'city' }, version, ...why }),
    ).toHaveProperty('caseId');
    const ended = structuredClone(open.net.node('city').office.memory.cases.get(id));
    await withRule(open, 'C4', { limit: { kind: 'period', period: of('90日') } });
    expect(clockAt(open, 'city', 'C4')).toMatchObject({ effective: '2026-07-01' });
    expect(open.net.node('city').office.memory.cases.get(id)).toEqual(ended);
  });

  test("peers' bug 18: a calendar with no working day is refused, and no count runs for ever", () => {
    const years = [aYear(2026, ['休', '2026-01-01', '2026-12-31'])];
    const made = makeCalendar({ id: 'CN', version: '1', years });
    expect(made).toMatchObject({ ok: false });
    expect(JSON.stringify(made)).toContain('The year 2026 has no working day');
  });

  test("peers' bug 20: a limit that reaches into a year without a published notice is provisional", async () => {
    const matter = await TwinMatter.registered('2026-12-01');
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 60 });
    await matter.onLeg(HOLDER, 'accept');
    expect(clockAt(matter, HOLDER, "C4'")).toMatchObject({ effective: '2027-02-01', provisional: true });
    expect(clockAt(matter, HOLDER, 'C3')).toMatchObject({ provisional: false });
  });
});
