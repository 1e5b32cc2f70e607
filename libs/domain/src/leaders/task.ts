import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor, Role } from '../roles.js';
import type { LocalDate } from '../time/local-date.js';
import type { TaskDue } from './instruction.js';

export const TASK_STATES = ['open', 'done', 'withdrawn'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What moves a task: its unit, a leader, or the leg that carries it to a unit of another node. */
export const TASK_EVENTS = ['finish', 'withdraw', 'carried-out', 'came-back'] as const;
export type TaskEvent = (typeof TASK_EVENTS)[number];

/** 批示交办事项: a dated task that a leader's mark made for one unit. */
export interface Task {
  readonly id: string;
  readonly caseId: string;
  readonly instruction: string;
  readonly mark: 'handle' | 'study' | 'report';
  readonly unit: string;
  readonly what: string;
  readonly setOn: LocalDate;
  readonly setBy: Actor;
  readonly due: TaskDue;
  readonly state: TaskState;
  /** A unit of another node or without one: the leg that carries the task; it ends with that leg. */
  readonly leg?: string;
  readonly ended?: {
    readonly on: LocalDate;
    readonly by: Actor;
    /** What was done, or why it is wanted no more. */
    readonly note: string;
    /** 文号 of the paper that reports it. */
    readonly number?: string;
  };
}

export interface TaskTransition {
  readonly from: TaskState;
  readonly event: TaskEvent;
  readonly to: TaskState;
  readonly actors: readonly Role[];
  readonly basis: string;
}

/** The life of a task. */
export const TASK_TABLE: readonly TaskTransition[] = [
  {
    from: 'open',
    event: 'finish',
    to: 'done',
    actors: ['handler', 'head', 'registrar', 'dispatcher', 'reviewer', 'supervisor', 'leader'],
    basis: '领导批示 [I]',
  },
  { from: 'open', event: 'withdraw', to: 'withdrawn', actors: ['leader', 'head'], basis: '领导批示 [I]' },
  { from: 'open', event: 'carried-out', to: 'done', actors: ['system'], basis: '领导批示 [I]' },
  { from: 'open', event: 'came-back', to: 'withdrawn', actors: ['system'], basis: '信访工作条例23(3)' },
];

/** One row of the table, by the one who may. */
export function moveTask(
  task: Task,
  event: TaskEvent,
  ended: { readonly note: string; readonly number?: string },
  by: Actor,
  on: LocalDate,
): Outcome<Task> {
  const row = TASK_TABLE.find((one) => one.from === task.state && one.event === event);
  if (row === undefined) return refuse('task-ended', { on: task.ended?.on ?? task.setOn });
  if (!row.actors.includes(by.role))
    return refuse('role-not-allowed', { role: by.role, allowed: row.actors.join(', ') });
  if (event === 'finish' && task.leg !== undefined) return refuse('task-on-a-leg', { unit: task.unit });
  if (event === 'finish' && task.unit !== by.unit) return refuse('not-your-unit', { unit: task.unit });
  return accepted({ ...task, state: row.to, ended: { on, by, ...ended } });
}

/** Late: the date has passed and it is open, or it was done after it. What a leader took back is not late. */
export const isTaskLate = ({ due, state, ended }: Task, today: LocalDate): boolean =>
  state !== 'withdrawn' && (ended?.on ?? today) > due.effective;
