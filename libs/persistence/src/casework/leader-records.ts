import type { FollowUp, Instruction, LocalDate, Reading, Task } from '#domain';
import {
  dayColumn,
  idColumn,
  jsonColumn,
  named,
  optional,
  positionColumn,
  recordOf,
  textColumn,
} from './record-columns.js';

/* The tables of leaders and of 回访 (migrations 0080–0083): what is searched, and the whole. */

interface ReadingRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly leader: string;
  readonly state: string;
  readonly submittedOn: LocalDate;
  readonly closedOn: LocalDate | null;
  readonly reading: Reading;
}
export const readingRecord = recordOf<ReadingRecord>('casework_reading', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  leader: textColumn,
  state: textColumn,
  submittedOn: named(dayColumn, 'submitted_on'),
  closedOn: optional(dayColumn, 'closed_on'),
  reading: jsonColumn,
});

interface InstructionRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly leader: string;
  readonly day: LocalDate;
  readonly instruction: Instruction;
}
export const instructionRecord = recordOf<InstructionRecord>('casework_instruction', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  leader: textColumn,
  day: dayColumn,
  instruction: jsonColumn,
});

interface TaskRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly instructionId: string;
  readonly unit: string;
  readonly state: Task['state'];
  readonly due: LocalDate;
  readonly legId: string | null;
  readonly task: Task;
}
export const taskRecord = recordOf<TaskRecord>('casework_task', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  instructionId: named(idColumn, 'instruction_id'),
  unit: textColumn,
  state: textColumn,
  due: dayColumn,
  legId: optional(idColumn, 'leg_id'),
  task: jsonColumn,
});

interface FollowUpRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly day: LocalDate;
  readonly followUp: FollowUp;
}
export const followUpRecord = recordOf<FollowUpRecord>('casework_follow_up', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  day: dayColumn,
  followUp: named(jsonColumn, 'follow_up'),
});
