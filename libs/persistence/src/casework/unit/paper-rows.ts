import type { Document } from '#casework';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { idBytes } from '../../exchange/columns.js';

const INSERT =
  'INSERT INTO casework_document (id, case_id, leg_id, kind, number, day, unit, signer, text, paper) VALUES ?';

/** The papers that a unit of work adds. */
export class PaperRows {
  private papers: Document[] = [];

  constructor(
    private readonly uow: UnitOfWork,
    private readonly changed: () => void,
  ) {}

  add(paper: Document): void {
    this.papers.push(paper);
    this.changed();
  }

  async write(): Promise<void> {
    const { papers } = this;
    this.papers = [];
    if (papers.length === 0) return;
    const rows = papers.map(({ id, caseId, legId, kind, number, on, unit, signer, text, paper }) => [
      ...[idBytes(id), idBytes(caseId), legId === undefined ? null : idBytes(legId), kind, number, on],
      ...[unit, signer, text, paper === undefined ? null : JSON.stringify(paper)],
    ]);
    await this.uow.writer().query(INSERT, [rows]);
  }
}
