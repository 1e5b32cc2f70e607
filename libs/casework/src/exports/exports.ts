import { createHash } from 'node:crypto';
import type { ExportBody, ExportView, Page } from '#contract';
import type { Refusal, Role } from '#domain';
import { EVERY_ROLE } from '../desk/everybody.js';
import type { PageRequest } from '../ports.js';
import type { ExportJob } from '../ports/exports.js';
import type { Reader } from '../views/guard-views.js';
import { ExportLine, TooManyRows } from './export-line.js';
import type { ExportDesk } from './export-desk.js';

/** Why an export is not given, beside what the office itself refuses. */
export type ExportHindrance =
  'unknown-export' | 'export-too-large' | 'export-not-ready' | 'identity-not-allowed' | 'key-reused';

export type Exported<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'hindered'; readonly slug: ExportHindrance; readonly details?: Record<string, string> };

export interface ExportedFile {
  readonly job: ExportView;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Who may take names with a list: those who enter and send them (guard 2). */
const MAY_SEE_NAMES = ['registrar', 'dispatcher', 'head', 'leader'] as const satisfies readonly Role[];

const done = <T>(value: T): Exported<T> => ({ kind: 'done', value });
const hindered = (slug: ExportHindrance, details?: Record<string, string>): Exported<never> => ({
  kind: 'hindered',
  slug,
  ...(details === undefined ? {} : { details }),
});

/** 导出: lists as files. Every one is recorded, whoever took it and whatever became of it. */
export class Exports {
  private readonly line: ExportLine;

  constructor(private readonly desk: ExportDesk) {
    this.line = new ExportLine(desk);
  }

  /** Takes up again what a stop cut off, and takes away what nobody may fetch any more. */
  start(): Promise<void> {
    return this.line.start();
  }

  stop(): Promise<void> {
    return this.line.stop();
  }

  /** Answered at once; the list is prepared in the background. The same key with the same body is the same export. */
  async ask(body: ExportBody, key: string): Promise<Exported<ExportView>> {
    const job = this.jobOf(body, 'preparing');
    if (job.kind !== 'done') return job;
    const fingerprint = fingerprintOf(body);
    const kept = await this.desk.store.insert(job.value, { key, fingerprint });
    if (kept.known && kept.fingerprint !== fingerprint) return hindered('key-reused');
    if (!kept.known) this.line.take(kept.job);
    return done(exportView(kept.job));
  }

  /** A short list at once; a longer one is refused, and asked for in the background. */
  async direct(body: ExportBody): Promise<Exported<ExportedFile>> {
    const job = this.jobOf(body, 'given');
    if (job.kind !== 'done') return job;
    const { id } = job.value;
    try {
      const written = await this.line.write(job.value, this.desk.directRows);
      const { job: kept } = await this.desk.store.insert(
        { ...job.value, ...written, attempts: 1, endedAt: this.desk.now() },
        { key: null, fingerprint: fingerprintOf(body) },
      );
      const bytes = await this.desk.files.read(id);
      if (bytes === undefined) return hindered('unknown-export');
      return done({ job: exportView(kept), bytes: this.thenGone(id, bytes) });
    } catch (error) {
      if (error instanceof TooManyRows)
        return hindered('export-too-large', { limit: String(this.desk.directRows) });
      throw error;
    }
  }

  async get(id: string): Promise<Exported<ExportView>> {
    await this.line.expire();
    const job = await this.desk.store.get(id);
    return job === undefined ? hindered('unknown-export') : done(exportView(job));
  }

  /** The record of all exports, newest first. */
  async list(page: PageRequest): Promise<Page<ExportView>> {
    await this.line.expire();
    const { items, next } = await this.desk.store.list(page);
    return { items: items.map(exportView), next };
  }

  /** The file, for whoever asked for it and nobody else. */
  async open(id: string, reader: Reader): Promise<Exported<ExportedFile>> {
    const job = await this.own(id, reader);
    if (job.kind !== 'done') return job;
    if (job.value.state !== 'ready') return hindered('export-not-ready', { state: job.value.state });
    const bytes = await this.desk.files.read(id);
    return bytes === undefined ? hindered('unknown-export') : done({ job: exportView(job.value), bytes });
  }

  /** The file goes at once, also while it is prepared; the record stays. */
  async remove(id: string, reader: Reader): Promise<Exported<ExportView>> {
    const job = await this.own(id, reader);
    if (job.kind !== 'done') return job;
    this.line.drop(id);
    await this.desk.files.discard(id);
    const { state } = job.value;
    if (state === 'preparing' || state === 'ready')
      await this.desk.store.change(id, { state: 'deleted', endedAt: this.desk.now() });
    return this.get(id);
  }

  /** Resolves when nothing is being prepared. */
  idle(): Promise<void> {
    return this.line.idle();
  }

  private async own(id: string, reader: Reader): Promise<Exported<ExportJob>> {
    await this.line.expire();
    const person = this.desk.office.actor(reader, EVERY_ROLE);
    if (!person.ok) return { kind: 'refused', refusal: person };
    const job = await this.desk.store.get(id);
    const mine = job?.unit === person.value.unit && job.user === person.value.user;
    // An export of somebody else is as one that does not exist.
    return job === undefined || !mine ? hindered('unknown-export') : done(job);
  }

  private jobOf(body: ExportBody, state: 'preparing' | 'given'): Exported<ExportJob> {
    const { office } = this.desk;
    const { list, format, english, identity } = body;
    if (identity && office.self.role === 'committee') return hindered('identity-not-allowed');
    const actor = office.actor(body.actor, identity ? MAY_SEE_NAMES : EVERY_ROLE);
    if (!actor.ok) return { kind: 'refused', refusal: actor };
    const { unit, user } = actor.value;
    return done({
      id: this.desk.newId(),
      ...{ list, format, english, identity, unit, user, state },
      filter: textsOf(body.filter),
      rowsDone: 0,
      attempts: 0,
      askedAt: this.desk.now(),
    });
  }

  private async *thenGone(id: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } finally {
      await this.desk.files.discard(id);
    }
  }
}

/** A filter as it stands in an address line. */
const textsOf = (filter: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [
      field,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );

const fingerprintOf = (body: ExportBody): string =>
  createHash('sha256')
    .update(
      JSON.stringify([body.list, body.actor, body.format, body.english, body.identity, textsOf(body.filter)]),
    )
    .digest('hex');

export const exportView = (job: ExportJob): ExportView => ({
  id: job.id,
  list: job.list,
  filter: { ...job.filter },
  format: job.format,
  identity: job.identity,
  unit: job.unit,
  user: job.user,
  state: job.state,
  rowsDone: job.rowsDone,
  rowsTotal: job.rowsTotal ?? null,
  askedAt: job.askedAt.toISOString(),
  endedAt: job.endedAt?.toISOString() ?? null,
  expiresAt: job.expiresAt?.toISOString() ?? null,
  size: job.size ?? null,
  sha256: job.sha256 ?? null,
  reason: job.reason ?? null,
});
