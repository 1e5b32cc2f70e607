import type { Calendar } from '../time/calendar.js';
import { type Clock, openClock } from '../time/clock.js';
import { type LegalPeriod, type RuleContext, legalPeriod } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import type { Period } from '../time/period.js';
import type { ClockId, Rule, RulePack, RulePart } from '../time/rules.js';
import type { SupervisionSettings } from '../supervision/ladder.js';
import type { Leg } from './leg.js';

/** The network's choices where no source settles a value [I]; each is a setting of the directory. */
export interface Settings {
  /** C4' where the assigner names no days. */
  readonly assign: Period;
  /** C7: the limit of a redo. */
  readonly redo: Period;
  /** C11: to sign for what arrived. */
  readonly sign: Period;
  /** A committee's limit for its review slip. */
  readonly slip: Period;
  /** C3.ruling: the sender rules on an objection. */
  readonly ruling?: Period;
  /** C6: the assigner reviews a report, where the pack has no date of its own; absent: no clock. */
  readonly review?: Period;
  /** Calendar days that a middle tier keeps for its own review. */
  readonly reserveDays: number;
  /** How what is late is chased. */
  readonly supervision: SupervisionSettings;
}

/** What gives a date: the pack, the calendar and the settings that are in force at this node. */
export interface Rulebook {
  readonly pack: RulePack;
  readonly calendar: Calendar;
  readonly settings: Settings;
}

interface Opening {
  readonly clock: ClockId;
  readonly part?: RulePart;
  readonly start: LocalDate;
  /** Set for this leg: where the rule leaves the period to be set, or states a duty without a date. */
  readonly set?: Period;
  /** The network's choice where nothing is set and no source settles it [I]. */
  readonly otherwise?: Period;
  readonly notAfter?: LocalDate;
}

/** Opens a clock if the pack has it for this matter; a duty without a date opens none. */
export function openIfDue(rulebook: Rulebook, context: RuleContext, opening: Opening): readonly Clock[] {
  const { clock, part } = opening;
  const legal = legalPeriod(rulebook.pack, clock, context, part);
  if (!legal.ok) return [];
  const given = periodOf(legal.value, opening);
  if (given === undefined) return [];
  const opened = openClock({
    rule: given.rule,
    packVersion: rulebook.pack.version,
    start: opening.start,
    period: given.period,
    calendar: rulebook.calendar,
    ...(opening.notAfter === undefined ? {} : { notAfter: opening.notAfter }),
  });
  return opened.ok ? [opened.value] : [];
}

function periodOf(
  legal: LegalPeriod,
  { set, otherwise }: Opening,
): { readonly rule: Rule; readonly period: Period } | undefined {
  switch (legal.kind) {
    case 'period': {
      // What no source settles is the network's to choose.
      const { rule } = legal;
      return { rule, period: rule.inferred ? (otherwise ?? legal.period) : legal.period };
    }
    case 'as-set': {
      const { rule } = legal;
      const unset = rule.inferred ? (otherwise ?? legal.period) : (legal.period ?? otherwise);
      const period = set ?? unset;
      return period === undefined ? undefined : { rule, period };
    }
    case 'undated':
      // A duty without a date (可以要求反馈, 应当审核) has one where somebody set it.
      return set === undefined ? undefined : { rule: legal.rule, period: set };
    case 'extension':
    case 'none':
      return undefined;
  }
}

/**
 * On arrival: C11 sign for, C2 notify (where this receiver owes one), C3 object (not for slips and co-handling).
 * Who sat in the meeting has the leg from its minutes: nothing to sign for and nothing to object to [I].
 */
export function clocksOnArrival(
  rulebook: Rulebook,
  context: RuleContext,
  leg: Leg,
  on: LocalDate,
): readonly Clock[] {
  const mayObject = leg.byMinutes === undefined && leg.kind !== 'slip' && leg.kind !== 'co';
  return [
    ...(leg.byMinutes === undefined
      ? openIfDue(rulebook, context, { clock: 'C11', start: on, otherwise: rulebook.settings.sign })
      : []),
    ...(leg.notifies ? openIfDue(rulebook, context, { clock: 'C2', start: on }) : []),
    ...(mayObject ? openIfDue(rulebook, context, { clock: 'C3', start: on }) : []),
    ...(leg.kind === 'slip'
      ? openIfDue(rulebook, context, { clock: "C4'", start: on, set: rulebook.settings.slip })
      : []),
  ];
}

/**
 * On acceptance: the legal C4 (L1 31(6) matters only) and the limit that the sender set. The leg's end is the
 * earlier of both; each is shown. By minutes the limit runs from the minutes' date, which is the day of sending.
 */
export function clocksOnAcceptance(
  rulebook: Rulebook,
  context: RuleContext,
  leg: Leg,
  on: LocalDate,
): readonly Clock[] {
  if (leg.kind === 'slip') return [];
  const cap = leg.limit.notAfter === undefined ? {} : { notAfter: leg.limit.notAfter };
  const start = leg.byMinutes === undefined ? on : leg.sentOn;
  const legal =
    leg.wants === 'result' && leg.kind !== 'co'
      ? openIfDue(rulebook, context, { clock: 'C4', start, ...cap })
      : [];
  return [...legal, ...assignedLimit(rulebook, context, leg, start)];
}

function assignedLimit(
  rulebook: Rulebook,
  context: RuleContext,
  leg: Leg,
  start: LocalDate,
): readonly Clock[] {
  const cap = leg.limit.notAfter === undefined ? {} : { notAfter: leg.limit.notAfter };
  const { days, feedback } = leg.limit;
  if (leg.kind === 'refer') {
    if (feedback === undefined) return [];
    // 要求反馈 is a date from the sending, not from acceptance.
    return openIfDue(rulebook, context, { clock: "C4'", start: leg.sentOn, set: feedback, ...cap });
  }
  const set = days === undefined ? {} : { set: { n: days, unit: '日' } as const };
  return openIfDue(rulebook, context, {
    clock: "C4'",
    start,
    ...set,
    otherwise: rulebook.settings.assign,
    ...cap,
  });
}

/** On a redo: C7, a fresh limit from the order; it never outlives what is left above (guard 3). */
export const clocksOnRedo = (
  rulebook: Rulebook,
  context: RuleContext,
  on: LocalDate,
  notAfter?: LocalDate,
): readonly Clock[] =>
  openIfDue(rulebook, context, {
    clock: 'C7',
    start: on,
    otherwise: rulebook.settings.redo,
    ...(notAfter === undefined ? {} : { notAfter }),
  });
