import type { Clock } from '#domain';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { idBytes } from '../../exchange/columns.js';
import { clockColumns } from '../mappers.js';
import { upsertSql, type Cell } from './columns.js';

/** Of a case or leg; `rests`: nothing is owed of it, in time or late. */
export interface ClockSubject {
  readonly kind: 'case' | 'leg';
  readonly id: string;
  readonly caseId: string;
  readonly owed: boolean;
  readonly rests: boolean;
}

const UPSERT = upsertSql('casework_clock', 'subject_id, place, subject, case_id, due, judged_with, clock');

/** The clocks of saved cases and legs, beside them for the sweep. What the sweep recorded of a clock stays. */
export class ClockRows {
  private rows: Cell[][] = [];

  constructor(private readonly uow: UnitOfWork) {}

  add(of: ClockSubject, clocks: readonly Clock[]): void {
    for (const { subjectId, place, caseId, due, judgedWith, clock } of clockColumns(of, clocks, of.owed)) {
      this.rows.push([
        ...[idBytes(subjectId), place, of.kind, idBytes(caseId)],
        ...(of.rests ? [null, null] : [due, judgedWith]),
        JSON.stringify(clock),
      ]);
    }
  }

  async write(): Promise<void> {
    const { rows } = this;
    this.rows = [];
    if (rows.length > 0) await this.uow.writer().query(UPSERT, [rows]);
  }
}
