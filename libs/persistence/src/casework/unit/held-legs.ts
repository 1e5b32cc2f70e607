import type { LegRow } from '#casework';
import type { Leg } from '#domain';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { byBytes, idBytes, idText } from '../../exchange/columns.js';
import { legOwes } from '../mappers.js';
import type { ClockRows } from './clock-rows.js';
import { LEG_COLUMNS, LEG_READ, legCells, readLeg, type StoredLeg, upsertSql } from './columns.js';
import type { HistoryLog } from './history-log.js';

interface HeldLeg {
  row: LegRow;
  /** Undefined until its row is in the database, and known. */
  position?: number;
  stored: boolean;
  changed: boolean;
}

const INSERT = `INSERT INTO casework_leg (${LEG_COLUMNS}) VALUES ?`;
const UPDATE = upsertSql('casework_leg', `position, ${LEG_COLUMNS}`);

/** The legs of one unit of work: each is read once, under its lock, and written once, however often it is saved. */
export class HeldLegs {
  private readonly held = new Map<string, HeldLeg>();
  /** The cases of which every leg is held, in the order of their making. */
  private readonly complete = new Map<string, string[]>();
  private readonly absent = new Set<string>();
  /** Confirmations of legs that are not held, by instant. */
  private ticks = new Map<string, string[]>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly beside: {
      readonly clocks: ClockRows;
      readonly history: HistoryLog;
      readonly changed: () => void;
    },
  ) {}

  /** A case was made here: it has no legs but those that follow. */
  caseMade(caseId: string): void {
    this.complete.set(caseId, []);
  }

  async caseOf(id: string): Promise<string | undefined> {
    const known = this.held.get(id);
    if (known !== undefined || this.absent.has(id)) return known?.row.caseId;
    return (await this.casesOf([id]))[0];
  }

  /** The cases of those legs that are here, held or not. */
  async casesOf(ids: readonly string[]): Promise<readonly string[]> {
    const known = ids.flatMap((id) => this.held.get(id)?.row.caseId ?? []);
    const others = ids.filter((id) => !this.held.has(id) && !this.absent.has(id));
    if (others.length === 0) return [...new Set(known)];
    const rows = await this.uow
      .writer()
      .query<readonly { readonly case_id: Buffer }[]>(
        'SELECT DISTINCT case_id FROM casework_leg WHERE id IN (?)',
        [others.map(idBytes)],
      );
    return [...new Set([...known, ...rows.map((row) => idText(row.case_id))])];
  }

  async load(id: string): Promise<LegRow | undefined> {
    const known = this.held.get(id);
    if (known !== undefined || this.absent.has(id)) return known?.row;
    await this.writeTicks();
    await this.read('id = ?', [idBytes(id)]);
    return this.held.get(id)?.row;
  }

  async ofCase(caseId: string): Promise<readonly LegRow[]> {
    if (!this.complete.has(caseId)) await this.readCases([caseId]);
    return (this.complete.get(caseId) ?? []).flatMap((id) => this.held.get(id)?.row ?? []);
  }

  /** Locks the legs of these cases, which are locked already; of `ids`, those that are in none are not here. */
  async expect(caseIds: readonly string[], ids: readonly string[]): Promise<void> {
    const missing = caseIds.filter((id) => !this.complete.has(id));
    if (missing.length > 0) await this.readCases(missing);
    for (const id of ids) if (!this.held.has(id)) this.absent.add(id);
  }

  insert(leg: Leg, caseId: string, deliveredAt: string | undefined): LegRow {
    const row = { leg, caseId, version: 1, ...(deliveredAt === undefined ? {} : { deliveredAt }) };
    this.held.set(leg.id, { row, stored: false, changed: true });
    this.complete.get(caseId)?.push(leg.id);
    this.absent.delete(leg.id);
    this.beside.changed();
    return row;
  }

  async save(leg: Leg): Promise<LegRow> {
    await this.load(leg.id);
    const known = this.held.get(leg.id);
    if (known === undefined) throw new Error('A leg that is not here cannot be saved.');
    const { row } = known;
    const saved = this.change(known, { ...row, leg, version: row.version + 1 });
    this.beside.history.mark({ subjectId: leg.id, caseId: row.caseId, version: saved.version });
    return saved;
  }

  /** The first confirmation stands; a tick is no act, so the version that a user saw stays good. */
  markDelivered(id: string, at: string): void {
    const known = this.held.get(id);
    if (known === undefined) {
      const ids = this.ticks.get(at);
      if (ids === undefined) this.ticks.set(at, [id]);
      else ids.push(id);
      this.beside.changed();
    } else if (known.row.deliveredAt === undefined) this.change(known, { ...known.row, deliveredAt: at });
  }

  async markRefused(id: string, reason: string): Promise<void> {
    await this.load(id);
    const known = this.held.get(id);
    if (known !== undefined) this.change(known, { ...known.row, refusal: reason.slice(0, 255) });
  }

  async remove(id: string, caseId: string): Promise<void> {
    this.held.delete(id);
    this.complete.delete(caseId);
    const writer = this.uow.writer();
    await writer.query('DELETE FROM casework_leg WHERE id = ?', [idBytes(id)]);
    await writer.query('DELETE FROM casework_clock WHERE subject_id = ?', [idBytes(id)]);
  }

  /** All legs of a case as their rows say it; undefined: not all are held, or something is not written yet. */
  written(caseId: string): readonly LegRow[] | undefined {
    if (this.ticks.size > 0) return undefined;
    const legs = this.complete.get(caseId)?.map((id) => this.held.get(id));
    const rows = legs?.flatMap((one) => (one === undefined || one.changed ? [] : one.row));
    return rows?.length === legs?.length ? rows : undefined;
  }

  async write(): Promise<void> {
    await this.writeTicks();
    const changed = [...this.held.values()].filter((one) => one.changed);
    if (changed.length === 0) return;
    for (const one of changed) one.changed = false;
    const fresh = changed.filter(({ stored }) => !stored);
    const old = changed.filter(({ stored }) => stored);
    await this.knowPositions(old);
    if (old.length > 0) {
      const rows = old.map(({ row, position }) => [position, ...legCells(row)]);
      await this.uow.writer().query(UPDATE, [rows]);
    }
    if (fresh.length > 0) {
      await this.uow.writer().query(INSERT, [fresh.map(({ row }) => legCells(row))]);
      for (const one of fresh) one.stored = true;
    }
    for (const { row } of changed) {
      const { leg, caseId } = row;
      const of = { kind: 'leg', id: leg.id, caseId, owed: legOwes(leg), rests: false } as const;
      this.beside.clocks.add(of, leg.clocks);
    }
  }

  private change(known: HeldLeg, row: LegRow): LegRow {
    known.row = row;
    known.changed = true;
    this.beside.changed();
    return row;
  }

  private async readCases(caseIds: readonly string[]): Promise<void> {
    // What was made here is in the database before its case is read, so that nothing is missing in the list.
    await this.write();
    const found = await this.read('case_id IN (?) ORDER BY case_id, position', [
      caseIds.map(idBytes).sort(byBytes),
    ]);
    for (const caseId of caseIds) this.complete.set(caseId, []);
    for (const { leg, caseId } of found) this.complete.get(caseId)?.push(leg.id);
  }

  private async read(where: string, values: readonly unknown[]): Promise<readonly LegRow[]> {
    const rows = await this.uow
      .writer()
      .query<readonly StoredLeg[]>(`SELECT ${LEG_READ} FROM casework_leg WHERE ${where} FOR UPDATE`, [
        ...values,
      ]);
    return rows.map((stored) => {
      const { row, position } = readLeg(stored);
      const known = this.held.get(row.leg.id);
      if (known !== undefined) {
        known.position = position;
        return known.row;
      }
      this.held.set(row.leg.id, { row, position, stored: true, changed: false });
      return row;
    });
  }

  /** A leg that was made and written here, and then changed again. */
  private async knowPositions(legs: readonly HeldLeg[]): Promise<void> {
    const unknown = legs.filter(({ position }) => position === undefined);
    if (unknown.length > 0)
      await this.read('id IN (?)', [unknown.map(({ row }) => idBytes(row.leg.id)).sort(byBytes)]);
  }

  private async writeTicks(): Promise<void> {
    const { ticks } = this;
    this.ticks = new Map();
    for (const [at, ids] of ticks) {
      await this.uow
        .writer()
        .query('UPDATE casework_leg SET delivered_at = COALESCE(delivered_at, ?) WHERE id IN (?)', [
          new Date(at),
          ids.map(idBytes).sort(byBytes),
        ]);
    }
  }
}
