import { describe, expect, test } from '@jest/globals';
import { recountAll } from '#casework';
import type { Calendar, Rule, RulePack } from '#domain';
import { aCalendar, aYear, of, on } from '../support/calendars.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const notSlip = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';
const clockAt = (matter: TwinMatter, node: string, id: string) =>
  matter.legAt(node, notSlip).leg.clocks.find((clock) => clock.id === id);

/** New Year's Day and the two days before the holiday of the spring of 2027. */
const NEXT = aCalendar(
  '2027.1',
  aYear(2027, ['元旦', '2027-01-01', '2027-01-03'], ['春节', '2027-01-29', '2027-02-05']),
);

interface Newer {
  readonly calendar?: Calendar;
  readonly pack?: RulePack;
}

/** The new files at these nodes, or everywhere. */
function load(matter: TwinMatter, newer: Newer, ...only: readonly string[]): void {
  for (const { id, desk } of matter.net.nodes.values()) {
    if (only.length > 0 && !only.includes(id)) continue;
    Object.assign(desk, { rulebook: { ...desk.rulebook, ...newer } });
  }
}

function packWith(matter: TwinMatter, key: string, change: (rule: Rule) => Rule | undefined): RulePack {
  const { pack } = matter.net.node('city').desk.rulebook;
  const rules = new Map(
    [...pack.rules].flatMap(([id, rule]) => {
      const made = id === key ? change(rule) : rule;
      return made === undefined ? [] : [[id, made] as const];
    }),
  );
  return { ...pack, version: '2', rules };
}

const recount = async (matter: TwinMatter) => {
  const troubles: unknown[] = [];
  const done = [];
  for (const { desk } of matter.net.nodes.values()) done.push(await recountAll(desk, troubles));
  await matter.net.deliver();
  expect(troubles).toEqual([]);
  return done.reduce((sum, { cases, moved }) => ({ cases: sum.cases + cases, moved: sum.moved + moved }));
};

const linesOf = (matter: TwinMatter, node: string): string[] =>
  matter.net
    .node(node)
    .office.memory.history.filter(({ act }) => act.endsWith('recount'))
    .map(({ text }) => text);

/** Assigned and accepted on 1 December for 60 days: 30 January 2027, a Saturday, so 1 February, provisional. */
async function beyondTheNotice(): Promise<TwinMatter> {
  const matter = await TwinMatter.registered('2026-12-01');
  await matter.onCase('city', 'assign', { to: EDU, wants: 'result', days: 60 });
  await matter.onLeg(EDU, 'accept');
  expect(clockAt(matter, EDU, "C4'")).toMatchObject({ effective: '2027-02-01', provisional: true });
  return matter;
}

