import type { ExportChange, ExportJob, ExportStore } from '#casework';
import { exportFormat, exportList, exportView } from '#contract';
import { In } from 'typeorm';
import { z } from 'zod';
import { isDuplicateKey } from '../connection/failures.js';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText, orNull } from '../exchange/columns.js';
import { petitionerRecord } from './records.js';

interface Columns {
  readonly position: number;
  readonly id: Buffer;
  readonly fingerprint: string;
  readonly list: string;
  readonly filter: string;
  readonly format: string;
  readonly english: number;
  readonly identity: number;
  readonly unit: string;
  readonly user: string;
  readonly state: string;
  readonly rows_done: number;
  readonly rows_total: number | null;
  readonly attempts: number;
  readonly asked_at: Date;
  readonly ended_at: Date | null;
  readonly expires_at: Date | null;
  readonly size: number | string | null;
  readonly sha256: string | null;
  readonly reason: string | null;
}

const filterText = z.record(z.string(), z.string());

const jobOf = (row: Columns): ExportJob => ({
  id: idText(row.id),
  list: exportList.parse(row.list),
  filter: filterText.parse(JSON.parse(row.filter)),
  format: exportFormat.parse(row.format),
  english: row.english === 1,
  identity: row.identity === 1,
  unit: row.unit,
  user: row.user,
  state: exportView.shape.state.parse(row.state),
  rowsDone: row.rows_done,
  attempts: row.attempts,
  askedAt: row.asked_at,
  ...(row.rows_total === null ? {} : { rowsTotal: row.rows_total }),
  ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  ...(row.size === null ? {} : { size: Number(row.size) }),
  ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
  ...(row.reason === null ? {} : { reason: row.reason }),
});

/** Property → its column, of what may change. */
const CHANGING = {
  state: 'state',
  rowsDone: 'rows_done',
  rowsTotal: 'rows_total',
  attempts: 'attempts',
  endedAt: 'ended_at',
  expiresAt: 'expires_at',
  size: 'size',
  sha256: 'sha256',
  reason: 'reason',
} as const satisfies Partial<Record<keyof ExportChange, string>>;
const isChanging = (key: string): key is keyof typeof CHANGING => Object.hasOwn(CHANGING, key);

/** The record of exports. Each method is a unit of its own, or joins the open one. */
export function exportStore(uow: UnitOfWork): ExportStore {
  const rows = (where: string, values: readonly unknown[]): Promise<readonly Columns[]> =>
    uow.reader().query<readonly Columns[]>(`SELECT * FROM list_export WHERE ${where}`, [...values]);
  const write = (sql: string, values: readonly unknown[]): Promise<unknown> =>
    uow.run(() => uow.writer().query<unknown>(sql, [...values]));

  return {
    async insert(job, { key, fingerprint }) {
      const values = {
        id: idBytes(job.id),
        asked_key: key,
        fingerprint,
        list: job.list,
        filter: JSON.stringify(job.filter),
        format: job.format,
        english: job.english ? 1 : 0,
        identity: job.identity ? 1 : 0,
        unit: job.unit,
        user: job.user,
        state: job.state,
        rows_done: job.rowsDone,
        rows_total: orNull(job.rowsTotal, (n) => n),
        attempts: job.attempts,
        asked_at: job.askedAt,
        ended_at: orNull(job.endedAt, (at) => at),
        expires_at: orNull(job.expiresAt, (at) => at),
        size: orNull(job.size, (n) => n),
        sha256: orNull(job.sha256, (digest) => digest),
        reason: orNull(job.reason, (reason) => reason),
      };
      try {
        await write(`INSERT INTO list_export (${Object.keys(values).join(', ')}) VALUES (?)`, [
          Object.values(values),
        ]);
        return { job, known: false, fingerprint };
      } catch (error) {
        if (key === null || !isDuplicateKey(error)) throw error;
        const [known] = await rows('asked_key = ?', [key]);
        if (known === undefined) throw error;
        return { job: jobOf(known), known: true, fingerprint: known.fingerprint };
      }
    },

    async get(id) {
      const [row] = await rows('id = ?', [idBytes(id)]);
      return row === undefined ? undefined : jobOf(row);
    },

    async list({ limit, after }) {
      if (after !== undefined && !/^\d{1,15}$/u.test(after)) return { items: [], next: null };
      const from = Number(after ?? Number.MAX_SAFE_INTEGER);
      const found = await rows('position < ? ORDER BY position DESC LIMIT ?', [from, limit + 1]);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(jobOf),
        next: found.length > limit && last !== undefined ? String(last.position) : null,
      };
    },

    async change(id, change) {
      const set = Object.entries(change).filter(([key]) => isChanging(key));
      if (set.length === 0) return;
      const columns = set.map(([key]) => (isChanging(key) ? `${CHANGING[key]} = ?` : ''));
      await write(`UPDATE list_export SET ${columns.join(', ')} WHERE id = ?`, [
        ...set.map(([, value]) => value),
        idBytes(id),
      ]);
    },

    async unfinished() {
      return (await rows("state = 'preparing' ORDER BY position", [])).map(jobOf);
    },

    async expired(now) {
      return (await rows("state = 'ready' AND expires_at < ? ORDER BY position", [now])).map(jobOf);
    },

    async petitioners(caseIds) {
      const found = await uow.reader().find(petitionerRecord, { where: { caseId: In([...caseIds]) } });
      return new Map(
        found.map(({ caseId, petitioner, secrecy }) => [caseId, { petitioner, secrecy: secrecy === 1 }]),
      );
    },
  };
}
