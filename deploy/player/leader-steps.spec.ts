import { describe, expect, test } from '@jest/globals';
import { ACTS, type TaskView } from '#contract';
import { aCase, aLeg } from '../../test/support/views.js';
import { actBody, registrationBody } from './acts.js';
import { readCasebook } from './casebook.js';
import type { Step } from './casebook-steps.js';
import { isMeetingStep } from './casebook-steps.js';

const read = await readCasebook('deploy/casebook/leaders.json');
const stories = read.ok ? read.casebook.cases : [];
const [first] = stories;

const aTask = (id: string, over: Partial<TaskView> = {}): TaskView => ({
  ...{ id, caseId: 'c', originNumber: 'CS-2026-1-00001', instruction: 'i', mark: 'handle' },
  ...{ unit: 'unit:yi-government', what: '请办', setOn: '2026-04-07', setBy: '主席', due: '2026-04-10' },
  ...{ provisional: false, state: 'open', late: false, leg: null, endedOn: null, note: null, number: null },
  ...over,
});
const [ENDED, OPEN] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];

describe('the steps of leaders', () => {
  test('every step of their stories is a body that the contract takes', () => {
    expect(stories.length).toBeGreaterThan(0);
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
  });

  test('a task is the open one of the unit; one that ended is named all the same, so that the node refuses it', () => {
    if (first === undefined) throw new Error('no story');
    const step: Step = { at: 'unit:yi-government', does: 'finish-task', note: '已办' };
    const tasks = [aTask(OPEN), aTask(ENDED, { state: 'done' }), aTask('x', { unit: 'unit:jia-government' })];
    expect(actBody(step, first, { detail: aCase({ tasks }) })).toMatchObject({ task: OPEN });
    const done = [aTask(ENDED, { state: 'done' })];
    expect(actBody(step, first, { detail: aCase({ tasks: done }) })).toMatchObject({ task: ENDED });
  });
});
