import type { LegRow } from '#casework';
import { type Case, type LocalDate, type WorklistFacts, URGENCIES } from '#domain';
import type { EntityManager } from 'typeorm';
import { idBytes, idText } from '../exchange/columns.js';
import { CASE_READ, LEG_READ, readCase, readLeg, type StoredCase, type StoredLeg } from './unit/columns.js';

/** A case with everything that decides on its lists. */
export interface PositionedFacts {
  readonly position: number;
  readonly facts: WorklistFacts;
}

/** A case and all its legs in their order, as the tables have them. */
export interface Standing {
  readonly position: number;
  readonly matter: Case;
  readonly legs: readonly Pick<LegRow, 'leg' | 'deliveredAt'>[];
}

/** What lies beside cases and legs, in one question: `what` says which it is. The place of a line of history is its seq. */
const BESIDE = `
  SELECT case_id, 'urgency' AS what, NULL AS leg_id, NULL AS seq, NULL AS day, urgency AS name, NULL AS person
    FROM casework_urgency WHERE case_id IN (?)
  UNION ALL
  SELECT case_id, 'letter', leg_id, NULL, reply_due, NULL, NULL FROM casework_supervision
    WHERE case_id IN (?) AND reply_due IS NOT NULL AND kind = 'letter'
  UNION ALL
  SELECT case_id, 'superior', NULL, NULL, reply_by, NULL, NULL FROM casework_superior_letter
    WHERE case_id IN (?) AND reply_by IS NOT NULL
  UNION ALL
  SELECT case_id, 'task', id, NULL, due, unit, NULL FROM casework_task
    WHERE case_id IN (?) AND state = 'open' AND leg_id IS NULL
  UNION ALL
  SELECT DISTINCT case_id, 'draft', leg_id, NULL, NULL, NULL, NULL FROM casework_ladder_event
    WHERE leg_id IN (?) AND state = 'draft'
  UNION ALL
  SELECT case_id, 'elsewhere', NULL, NULL, NULL, office, NULL FROM matter_elsewhere WHERE case_id IN (?) AND another = 0
  UNION ALL
  SELECT case_id, 'hand', NULL, MAX(seq), NULL, unit, user FROM casework_action
    WHERE case_id IN (?) AND role <> 'system' GROUP BY case_id, unit, user`;

interface Beside {
  readonly case_id: Buffer;
  readonly what: 'urgency' | 'letter' | 'superior' | 'task' | 'draft' | 'elsewhere' | 'hand';
  readonly leg_id: Buffer | null;
  readonly seq: number | string | null;
  readonly day: LocalDate | null;
  readonly name: string | null;
  readonly person: string | null;
}

/**
 * Reads the truth of some cases, as it stands in the open unit of work.
 * @param held what the unit holds under its lock and has written: it is not read back.
 */
export async function worklistFacts(
  manager: EntityManager,
  caseIds: readonly string[],
  held: (caseId: string) => Standing | undefined = () => undefined,
): Promise<readonly PositionedFacts[]> {
  if (caseIds.length === 0) return [];
  const known = caseIds.flatMap((id) => held(id) ?? []);
  const there = new Set(known.map(({ matter }) => matter.id));
  const read = await readStandings(
    manager,
    caseIds.filter((id) => !there.has(id)),
  );
  const standings = [...known, ...read].sort((one, other) => one.position - other.position);
  const caseOf = new Map(standings.flatMap(({ matter, legs }) => legs.map(({ leg }) => [leg.id, matter.id])));
  // A case without legs: no leg has an id of no bytes.
  const legIds = caseOf.size === 0 ? [Buffer.alloc(0)] : [...caseOf.keys()].map(idBytes);
  const ids = caseIds.map(idBytes);
  const beside = await manager.query<readonly Beside[]>(BESIDE, [ids, ids, ids, ids, legIds, ids, ids]);
  const besideOf = grouped(beside, (row) =>
    row.what === 'draft' && row.leg_id !== null
      ? (caseOf.get(idText(row.leg_id)) ?? '')
      : idText(row.case_id),
  );
  return standings.map(({ position, matter, legs }) => ({
    position,
    facts: {
      matter,
      legs: legs.map(({ leg, deliveredAt }) => ({ leg, delivered: deliveredAt !== undefined })),
      ...readBeside(besideOf.get(matter.id) ?? []),
    },
  }));
}

async function readStandings(
  manager: EntityManager,
  caseIds: readonly string[],
): Promise<readonly Standing[]> {
  if (caseIds.length === 0) return [];
  const ids = caseIds.map(idBytes);
  const cases = (
    await manager.query<readonly StoredCase[]>(
      `SELECT ${CASE_READ} FROM casework_case WHERE id IN (?) ORDER BY position`,
      [ids],
    )
  ).map(readCase);
  const legs = (
    await manager.query<readonly StoredLeg[]>(
      `SELECT ${LEG_READ} FROM casework_leg WHERE case_id IN (?) ORDER BY position`,
      [ids],
    )
  ).map(readLeg);
  const legsOf = grouped(legs, ({ row }) => row.caseId);
  return cases.map(({ position, row: { matter } }) => ({
    position,
    matter,
    legs: (legsOf.get(matter.id) ?? []).map(({ row }) => row),
  }));
}

function readBeside(rows: readonly Beside[]): Omit<WorklistFacts, 'matter' | 'legs'> {
  const of = (what: Beside['what']): readonly Beside[] => rows.filter((row) => row.what === what);
  const said = of('urgency')[0]?.name;
  return {
    urgency: URGENCIES.find((urgency) => urgency === said) ?? 'normal',
    letters: of('letter')
      .flatMap(({ leg_id: legId, day }) =>
        legId === null || day === null ? [] : [{ legId: idText(legId), replyBy: day }],
      )
      .toSorted((one, other) => inOrder(one.legId + one.replyBy, other.legId + other.replyBy)),
    superiors: of('superior')
      .flatMap(({ day }) => day ?? [])
      .toSorted(inOrder),
    tasks: of('task')
      .flatMap(({ day: by, name: unit }) => (by === null || unit === null ? [] : { unit, by }))
      .toSorted((one, other) => inOrder(one.unit + one.by, other.unit + other.by)),
    drafts: of('draft')
      .flatMap(({ leg_id: legId }) => (legId === null ? [] : idText(legId)))
      .toSorted(inOrder),
    elsewhere: of('elsewhere')
      .flatMap(({ name }) => name ?? [])
      .toSorted(inOrder),
    hands: handsOf(of('hand')),
  };
}

/** Who of each unit acted last. */
function handsOf(lines: readonly Beside[]): WorklistFacts['hands'] {
  const hands = new Map<string, string>();
  for (const { name: unit, person: user } of lines.toSorted((a, b) => Number(a.seq) - Number(b.seq)))
    if (unit !== null && user !== null) hands.set(unit, user);
  return [...hands].map(([unit, user]) => ({ unit, user }));
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The rows of each case. */
function grouped<R>(rows: readonly R[], key: (row: R) => string): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
