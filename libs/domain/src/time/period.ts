import { ok, refused, type Result } from './result.js';

/** 日 calendar days [I] · 工作日 working days (L1 23(3)) · 月 months (民法典 202). */
export const PERIOD_UNITS = ['日', '工作日', '月'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** A length of time as statutes write it: 15日, 5工作日, 3月. n is a whole number from 1. */
export interface Period {
  readonly n: number;
  readonly unit: PeriodUnit;
}

/** The longest period that is counted, so that a slip of the finger cannot count for ever: ten years. */
const LONGEST: Readonly<Record<PeriodUnit, number>> = { 日: 3660, 工作日: 2600, 月: 120 };

const isUnit = (text: string): text is PeriodUnit => PERIOD_UNITS.some((unit) => unit === text);

/** Reads '15日', '5工作日' or '3月'. Refuses `bad-period` (no whole number from 1, or too long) and `bad-unit`. */
export function parsePeriod(text: string): Result<Period, 'bad-period' | 'bad-unit'> {
  const shown = `"${text.slice(0, 40)}"`;
  const found = /^([+-]?\d+(?:[.,]\d+)?)\s*(\D*)$/.exec(text.trim());
  if (!found) {
    return refused(
      'bad-period',
      `${shown} is not a period; write a number and a unit, such as 15日, 5工作日 or 3月.`,
    );
  }
  const [digits, unit] = [found[1] ?? '', (found[2] ?? '').trim()];
  if (!isUnit(unit)) {
    const missing = unit === '' ? `${shown} has no unit` : `${shown} has the unknown unit "${unit}"`;
    return refused('bad-unit', `${missing}; the units are ${PERIOD_UNITS.join(', ')}.`);
  }
  if (!/^\d+$/.test(digits) || Number(digits) < 1) {
    return refused('bad-period', `${shown} is not a period: the number must be a whole number from 1.`);
  }
  const n = Number(digits);
  if (n > LONGEST[unit]) {
    return refused('bad-period', `${shown} is too long: at most ${LONGEST[unit]}${unit} are counted.`);
  }
  return ok({ n, unit });
}

/** '15日' again. */
export const formatPeriod = (period: Period): string => `${period.n}${period.unit}`;
