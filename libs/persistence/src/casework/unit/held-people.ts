import type { Petitioner } from '#casework';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { byBytes, idBytes, idText } from '../../exchange/columns.js';
import { ownJson, upsertSql } from './columns.js';

interface Held {
  readonly petitioner: Petitioner;
  readonly secrecy: boolean;
}

const UPSERT = upsertSql('casework_petitioner', 'case_id, petitioner, secrecy');

/** The petitioners of the cases of one unit of work. */
export class HeldPeople {
  private readonly held = new Map<string, Held | undefined>();
  private readonly changed = new Set<string>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly onChange: () => void,
  ) {}

  /** A case was made here: nobody is known of it yet. */
  caseMade(caseId: string): void {
    this.held.set(caseId, undefined);
  }

  async expect(caseIds: readonly string[]): Promise<void> {
    const missing = caseIds.filter((id) => !this.held.has(id));
    if (missing.length === 0) return;
    const rows = await this.uow
      .writer()
      .query<readonly { readonly case_id: Buffer; readonly petitioner: string; readonly secrecy: number }[]>(
        'SELECT case_id, petitioner, secrecy FROM casework_petitioner WHERE case_id IN (?)',
        [missing.map(idBytes).sort(byBytes)],
      );
    for (const id of missing) this.held.set(id, undefined);
    for (const { case_id: caseId, petitioner: text, secrecy } of rows) {
      this.held.set(idText(caseId), { petitioner: ownJson<Petitioner>(text), secrecy: secrecy === 1 });
    }
  }

  async get(caseId: string): Promise<Held | undefined> {
    await this.expect([caseId]);
    return this.held.get(caseId);
  }

  save(caseId: string, held: Held): void {
    this.held.set(caseId, held);
    this.changed.add(caseId);
    this.onChange();
  }

  async remove(caseId: string): Promise<void> {
    this.held.set(caseId, undefined);
    this.changed.delete(caseId);
    await this.uow.writer().query('DELETE FROM casework_petitioner WHERE case_id = ?', [idBytes(caseId)]);
  }

  async write(): Promise<void> {
    const rows = [...this.changed].sort().flatMap((caseId) => {
      const one = this.held.get(caseId);
      return one === undefined
        ? []
        : [[idBytes(caseId), JSON.stringify(one.petitioner), one.secrecy ? 1 : 0]];
    });
    this.changed.clear();
    if (rows.length > 0) await this.uow.writer().query(UPSERT, [rows]);
  }
}
