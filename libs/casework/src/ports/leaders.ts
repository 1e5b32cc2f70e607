import type { FollowUp, Instruction, LocalDate, Reading, Task } from '#domain';
import type { CaseRow } from './rows.js';

/*
 * What the casework stores of leaders: cases put before them, their instructions, the tasks that their marks set; and
 * what the office asked petitioners after the answer. Everything is written under the lock of its case.
 */

export interface LeaderStore {
  insertReading(reading: Reading): Promise<void>;
  saveReading(reading: Reading): Promise<void>;
  /** In the order of their submission. */
  readings(caseId: string): Promise<readonly Reading[]>;
  insertInstruction(instruction: Instruction): Promise<void>;
  instructions(caseId: string): Promise<readonly Instruction[]>;
  insertTask(task: Task): Promise<void>;
  saveTask(task: Task): Promise<void>;
  tasks(caseId: string): Promise<readonly Task[]>;
  /** The open tasks that a leg carries. */
  tasksOfLeg(legId: string): Promise<readonly Task[]>;
  insertFollowUp(followUp: FollowUp): Promise<void>;
  /** After a return or a recall: what was said of the case here goes, numbers and dates stay. */
  seal(caseId: string): Promise<void>;
}

/** A task, or an instruction, with the number of its case. */
export interface WithOrigin<T> {
  readonly row: T;
  readonly originNumber: string;
}

/** Which tasks a list shows; without `unit` of every unit. */
export interface TaskFilter {
  readonly unit?: string;
  readonly state?: Task['state'];
  readonly limit: number;
}

export interface LeaderReads {
  /** What was put before a leader by that day and waits, or was instructed on it; the oldest first. */
  readingsOf(leader: string, day: LocalDate, limit: number): Promise<readonly Reading[]>;
  /** How many were put before a leader between the days, both counted, and how many wait now. */
  countReadings(
    leader: string,
    from: LocalDate,
    to: LocalDate,
  ): Promise<{ readonly submitted: number; readonly waiting: number }>;
  cases(ids: readonly string[]): Promise<readonly CaseRow[]>;
  /** The latest proposal of each case. */
  proposals(caseIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  instructions(caseId: string): Promise<readonly Instruction[]>;
  /** By that leader between the days, the oldest first. */
  instructionsBy(
    leader: string,
    from: LocalDate,
    to: LocalDate,
    limit: number,
  ): Promise<readonly WithOrigin<Instruction>[]>;
  instructedOn(day: LocalDate, limit: number): Promise<readonly WithOrigin<Instruction>[]>;
  tasks(caseId: string): Promise<readonly Task[]>;
  /** The nearest date first. */
  taskList(filter: TaskFilter): Promise<readonly WithOrigin<Task>[]>;
  tasksOfInstructions(ids: readonly string[]): Promise<readonly Task[]>;
  followUps(caseId: string): Promise<readonly FollowUp[]>;
  followUpsBetween(from: LocalDate, to: LocalDate): Promise<readonly FollowUp[]>;
}
