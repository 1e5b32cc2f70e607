import type { EntityManager } from 'typeorm';
import { idText, orNull } from '../exchange/columns.js';
import { entryDigest, linkDigest, linkHash } from './entry.js';
import { type Covered, decodeLeaves, type Leaf, rootOf } from './leaves.js';

/** Something that is not as the chain says, with the row that shows it. */
export interface AuditFlaw {
  readonly table: string;
  /** Primary key of the row: a UUID, a number, or `link/place`. */
  readonly row: string;
  readonly flaw:
    | 'changed'
    | 'gone'
    | 'unknown'
    | 'hole'
    | 'chain-broken'
    | 'head-differs'
    | 'chain-cut'
    | 'unreadable'
    | 'forged-signature';
  /** In words, English; ids and digests only. */
  readonly detail: string;
  /** The office that holds the same message, from which it can be made whole again. */
  readonly heldBy?: string;
}

/** The chain as it was read. */
export interface ReadChain {
  readonly flaws: readonly AuditFlaw[];
  readonly entries: number;
  readonly end: { readonly sequence: number; readonly hash: string } | undefined;
  /** The last digest of each covered row, by table and key in hex. */
  readonly rows: ReadonlyMap<Covered, ReadonlyMap<string, Buffer>>;
  /** Hashes at the links that were asked for. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Rows up to these numbers are older than the chain. */
  readonly older: ReadonlyMap<string, number>;
  /** Tables that an office's later version covers, and has covered whole. */
  readonly widened: ReadonlySet<string>;
  /** Links at which the office came back with a higher epoch: what peers hold beyond them was lost, not cut. */
  readonly recoveries: readonly { readonly sequence: number; readonly epoch: number }[];
}

/** The act of a chain's first entry; its note says which rows were there before. */
export const CHAIN_BEGINS = 'audit.begin';
/**
 * The act of an entry that covers a table from now on; its note is
 * `casework_enclosure`; at the last page, where other tables may stand beside it, `casework_enclosure done; casework_wall done`.
 */
export const COVERED_ANEW = 'audit.covers';
/** The act of an entry after a recovery; its note is `epoch N`. */
export const RECOVERED = 'exchange.recovered';

interface EntryColumns {
  readonly seq: number;
  readonly place: number;
  readonly at: Date;
  readonly act: string;
  readonly unit: string | null;
  readonly user: string | null;
  readonly peer: string | null;
  readonly case_id: Buffer | null;
  readonly leg_id: Buffer | null;
  readonly note: string | null;
  readonly root: Buffer;
  readonly covers: Buffer;
  readonly digest: Buffer;
  readonly hash: Buffer | null;
}

/** Links read at once: a frame's entry holds up to 75 KB. */
const LINKS = 100;
const ZERO = Buffer.alloc(32);

/**
 * Walks the whole chain and says where it does not hold. A chain that is broken in one place is read on from there.
 * @param wanted links whose hash is compared with what peers countersigned.
 */
export async function readChain(reader: EntityManager, wanted: ReadonlySet<number>): Promise<ReadChain> {
  const walk = new ChainWalk(wanted);
  for (let after = 0; ; after += LINKS) {
    const rows = await reader.query<readonly EntryColumns[]>(
      'SELECT * FROM audit_entry WHERE seq > ? AND seq <= ? ORDER BY seq, place',
      [after, after + LINKS],
    );
    if (rows.length === 0) {
      const [next] = await reader.query<readonly { readonly seq: number | null }[]>(
        'SELECT MIN(seq) AS seq FROM audit_entry WHERE seq > ?',
        [after + LINKS],
      );
      if (next?.seq === null || next === undefined) break;
      after = next.seq - 1 - LINKS;
      continue;
    }
    for (const link of linksOf(rows)) walk.step(link);
  }
  const [head] = await reader.query<readonly { readonly seq: number; readonly hash: Buffer }[]>(
    'SELECT seq, hash FROM audit_head WHERE id = 1',
  );
  return walk.end(head);
}

function linksOf(rows: readonly EntryColumns[]): readonly (readonly [EntryColumns, ...EntryColumns[]])[] {
  const links: [EntryColumns, ...EntryColumns[]][] = [];
  for (const row of rows) {
    const last = links.at(-1);
    if (last?.[0].seq === row.seq) last.push(row);
    else links.push([row]);
  }
  return links;
}

