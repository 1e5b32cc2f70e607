import type { EntityManager } from 'typeorm';
import { type Members, inAll } from './matter-members.js';

/** A case that holds every word, with what they weigh in it. */
export interface Found {
  readonly position: number;
  readonly w: number;
}

/** When a search goes by sealed blocks; another way only in tests. */
export interface WordReach {
  /** A word in about so many cases is looked up case by case. */
  readonly few: number;
  /** So are words of which so many look-ups, for each case that is wanted, should find enough. */
  readonly probes: number;
  /** Blocks that are read at once, at least and at most. */
  readonly blocks: readonly [number, number];
}
export const USUAL_WORDS: WordReach = { few: 500, probes: 3, blocks: [4, 64] };
/** A guess is a guess: so many times more is read at once than should do. */
const SPARE = 1.3;

/** A word, and in about how many cases it stands. */
export interface GuessedWord {
  readonly id: number;
  readonly n: number;
}

/** Positions that follow each other. Not sealed: none of its tokens is packed. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly sealed: boolean;
}

/** Which positions are looked at. */
interface Where {
  readonly sql: string;
  readonly values: readonly unknown[];
}
const EVERYWHERE: Where = { sql: '', values: [] };
const after = (position: number): Where => ({ sql: ' AND p0.position > ?', values: [position] });
const among = (positions: readonly number[]): Where => ({
  sql: ' AND p0.position IN (?)',
  values: [positions],
});
const within = (stretches: readonly Stretch[]): Where => ({
  sql: ` AND (${stretches.map(() => 'p0.position BETWEEN ? AND ?').join(' OR ')})`,
  values: stretches.flatMap(({ first, last }) => [first, last]),
});

/**
 * The newest cases that hold every word, at most `most`. `words`: the rarest first. Behind the newest positions by
 * sealed blocks: of two words that each stand in many cases and seldom meet, every case would be looked up.
 */
export async function holdingAll(
  manager: EntityManager,
  words: readonly GuessedWord[],
  most: number,
  reach: WordReach = USUAL_WORDS,
): Promise<readonly Found[]> {
  const ids = words.map(({ id }) => id);
  const seldom = words.length < 2 || words.some(({ n }) => n <= reach.few);
  const stretches = seldom ? [] : await sealedStretches(manager);
  const { plain, atOnce } = planOf(stretches, words, most, reach);
  const looked = plain === 0 ? stretches[0]?.last : (stretches[plain - 1]?.first ?? 1) - 1;
  const found = [...(await joined(manager, ids, looked === undefined ? EVERYWHERE : after(looked), most))];
  for (let at = plain; at < stretches.length && found.length < most; at += atOnce)
    found.push(...(await inStretches(manager, ids, stretches.slice(at, at + atOnce), most - found.length)));
  return found;
}

/** How many of the newest blocks are looked up case by case too, and of how many others the packed words are read at once. */
function planOf(
  stretches: readonly Stretch[],
  words: readonly GuessedWord[],
  most: number,
  { probes, blocks: [least, greatest] }: WordReach,
): { readonly plain: number; readonly atOnce: number } {
  const [newest] = stretches;
  if (newest === undefined) return { plain: 0, atOnce: least };
  const shares = words.map(({ n }) => Math.min(1, n / newest.last));
  // Among so many positions there should be enough, if each word stood wherever it likes.
  const among = shares.reduce((positions, share) => positions / share, SPARE * most);
  const blocks = Math.ceil(among / (newest.last - newest.first + 1));
  return {
    plain: among * (shares[0] ?? 1) <= probes * most ? Math.min(blocks, stretches.length) : 0,
    // Words that seldom meet are not found where they should be: their blocks are read in one go rather than in two.
    atOnce: Math.min(greatest, Math.max(least, 2 * blocks)),
  };
}

