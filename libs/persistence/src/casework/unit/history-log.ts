import type { Action } from '#casework';
import { auditTrailOf } from '../../audit/trail.js';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { idBytes, idText } from '../../exchange/columns.js';
import type { Cell } from './columns.js';

/** A case or leg got a version: what is in the history of its case by then was done before. */
interface Mark {
  readonly subjectId: string;
  readonly caseId: string;
  readonly version: number;
}

/** Lines and marks of which no mark comes after a line of its own case. */
interface Batch {
  readonly marks: Mark[];
  readonly lines: Action[];
  readonly cases: Set<string>;
}

/** The history that a unit of work writes, and where in it each version stands. */
export class HistoryLog {
  private batches: Batch[] = [];

  constructor(
    private readonly uow: UnitOfWork,
    private readonly changed: () => void,
  ) {}

  add(lines: readonly Action[]): void {
    if (lines.length === 0) return;
    const batch = this.last();
    for (const line of lines) {
      batch.lines.push(line);
      batch.cases.add(line.caseId);
    }
    this.changed();
  }

  mark(mark: Mark): void {
    const batch = this.last();
    (batch.cases.has(mark.caseId) ? this.next() : batch).marks.push(mark);
    this.changed();
  }

  async write(): Promise<void> {
    const { batches } = this;
    this.batches = [];
    for (const { marks, lines } of batches) {
      await this.writeMarks(marks);
      if (lines.length === 0) continue;
      const { insertId } = await this.uow
        .writer()
        .query<{ readonly insertId: number }>(INSERT_LINES, [lines.map(lineCells)]);
      auditTrailOf(this.uow).acted(lines, insertId);
    }
  }

  private last(): Batch {
    return this.batches.at(-1) ?? this.next();
  }

  private next(): Batch {
    const fresh: Batch = { marks: [], lines: [], cases: new Set() };
    this.batches.push(fresh);
    return fresh;
  }

  private async writeMarks(marks: readonly Mark[]): Promise<void> {
    if (marks.length === 0) return;
    const cases = [...new Set(marks.map(({ caseId }) => caseId))].map(idBytes);
    const ends = await this.uow
      .writer()
      .query<readonly { readonly case_id: Buffer; readonly seq: number | string }[]>(
        'SELECT case_id, MAX(seq) AS seq FROM casework_action WHERE case_id IN (?) GROUP BY case_id',
        [cases],
      );
    const ended = new Map(ends.map((row) => [idText(row.case_id), Number(row.seq)]));
    await this.uow.writer().query(
      `INSERT INTO casework_change (subject_id, version, seq) VALUES ?
       ON DUPLICATE KEY UPDATE version = VALUES(version)`,
      [marks.map(({ subjectId, caseId, version }) => [idBytes(subjectId), version, ended.get(caseId) ?? 0])],
    );
  }
}

const INSERT_LINES =
  'INSERT INTO casework_action (case_id, leg_id, day, at, unit, user, role, on_paper, act, basis, text) VALUES ?';

const lineCells = ({ caseId, legId, on, at, by, act, basis, text }: Action): readonly Cell[] => [
  ...[idBytes(caseId), legId === undefined ? null : idBytes(legId), on, new Date(at)],
  ...[by.unit, by.user, by.role, by.onPaper === undefined ? null : JSON.stringify(by.onPaper)],
  ...[act, basis, text],
];
