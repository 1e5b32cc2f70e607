import { describe, expect, test } from '@jest/globals';
import { ACTS, MEETING_ACTS, type CaseDetail, type LegView } from '#contract';
import { readCasebook } from './casebook.js';
import type { StoryCase } from './casebook-shape.js';
import { isMeetingStep, type Step } from './casebook-steps.js';
import { aCase, aLeg } from '../../test/support/views.js';
import { actBody, actorOf, registrationBody } from './acts.js';
import { findLeg } from './find-leg.js';
import { meetingBody } from './perform-meeting.js';

const read = await readCasebook('deploy/casebook/all.json');
const stories = read.ok ? read.casebook.cases : [];
const story = (key: string): StoryCase => {
  const found = stories.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no story ${key}`);
  return found;
};
const legs = (...made: LegView[]): CaseDetail => aCase({ legs: made });

describe('a step becomes an act', () => {
  test('every step of the stories is a body that the contract takes', () => {
    for (const one of stories) {
      for (const step of one.story) {
        const seen = {
          detail: aCase(),
          leg: aLeg({ to: step.at }),
          linkTo: 'CS-2026-0001',
          meetingId: aLeg().id,
          files: [aLeg().id],
        };
        const body = isMeetingStep(step)
          ? meetingBody(step, actorOf(step), 1, seen.detail)
          : step.does === 'register'
            ? registrationBody(step, one)
            : actBody(step, one, seen);
        const parsed = { ...ACTS, ...MEETING_ACTS }[step.does].body.safeParse(
          JSON.parse(JSON.stringify(body)),
        );
        expect({ key: one.key, step, issues: parsed.error?.issues }).toEqual({
          key: one.key,
          step,
          issues: undefined,
        });
      }
    }
  });

  test('a registration carries the petitioner, the visit and the day of receipt', () => {
    const one = story('social-insurance-jurisdiction');
    const [first] = one.story;
    expect(first?.does === 'register' && registrationBody(first, one)).toMatchObject({
      actor: { unit: 'city' },
      form: 'visit',
      receivedOn: '2026-01-12',
      visit: { batches: 1, persons: 5 },
      representatives: 3,
      petitioner: { name: '苏某等' },
    });
  });

  test('by names the user; a unit without a node acts on paper at its keeper', () => {
    const instruct: Step = { at: 'city', does: 'instruct', by: '副主任', text: '请办理。' };
    expect(actBody(instruct, story('consultation'), { detail: aCase() })).toEqual({
      actor: { unit: 'city', user: '副主任' },
      version: 5,
      text: '请办理。',
    });
    const report: Step = {
      at: 'unit:liquidators',
      does: 'report',
      onPaper: true,
      recordedBy: 'city',
      result: '同意',
    };
    const seen = { detail: aCase(), leg: aLeg({ kind: 'co', to: 'unit:liquidators' }) };
    expect(actBody(report, story('paper-mill-injury'), seen)).toEqual({
      actor: { unit: 'unit:liquidators', onPaper: { source: 'paper' } },
      version: 3,
      result: '同意',
    });
  });

  test('what is missing and what is wrong both go as remarks', () => {
    const one = story('fake-pesticide');
    const step = one.story.find((found) => found.does === 'review');
    expect(step?.does === 'review' && actBody(step, one, { detail: aCase(), leg: aLeg() })).toMatchObject({
      verdict: 'supplement',
      remarks: ['赔偿到账凭证'],
    });
  });
});

describe('a result report', () => {
  const one = story('teacher-repair-fee');
  const report = one.story.find((found) => found.does === 'report');
  const bodyFor = (leg: LegView): string =>
    report?.does === 'report' ? JSON.stringify(actBody(report, one, { detail: aCase(), leg })) : '';

  test('has its four parts, the conclusion and the draft answer, and no name', () => {
    const body = bodyFor(aLeg());
    expect(JSON.parse(body)).toMatchObject({
      result: '已补发修缮费1000元',
      outcome: '予以支持',
      money: 1000,
      parts: {
        basis: '市人信交〔2026〕1号，2026-04-07交办，信访件编号CS-2026-0001。',
        petitioner: '信访人1人，甲镇。',
        problems: '修缮费多年未补。诉求：补发修缮费。',
        investigation: '已补发修缮费1000元',
        conclusion: '予以支持',
      },
    });
    expect(body).toContain('draftAnswer');
    expect(body).not.toContain(one.petitioner.name);
  });

  test('of a co-handler or as an account is a text only', () => {
    expect(bodyFor(aLeg({ kind: 'co' }))).not.toContain('parts');
    expect(bodyFor(aLeg({ wants: 'account' }))).not.toContain('draftAnswer');
  });
});

describe('the leg of a step', () => {
  const accept: Step = { at: 'city', does: 'accept' };
  test('a receiver acts on what came to it, never on what it sent', () => {
    const detail = legs(
      aLeg({ id: 'up', from: 'prefecture', to: 'city', state: 'SENT' }),
      aLeg({ id: 'down', state: 'SENT' }),
    );
    expect(findLeg(accept, detail)?.id).toBe('up');
  });

  test('a receiver waits while its leg has not come or is further already', () => {
    expect(findLeg(accept, legs(aLeg({ to: 'city', state: 'DONE' })))).toBeUndefined();
  });

  test('after a return the new leg to the same unit counts', () => {
    const detail = legs(
      aLeg({ id: 'first', to: 'agency:labour', state: 'RETURNED' }),
      aLeg({ id: 'second', kind: 'lead', to: 'agency:labour', state: 'SENT' }),
    );
    expect(findLeg({ at: 'agency:labour', does: 'report', result: '办结' }, detail)?.id).toBe('second');
  });

  test('the handling organ answers on its own leg, the office on the one it sent', () => {
    const serve = (at: string): Step => ({ at, does: 'serve-answer', how: '当面' });
    const detail = legs(aLeg({ id: 'a', from: 'city', to: 'committee:agriculture', state: 'ANSWERING' }));
    expect(findLeg(serve('committee:agriculture'), detail)?.id).toBe('a');
    expect(findLeg(serve('city'), detail)?.id).toBe('a');
    const township = legs(
      aLeg({ id: 'outer', from: 'city', to: 'township:yi', state: 'ANSWERING' }),
      aLeg({ id: 'inner', from: 'township:yi', to: 'unit:yi-government', state: 'ANSWERING' }),
    );
    expect(findLeg(serve('unit:yi-government'), township)?.id).toBe('inner');
  });

  test('a review takes the result before a co-handler’s text', () => {
    const detail = legs(
      aLeg({ id: 'lead', kind: 'lead', state: 'REPORTED' }),
      aLeg({ id: 'co', kind: 'co', state: 'REPORTED' }),
    );
    expect(findLeg({ at: 'city', does: 'review', verdict: 'pass' }, detail)?.id).toBe('lead');
  });

  test('a review slip is signed on the slip, a report never is', () => {
    const detail = legs(
      aLeg({ id: 'slip', kind: 'slip', wants: 'opinion', to: 'committee:education', state: 'SENT' }),
    );
    expect(findLeg({ at: 'committee:education', does: 'review-slip', verdict: 'pass' }, detail)?.id).toBe(
      'slip',
    );
    expect(findLeg({ at: 'committee:education', does: 'report', result: '办结' }, detail)).toBeUndefined();
  });

  test('a report upward goes to the office that it names', () => {
    const detail = legs(aLeg({ id: 'up', from: 'prefecture', to: 'city', state: 'WAITING' }));
    expect(findLeg({ at: 'city', does: 'report-up', to: 'prefecture' }, detail)?.id).toBe('up');
    expect(findLeg({ at: 'city', does: 'report-up', to: 'province' }, detail)).toBeUndefined();
  });
});
