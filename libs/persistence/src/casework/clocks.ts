import type { Clock } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes } from '../exchange/columns.js';
import { clockColumns } from './mappers.js';

/** Writes the clocks of a saved case or leg beside it. What the sweep recorded of a clock stays. */
export async function saveClocks(
  uow: UnitOfWork,
  subject: { readonly kind: 'case' | 'leg'; readonly id: string; readonly caseId: string },
  clocks: readonly Clock[],
  owed: boolean,
): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clockColumns(subject, clocks, owed).map(
    ({ subjectId, place, caseId, due, judgedWith, clock }) => [
      idBytes(subjectId),
      place,
      subject.kind,
      idBytes(caseId),
      due,
      judgedWith,
      JSON.stringify(clock),
    ],
  );
  await uow.writer().query(
    `INSERT INTO casework_clock (subject_id, place, subject, case_id, due, judged_with, clock) VALUES ?
     ON DUPLICATE KEY UPDATE due = VALUES(due), judged_with = VALUES(judged_with), clock = VALUES(clock)`,
    [rows],
  );
}
