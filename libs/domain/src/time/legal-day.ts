import { localDate } from './local-date.brand.js';
import { type LocalDate, addDays } from './local-date.js';
import { ok, refused, type Result } from './result.js';

/** A checked time zone of a network. Make one with parseTimeZone. */
export interface TimeZone {
  readonly name: string;
  /** the local day and time of an instant, independent of the process time zone */
  readonly format: Intl.DateTimeFormat;
}

const make = (name: string): TimeZone => ({
  name,
  format: new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }),
});

/** The default of every network: Asia/Shanghai, whose day ends at 16:00 UTC. */
export const SHANGHAI: TimeZone = make('Asia/Shanghai');

/** Checks the network's setting; refuses `bad-time-zone` for a name that no zone has. */
export function parseTimeZone(name: string): Result<TimeZone, 'bad-time-zone'> {
  try {
    return ok(make(name));
  } catch {
    // Intl offers no other way to ask whether a zone exists.
    return refused(
      'bad-time-zone',
      `"${name.slice(0, 60)}" is not a time zone; write a name such as Asia/Shanghai.`,
    );
  }
}

/** The legal day of an instant: what arrives at 23:59:59 in the zone counts for that day. */
export function legalDay(instant: Date, zone: TimeZone = SHANGHAI): LocalDate {
  const parts = zone.format.formatToParts(instant);
  const get = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return localDate(get('year'), get('month'), get('day'));
}

/** The first instant of a legal day in the zone. */
export function startOfLegalDay(date: LocalDate, zone: TimeZone = SHANGHAI): Date {
  // No zone is further than 15 hours from UTC; within that window the first instant of the day is searched for.
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const window = 16 * 3_600_000;
  let before = midnight - window;
  let within = midnight + window;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (legalDay(new Date(middle), zone) >= date) within = middle;
    else before = middle;
  }
  return new Date(within);
}

/** 24:00 of a legal day: the instant at which it is over (16:00 UTC in Shanghai). */
export const endOfLegalDay = (date: LocalDate, zone: TimeZone = SHANGHAI): Date =>
  startOfLegalDay(addDays(date, 1), zone);
