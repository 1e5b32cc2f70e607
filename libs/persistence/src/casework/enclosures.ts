import type { EntityManager } from 'typeorm';
import type { Enclosure, EnclosureFigures, EnclosureReads, EnclosureRow, EnclosureStore } from '#casework';
import { MOST_SPOILT, PROBLEMS_FOR_SOMEBODY } from '#contract';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText, isId } from '../exchange/columns.js';
import { hotSql } from '../hot-sql.js';

interface Row {
  readonly id: Buffer;
  readonly caseId: Buffer;
  readonly legId: Buffer;
  readonly ref: Buffer;
  readonly way: Enclosure['way'];
  readonly peer: string;
  readonly name: string | null;
  readonly type: Enclosure['type'];
  readonly size: number;
  readonly sha256: string;
  readonly shows: Enclosure['shows'];
  readonly state: EnclosureRow['state'];
  readonly problem: NonNullable<EnclosureRow['problem']> | null;
  readonly tries: number;
  readonly spoilt: number;
  readonly since: Date;
  readonly nextAt: Date | null;
}

const COLUMNS =
  'id, case_id AS caseId, leg_id AS legId, way, peer, ref, name, type, size, sha256, shows, state, problem, tries, spoilt, since, next_at AS nextAt';

/** What may still be fetched, here or there: a peer that has a file could ask for it again. */
const STANDING = "(state IN ('wanted', 'offered') OR (way = 'out' AND state = 'there'))";

function enclosureRow({ id, caseId, legId, ref, name, problem, since, nextAt, ...rest }: Row): EnclosureRow {
  return {
    ...rest,
    id: idText(id),
    caseId: idText(caseId),
    legId: idText(legId),
    ref: idText(ref),
    since: since.toISOString(),
    nextTryAt: (nextAt ?? since).toISOString(),
    ...(name === null ? {} : { name }),
    ...(problem === null ? {} : { problem }),
  };
}

async function rowsWhere(
  manager: EntityManager,
  where: string,
  values: readonly unknown[],
): Promise<readonly EnclosureRow[]> {
  const rows = await manager.query<readonly Row[]>(
    `SELECT ${COLUMNS} FROM casework_enclosure WHERE ${where} ORDER BY position`,
    [...values],
  );
  return rows.map(enclosureRow);
}

/** Files that go along, in the open unit of work. */
export function enclosureStore(uow: UnitOfWork): EnclosureStore {
  const write = async (sql: string, values: readonly unknown[]): Promise<void> => {
    await uow.writer().query(sql, [...values]);
  };
  return {
    async add(enclosures) {
      for (const one of enclosures) {
        const { id, caseId, legId, way, peer, ref, name, type, size, sha256, shows } = one;
        const wanted = way === 'in';
        // A key that is known stays as it is, with all that came of it.
        await write(
          `INSERT INTO casework_enclosure
             (id, case_id, leg_id, way, peer, ref, name, type, size, sha256, shows, state, since, next_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), IF(?, UTC_TIMESTAMP(3), NULL))
           ON DUPLICATE KEY UPDATE leg_id = VALUES(leg_id)`,
          [
            ...[idBytes(id), idBytes(caseId), idBytes(legId), way, peer, idBytes(ref), name ?? null],
            ...[type, size, sha256, shows, wanted ? 'wanted' : 'offered', wanted],
          ],
        );
      }
    },
    ofLeg: (legId) => rowsWhere(uow.writer(), 'leg_id = ?', [idBytes(legId)]),
    ofCase: (caseId) => rowsWhere(uow.writer(), 'case_id = ?', [idBytes(caseId)]),
    async wanted(id) {
      const found = await rowsWhere(uow.writer(), 'id = ? AND next_at IS NOT NULL', [idBytes(id)]);
      return found[0];
    },
    settle: ({ legId, ref, way }, state, problem) =>
      write(
        'UPDATE casework_enclosure SET state = ?, problem = ?, next_at = NULL WHERE leg_id = ? AND ref = ? AND way = ?',
        [state, problem ?? null, idBytes(legId), idBytes(ref), way],
      ),
    postpone: (id, problem, waitMs) =>
      write(
        `UPDATE casework_enclosure SET problem = ?, tries = tries + 1, spoilt = spoilt + ?,
           next_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
         WHERE id = ? AND next_at IS NOT NULL`,
        [problem, problem === 'digest' ? 1 : 0, Math.round(waitMs) * 1_000, idBytes(id)],
      ),
    withdraw: (legId) =>
      write(
        `UPDATE casework_enclosure SET state = 'withdrawn', next_at = NULL WHERE leg_id = ? AND ${STANDING}`,
        [idBytes(legId)],
      ),
    seal: (caseId) =>
      write(
        `UPDATE casework_enclosure SET name = NULL, next_at = NULL,
           state = IF(${STANDING}, 'withdrawn', state) WHERE case_id = ?`,
        [idBytes(caseId)],
      ),
  };
}

/** The same rows for the exchange's fetches and for the screens. */
export function enclosureReads(uow: UnitOfWork): EnclosureReads {
  return {
    ofCase: (caseId) => rowsWhere(uow.reader(), 'case_id = ?', [idBytes(caseId)]),
    async due(limit, but) {
      const rows = await uow
        .reader()
        .query<readonly Row[]>(hotSql('papers-due'), [but.length === 0 ? [''] : [...but], limit]);
      return rows.map(enclosureRow);
    },
    async offered(peer, ref) {
      if (!isId(ref)) return undefined;
      const where = "ref = ? AND peer = ? AND way = 'out' AND state IN ('offered', 'there')";
      return (await rowsWhere(uow.reader(), where, [idBytes(ref), peer]))[0];
    },
    async taken(peer, ref) {
      if (!isId(ref)) return undefined;
      const where = "ref = ? AND peer = ? AND way = 'in' AND state = 'there'";
      return (await rowsWhere(uow.reader(), where, [idBytes(ref), peer]))[0];
    },
    async wantedIds() {
      const rows = await uow
        .reader()
        .query<readonly { id: Buffer }[]>('SELECT id FROM casework_enclosure WHERE next_at IS NOT NULL');
      return rows.map(({ id }) => idText(id));
    },
    figures: () => figuresOf(uow.reader()),
  };
}

/** Of what is wanted only, by its own key. */
async function figuresOf(manager: EntityManager): Promise<EnclosureFigures> {
  const rows = await manager.query<
    readonly { wanted: string | number; oldestMs: string | number | null; failing: string | number | null }[]
  >(
    `SELECT COUNT(*) AS wanted,
       TIMESTAMPDIFF(MICROSECOND, MIN(since), UTC_TIMESTAMP(3)) DIV 1000 AS oldestMs,
       SUM(IF(problem = 'digest', spoilt >= ${MOST_SPOILT}, problem IN (?))) AS failing
     FROM casework_enclosure WHERE next_at IS NOT NULL`,
    [[...PROBLEMS_FOR_SOMEBODY]],
  );
  const { wanted = 0, oldestMs = 0, failing = 0 } = rows[0] ?? {};
  return { wanted: Number(wanted), oldestMs: Number(oldestMs ?? 0), failing: Number(failing ?? 0) };
}
