import type { ExportJob, ExportNote } from '../ports/exports.js';
import type { ExportDesk } from './export-desk.js';
import { columnsOf, linesOf, totalOf } from './lines.js';

/** More rows than are given at once. */
export class TooManyRows extends Error {}

/** Its export was deleted, or the node stops: what is written so far goes. */
class Dropped extends Error {}

/** A job that was begun so often brings the process down, or the machine is too small for it. */
const MOST_ATTEMPTS = 3;

/** Prepares exports one after another: a node that serves its clerks has one more reader, never several. */
export class ExportLine {
  private readonly dropped = new Set<string>();
  private last: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(private readonly desk: ExportDesk) {}

  async start(): Promise<void> {
    const unfinished = await this.desk.store.unfinished();
    await this.expire();
    const known = new Set(unfinished.map(({ id }) => id));
    for (const id of await this.desk.files.kept()) {
      const job = known.has(id) ? undefined : await this.desk.store.get(id);
      if (job?.state !== 'ready') await this.desk.files.discard(id);
    }
    for (const job of unfinished) this.take(job);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.idle();
  }

  idle(): Promise<void> {
    return this.last;
  }

  take(job: ExportJob): void {
    this.last = this.last
      .then(() => this.prepare(job))
      .catch((error: unknown) => this.desk.failed(job.id, error));
  }

  drop(id: string): void {
    this.dropped.add(id);
  }

  /** Files whose time is over go; the record says so. */
  async expire(): Promise<void> {
    for (const { id } of await this.desk.store.expired(this.desk.now())) {
      await this.desk.files.discard(id);
      await this.desk.store.change(id, { state: 'expired' });
    }
  }

  private async prepare(job: ExportJob): Promise<void> {
    const { store } = this.desk;
    if (this.stopping || this.dropped.has(job.id)) return;
    const attempts = job.attempts + 1;
    if (attempts > MOST_ATTEMPTS) {
      await store.change(job.id, { state: 'failed', reason: 'gave-up', endedAt: this.desk.now() });
      return;
    }
    await store.change(job.id, { attempts, rowsDone: 0, rowsTotal: await totalOf(this.desk, job) });
    try {
      const written = await this.write(job, Number.POSITIVE_INFINITY, (rowsDone) =>
        store.change(job.id, { rowsDone }),
      );
      // Deleted while its last rows were written: the deletion stands.
      if (this.dropped.has(job.id)) {
        await this.desk.files.discard(job.id);
        return;
      }
      const endedAt = this.desk.now();
      const expiresAt = new Date(endedAt.getTime() + this.desk.keepHours * 3_600_000);
      await store.change(job.id, { ...written, state: 'ready', endedAt, expiresAt });
    } catch (error) {
      // A stop leaves it as it is: the next start takes it up again.
      if (error instanceof Dropped) return;
      await store.change(job.id, { state: 'failed', reason: reasonOf(error), endedAt: this.desk.now() });
      throw error;
    }
  }

  /** Writes a list into its file; nothing is left of it when that fails. */
  async write(
    job: ExportJob,
    most: number,
    progress: (rows: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<Pick<ExportJob, 'rowsDone' | 'rowsTotal' | 'size' | 'sha256'>> {
    const { files, office } = this.desk;
    const sink = await files.create(job.id, job.format, columnsOf(job, office), job.english);
    let rowsDone = 0;
    try {
      for await (const lines of linesOf(this.desk, job)) {
        rowsDone += lines.length;
        if (rowsDone > most) throw new TooManyRows();
        if (this.stopping || this.dropped.has(job.id)) throw new Dropped();
        await sink.add(lines);
        await progress(rowsDone);
      }
      return { rowsDone, rowsTotal: rowsDone, ...(await sink.finish(notesOf(job, rowsDone))) };
    } catch (error) {
      await sink.abandon();
      throw error;
    }
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && FULL.has(String(error.code))
    ? 'disk-full'
    : 'unexpected';

/** Who took it, and what of it: on paper too. */
const notesOf = ({ list, filter, unit, user, askedAt, identity }: ExportJob, rows: number): ExportNote[] => {
  const asked = Object.entries(filter).map(([field, value]) => `${field}=${value}`);
  return [
    { zh: `清单：${list}`, en: `list: ${list}` },
    { zh: `条件：${asked.join('；') || '无'}`, en: `filter: ${asked.join('; ') || 'none'}` },
    { zh: `导出人：${unit} ${user}`, en: `taken by: ${unit} ${user}` },
    { zh: `时间（UTC）：${askedAt.toISOString()}`, en: `asked for at (UTC): ${askedAt.toISOString()}` },
    { zh: `行数：${rows}`, en: `rows: ${rows}` },
    ...(identity ? [{ zh: '含信访人信息，注意保密。', en: 'Holds petitioners: keep it confidential.' }] : []),
  ];
};
