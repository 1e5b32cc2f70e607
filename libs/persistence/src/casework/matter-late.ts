import type { EntityManager } from 'typeorm';
import { type Members, withOffsets } from './matter-members.js';

/** A token at a position, and what else is written of it. */
export type Posting = readonly [token: number, position: number, ...rest: readonly unknown[]];

interface SealRow {
  readonly first: number | string;
  readonly last: number | string;
}

/**
 * Adds postings to the blocks that are sealed over their positions: a correction of an old case, or a case that took its
 * position early and comes late. In the unit of work that wrote the postings, after them: a block that is announced
 * later finds them when it is packed. Postings that go need nothing: a search asks for what it found.
 */
export async function keepSealed(writer: EntityManager, postings: readonly Posting[]): Promise<void> {
  const positions = postings.map(([, position]) => position);
  if (positions.length === 0) return;
  const lowest = positions.reduce((a, b) => Math.min(a, b));
  // The key ends before a new case: nothing is read.
  const seals = await writer.query<readonly SealRow[]>(
    'SELECT first_position AS first, last_position AS last FROM matter_seal WHERE last_position >= ?',
    [lowest],
  );
  for (const { first: from, last: to } of seals) {
    const [first, last] = [Number(from), Number(to)];
    const inside = postings.filter(([, position]) => position >= first && position <= last);
    if (inside.length > 0) await addTo(writer, first, last, inside);
  }
}

async function addTo(
  writer: EntityManager,
  first: number,
  last: number,
  postings: readonly Posting[],
): Promise<void> {
  const offsets = new Map<number, number[]>();
  for (const [token, position] of postings)
    offsets.set(token, [...(offsets.get(token) ?? []), position - first]);
  const rows = await writer.query<readonly { readonly token_id: number; readonly members: Members }[]>(
    'SELECT token_id, members FROM matter_block FORCE INDEX (PRIMARY) WHERE token_id IN (?) AND last_position = ? FOR UPDATE',
    [[...offsets.keys()], last],
  );
  const changed = rows.flatMap(({ token_id: token, members }) => {
    const more = withOffsets(members, offsets.get(token) ?? []);
    return more === undefined ? [] : [[token, last, more]];
  });
  if (changed.length === 0) return;
  await writer.query(
    'INSERT INTO matter_block (token_id, last_position, members) VALUES ? ON DUPLICATE KEY UPDATE members = VALUES(members)',
    [changed],
  );
}
