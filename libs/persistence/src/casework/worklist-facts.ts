import { type LocalDate, type WorklistFacts, URGENCIES } from '#domain';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { idBytes, idText } from '../exchange/columns.js';
import { positionOf } from './matter-index.js';
import { caseRecord, legRecord } from './records.js';

/** A case with everything that decides on its lists. */
export interface PositionedFacts {
  readonly position: number;
  readonly facts: WorklistFacts;
}

/** What lies beside cases and legs, in one question: `what` says which it is. */
const BESIDE = `
  SELECT case_id, 'urgency' AS what, NULL AS leg_id, NULL AS day, urgency AS name, NULL AS person
    FROM casework_urgency WHERE case_id IN (?)
  UNION ALL
  SELECT case_id, 'letter', leg_id, reply_due, NULL, NULL FROM casework_supervision
    WHERE case_id IN (?) AND reply_due IS NOT NULL AND kind = 'letter'
  UNION ALL
  SELECT case_id, 'superior', NULL, reply_by, NULL, NULL FROM casework_superior_letter
    WHERE case_id IN (?) AND reply_by IS NOT NULL
  UNION ALL
  SELECT case_id, 'task', id, due, unit, NULL FROM casework_task
    WHERE case_id IN (?) AND state = 'open' AND leg_id IS NULL
  UNION ALL
  SELECT DISTINCT l.case_id, 'draft', e.leg_id, NULL, NULL, NULL FROM casework_leg l
    JOIN casework_ladder_event e ON e.leg_id = l.id WHERE l.case_id IN (?) AND e.state = 'draft'
  UNION ALL
  SELECT case_id, 'elsewhere', NULL, NULL, office, NULL FROM matter_elsewhere WHERE case_id IN (?) AND another = 0
  UNION ALL
  SELECT h.case_id, 'hand', NULL, NULL, h.unit, h.user FROM casework_action h
    JOIN (SELECT MAX(seq) AS seq FROM casework_action WHERE case_id IN (?) AND role <> 'system' GROUP BY case_id, unit) m
    ON m.seq = h.seq`;

interface Beside {
  readonly case_id: Buffer;
  readonly what: 'urgency' | 'letter' | 'superior' | 'task' | 'draft' | 'elsewhere' | 'hand';
  readonly leg_id: Buffer | null;
  readonly day: LocalDate | null;
  readonly name: string | null;
  readonly person: string | null;
}

/** Reads the truth of some cases, as it stands in the open unit of work. */
export async function worklistFacts(
  manager: EntityManager,
  caseIds: readonly string[],
): Promise<readonly PositionedFacts[]> {
  if (caseIds.length === 0) return [];
  const ids = caseIds.map(idBytes);
  const cases = await manager.find(caseRecord, {
    where: { id: In([...caseIds]) },
    order: { position: 'ASC' },
  });
  const legs = await manager.find(legRecord, {
    where: { caseId: In([...caseIds]) },
    order: { position: 'ASC' },
  });
  const beside = await manager.query<readonly Beside[]>(BESIDE, [ids, ids, ids, ids, ids, ids, ids]);
  const besideOf = grouped(beside, (row) => idText(row.case_id));
  const legsOf = grouped(legs, (row) => row.caseId);
  return cases.map(({ id, position, matter }) => ({
    position: positionOf(position),
    facts: {
      matter,
      legs: (legsOf.get(id) ?? []).map(({ leg, deliveredAt }) => ({ leg, delivered: deliveredAt !== null })),
      ...readBeside(besideOf.get(id) ?? []),
    },
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
    hands: of('hand').flatMap(({ name: unit, person: user }) =>
      unit === null || user === null ? [] : { unit, user },
    ),
  };
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
