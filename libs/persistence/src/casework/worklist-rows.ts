import {
  NO_END,
  caseEnds,
  worklistEntries,
  type Ends,
  type WorklistFacts,
  type WorklistPlace,
} from '#domain';
import { idBytes } from '../exchange/columns.js';
import type { PositionedFacts } from './worklist-facts.js';

/** A column's value as it is written and as it is compared with what stands there. */
export type Value = string | number | Buffer | null;
export type Row = readonly Value[];

export const CASE_COLUMNS = [
  'position',
  'case_id',
  'state',
  'received_on',
  'form',
  'source',
  'category',
  'route',
  'topic',
  'place',
  'urgency',
  'leader',
  'ends_on',
  'yellow_on',
  'provisional',
  'closed_late',
] as const;

export const ENTRY_COLUMNS = [
  'list',
  'sort_key',
  'position',
  'unit',
  'user',
  'why',
  'leg_id',
  'leg_state',
  'kind',
  'from_unit',
  'to_unit',
  'since',
  'ends_on',
  'yellow_on',
  'provisional',
  'closed_late',
  'received_on',
  'ends_month',
] as const;

export const PARTY_COLUMNS = ['kind', 'name', 'position'] as const;

/** What the three tables hold of one case. */
export interface WorklistRows {
  readonly position: number;
  readonly matter: Row;
  readonly entries: readonly Row[];
  readonly parties: readonly Row[];
}

/** The rows that follow from the truth. */
export function worklistRows({ position, facts }: PositionedFacts, place: WorklistPlace): WorklistRows {
  const { matter, urgency } = facts;
  const { dossier } = matter;
  return {
    position,
    matter: [
      position,
      idBytes(matter.id),
      matter.state,
      matter.receivedOn,
      dossier?.form ?? null,
      dossier?.source ?? null,
      dossier?.category ?? null,
      dossier?.route ?? null,
      dossier?.topic ?? null,
      dossier?.place ?? null,
      urgency,
      matter.responsible?.leader ?? null,
      ...ends(caseEnds(facts, place.calendar)),
    ],
    entries: worklistEntries(facts, position, place).map((entry) => [
      entry.list,
      entry.sortKey,
      position,
      entry.unit,
      entry.user ?? '',
      entry.why,
      entry.legId === undefined ? null : idBytes(entry.legId),
      entry.legState ?? null,
      entry.kind ?? null,
      entry.from ?? null,
      entry.to ?? null,
      entry.since,
      ...ends(entry),
      matter.receivedOn,
      monthOf(entry.endsOn ?? NO_END),
    ]),
    parties: partiesOf(facts, place.node).map(([kind, name]) => [kind, name, position]),
  };
}

const ends = ({ endsOn, yellowOn, provisional, closedLate }: Ends): Row => [
  endsOn ?? NO_END,
  yellowOn ?? NO_END,
  provisional ? 1 : 0,
  closedLate ? 1 : 0,
];

/** 202609 of 2026-09-16. */
const monthOf = (day: string): number => Number(day.slice(0, 4) + day.slice(5, 7));

/** As long as a name may be in its column. */
const MOST_NAME = 200;

/** Whom a case can be found by. An accusation is never found by the name of whom it accuses (L1 30(3)). */
function partiesOf({ matter, legs }: WorklistFacts, node: string): readonly (readonly [string, string])[] {
  const units = new Set(legs.flatMap(({ leg }) => [leg.from, leg.to]).filter((unit) => unit !== node));
  const { category, respondents = [] } = matter.dossier ?? {};
  const named = category === 'accusation' ? [] : respondents.map((name) => name.slice(0, MOST_NAME));
  return [
    ...[...units].map((unit) => ['unit', unit] as const),
    ...[...new Set(named)].map((name) => ['respondent', name] as const),
  ];
}
