import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import { parseLocalDate, type LocalDate } from '#domain';
import { aCase, aLeg } from '../../test/support/views.js';
import { actBody, registrationBody } from './acts.js';
import { advancedDay, foldClockSteps, limitOf } from './advance.js';
import { advanceKey, makeAgenda } from './agenda.js';
import { AgendaQueue } from './agenda-queue.js';
import { readCalendar } from './calendar.js';
import { readCasebook } from './casebook.js';
import { isMeetingStep } from './casebook-steps.js';

const calendar = await readCalendar('deploy/calendars/CN.yaml');
const read = await readCasebook('deploy/casebook/all.json');
const stories = read.ok ? read.casebook.cases.filter(({ key }) => key === 'exam-hire-refused') : [];

function day(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

describe('a clock that goes to a limit of its own story', () => {
  test('a step of the clock gives its day to the step after it', () => {
    const folded = foldClockSteps(
      [
        { at: 'city', does: 'assign' },
        { at: 'clock', does: 'advance-to', what: 'due+1工作日' },
        { at: 'city', does: 'remind' },
      ],
      'a story',
    );
    expect(folded).toEqual({
      problems: [],
      steps: [
        { at: 'city', does: 'assign' },
        { at: 'city', does: 'remind', advanceTo: 'due+1工作日' },
      ],
    });
  });

  test.each([
    ['a day that is none', [{ at: 'clock', does: 'advance-to', what: '明天' }, { at: 'city' }]],
    ['a clock that does something else', [{ at: 'clock', does: 'stop' }, { at: 'city' }]],
    ['nothing after it', [{ at: 'clock', does: 'advance-to', what: 'due' }]],
  ])('%s is told and nothing is played', (_name, steps) => {
    expect(foldClockSteps(steps, 'a story').problems).toHaveLength(1);
  });

  test.each([
    ['due', '2026-09-30', '2026-09-30'],
    ['due+1工作日', '2026-09-30', '2026-10-08'],
    ['due-1工作日', '2026-10-08', '2026-09-30'],
    ['due+2日', '2026-09-30', '2026-10-02'],
    ['due-2日', '2026-09-30', '2026-09-28'],
  ])('%s of %s is %s', (what, due, expected) => {
    expect(advancedDay(what, day(due), calendar)).toBe(expected);
  });

  test('the limit is the nearest that still runs; a notice to the petitioner is none', () => {
    const clock = {
      key: 'k',
      rule: 'NAT.C4',
      article: '信访工作条例34',
      start: '2026-06-01',
      period: '30日',
      raw: '2026-07-01',
      effective: '2026-07-01',
      provisional: false,
      original: null,
      met: null,
      late: false,
      lamp: '绿',
    } as const;
    const detail = aCase({
      legs: [
        aLeg({
          clocks: [
            { ...clock, id: 'C2', effective: '2026-06-16' },
            { ...clock, id: 'C4', effective: '2026-07-31' },
            { ...clock, id: "C4'" },
          ],
        }),
      ],
    });
    expect(limitOf(detail)).toBe('2026-07-01');
    expect(limitOf(aCase())).toBeUndefined();
  });

  test('the story waits for its day, and goes on from it once the day is known', () => {
    const made = makeAgenda(stories, calendar);
    if (!made.ok) throw new Error(made.problems.join(' '));
    const [story] = stories;
    const at = story?.story.findIndex((step) => step.advanceTo !== undefined) ?? -1;
    expect(made.agenda).toHaveLength(at);
    const queue = new AgendaQueue(stories, calendar, made.agenda);
    let last = queue.next();
    while (last !== undefined && queue.advanceAfter(last) === undefined) last = queue.next();
    if (last === undefined || story === undefined) throw new Error('the clock is never advanced');
    expect(queue.advance(last, day('2026-07-20'))).toEqual([]);
    expect(queue.next()).toMatchObject({ index: at, on: '2026-07-20', step: { does: 'remind' } });
    expect(queue.next()).toMatchObject({ index: at + 1, on: '2026-07-20' });
    expect(queue.advance(last, day('2026-01-05'))[0]).toContain('a story goes forward only');
    expect(advanceKey(story, at)).toBe(`exam-hire-refused ${at}`);
  });

  test('every step of the supervised story is a body that the contract takes', () => {
    for (const one of stories) {
      for (const step of one.story) {
        if (isMeetingStep(step)) continue;
        const body =
          step.does === 'register'
            ? registrationBody(step, one)
            : actBody(step, one, { detail: aCase(), leg: aLeg({ to: step.at }) });
        const parsed = ACTS[step.does].body.safeParse(JSON.parse(JSON.stringify(body)));
        expect({ step, issues: parsed.error?.issues }).toEqual({ step, issues: undefined });
      }
    }
    expect(read.ok).toBe(true);
  });
});
