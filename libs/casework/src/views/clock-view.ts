import type { CaseView, ClockView, LegView } from '#contract';
import { type Calendar, type Clock, type Lamp, type LocalDate, formatPeriod, isLate, lampOf } from '#domain';

type LampWord = LegView['lamp'];

/** What a view needs to judge a date: today and the calendar. */
export interface Judging {
  readonly today: LocalDate;
  readonly calendar: Calendar;
}

/** A clock with its lateness and lamp of today; `key` is the address of its working. */
export function clockView(
  owner: string,
  index: number,
  clock: Clock,
  { today, calendar }: Judging,
): ClockView {
  return {
    key: `${owner}.${index}`,
    id: clock.id,
    rule: clock.rule,
    article: clock.article,
    start: clock.start,
    period: formatPeriod(clock.period),
    raw: clock.raw,
    effective: clock.effective,
    provisional: clock.provisional,
    original: clock.extension?.originalEffective ?? null,
    ...(clock.pauses === undefined
      ? {}
      : { pauses: clock.pauses.map(({ from, until, why }) => ({ from, until: until ?? null, why })) }),
    ...(clock.notAfter === undefined ? {} : { notAfter: clock.notAfter }),
    ...(clock.about === undefined ? {} : { about: clock.about }),
    ...(clock.cleared === undefined ? {} : { cleared: clock.cleared }),
    met: clock.metOn ?? null,
    late: isLate(clock, today),
    lamp: lampOf(clock, today, calendar),
  };
}

export const clockViews = (owner: string, clocks: readonly Clock[], judging: Judging): ClockView[] =>
  clocks.map((clock, index) => clockView(owner, index, clock, judging));

/** The open clock with the nearest end; one that stands still is near only when nothing else runs. */
export function nearestOf(clocks: readonly ClockView[]): ClockView | null {
  const open = clocks.filter((clock) => clock.met === null);
  const running = open.filter((clock) => clock.pauses?.some(({ until }) => until === null) !== true);
  const among = running.length > 0 ? running : open;
  return among.toSorted((a, b) => (a.effective < b.effective ? -1 : 1))[0] ?? null;
}

const WORST_FIRST: readonly Lamp[] = ['红', '黄', '暂定', '绿'];

/** While anything runs, the worst running lamp; when all is met, 灰 if any was met late. */
export function worstLamp(clocks: readonly ClockView[]): CaseView['lamp'] {
  const running: readonly LampWord[] = clocks
    .filter((clock) => clock.met === null)
    .map((clock) => clock.lamp);
  if (running.length === 0) return clocks.some((clock) => clock.late) ? '灰' : '绿';
  return WORST_FIRST.find((lamp) => running.includes(lamp)) ?? '绿';
}