describe('when the next holiday notice is loaded', () => {
  test('an open provisional end moves on, is firm, and both ends hold the line with both dates and versions', async () => {
    const matter = await beyondTheNotice();
    load(matter, { calendar: NEXT });
    await recount(matter);
    for (const node of ['city', EDU]) {
      expect(clockAt(matter, node, "C4'")).toMatchObject({
        effective: '2027-02-08',
        provisional: false,
        calendarVersion: '2027.1',
      });
      expect(linesOf(matter, node).join()).toMatch(
        /C4' 由 2027-02-01（规则 1，日历 2026\.1）改为 2027-02-08/u,
      );
    }
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('the sweep of the day does it by itself, before it looks for what is overdue', async () => {
    const matter = await beyondTheNotice();
    load(matter, { calendar: NEXT });
    await matter.net.day('2027-02-03');
    expect(clockAt(matter, 'city', "C4'")).toMatchObject({ effective: '2027-02-08' });
    const overdue = matter.net
      .node(EDU)
      .office.memory.history.filter(({ act, text }) => act === 'overdue' && text.startsWith("C4'"));
    expect(overdue).toEqual([]);
  });

  test('done twice, or stopped in the middle and begun again, each date moves once', async () => {
    const matter = await beyondTheNotice();
    load(matter, { calendar: NEXT });
    await recountAll(matter.net.node(EDU).desk, [], 0);
    await recount(matter);
    const before = linesOf(matter, EDU);
    expect((await recount(matter)).moved).toBe(0);
    expect(await recount(matter)).toEqual({ cases: 0, moved: 0 });
    expect(linesOf(matter, EDU)).toEqual(before);
  });

  test('a clock that was met is left as it was', async () => {
    const matter = await beyondTheNotice();
    await matter.onLeg(EDU, 'report', RESULT);
    const met = clockAt(matter, EDU, "C4'");
    load(matter, { calendar: NEXT });
    await recount(matter);
    expect(clockAt(matter, EDU, "C4'")).toEqual(met);
  });

  test('a corrected notice that would end a clock earlier moves nothing: the date stands, the line names both', async () => {
    const matter = await beyondTheNotice();
    load(matter, { calendar: NEXT });
    await recount(matter);
    load(matter, { calendar: aCalendar('2027.2', aYear(2027, ['元旦', '2027-01-01', '2027-01-03'])) });
    await recount(matter);
    expect(clockAt(matter, 'city', "C4'")).toMatchObject({
      effective: '2027-02-08',
      calendarVersion: '2027.2',
    });
    expect(linesOf(matter, 'city').at(-1)).toMatch(/C4' 按新历为 2027-02-01，不提前，仍为 2027-02-08/u);
    expect(matter.net.differences()).toEqual([]);
  });

  test('the end with the next word counts: while the other has it, its own newer notice waits', async () => {
    const matter = await beyondTheNotice();
    load(matter, { calendar: NEXT }, 'city');
    await recount(matter);
    expect(clockAt(matter, 'city', "C4'")?.effective).toBe('2027-02-01');
    load(matter, { calendar: NEXT }, EDU);
    await recount(matter);
    expect(clockAt(matter, 'city', "C4'")?.effective).toBe('2027-02-08');
    expect(matter.net.differences()).toEqual([]);
  });

  test('the office’s own clocks are counted again too', async () => {
    const matter = await TwinMatter.registered('2026-12-18');
    const c1 = () => matter.caseAt('city').matter.clocks.find(({ id }) => id === 'C1');
    expect(c1()).toMatchObject({ effective: '2027-01-04', provisional: true });
    load(matter, { calendar: NEXT });
    await recount(matter);
    expect(c1()).toMatchObject({ effective: '2027-01-04', provisional: false });
    expect(linesOf(matter, 'city').join()).toContain('不再是暂定');
  });
});

describe('when a newer rule pack is loaded', () => {
  test('a longer period moves the open limit of a matter; the old pack and the new one are named', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'accept');
    expect(clockAt(matter, EDU, 'C4')).toMatchObject({ effective: '2026-06-01' });
    load(matter, {
      pack: packWith(matter, 'C4', (rule) => ({ ...rule, limit: { kind: 'period', period: of('90日') } })),
    });
    await recount(matter);
    for (const node of ['city', EDU])
      expect(clockAt(matter, node, 'C4')).toMatchObject({ effective: '2026-07-01', packVersion: '2' });
    expect(linesOf(matter, 'city').join()).toContain('NAT 2');
    expect(matter.net.differences()).toEqual([]);
  });

  test('a rule that is turned off clears what it set: nothing is owed, nothing is late, nobody is reminded', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'accept');
    load(matter, {
      pack: packWith(matter, 'C4', (rule) => ({ ...rule, limit: { kind: 'absent', why: 'repealed' } })),
    });
    await recount(matter);
    expect(clockAt(matter, 'city', 'C4')).toMatchObject({ cleared: true, metOn: '2026-04-02' });
    await matter.net.day('2026-06-10');
    const late = matter.net.node(EDU).office.memory.history.filter(({ text }) => text.startsWith('C4 '));
    expect(late.filter(({ act }) => act === 'overdue')).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test('a rule that comes into force later does not reach back', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'accept');
    const later = packWith(matter, 'C4', (rule) => ({
      ...rule,
      limit: { kind: 'period', period: of('90日') },
      validFrom: on('2026-05-01'),
    }));
    load(matter, { pack: later });
    await recount(matter);
    expect(clockAt(matter, EDU, 'C4')).toMatchObject({ effective: '2026-06-01' });
  });
});
