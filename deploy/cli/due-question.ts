import {
  type Calendar,
  type LocalDate,
  type Pause,
  type Period,
  type Rule,
  type RulePack,
  type Shift,
  SHIFTS,
  findRule,
  formatPeriod,
  parseLocalDate,
  parsePeriod,
} from '#domain';
import type { DueArguments } from './due-arguments.js';

export interface RuleFiles {
  readonly packs: ReadonlyMap<string, RulePack>;
  readonly calendar: Calendar;
}

/** A question that can be counted. */
export interface Question {
  readonly start: LocalDate;
  readonly period: Period;
  readonly shift: Shift;
  /** days left out */
  readonly pauses?: readonly Pause[];
  readonly rule?: Rule;
  readonly pack?: RulePack;
}

type Asked =
  { readonly ok: true; readonly value: Question } | { readonly ok: false; readonly problems: string[] };

/** Turns the words of the command line into dates, periods and rules; every problem in a sentence. */
export function ask(words: DueArguments, { packs }: RuleFiles): Asked {
  const problems: string[] = [];
  const take = <T>(
    read: { ok: true; value: T } | { ok: false; message: string } | undefined,
  ): T | undefined => {
    if (read?.ok === false) problems.push(read.message);
    return read?.ok ? read.value : undefined;
  };
  if (words.start === undefined)
    problems.push('--start is missing: the day of the event, such as --start 2026-09-16.');
  const start = take(words.start === undefined ? undefined : parseLocalDate(words.start));
  const found = take(words.rule === undefined ? undefined : ruleOf(words.rule, packs));
  const shift = take(shiftOf(words.shift, found?.rule));
  const period = take(periodOf(words, found?.rule));
  const pauses = (words.without?.split(',') ?? []).flatMap((part) => take(leftOut(part)) ?? []);
  if (start && found && start < found.rule.validFrom) {
    problems.push(
      `${found.rule.id} is valid from ${found.rule.validFrom}; the start ${start} lies before it.`,
    );
  }
  if (problems.length > 0 || !start || !shift || !period) return { ok: false, problems };
  return { ok: true, value: { start, period, shift, ...(pauses.length === 0 ? {} : { pauses }), ...found } };
}

type Read<T> = { ok: true; value: T } | { ok: false; message: string };

function ruleOf(id: string, packs: RuleFiles['packs']): Read<{ rule: Rule; pack: RulePack }> {
  const dot = id.indexOf('.');
  const pack = packs.get(dot < 0 ? id : id.slice(0, dot));
  if (!pack || dot < 0) {
    const known = [...packs.keys()].join(', ');
    return {
      ok: false,
      message: `"${id.slice(0, 40)}" is no rule; write pack.clock, such as NAT.C1. The packs are ${known}.`,
    };
  }
  const rule = findRule(pack, id.slice(dot + 1));
  return rule.ok ? { ok: true, value: { rule: rule.value, pack } } : rule;
}

/** '2026-08-10' or '2026-08-10..2026-08-12': days that do not count. */
function leftOut(text: string): Read<Pause> {
  const [first = '', last = first] = text.trim().split('..');
  const from = parseLocalDate(first);
  if (!from.ok) return from;
  const until = parseLocalDate(last);
  if (!until.ok) return until;
  if (until.value < from.value)
    return { ok: false, message: `"${text.slice(0, 40)}" ends before it begins; write first..last.` };
  return { ok: true, value: { from: from.value, until: until.value, why: '听证' } };
}

function shiftOf(text: string | undefined, rule: Rule | undefined): Read<Shift> {
  if (text === undefined) return { ok: true, value: rule?.shift ?? 'next' };
  const shift = SHIFTS.find((known) => known === text);
  return shift
    ? { ok: true, value: shift }
    : { ok: false, message: `"${text.slice(0, 40)}" is no shift; write --shift next or --shift none.` };
}

/** The period asked for, or the rule's own. Undefined: a rule was asked for that was not found, which is said already. */
function periodOf(words: DueArguments, rule: Rule | undefined): Read<Period> | undefined {
  if (rule?.limit.kind === 'absent') {
    return { ok: false, message: `${rule.id} gives no clock: ${rule.limit.why}.` };
  }
  if (words.period !== undefined) return parsePeriod(words.period);
  if (words.rule === undefined) {
    return {
      ok: false,
      message: '--period is missing: such as --period 15日, or --rule NAT.C1 for a rule’s own period.',
    };
  }
  if (!rule) return undefined;
  const own = ownPeriod(rule);
  return own
    ? { ok: true, value: own }
    : {
        ok: false,
        message: `${rule.id} has no number of days of its own; add --period, such as --period 30日.`,
      };
}

/** A rule's own period; an extension's is its cap. */
export function ownPeriod({ limit }: Rule): Period | undefined {
  switch (limit.kind) {
    case 'period':
      return limit.period;
    case 'as-set':
      return limit.fallback;
    case 'extension':
      return limit.atMost;
    case 'undated':
    case 'absent':
      return undefined;
  }
}

/** Said when --period and the rule differ, so that nobody takes the one for the other. */
export function differs({ rule, period }: Question): string | undefined {
  const own = rule && ownPeriod(rule);
  if (!own || (own.n === period.n && own.unit === period.unit)) return undefined;
  return `${rule.id} itself gives ${formatPeriod(own)}; ${formatPeriod(period)} was asked for.`;
}
