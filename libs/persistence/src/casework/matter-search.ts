import type { CaseRow, MatterReads } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { caseRow } from './mappers.js';
import { knownIds, positionOf } from './matter-index.js';
import { caseRecord } from './records.js';
import { type GuessedWord, holdingAll, USUAL_WORDS, type WordReach } from './matter-words.js';
import { In } from 'typeorm';

/** Two matters that share a pair of codes are alike before any word is compared. */
const CODE_WEIGHTS: Readonly<Record<string, number>> = { '=pt:': 9, '=pb:': 9, '=bt:': 4 };
/** Of each token the newest so many are looked at: a matter comes again within its own time. */
const NEWEST = 200;
/** Words that say most; the others are in every letter. */
const RAREST = 12;
/** A word in more cases than this says nothing about likeness. */
const COMMON = 400;
/** The newest of what holds every word; nobody reads further. */
const RANKED = 1_000;

/**
 * Look-alikes and full text on the posting table: each a few short ranges of its primary key. `reach`: when a search goes
 * by sealed blocks; another one only in tests.
 */
export function matterSearch(
  uow: UnitOfWork,
  reach: WordReach = USUAL_WORDS,
): Pick<MatterReads, 'alike' | 'search'> {
  const rowsAt = async (positions: readonly number[]): Promise<ReadonlyMap<number, CaseRow>> => {
    if (positions.length === 0) return new Map();
    const rows = await uow.reader().find(caseRecord, { where: { position: In([...positions]) } });
    return new Map(rows.map((row) => [positionOf(row.position), caseRow(row)]));
  };
  const inOrder = async (positions: readonly number[]): Promise<CaseRow[]> => {
    const rows = await rowsAt(positions);
    return positions.flatMap((position) => rows.get(position) ?? []);
  };
  /** In how many cases each token stands, counted up to `most`. */
  const counts = async (ids: readonly number[], most: number): Promise<readonly number[]> => {
    const one = '(SELECT COUNT(*) FROM (SELECT 1 FROM matter_posting WHERE token_id = ? LIMIT ?) c)';
    const sql = `SELECT ${ids.map((_, at) => `${one} AS n${at}`).join(', ')}`;
    const rows = await uow.reader().query<readonly Record<string, unknown>[]>(
      sql,
      ids.flatMap((id) => [id, most]),
    );
    return ids.map((_, at) => Number(rows[0]?.[`n${at}`] ?? 0));
  };

  /** By the server's own guess of each range, which it makes at two places of the key: counting would read the range. */
  const rarestFirst = async (ids: readonly number[]): Promise<readonly GuessedWord[]> => {
    if (ids.length < 2) return ids.map((id) => ({ id, n: 0 }));
    const one = 'SELECT 1 FROM matter_posting WHERE token_id = ?';
    const plan = await uow
      .reader()
      .query<readonly { readonly table: string | null; readonly rows: number | string | null }[]>(
        `EXPLAIN ${ids.map(() => one).join(' UNION ALL ')}`,
        [...ids],
      );
    const guessed = plan
      .filter(({ table }) => table === 'matter_posting')
      .map(({ rows }) => Number(rows ?? 0));
    return ids.map((id, at) => ({ id, n: guessed[at] ?? 0 })).toSorted((a, b) => a.n - b.n);
  };

  const weighed = async (
    tokens: readonly string[],
  ): Promise<readonly { readonly id: number; readonly weight: number }[]> => {
    const ids = await knownIds(uow.reader(), tokens);
    const codes = [...ids].flatMap(([token, id]) => {
      const weight = CODE_WEIGHTS[token.slice(0, 4)];
      return weight === undefined ? [] : [{ id, weight }];
    });
    const words = [...ids].filter(([token]) => !token.startsWith('=')).map(([, id]) => id);
    if (words.length === 0) return codes;
    const held = await counts(words, COMMON);
    const rare = words
      .map((id, at) => ({ id, cases: held[at] ?? 0 }))
      .filter(({ cases }) => cases > 0 && cases < COMMON)
      .toSorted((a, b) => a.cases - b.cases)
      .slice(0, RAREST)
      .map(({ id, cases }) => ({ id, weight: 3 / (1 + Math.log10(cases)) }));
    return [...codes, ...rare];
  };

  return {
    async alike(tokens, limit) {
      const asked = await weighed(tokens);
      if (asked.length === 0) return [];
      const branch =
        '(SELECT position, ? AS w FROM matter_posting WHERE token_id = ? ORDER BY position DESC LIMIT ?)';
      const found = await uow.reader().query<readonly { position: number }[]>(
        `SELECT u.position FROM (${asked.map(() => branch).join(' UNION ALL ')}) u
         JOIN casework_case c ON c.position = u.position AND c.state <> 'LINKED'
         GROUP BY u.position ORDER BY SUM(u.w) DESC, u.position DESC LIMIT ?`,
        [...asked.flatMap(({ id, weight }) => [weight, id, NEWEST]), limit],
      );
      return inOrder(found.map(({ position }) => position));
    },

    async search(words, { limit, offset }) {
      const nothing = { rows: [], ranked: 0 };
      const ids = [...(await knownIds(uow.reader(), words)).values()];
      if (words.length === 0 || ids.length < words.length) return nothing;
      const found = await holdingAll(uow.reader(), await rarestFirst(ids), RANKED, reach);
      const best = found.toSorted((a, b) => b.w - a.w || b.position - a.position);
      const page = best.slice(offset, offset + limit).map(({ position }) => position);
      return { rows: await inOrder(page), ranked: found.length };
    },
  };
}
