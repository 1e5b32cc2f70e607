import { type Calendar, isProvisional } from './calendar.js';
import { type Clock, countClock, isPaused } from './clock.js';
import { type ComputedEnd, countFrom } from './end.js';
import { type LocalDate, laterOf } from './local-date.js';
import { type Period, formatPeriod } from './period.js';
import { ok, refused, type Result } from './result.js';
import type { Rule } from './rules.js';

/** Why an extension is refused. */
export type ExtensionRefusal =
  | 'extension-once'
  | 'extension-expired'
  | 'extension-over-cap'
  | 'extension-not-provided'
  | 'extension-past-limit'
  | 'clock-paused'
  | 'clock-met';

/**
 * Extends a clock, once, before it expires, within the rule's cap, counted from the **raw** end [I]; the effective end
 * never moves earlier and the original stays on record. `rule` is the pack's C5 (own limit, head approves) or
 * C5.assigned (limit set by an assigner, who alone moves it). `notAfter`: the assigner's new date, when it moves that too;
 * an end beyond the clock's notAfter is refused `extension-past-limit` (propose the extension above first).
 */
export function extendClock(
  clock: Clock,
  input: {
    readonly rule: Rule;
    readonly period: Period;
    readonly on: LocalDate;
    readonly calendar: Calendar;
    readonly notAfter?: LocalDate;
  },
): Result<Clock, ExtensionRefusal> {
  const { rule, period, on, calendar } = input;
  const article = rule.inferred ? undefined : rule.article;
  if (clock.metOn !== undefined) return refused('clock-met', `${clock.rule} was met on ${clock.metOn}.`);
  if (isPaused(clock)) {
    return refused('clock-paused', `${clock.rule} stands still for a hearing; its end is not known yet.`);
  }
  if (clock.extension) {
    const { approvedOn } = clock.extension;
    return refused(
      'extension-once',
      `The limit was extended on ${approvedOn}; it is extended once only.`,
      article,
    );
  }
  if (on > clock.effective) {
    return refused(
      'extension-expired',
      `The limit ended on ${clock.effective}; it is extended before it ends.`,
      article,
    );
  }
  const { pauses = [] } = clock;
  const end = countFrom({ start: clock.raw, period, shift: clock.shift, calendar, pauses });
  const over = overCap(clock, rule, end, calendar);
  if (over) return refused(over.slug, over.message(formatPeriod(period)), article);
  const notAfter = input.notAfter ?? clock.notAfter;
  if (notAfter !== undefined && end.effective > notAfter) {
    return refused(
      'extension-past-limit',
      `The extended end ${end.effective} lies after ${notAfter}, the date that the assigner set.`,
    );
  }
  const effective = laterOf(end.effective, clock.effective);
  return ok({
    ...clock,
    raw: end.raw,
    effective,
    provisional: isProvisional(calendar, effective),
    calendarVersion: calendar.version,
    ...(notAfter === undefined ? {} : { notAfter }),
    extension: {
      period,
      approvedOn: on,
      originalRaw: clock.raw,
      originalEffective: clock.effective,
      ...(clock.notAfter === undefined || notAfter === clock.notAfter
        ? {}
        : { originalNotAfter: clock.notAfter }),
    },
  });
}

/** Why an extension cannot be taken back. */
export type RevocationRefusal = 'not-extended' | 'extension-relied-on' | 'clock-met';

/**
 * Takes an approved extension back: the first date stands again, as if it had not been moved. Refused once that date
 * has passed: whoever relied on the extension would be late in retrospect [I].
 */
export function withdrawExtension(
  clock: Clock,
  on: LocalDate,
  calendar: Calendar,
): Result<Clock, RevocationRefusal> {
  const { extension, ...first } = clock;
  if (clock.metOn !== undefined) return refused('clock-met', `${clock.rule} was met on ${clock.metOn}.`);
  if (extension === undefined) return refused('not-extended', `${clock.rule} was not extended.`);
  const { originalNotAfter } = extension;
  const unmoved: Clock = originalNotAfter === undefined ? first : { ...first, notAfter: originalNotAfter };
  const restored: Clock = { ...unmoved, ...countClock(unmoved, calendar), calendarVersion: calendar.version };
  if (on > restored.effective) {
    return refused(
      'extension-relied-on',
      `The first date, ${restored.effective}, has passed; the extension is relied on already.`,
    );
  }
  return ok(restored);
}

/** Caps are compared by the days they end on, so that 1月 can be held against 30日. */
function overCap(
  clock: Clock,
  rule: Rule,
  end: ComputedEnd,
  calendar: Calendar,
): { slug: 'extension-over-cap' | 'extension-not-provided'; message: (asked: string) => string } | undefined {
  const { limit } = rule;
  if (limit.kind === 'as-set') return undefined;
  if (limit.kind !== 'extension') {
    const why = limit.kind === 'absent' ? limit.why : 'it is no extension rule';
    return { slug: 'extension-not-provided', message: () => `${rule.id} provides no extension: ${why}.` };
  }
  const capped = (start: LocalDate, period: Period): boolean =>
    end.raw > countFrom({ start, period, shift: 'none', calendar }).raw;
  if (limit.atMost && capped(clock.raw, limit.atMost)) {
    const most = formatPeriod(limit.atMost);
    return {
      slug: 'extension-over-cap',
      message: (asked) => `${asked} is too long: ${rule.id} gives at most ${most}.`,
    };
  }
  if (limit.inAll && capped(clock.start, limit.inAll)) {
    const most = formatPeriod(limit.inAll);
    const message = (asked: string): string =>
      `${asked} is too long: ${rule.id} gives at most ${most} from ${clock.start} in all.`;
    return { slug: 'extension-over-cap', message };
  }
  return undefined;
}
