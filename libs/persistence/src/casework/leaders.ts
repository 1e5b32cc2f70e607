import type { LeaderStore } from '#casework';
import type { Instruction, Reading, Task } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { followUpRecord, instructionRecord, readingRecord, taskRecord } from './leader-records.js';

const readingColumns = (reading: Reading) => {
  const { id, caseId, leader, state, submittedOn, closedOn } = reading;
  return { id, caseId, leader, state, submittedOn, closedOn: closedOn ?? null, reading };
};

const taskColumns = (task: Task) => {
  const { id, caseId, instruction: instructionId, unit, state, due, leg } = task;
  return { id, caseId, instructionId, unit, state, due: due.effective, legId: leg ?? null, task };
};

/** What leaders are shown and say, and what petitioners were asked, in the open unit of work. */
export function leaderStore(uow: UnitOfWork): LeaderStore {
  const ofCase = { order: { position: 'ASC' } } as const;
  return {
    async insertReading(reading) {
      await uow.writer().insert(readingRecord, readingColumns(reading));
    },
    async saveReading(reading) {
      await uow.writer().update(readingRecord, { id: reading.id }, readingColumns(reading));
    },
    async readings(caseId) {
      const rows = await uow.writer().find(readingRecord, { where: { caseId }, ...ofCase });
      return rows.map((row) => row.reading);
    },
    async insertInstruction(instruction) {
      const { id, caseId, by, on: day } = instruction;
      await uow.writer().insert(instructionRecord, { id, caseId, leader: by.user, day, instruction });
    },
    async instructions(caseId) {
      const rows = await uow.writer().find(instructionRecord, { where: { caseId }, ...ofCase });
      return rows.map((row) => row.instruction);
    },
    async insertTask(task) {
      await uow.writer().insert(taskRecord, taskColumns(task));
    },
    async saveTask(task) {
      await uow.writer().update(taskRecord, { id: task.id }, taskColumns(task));
    },
    async tasks(caseId) {
      const rows = await uow.writer().find(taskRecord, { where: { caseId }, ...ofCase });
      return rows.map((row) => row.task);
    },
    async tasksOfLeg(legId) {
      const rows = await uow.writer().find(taskRecord, { where: { legId, state: 'open' }, ...ofCase });
      return rows.map((row) => row.task);
    },
    async insertFollowUp(followUp) {
      const { id, caseId, on: day } = followUp;
      await uow.writer().insert(followUpRecord, { id, caseId, day, followUp });
    },
    async seal(caseId) {
      for (const { reading } of await uow.writer().find(readingRecord, { where: { caseId } })) {
        const { note: _note, ...rest } = reading;
        await uow.writer().update(readingRecord, { id: reading.id }, readingColumns(rest));
      }
      for (const { instruction } of await uow.writer().find(instructionRecord, { where: { caseId } })) {
        await uow
          .writer()
          .update(instructionRecord, { id: instruction.id }, { instruction: withoutWords(instruction) });
      }
      for (const { task } of await uow.writer().find(taskRecord, { where: { caseId } })) {
        await uow.writer().update(taskRecord, { id: task.id }, taskColumns({ ...task, what: '' }));
      }
    },
  };
}

/** Who said something and when stays; what was said goes. */
function withoutWords(instruction: Instruction): Instruction {
  const { text: _text, marks, ...rest } = instruction;
  return { ...rest, marks: marks.map((mark) => ('what' in mark ? { ...mark, what: '' } : mark)) };
}
