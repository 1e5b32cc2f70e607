import {
  addDays,
  makeCalendar,
  parseLocalDate,
  type Calendar,
  type CalendarYear,
  type LocalDate,
  type NamedDay,
} from '#domain';
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';

const MAX_BYTES = 128 * 1024;
/** No holiday is longer. */
const LONGEST_DAYS = 31;

const date = z.string().transform((text, context): LocalDate => {
  const parsed = parseLocalDate(text);
  if (parsed.ok) return parsed.value;
  context.addIssue(parsed.message);
  return z.NEVER;
});

const year = z.object({
  published: z.boolean(),
  off: z.array(z.object({ name: z.string(), from: date, to: z.exactOptional(date) })),
  work: z.array(z.object({ name: z.string(), date })),
});

/** The nodes check the file whole; the player takes from it which days work. */
const shape = z.object({
  calendar: z.string(),
  version: z.string(),
  years: z.record(z.string().regex(/^\d{4}$/), year),
});

/**
 * The working days by which the agenda is made: the calendar that the nodes count by (deploy/calendars/CN.yaml).
 * @throws Error with a sentence when the file cannot be used.
 */
export async function readCalendar(file: string): Promise<Calendar> {
  return parseCalendar(await readFile(file, 'utf8'), file);
}

/** The calendar in a YAML text; `file` names it in the error. */
export function parseCalendar(text: string, file: string): Calendar {
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new Error(`${file}: the calendar is larger than ${MAX_BYTES / 1024} KiB.`);
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken !== undefined) throw new Error(`${file}: ${broken.message}`);
  const read = shape.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!read.success)
    throw new Error(
      `${file}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  const { calendar: id, version, years } = read.data;
  const made = makeCalendar({
    id,
    version,
    years: Object.entries(years).map(([name, days]) => toYear(Number(name), days)),
  });
  if (!made.ok) throw new Error(`${file}: ${made.message}`);
  return made.value;
}

const toYear = (number: number, { published, off, work }: z.infer<typeof year>): CalendarYear => ({
  year: number,
  published,
  off: off.flatMap(({ name, from, to }) =>
    span(from, to ?? from).map((day): NamedDay => ({ date: day, name })),
  ),
  work,
});

function span(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to && days.length < LONGEST_DAYS; day = addDays(day, 1)) days.push(day);
  return days;
}
