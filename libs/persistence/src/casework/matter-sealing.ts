import type { EntityManager } from 'typeorm';
import { errnoOf, isRetryable } from '../connection/failures.js';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { positionOf } from './matter-index.js';
import { packed, type Word } from './matter-members.js';

/** How blocks are made; another way only in tests. */
export interface Sealing {
  /** Positions of a block: a multiple of 32, 65 536 at most. Blocks that are there keep the size they were made with. */
  readonly size: number;
  /** A token that stands at fewer of them is not packed: its postings are read as quickly. */
  readonly least: number;
  /** One step looks at so many tokens, */
  readonly tokens: number;
  /** and packs no more of them when it has read so many postings. */
  readonly postings: number;
}
export const USUAL_SEALING: Sealing = { size: 16_384, least: 16, tokens: 128, postings: 100_000 };

/** `busy`: somebody else has what is to be done next. */
type Step = 'more' | 'nothing' | 'busy';

interface Seal {
  readonly first_position: number | string;
  readonly last_position: number | string;
  readonly next_token: number;
}
interface Counted {
  readonly token_id: number;
  readonly n: number | string;
}

/** MySQL's number for a row that somebody holds, where nobody was to wait; MariaDB gives 1205. */
const HELD = 3572;
/** Tokens of one look at all of them. */
const LOOKED_AT = 4_000;

const OPEN = `SELECT first_position, last_position, next_token FROM matter_seal
  WHERE next_token IS NOT NULL ORDER BY last_position LIMIT 1`;
/** A posting that makes a token worth packing somewhere; codes are never searched for. */
const TOKENS = `SELECT t.id, (SELECT p.position FROM matter_posting p
    WHERE p.token_id = t.id ORDER BY p.position LIMIT 1 OFFSET ?) AS enough
  FROM matter_token t FORCE INDEX (PRIMARY) WHERE t.id > ? AND t.token NOT LIKE '=%' ORDER BY t.id LIMIT ?`;
/** Ids as constants: only so a range of the key has both its columns. */
const COUNTS = `SELECT token_id, COUNT(*) AS n FROM matter_posting FORCE INDEX (PRIMARY)
  WHERE token_id IN (?) AND position BETWEEN ? AND ? GROUP BY token_id ORDER BY token_id`;
/** Locked, so that what is written and not committed is not missed; nobody is waited for with a block in hand. */
const WORDS = `SELECT token_id, (position - ?) DIV 32 AS w, BIT_OR(1 << ((position - ?) MOD 32)) AS bits
  FROM matter_posting FORCE INDEX (PRIMARY) WHERE token_id IN (?) AND position BETWEEN ? AND ?
  GROUP BY token_id, w FOR UPDATE NOWAIT`;
const KEEP =
  'INSERT INTO matter_block (token_id, last_position, members) VALUES ? ON DUPLICATE KEY UPDATE members = VALUES(members)';

const always = (): boolean => true;

/**
 * Seals all that lies behind the newest cases, step by step. Safe in several workers at once and after a crash: a step is
 * one unit of work that holds its block, and the next one goes on behind it.
 * @returns how many steps it took, and whether something is left, which somebody else had or `goesOn` did not allow
 */
export async function sealMatters(
  uow: UnitOfWork,
  goesOn = always,
  sealing: Sealing = USUAL_SEALING,
): Promise<{ readonly steps: number; readonly left: boolean }> {
  const sealer = new MatterSealer(uow, sealing);
  for (let steps = 0; ; steps += 1) {
    if (!goesOn()) return { steps, left: true };
    const step = await sealer.step();
    if (step !== 'more') return { steps, left: step === 'busy' };
  }
}

