import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../roles.js';
import { parseLocalDate } from '../time/local-date.js';
import { MARKS } from './instruction.js';
import { readBy, submitTo, takenBack, type Reading } from './reading.js';
import { TASK_EVENTS, TASK_STATES, TASK_TABLE, isTaskLate, moveTask, type Task } from './task.js';

const day = (text: string) => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};
const leader: Actor = { unit: 'city', user: '副主任', role: 'leader' };
const clerk: Actor = { unit: 'unit:yi-government', user: '承办人', role: 'handler' };
const due = {
  start: day('2026-04-02'),
  raw: day('2026-04-12'),
  effective: day('2026-04-13'),
  provisional: false,
  calendarVersion: 'CN-2026',
};
const task: Task = {
  id: 't',
  caseId: 'c',
  instruction: 'i',
  mark: 'handle',
  unit: 'unit:yi-government',
  what: '请阅处',
  setOn: day('2026-04-02'),
  setBy: leader,
  due,
  state: 'open',
};

describe('the life of a task', () => {
  test('every row has an actor and a basis, every event a row, and every state but the first is an end', () => {
    expect(TASK_TABLE.filter((row) => row.actors.length === 0 || row.basis === '')).toEqual([]);
    expect(TASK_EVENTS.filter((event) => !TASK_TABLE.some((row) => row.event === event))).toEqual([]);
    expect(new Set(['open', ...TASK_TABLE.map((row) => row.to)])).toEqual(new Set(TASK_STATES));
  });

  test('its unit does it, once', () => {
    const done = moveTask(task, 'finish', { note: '已办' }, clerk, day('2026-04-10'));
    expect(done).toMatchObject({ ok: true, value: { state: 'done', ended: { note: '已办' } } });
    if (!done.ok) return;
    expect(moveTask(done.value, 'finish', { note: '再办' }, clerk, day('2026-04-11'))).toMatchObject({
      slug: 'task-ended',
    });
  });

  test('another unit does not, nor does anybody where a leg carries it, and a clerk takes nothing back', () => {
    const stranger = { ...clerk, unit: 'unit:jia-government' };
    expect(moveTask(task, 'finish', { note: '' }, stranger, due.start)).toMatchObject({
      slug: 'not-your-unit',
    });
    expect(moveTask({ ...task, leg: 'l' }, 'finish', { note: '' }, clerk, due.start)).toMatchObject({
      slug: 'task-on-a-leg',
    });
    expect(moveTask(task, 'withdraw', { note: '' }, clerk, due.start)).toMatchObject({
      slug: 'role-not-allowed',
    });
  });

  test('it is late from the day after its date on, and done late it stays late; taken back it is not', () => {
    expect(isTaskLate(task, due.effective)).toBe(false);
    expect(isTaskLate(task, day('2026-04-14'))).toBe(true);
    const late = moveTask(task, 'finish', { note: '已办' }, clerk, day('2026-04-20'));
    if (late.ok) expect(isTaskLate(late.value, day('2026-06-01'))).toBe(true);
    const back = moveTask(task, 'withdraw', { note: '不再需要' }, leader, day('2026-04-20'));
    if (back.ok) expect(isTaskLate(back.value, day('2026-06-01'))).toBe(false);
  });
});

describe('a case before leaders', () => {
  const submitted = (to: string, waiting: readonly Reading[] = []) =>
    submitTo(to, waiting, { id: to, caseId: 'c' }, clerk, due.start);

  test('is before each of them once, and one who reads it closes his own reading only', () => {
    const [one, other] = [submitted('主任'), submitted('副主任')];
    if (!one.ok || !other.ok) throw new Error('refused');
    const both = [one.value, other.value];
    expect(submitted('主任', both)).toMatchObject({ slug: 'submitted-already' });
    expect(readBy(both, '副主任', 'i', due.raw)).toMatchObject([{ leader: '副主任', state: 'instructed' }]);
    expect(takenBack(both, due.raw).map(({ state }) => state)).toEqual(['taken-back', 'taken-back']);
  });

  test('圈阅 is a mark of its own: having read is not having agreed', () => {
    expect(MARKS).toContain('read');
    expect(MARKS).toContain('agree');
  });
});
