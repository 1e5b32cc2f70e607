import { z } from 'zod';

/*
 * Building blocks of every schema. Texts are trimmed of nothing and limited in length: a petition is kept as
 * it was given. Control characters other than line breaks and tabs are refused at every border.
 */

// eslint-disable-next-line no-control-regex -- exactly the characters that no text on a form may hold
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

const wellFormed = (value: string): boolean => value.isWellFormed() && !FORBIDDEN.test(value);

/** A text of 1 to `max` characters without control characters or broken surrogates. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(wellFormed, { error: 'holds a control character or a broken character' })
    .refine((value) => value.trim() !== '', { error: 'is blank' });

/** A day of the calendar, `YYYY-MM-DD`; 30 February is refused. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/u, { error: 'is not a day of the form YYYY-MM-DD' })
  .refine(isRealDay, { error: 'is not a day of the calendar' });

function isRealDay(value: string): boolean {
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

/** An instant in UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });

/** A node, unit or body: `city`, `township:yi`, `unit:liquidators`, `body:bing-village`. */
export const unitId = z
  .string()
  .regex(/^[a-z]+(:[a-z0-9-]+)?$/u, { error: 'is not a unit id such as township:yi' })
  .max(64);

export const uuid = z.uuid();

/** A period as the statutes write it: 15日, 5工作日, 3月. */
export const period = z
  .string()
  .regex(/^[1-9]\d{0,3}(日|工作日|月)$/u, { error: 'is not a period such as 15日, 5工作日 or 3月' });

/** Days as a whole number from 1 to 3650. */
export const days = z.int().min(1).max(3650);
