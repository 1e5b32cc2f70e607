import type { Action } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, orNull } from '../exchange/columns.js';
import { CaseworkChanges } from './casework-rows.js';
import { type AuditEntry, linkDigest, sealEntry, type SealedEntry } from './entry.js';
import type { Leaf } from './leaves.js';

/** Who did what, before the rows of it are known. */
type Draft = Omit<AuditEntry, 'at' | 'leaves'>;

/** What a unit of work has gathered until its COMMIT. */
interface Gathered {
  /** In the order of the lines of history. */
  readonly drafts: Draft[];
  /** Acts that leave no such line. */
  readonly notes: Draft[];
  readonly changes: CaseworkChanges;
  readonly leaves: Leaf[];
  /** A frame that came in: everything that its messages did is one entry. */
  frame?: Draft;
}

const HEAD = `UPDATE audit_head SET seq = seq + 1, hash = UNHEX(SHA2(CONCAT(hash, ?), 256)) WHERE id = 1`;
/** The first link, and a head that somebody took away: the chain goes on where its entries end. */
const MAKE_HEAD = `INSERT INTO audit_head (id, seq, hash)
  SELECT 1, COALESCE(MAX(e.seq), 0),
    COALESCE((SELECT l.hash FROM audit_entry l WHERE l.place = 0 ORDER BY l.seq DESC LIMIT 1), UNHEX(REPEAT('00', 32)))
  FROM audit_entry e
  ON DUPLICATE KEY UPDATE id = VALUES(id)`;
const COLUMNS = 'seq, place, at, act, unit, user, peer, case_id, leg_id, note, root, covers, digest, hash';
const SEQ = '(SELECT h.seq FROM audit_head h WHERE h.id = 1)';
const HASH = '(SELECT h.hash FROM audit_head h WHERE h.id = 1)';
/** Of one statement; a sweep may write hundreds of lines in one unit of work. */
const MOST_PLACES = 65_535;

const trails = new WeakMap<UnitOfWork, AuditTrail>();

/** The audit trail of a node: one for each database. */
export function auditTrailOf(uow: UnitOfWork): AuditTrail {
  const known = trails.get(uow);
  if (known !== undefined) return known;
  const trail = new AuditTrail(uow);
  trails.set(uow, trail);
  return trail;
}

/**
 * Writes down what each unit of work did, as a link of a hash chain, in the same transaction. The head is the last row
 * that a unit locks, and it costs two statements and one to read digests: nobody waits for it longer than a COMMIT takes.
 */
export class AuditTrail {
  readonly #uow: UnitOfWork;
  readonly #units = new WeakMap<object, Gathered>();
  #beforeLink: () => Promise<void> = () => Promise.resolve();

  constructor(uow: UnitOfWork) {
    this.#uow = uow;
  }

  /** Awaited before each link: the point P15 of a fault run. */
  onLink(action: () => Promise<void>): void {
    this.#beforeLink = action;
  }

  /** Lines of history that were inserted, from this seq on. */
  acted(actions: readonly Action[], first: number): void {
    const { drafts, changes } = this.#gathered();
    changes.lines.push({ first, count: actions.length });
    for (const { act, by, caseId, legId } of actions) {
      drafts.push({
        act,
        unit: by.unit,
        user: by.user,
        caseId,
        ...(legId === undefined ? {} : { legId }),
      });
    }
  }

  /** The rows of the casework that the open unit changes. */
  get changes(): CaseworkChanges {
    return this.#gathered().changes;
  }

  /** Rows of the exchange that the open unit wrote. */
  cover(leaves: readonly Leaf[]): void {
    if (leaves.length > 0) this.#gathered().leaves.push(...leaves);
  }

  /** An act that leaves no line in a history. */
  note(draft: Draft): void {
    this.#gathered().notes.push(draft);
  }

  /** The open unit takes in a frame: its messages make one entry. */
  frame(draft: Draft): void {
    this.#gathered().frame ??= draft;
  }

  #gathered(): Gathered {
    const unit = this.#uow.current();
    if (unit === undefined) throw new Error('This needs an open unit of work: call it inside uow.run().');
    const known = this.#units.get(unit);
    if (known !== undefined) return known;
    const fresh: Gathered = { drafts: [], notes: [], changes: new CaseworkChanges(), leaves: [] };
    this.#units.set(unit, fresh);
    this.#uow.lastBeforeCommit(async () => {
      this.#units.delete(unit);
      await this.#link(fresh);
    });
    return fresh;
  }

  async #link(gathered: Gathered): Promise<void> {
    const rows = await gathered.changes.leaves(this.#uow.writer());
    await this.#beforeLink();
    const entries = entriesOf(gathered, rows).map(sealEntry);
    if (entries.length > 0) await this.#append(entries);
  }

  async #append(entries: readonly SealedEntry[]): Promise<void> {
    const adds = linkDigest(entries.map(({ digest }) => digest));
    const writer = this.#uow.writer();
    const update = (): Promise<{ readonly affectedRows: number }> => writer.query(HEAD, [adds]);
    if ((await update()).affectedRows === 0) {
      await writer.query(MAKE_HEAD);
      await update();
    }
    await writer.query(
      `INSERT INTO audit_entry (${COLUMNS}) VALUES ${entries
        .map((_, place) => `(${SEQ}, ?, ${place === 0 ? HASH : 'NULL'})`)
        .join(', ')}`,
      entries.map((entry, place) => [
        ...[place, entry.at, entry.act, entry.unit, entry.user, entry.peer],
        orNull(entry.caseId ?? undefined, idBytes),
        orNull(entry.legId ?? undefined, idBytes),
        ...[entry.note, entry.root, entry.covers, entry.digest],
      ]),
    );
  }
}

/** Each act with its own line of history; what else was written lies with the last of them. */
function entriesOf(
  { drafts: acted, notes, frame, leaves, changes }: Gathered,
  rows: readonly Leaf[],
): readonly AuditEntry[] {
  const at = new Date();
  const drafts = [...acted, ...notes];
  const all = [...rows, ...leaves];
  if (frame !== undefined)
    return [{ ...frame, at, leaves: all }, ...notes.map((note) => ({ ...note, at, leaves: [] }))];
  if (all.length === 0 && drafts.length === 0) return [];
  if (drafts.length === 0) return [{ act: unnamed(all), at, leaves: all }];
  const own = drafts.length <= MOST_PLACES && changes.lines.length > 0;
  const lines = own ? all.filter(({ covered }) => covered === 'casework_action') : [];
  const rest = own ? all.filter(({ covered }) => covered !== 'casework_action') : all;
  return drafts.slice(0, MOST_PLACES).map((draft, place, { length }) => ({
    ...draft,
    at,
    leaves: [...lines.slice(place, place + 1), ...(place === length - 1 ? rest : [])],
  }));
}

const unnamed = (leaves: readonly Leaf[]): string =>
  leaves.some(({ covered }) => covered.startsWith('casework_'))
    ? 'casework.changed'
    : leaves.some(({ covered }) => covered === 'exchange_outbox')
      ? 'exchange.put'
      : leaves.some(({ covered }) => covered === 'exchange_quarantine')
        ? 'exchange.quarantined'
        : 'rows.changed';
