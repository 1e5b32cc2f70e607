import type { FollowUp, Instruction, Reading, Task } from '#domain';
import type { LeaderReads, LeaderStore, WithOrigin } from '../ports/leaders.js';
import type { CaseRow, Document } from '../ports/rows.js';

/** What leaders were shown and said, in memory. */
export interface LeaderMemory {
  readings: Reading[];
  instructions: Instruction[];
  tasks: Task[];
  followUps: FollowUp[];
}

export const emptyLeaders = (): LeaderMemory => ({
  readings: [],
  instructions: [],
  tasks: [],
  followUps: [],
});

/** What of the office's memory is read beside. */
interface Host {
  readonly leaders: LeaderMemory;
  readonly cases: ReadonlyMap<string, CaseRow>;
  readonly documents: readonly Document[];
}

const ofCase = <T extends { readonly caseId: string }>(rows: readonly T[], caseId: string): T[] =>
  rows.filter((row) => row.caseId === caseId);
const put = <T extends { readonly id: string }>(rows: readonly T[], saved: T): T[] =>
  rows.map((row) => (row.id === saved.id ? saved : row));
const between = (day: string, from: string, to: string): boolean => day >= from && day <= to;

/** The twin of the leaders' store. */
export function leaderStore(host: Pick<Host, 'leaders'>): LeaderStore {
  const { leaders } = host;
  return {
    insertReading: async (reading) => void leaders.readings.push(reading),
    saveReading: async (reading) => void (leaders.readings = put(leaders.readings, reading)),
    readings: async (caseId) => ofCase(leaders.readings, caseId),
    insertInstruction: async (instruction) => void leaders.instructions.push(instruction),
    instructions: async (caseId) => ofCase(leaders.instructions, caseId),
    insertTask: async (task) => void leaders.tasks.push(task),
    saveTask: async (task) => void (leaders.tasks = put(leaders.tasks, task)),
    tasks: async (caseId) => ofCase(leaders.tasks, caseId),
    tasksOfLeg: async (legId) => leaders.tasks.filter(({ leg, state }) => leg === legId && state === 'open'),
    insertFollowUp: async (followUp) => void leaders.followUps.push(followUp),
    seal: async (caseId) => {
      leaders.instructions = leaders.instructions.map((one) =>
        one.caseId === caseId ? withoutWords(one) : one,
      );
      leaders.tasks = leaders.tasks.map((one) => (one.caseId === caseId ? { ...one, what: '' } : one));
      leaders.readings = leaders.readings.map((one) => (one.caseId === caseId ? withoutNote(one) : one));
    },
  };
}

export function withoutWords(instruction: Instruction): Instruction {
  const { text: _text, marks, ...rest } = instruction;
  return { ...rest, marks: marks.map((mark) => ('what' in mark ? { ...mark, what: '' } : mark)) };
}

export function withoutNote({ note: _note, ...rest }: Reading): Reading {
  return rest;
}

/** The twin of what the screens read. */
export function leaderReads({ leaders, cases, documents }: Host): LeaderReads {
  const originOf = (caseId: string): string => cases.get(caseId)?.matter.originNumber ?? '';
  const withOrigin = <T extends { readonly caseId: string }>(row: T): WithOrigin<T> => ({
    row,
    originNumber: originOf(row.caseId),
  });
  return {
    readingsOf: async (leader, day, limit) =>
      leaders.readings
        .filter(
          (one) =>
            one.leader === leader &&
            one.submittedOn <= day &&
            (one.state === 'waiting' || (one.state === 'instructed' && one.closedOn === day)),
        )
        .slice(0, limit),
    countReadings: async (leader, from, to) => {
      const mine = leaders.readings.filter((one) => one.leader === leader);
      return {
        submitted: mine.filter((one) => between(one.submittedOn, from, to)).length,
        waiting: mine.filter((one) => one.state === 'waiting').length,
      };
    },
    cases: async (ids) => ids.flatMap((id) => cases.get(id) ?? []),
    proposals: async (ids) =>
      new Map(
        documents.flatMap(({ caseId, kind, text }) =>
          kind === 'proposal' && ids.includes(caseId) ? [[caseId, text] as const] : [],
        ),
      ),
    instructions: async (caseId) => ofCase(leaders.instructions, caseId),
    instructionsBy: async (leader, from, to, limit) =>
      leaders.instructions
        .filter((one) => one.by.user === leader && between(one.on, from, to))
        .slice(0, limit)
        .map(withOrigin),
    instructedOn: async (day, limit) =>
      leaders.instructions
        .filter((one) => one.on === day)
        .slice(0, limit)
        .map(withOrigin),
    tasks: async (caseId) => ofCase(leaders.tasks, caseId),
    taskList: async ({ unit, state, limit }) =>
      leaders.tasks
        .filter(
          (one) => (unit === undefined || one.unit === unit) && (state === undefined || one.state === state),
        )
        .toSorted((a, b) => (a.due.effective < b.due.effective ? -1 : 1))
        .slice(0, limit)
        .map(withOrigin),
    tasksOfInstructions: async (ids) => leaders.tasks.filter(({ instruction }) => ids.includes(instruction)),
    followUps: async (caseId) => ofCase(leaders.followUps, caseId),
    followUpsBetween: async (from, to) => leaders.followUps.filter(({ on }) => between(on, from, to)),
  };
}
