import type { MatterIndexing } from '#casework';
import type { Dossier, MatterToken } from '#domain';
import type { EntityManager } from 'typeorm';
import { keepSealed } from './matter-late.js';

/** Fewer statements than one per word, and none too long for the server. */
const ROWS_AT_ONCE = 4_000;

/** TypeORM gives a BIGINT as text, whatever its record says. */
export const positionOf = (position: number | string): number => Number(position);

/** What is indexed of one case. */
export interface IndexedMatter {
  readonly position: number;
  readonly dossier: Dossier;
}

/** Writes the index of cases; for a single case with its dossier, for many when a register is imported. */
export async function indexMatters(
  writer: EntityManager,
  indexing: MatterIndexing,
  matters: readonly IndexedMatter[],
): Promise<void> {
  const tokens = matters.map(({ position, dossier }) => ({ position, tokens: indexing.tokens(dossier) }));
  const ids = await tokenIds(writer, new Set(tokens.flatMap((one) => one.tokens.map(({ token }) => token))));
  // In the order of the key: many cases at once touch each page of it once.
  const postings = tokens
    .flatMap((one) => postingsOf(one.position, one.tokens, ids))
    .sort(([a, at], [b, bt]) => a - b || at - bt);
  await inParts(postings, (part) =>
    writer.query('INSERT IGNORE INTO matter_posting (token_id, position, weight) VALUES ?', [part]),
  );
  await keepSealed(writer, postings);
  const prints = matters.flatMap(({ position, dossier }) =>
    indexing.fingerprints(dossier).map((print) => [Buffer.from(print, 'hex'), position]),
  );
  await inParts(prints, (part) =>
    writer.query('INSERT IGNORE INTO matter_fingerprint (fingerprint, position) VALUES ?', [part]),
  );
}

/** Takes a case out of the index: its dossier was corrected, or sealed after a return. */
export async function dropFromIndex(
  writer: EntityManager,
  indexing: MatterIndexing,
  { position, dossier }: IndexedMatter,
): Promise<void> {
  const known = await knownIds(
    writer,
    indexing.tokens(dossier).map(({ token }) => token),
  );
  const ids = [...known.values()];
  if (ids.length > 0)
    await writer.query('DELETE FROM matter_posting WHERE position = ? AND token_id IN (?)', [position, ids]);
  const prints = indexing.fingerprints(dossier).map((print) => Buffer.from(print, 'hex'));
  if (prints.length > 0)
    await writer.query('DELETE FROM matter_fingerprint WHERE position = ? AND fingerprint IN (?)', [
      position,
      prints,
    ]);
}

const postingsOf = (
  position: number,
  tokens: readonly MatterToken[],
  ids: ReadonlyMap<string, number>,
): (readonly [token: number, position: number, weight: number])[] =>
  tokens.flatMap(({ token, weight }) => {
    const id = ids.get(token);
    return id === undefined ? [] : [[id, position, weight]];
  });

/** The ids of tokens, made where they are new. No counter is kept: it would be a row that every registration waits for. */
async function tokenIds(
  writer: EntityManager,
  tokens: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const known = await knownIds(writer, [...tokens]);
  const missing = [...tokens].filter((token) => !known.has(token)).sort();
  if (missing.length === 0) return known;
  await inParts(
    missing.map((token) => [token]),
    (part) => writer.query('INSERT IGNORE INTO matter_token (token) VALUES ?', [part]),
  );
  return new Map([...known, ...(await knownIds(writer, missing))]);
}

/** The ids of those tokens that some case has. */
export async function knownIds(
  reader: EntityManager,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  await inParts(tokens, async (part) => {
    const rows = await reader.query<readonly { id: number; token: string }[]>(
      'SELECT id, token FROM matter_token WHERE token IN (?)',
      [part],
    );
    for (const { id, token } of rows) ids.set(token, id);
  });
  return ids;
}

async function inParts<T>(
  rows: readonly T[],
  write: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) await write(rows.slice(at, at + ROWS_AT_ONCE));
}