/** Seals for a short while: it remembers which tokens are worth it. */
export class MatterSealer {
  private tokens: readonly number[] | undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly sealing: Sealing = USUAL_SEALING,
  ) {}

  /** Announces the next block, or packs some tokens of one that is announced. */
  async step(): Promise<Step> {
    const { uow } = this;
    try {
      const [open] = await uow.reader().query<readonly Seal[]>(OPEN);
      if (open === undefined) return await uow.run(() => this.announce(uow.writer()));
      const tokens = (this.tokens ??= await this.worthIt());
      return await uow.run(() => this.packSome(uow.writer(), tokens));
    } catch (error) {
      if (isRetryable(error) || errnoOf(error) === HELD) return 'busy';
      throw error;
    }
  }

  /** Committed before anything of the block is packed: from then on whoever writes into it sees that it is sealed. */
  private async announce(writer: EntityManager): Promise<Step> {
    const { size } = this.sealing;
    const [row] = await writer.query<
      readonly { readonly sealed: number | string | null; readonly newest: number | string | null }[]
    >(
      'SELECT (SELECT MAX(last_position) FROM matter_seal) AS sealed, (SELECT MAX(position) FROM casework_case) AS newest',
    );
    const sealed = positionOf(row?.sealed ?? 0);
    if (positionOf(row?.newest ?? 0) <= sealed + size) return 'nothing';
    // Another worker may announce the same one.
    await writer.query(
      'INSERT IGNORE INTO matter_seal (last_position, first_position, next_token) VALUES (?)',
      [[sealed + size, sealed + 1, 1]],
    );
    return 'more';
  }

  private async packSome(writer: EntityManager, tokens: readonly number[]): Promise<Step> {
    const [open] = await writer.query<readonly Seal[]>(`${OPEN} FOR UPDATE SKIP LOCKED`);
    if (open === undefined) return 'busy';
    const [first, last] = [positionOf(open.first_position), positionOf(open.last_position)];
    const { least, postings } = this.sealing;
    const from = tokens.findIndex((id) => id >= open.next_token);
    const looked = from === -1 ? [] : tokens.slice(from, from + this.sealing.tokens);
    const counted =
      looked.length === 0 ? [] : await writer.query<readonly Counted[]>(COUNTS, [looked, first, last]);
    const chosen: number[] = [];
    let read = 0;
    for (const { token_id: id, n } of counted) {
      if (Number(n) < least) continue;
      chosen.push(id);
      read += Number(n);
      if (read >= postings) break;
    }
    await pack(writer, chosen, first, last);
    const end = read >= postings ? chosen.at(-1) : looked.at(-1);
    await writer.query('UPDATE matter_seal SET next_token = ? WHERE last_position = ?', [
      end === undefined ? null : end + 1,
      last,
    ]);
    return 'more';
  }

  /** A token that is missed, since it became common a moment ago, is only searched for more slowly. */
  private async worthIt(): Promise<readonly number[]> {
    const worth: number[] = [];
    for (let after = 0; ;) {
      const rows = await this.uow
        .reader()
        .query<readonly { readonly id: number; readonly enough: number | string | null }[]>(TOKENS, [
          this.sealing.least - 1,
          after,
          LOOKED_AT,
        ]);
      worth.push(...rows.filter(({ enough }) => enough !== null).map(({ id }) => id));
      const end = rows.at(-1);
      if (end === undefined) return worth;
      after = end.id;
    }
  }
}

async function pack(
  writer: EntityManager,
  ids: readonly number[],
  first: number,
  last: number,
): Promise<void> {
  if (ids.length === 0) return;
  // The rows before the reading: whoever writes a posting after it waits here, and adds it to what was packed.
  await writer.query(KEEP, [ids.map((id) => [id, last, Buffer.alloc(0)])]);
  const rows = await writer.query<readonly (Word & { readonly token_id: number })[]>(WORDS, [
    first,
    first,
    ids,
    first,
    last,
  ]);
  const words = grouped(rows);
  await writer.query(KEEP, [ids.map((id) => [id, last, packed(words.get(id) ?? [], last - first + 1)])]);
}

function grouped(
  rows: readonly (Word & { readonly token_id: number })[],
): ReadonlyMap<number, readonly Word[]> {
  const words = new Map<number, Word[]>();
  for (const row of rows) {
    const held = words.get(row.token_id);
    if (held === undefined) words.set(row.token_id, [row]);
    else held.push(row);
  }
  return words;
}
