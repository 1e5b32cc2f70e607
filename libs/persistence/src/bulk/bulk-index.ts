import type { MatterIndexing } from '#casework';
import type { Dossier } from '#domain';
import type { BulkRow, BulkTable, BulkWriter } from './bulk-writer.js';

/** Postings held until they are written: some hundred megabytes at most. */
const HELD = 6_000_000;
/** A weight is below this (matter-tokens.ts); position and weight are one number while they wait. */
const WEIGHTS = 128;
const WRITTEN_AT_ONCE = 500_000;

const TOKENS: BulkTable = { name: 'matter_token', columns: ['id', 'token'] };
const POSTINGS: BulkTable = { name: 'matter_posting', columns: ['token_id', 'position', 'weight'] };
const PRINTS: BulkTable = {
  name: 'matter_fingerprint',
  columns: ['fingerprint', 'position'],
  binary: ['fingerprint'],
};

/**
 * The index by which matters are found again, for very many at once: postings are gathered and written word by word, in
 * the order of their key, so that each page of the table is touched once.
 */
export class BulkIndex {
  private readonly ids = new Map<string, number>();
  private fresh: BulkRow[] = [];
  private postings = new Map<number, number[]>();
  private held = 0;
  private prints: BulkRow[] = [];

  constructor(
    private readonly writer: BulkWriter,
    private readonly indexing: MatterIndexing,
  ) {}

  async add(position: number, dossier: Dossier): Promise<void> {
    for (const { token, weight } of this.indexing.tokens(dossier)) {
      const list = this.listOf(token);
      list.push(position * WEIGHTS + weight);
      this.held += 1;
    }
    for (const print of this.indexing.fingerprints(dossier))
      this.prints.push([Buffer.from(print, 'hex'), position]);
    if (this.held >= HELD) await this.flush();
  }

  /** Writes what is held. */
  async flush(): Promise<void> {
    await this.writer.write(TOKENS, this.fresh);
    this.fresh = [];
    let rows: BulkRow[] = [];
    for (const id of [...this.postings.keys()].toSorted((a, b) => a - b)) {
      for (const packed of this.postings.get(id) ?? [])
        rows.push([id, Math.floor(packed / WEIGHTS), packed % WEIGHTS]);
      if (rows.length >= WRITTEN_AT_ONCE) {
        await this.writer.write(POSTINGS, rows);
        rows = [];
      }
    }
    await this.writer.write(POSTINGS, rows);
    this.postings = new Map();
    this.held = 0;
    await this.writer.write(
      PRINTS,
      this.prints.toSorted(([a], [b]) => (Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.compare(b) : 0)),
    );
    this.prints = [];
  }

  private listOf(token: string): number[] {
    let id = this.ids.get(token);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(token, id);
      this.fresh.push([id, token]);
    }
    const known = this.postings.get(id);
    if (known !== undefined) return known;
    const list: number[] = [];
    this.postings.set(id, list);
    return list;
  }
}
