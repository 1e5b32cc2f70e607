import type { CaseRow, LegRow } from '#casework';
import type { Case, Leg } from '#domain';
import { idBytes, idText, orNull } from '../../exchange/columns.js';
import { caseColumns, legColumns } from '../mappers.js';

/* Cases and legs as columns of statements of our own: an entity manager takes several times as long for each row. */

/** A value as the driver takes it. */
export type Cell = string | number | Buffer | Date | null;

const isObject = <T extends object>(value: unknown): value is T =>
  typeof value === 'object' && value !== null;

/** What this library wrote is of the type that it was written from; nobody else writes these columns. */
export function ownJson<T extends object>(text: string): T {
  const value: unknown = JSON.parse(text);
  if (!isObject<T>(value)) throw new Error('A JSON column of the casework holds no object.');
  return value;
}

export interface StoredCase {
  readonly position: number | string;
  readonly id: Buffer;
  readonly version: number;
  readonly matter: string;
}
export const CASE_READ = 'position, id, version, matter';

export interface ReadCase {
  readonly position: number;
  readonly row: CaseRow;
}
export function readCase({ position, version, matter }: StoredCase): ReadCase {
  return { position: Number(position), row: { matter: ownJson<Case>(matter), version } };
}

export const CASE_COLUMNS =
  'id, version, origin_number, local_number, state, received_on, closed_on, incoming_leg, responsible, matter';

export function caseCells({ matter, version }: CaseRow): readonly Cell[] {
  const { originNumber, localNumber, state, receivedOn, closedOn, incomingLeg, responsible } =
    caseColumns(matter);
  return [
    ...[idBytes(matter.id), version, originNumber, localNumber, state, receivedOn, closedOn],
    ...[incomingLeg === null ? null : idBytes(incomingLeg), responsible, JSON.stringify(matter)],
  ];
}

export interface StoredLeg {
  readonly position: number | string;
  readonly id: Buffer;
  readonly case_id: Buffer;
  readonly version: number;
  readonly delivered_at: Date | null;
  readonly refusal: string | null;
  readonly leg: string;
}
export const LEG_READ = 'position, id, case_id, version, delivered_at, refusal, leg';

export interface ReadLeg {
  readonly position: number;
  readonly row: LegRow;
}
export function readLeg(stored: StoredLeg): ReadLeg {
  const { delivered_at: deliveredAt, refusal, version } = stored;
  return {
    position: Number(stored.position),
    row: {
      leg: ownJson<Leg>(stored.leg),
      caseId: idText(stored.case_id),
      version,
      ...(deliveredAt === null ? {} : { deliveredAt: deliveredAt.toISOString() }),
      ...(refusal === null ? {} : { refusal }),
    },
  };
}

export const LEG_COLUMNS =
  'id, case_id, version, origin_number, kind, state, from_unit, to_unit, from_node, to_node, sent_on, accepted_on, ended_on, objection_end, extension_end, delivered_at, refusal, leg';

export function legCells({ leg, caseId, version, deliveredAt, refusal }: LegRow): readonly Cell[] {
  const { originNumber, kind, state, fromUnit, toUnit, fromNode, toNode, ...days } = legColumns(leg);
  const { sentOn, acceptedOn, endedOn, objectionEnd, extensionEnd } = days;
  return [
    ...[idBytes(leg.id), idBytes(caseId), version, originNumber, kind, state],
    ...[fromUnit, toUnit, fromNode, toNode],
    ...[sentOn, acceptedOn, endedOn, objectionEnd, extensionEnd],
    ...[orNull(deliveredAt, (at) => new Date(at)), refusal ?? null, JSON.stringify(leg)],
  ];
}

/** `INSERT INTO table (columns) VALUES ?` that brings rows which are there to what is written. */
export function upsertSql(table: string, columns: string): string {
  const updates = columns.split(', ').map((column) => `${column} = VALUES(${column})`);
  return `INSERT INTO ${table} (${columns}) VALUES ? ON DUPLICATE KEY UPDATE ${updates.join(', ')}`;
}