/** Newest first, without a gap: from the newest sealed position down to the first. */
async function sealedStretches(manager: EntityManager): Promise<readonly Stretch[]> {
  const rows = await manager.query<
    readonly { readonly first: number | string; readonly last: number | string }[]
  >('SELECT first_position AS first, last_position AS last FROM matter_seal ORDER BY last_position DESC');
  const blocks = rows.map(({ first, last }) => ({ first: Number(first), last: Number(last), sealed: true }));
  return blocks.flatMap((block, at) => {
    const below = blocks[at + 1]?.last ?? -1;
    return block.first === below + 1
      ? [block]
      : [block, { first: below + 1, last: block.first - 1, sealed: false }];
  });
}

/** Whatever is packed of these stretches is met in memory and then looked up; all else is looked up case by case. */
async function inStretches(
  manager: EntityManager,
  ids: readonly number[],
  stretches: readonly Stretch[],
  most: number,
): Promise<readonly Found[]> {
  const blocks = await packedOf(manager, ids, stretches);
  /** By the word that leads: one that is not packed there, which is a rare one. */
  const left = new Map<number, Stretch[]>();
  const found: Found[] = [];
  let met: number[] = [];
  const lookUp = async (): Promise<void> => {
    // What was packed may be gone since: as many more are looked up as are missing.
    while (met.length > 0 && found.length < most) {
      const next = met.slice(0, most - found.length);
      met = met.slice(next.length);
      found.push(...(await joined(manager, ids, among(next), most)));
    }
  };
  for (const stretch of stretches) {
    if (found.length >= most) break;
    const held = stretch.sealed ? blocks.get(stretch.last) : undefined;
    const lead = ids.find((id) => held?.has(id) !== true);
    if (lead !== undefined) left.set(lead, [...(left.get(lead) ?? []), stretch]);
    else
      met.push(
        ...inAll([...(held?.values() ?? [])])
          .toReversed()
          .map((offset) => stretch.first + offset),
      );
    if (met.length >= most - found.length) await lookUp();
  }
  await lookUp();
  for (const [lead, parts] of left)
    found.push(...(await joined(manager, [lead, ...ids.filter((id) => id !== lead)], within(parts), most)));
  return found.toSorted((a, b) => b.position - a.position).slice(0, most);
}

async function packedOf(
  manager: EntityManager,
  ids: readonly number[],
  stretches: readonly Stretch[],
): Promise<ReadonlyMap<number, ReadonlyMap<number, Members>>> {
  const rows = await manager.query<
    readonly {
      readonly token_id: number;
      readonly last_position: number | string;
      readonly members: Members;
    }[]
  >(
    `SELECT token_id, last_position, members FROM matter_block FORCE INDEX (PRIMARY)
     WHERE token_id IN (?) AND last_position BETWEEN ? AND ?`,
    [ids, stretches.at(-1)?.last ?? 0, stretches[0]?.last ?? 0],
  );
  const blocks = new Map<number, Map<number, Members>>();
  for (const { token_id: token, last_position: at, members } of rows) {
    const last = Number(at);
    const held = blocks.get(last) ?? new Map<number, Members>();
    blocks.set(last, held.set(token, members));
  }
  return blocks;
}

/** The plain way: along the first word, newest first, and each other one looked up. */
async function joined(
  manager: EntityManager,
  [first, ...others]: readonly number[],
  where: Where,
  most: number,
): Promise<readonly Found[]> {
  const joins = others
    .map(
      (_, at) =>
        `STRAIGHT_JOIN matter_posting p${at + 1} ON p${at + 1}.token_id = ? AND p${at + 1}.position = p0.position`,
    )
    .join(' ');
  const weight = ['p0', ...others.map((_, at) => `p${at + 1}`)].map((p) => `${p}.weight`).join(' + ');
  const rows = await manager.query<
    readonly { readonly position: number | string; readonly w: number | string }[]
  >(
    `SELECT p0.position, ${weight} AS w FROM matter_posting p0 ${joins}
     WHERE p0.token_id = ?${where.sql} ORDER BY p0.position DESC LIMIT ?`,
    [...others, first, ...where.values, most],
  );
  return rows.map(({ position, w }) => ({ position: Number(position), w: Number(w) }));
}