class ChainWalk {
  private readonly flaws: AuditFlaw[] = [];
  private readonly rows = new Map<Covered, Map<string, Buffer>>();
  private readonly hashes = new Map<number, string>();
  private readonly recoveries: { readonly sequence: number; readonly epoch: number }[] = [];
  private older: ReadonlyMap<string, number> = new Map();
  private readonly widened = new Set<string>();
  private entries = 0;
  private last: { readonly seq: number; readonly hash: Buffer } = { seq: 0, hash: ZERO };

  constructor(private readonly wanted: ReadonlySet<number>) {}

  step(link: readonly [EntryColumns, ...EntryColumns[]]): void {
    const [first] = link;
    if (first.seq !== this.last.seq + 1) {
      this.flaw(`${this.last.seq + 1}`, 'hole', `links ${this.last.seq + 1} to ${first.seq - 1} are missing`);
    } else {
      const expected = linkHash(this.last.hash, linkDigest(link.map(({ digest }) => digest)));
      if (first.hash === null || !expected.equals(first.hash))
        this.flaw(`${first.seq}/0`, 'chain-broken', `link ${first.seq} does not follow from the one before`);
    }
    for (const entry of link) this.entry(entry);
    this.last = { seq: first.seq, hash: first.hash ?? ZERO };
    if (this.wanted.has(first.seq)) this.hashes.set(first.seq, this.last.hash.toString('hex'));
  }

  end(head: { readonly seq: number; readonly hash: Buffer } | undefined): ReadChain {
    const { last } = this;
    if (head === undefined ? last.seq > 0 : head.seq !== last.seq || !head.hash.equals(last.hash)) {
      this.flaws.push({
        table: 'audit_head',
        row: '1',
        flaw: 'head-differs',
        detail: `the head says ${head?.seq ?? 'nothing'}, the last link is ${last.seq}`,
      });
    }
    return {
      flaws: this.flaws,
      entries: this.entries,
      end: last.seq === 0 ? undefined : { sequence: last.seq, hash: last.hash.toString('hex') },
      rows: this.rows,
      hashes: this.hashes,
      older: this.older,
      widened: this.widened,
      recoveries: this.recoveries,
    };
  }

  private entry(row: EntryColumns): void {
    this.entries += 1;
    const at = `${row.seq}/${row.place}`;
    const { act, note } = row;
    const digest = entryDigest({
      at: row.at,
      act,
      unit: row.unit,
      user: row.user,
      peer: row.peer,
      caseId: orNull(row.case_id ?? undefined, idText),
      legId: orNull(row.leg_id ?? undefined, idText),
      note,
      root: row.root,
    });
    if (!digest.equals(row.digest))
      this.flaw(at, 'changed', `the entry (${act}) is not what its digest says`);
    const leaves = decodeLeaves(row.covers);
    if (leaves === undefined || !rootOf(row.covers).equals(row.root))
      this.flaw(at, 'changed', `the rows that the entry (${act}) covers are not those of its root`);
    for (const leaf of leaves ?? []) this.cover(leaf);
    if (act === COVERED_ANEW) this.widen(at, note);
    if (act === CHAIN_BEGINS && row.seq === 1) this.older = olderOf(note);
    if (act === RECOVERED)
      this.recoveries.push({ sequence: row.seq, epoch: Number(/\d+/.exec(note ?? '')?.[0] ?? 1) });
  }

  /** A second time would make a row that somebody changed look as if it had always been so. */
  private widen(at: string, note: string | null): void {
    for (const part of (note ?? '').split('; ')) {
      const [table = '', done] = part.split(' ');
      if (this.widened.has(table))
        this.flaw(at, 'changed', `${table} was covered before, and was covered anew`);
      if (done !== undefined) this.widened.add(table);
    }
  }

  private cover({ covered, key, digest }: Leaf): void {
    const rows = this.rows.get(covered) ?? new Map<string, Buffer>();
    // A copy: a slice would hold the whole entry in memory.
    rows.set(key.toString('hex'), Buffer.from(digest));
    this.rows.set(covered, rows);
  }

  private flaw(row: string, flaw: AuditFlaw['flaw'], detail: string): void {
    this.flaws.push({ table: 'audit_entry', row, flaw, detail });
  }
}

/** `casework_action 120; exchange_inbox 3` */
const olderOf = (note: string | null): ReadonlyMap<string, number> =>
  new Map(
    (note ?? '').split('; ').flatMap((part): readonly [string, number][] => {
      const [table = '', number = ''] = part.split(' ');
      return /^\d+$/.test(number) ? [[table, Number(number)]] : [];
    }),
  );
