import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Calendar } from '#domain';
import { makeAgenda } from './agenda.js';
import { readCalendar } from './calendar.js';
import { readCasebook } from './casebook.js';
import type { StoryCase } from './casebook-shape.js';
import type { Step } from './casebook-steps.js';

let calendar: Calendar;
let stories: readonly StoryCase[];
beforeAll(async () => {
  calendar = await readCalendar('deploy/calendars/CN.yaml');
  const read = await readCasebook('deploy/casebook/all.json');
  stories = read.ok ? read.casebook.cases : [];
});

const note = (given: Partial<Step> = {}): Step => ({ at: 'city', does: 'close', ...given }) as Step;

const storyOf = (key: string, receivedAt: string, ...rest: Step[]): StoryCase => {
  const [first] = stories;
  if (first === undefined) throw new Error('the shipped casebook is empty');
  return { ...first, key, receivedAt, story: [{ at: 'city', does: 'register' }, ...rest] };
};

const days = (...made: readonly StoryCase[]): string[] => {
  const agenda = makeAgenda(made, calendar);
  if (!agenda.ok) throw new Error(agenda.problems.join(' '));
  return agenda.agenda.map(({ story: { key }, index, on }) => `${on} ${key} ${index}`);
};

describe('the agenda', () => {
  test('a step follows on the next working day, over the National Day holiday to a make-up Saturday', () => {
    expect(days(storyOf('a', '2026-09-30', note(), note(), note(), note()))).toEqual([
      '2026-09-30 a 0',
      '2026-10-08 a 1',
      '2026-10-09 a 2',
      '2026-10-10 a 3',
      '2026-10-12 a 4',
    ]);
  });

  test('an item that comes in on a Sunday is registered on that Sunday', () => {
    expect(days(storyOf('a', '2026-03-08', note()))).toEqual(['2026-03-08 a 0', '2026-03-09 a 1']);
  });

  test('sameDay, workingDaysAfter and on', () => {
    expect(
      days(
        storyOf(
          'a',
          '2026-02-13',
          note({ sameDay: true }),
          note({ workingDaysAfter: 2 }),
          note({ on: '2026-03-15' }),
          note(),
        ),
      ),
    ).toEqual([
      '2026-02-13 a 0',
      '2026-02-13 a 1',
      '2026-02-24 a 2', // 02-14 works, then nine days of Spring Festival
      '2026-03-15 a 3',
      '2026-03-16 a 4',
    ]);
  });

  test('stories are merged by date; steps of one day keep the order of the casebook', () => {
    expect(days(storyOf('b', '2026-03-10', note()), storyOf('a', '2026-03-09', note(), note()))).toEqual([
      '2026-03-09 a 0',
      '2026-03-10 b 0',
      '2026-03-10 a 1',
      '2026-03-11 b 1',
      '2026-03-11 a 2',
    ]);
  });

  test('a date before the step before it is refused with case and step', () => {
    const made = makeAgenda([storyOf('a', '2026-03-09', note(), note({ on: '2026-03-01' }))], calendar);
    expect(made).toEqual({
      ok: false,
      problems: [
        'Case “a”, step 3 (close): it is to happen on 2026-03-01, before the step before it on 2026-03-10; a story goes forward only.',
      ],
    });
  });

  test('a story that leaves the calendar is refused', () => {
    const made = makeAgenda(
      [storyOf('a', '1999-03-09'), storyOf('b', '2026-03-09', note({ on: '2031-01-01' }))],
      calendar,
    );
    expect(made.ok).toBe(false);
    expect(made.ok ? '' : made.problems.join(' ')).toMatch(
      /receivedAt 1999-03-09 lies outside.*Case “b”, step 2/u,
    );
  });

  test('the shipped casebook goes from January to autumn and never back', () => {
    const made = makeAgenda(stories, calendar);
    const on = made.ok ? made.agenda.map((one) => one.on) : [];
    expect(on[0]).toBe('2026-01-12');
    expect([...on].sort()).toEqual(on);
    // A step to which the clock is advanced waits, with what follows it, until the limit of its story runs.
    const dated = ({ story }: StoryCase): number => {
      const waits = story.findIndex(({ advanceTo }) => advanceTo !== undefined);
      return waits < 0 ? story.length : waits;
    };
    expect(on.length).toBe(stories.reduce((sum, story) => sum + dated(story), 0));
  });
});
