import type { CaseRow, MatterIndexing } from '#casework';
import { isLinkedAway, type Case, type Dossier } from '#domain';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { byBytes, idBytes, idText } from '../../exchange/columns.js';
import { dropFromIndex, indexMatters, type IndexedMatter } from '../matter-index.js';
import type { ClockRows } from './clock-rows.js';
import {
  CASE_COLUMNS,
  CASE_READ,
  caseCells,
  readCase,
  type ReadCase,
  type StoredCase,
  upsertSql,
} from './columns.js';
import type { HistoryLog } from './history-log.js';

interface HeldCase {
  row: CaseRow;
  /** Undefined until its row is in the database. */
  position?: number;
  /** By what it stands in the index. */
  indexed: Dossier | undefined;
  changed: boolean;
}

const INSERT = `INSERT INTO casework_case (${CASE_COLUMNS}) VALUES ?`;
const UPDATE = upsertSql('casework_case', `position, ${CASE_COLUMNS}`);

/** The cases of one unit of work: each is read once, under its lock, and written once, however often it is saved. */
export class HeldCases {
  private readonly held = new Map<string, HeldCase>();
  private readonly byOrigin = new Map<string, string>();
  /** Looked for, and not there. */
  private readonly absent = new Set<string>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly indexing: MatterIndexing,
    private readonly beside: {
      readonly clocks: ClockRows;
      readonly history: HistoryLog;
      readonly made: (caseId: string) => void;
      readonly changed: () => void;
    },
  ) {}

  async load(id: string): Promise<CaseRow | undefined> {
    const known = this.held.get(id);
    if (known !== undefined) return known.row;
    return (await this.read('id = ?', [idBytes(id)]))[0]?.row;
  }

  async loadByOrigin(originNumber: string): Promise<CaseRow | undefined> {
    const id = this.byOrigin.get(originNumber);
    if (id !== undefined) return this.load(id);
    if (this.absent.has(originNumber)) return undefined;
    return (await this.read('origin_number = ?', [originNumber]))[0]?.row;
  }

  /** Locks them all in the order of their ids. Returns the ids of those that are here. */
  async expect(ids: readonly string[], origins: readonly string[]): Promise<readonly string[]> {
    const asked = origins.filter((origin) => !this.byOrigin.has(origin) && !this.absent.has(origin));
    const found =
      asked.length === 0
        ? []
        : await this.uow
            .writer()
            .query<readonly { readonly id: Buffer }[]>(
              'SELECT id FROM casework_case WHERE origin_number IN (?)',
              [asked],
            );
    const wanted = new Set([...ids, ...found.map(({ id }) => idText(id))]);
    const missing = [...wanted].filter((id) => !this.held.has(id)).map(idBytes);
    if (missing.length > 0) await this.read('id IN (?) ORDER BY id', [missing.sort(byBytes)]);
    for (const origin of asked) if (!this.byOrigin.has(origin)) this.absent.add(origin);
    return [...wanted].filter((id) => this.held.has(id));
  }

  insert(matter: Case): CaseRow {
    const row = { matter, version: 1 };
    this.hold(row, { indexed: undefined, changed: true });
    this.beside.made(matter.id);
    this.beside.changed();
    return row;
  }

  async save(matter: Case): Promise<CaseRow> {
    await this.load(matter.id);
    const known = this.held.get(matter.id);
    if (known === undefined) throw new Error('A case that is not here cannot be saved.');
    known.row = { matter, version: known.row.version + 1 };
    known.changed = true;
    this.beside.history.mark({ subjectId: matter.id, caseId: matter.id, version: known.row.version });
    this.beside.changed();
    return known.row;
  }

  /** A held case as its row says it; undefined: it is not held, or not written yet. */
  written(id: string): { readonly position: number; readonly matter: Case } | undefined {
    const one = this.held.get(id);
    if (one?.position === undefined || one.changed) return undefined;
    return { position: one.position, matter: one.row.matter };
  }

  async write(): Promise<void> {
    const changed = [...this.held.values()].filter((one) => one.changed);
    if (changed.length === 0) return;
    for (const one of changed) one.changed = false;
    const old = changed.flatMap(({ row, position }) =>
      position === undefined ? [] : [[position, ...caseCells(row)]],
    );
    const fresh = changed.filter(({ position }) => position === undefined);
    if (old.length > 0) await this.uow.writer().query(UPDATE, [old]);
    if (fresh.length > 0) {
      await this.uow.writer().query(INSERT, [fresh.map(({ row }) => caseCells(row))]);
      await this.readPositions(fresh);
    }
    for (const { row } of changed) this.keepClocks(row.matter);
    await this.index(changed);
  }

  private async read(where: string, values: readonly unknown[]): Promise<readonly ReadCase[]> {
    const rows = await this.uow
      .writer()
      .query<readonly StoredCase[]>(`SELECT ${CASE_READ} FROM casework_case WHERE ${where} FOR UPDATE`, [
        ...values,
      ]);
    return rows.map((stored) => {
      const found = readCase(stored);
      const { row, position } = found;
      this.hold(row, { position, indexed: row.matter.dossier, changed: false });
      return found;
    });
  }

  private hold(row: CaseRow, how: Omit<HeldCase, 'row'>): void {
    this.held.set(row.matter.id, { row, ...how });
    this.byOrigin.set(row.matter.originNumber, row.matter.id);
  }

  private async readPositions(fresh: readonly HeldCase[]): Promise<void> {
    const rows = await this.uow
      .writer()
      .query<readonly Pick<StoredCase, 'id' | 'position'>[]>(
        'SELECT id, position FROM casework_case WHERE id IN (?)',
        [fresh.map(({ row }) => idBytes(row.matter.id))],
      );
    for (const { id, position } of rows) {
      const one = this.held.get(idText(id));
      if (one !== undefined) one.position = Number(position);
    }
  }

  /** A linked item owes nothing of its own, in time or late; its clocks wait for the link to be undone. */
  private keepClocks(matter: Case): void {
    const { id, clocks } = matter;
    const of = { kind: 'case', id, caseId: id, owed: true, rests: isLinkedAway(matter) } as const;
    this.beside.clocks.add(of, clocks);
  }

  /** What a case is found by follows its dossier: entered, corrected, or gone with it. */
  private async index(changed: readonly HeldCase[]): Promise<void> {
    const writer = this.uow.writer();
    const entered: IndexedMatter[] = [];
    for (const one of changed) {
      const { position, indexed: before } = one;
      const { dossier } = one.row.matter;
      if (position === undefined) throw new Error('A case that was just written has no position.');
      if (before === dossier || JSON.stringify(before) === JSON.stringify(dossier)) continue;
      one.indexed = dossier;
      if (before !== undefined) await dropFromIndex(writer, this.indexing, { position, dossier: before });
      if (dossier !== undefined) entered.push({ position, dossier });
    }
    if (entered.length > 0) await indexMatters(writer, this.indexing, entered);
  }
}
