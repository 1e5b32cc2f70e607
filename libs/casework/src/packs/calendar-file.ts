import { type Calendar, type CalendarYear, type NamedDay, addDays, daysBetween, makeCalendar } from '#domain';
import { calendarShape, type WrittenCalendar } from './shapes.js';
import { type Read, readYaml, unreadable } from './yaml-file.js';

/** No holiday is longer; a longer one is a slip in a year or month. */
const LONGEST_HOLIDAY_DAYS = 31;

type WrittenYear = WrittenCalendar['years'][string];

/** Reads a calendar (deploy/calendars/CN.yaml). Every problem is a sentence that begins with the file's name. */
export function parseCalendar(text: string, file: string): Read<Calendar> {
  const written = readYaml(text, file, calendarShape);
  if (!written.ok) return written;
  const { calendar: id, version, years } = written.value;
  const spans = Object.values(years).flatMap(spanProblems);
  if (spans.length > 0) return unreadable(file, spans);
  const made = makeCalendar({
    id,
    version,
    years: Object.entries(years).map(([year, days]) => toYear(Number(year), days)),
  });
  if (made.ok) return made;
  return unreadable(file, 'problems' in made ? made.problems : [made.message]);
}

const spanProblems = ({ off }: WrittenYear): string[] =>
  off.flatMap(({ name, from, to = from }) => {
    const days = daysBetween(from, to) + 1;
    if (days < 1) return [`${name} ends on ${to}, before it begins on ${from}.`];
    return days > LONGEST_HOLIDAY_DAYS
      ? [`${name} from ${from} to ${to} is longer than ${LONGEST_HOLIDAY_DAYS} days.`]
      : [];
  });

function toYear(year: number, { published, notice, off, work }: WrittenYear): CalendarYear {
  const days = off.flatMap(({ name, from, to = from }): NamedDay[] =>
    Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => ({ date: addDays(from, i), name })),
  );
  return { year, published, ...(notice === undefined ? {} : { notice }), off: days, work };
}
