import type { Covered } from './leaves.js';

/** A table of the casework whose rows the chain covers. */
export interface CoveredTable {
  readonly covered: CoveredCasework;
  /** Its key in a leaf: a UUID, or a number. */
  readonly key: { readonly column: string; readonly is: 'uuid' | 'number' };
  /** The column by which an audit reads it page after page. */
  readonly pages: string;
  /** What the digest is made of. Never changed: a new list takes a new code in COVERED. */
  readonly columns: readonly string[];
}
export type CoveredCasework = Extract<Covered, `casework_${string}`>;

const uuid = { column: 'id', is: 'uuid' } as const;
const byId = (covered: CoveredCasework, columns: readonly string[]): CoveredTable => ({
  covered,
  key: uuid,
  pages: 'position',
  columns,
});

/** Every table of the casework that the chain covers; each is named as in COVERED. */
export const CASEWORK_TABLES: readonly CoveredTable[] = [
  {
    covered: 'casework_action',
    key: { column: 'seq', is: 'number' },
    pages: 'seq',
    columns: ['case_id', 'leg_id', 'day', 'at', 'unit', 'user', 'role', 'on_paper', 'act', 'basis', 'text'],
  },
  byId('casework_case', [
    ...['version', 'origin_number', 'local_number', 'state', 'received_on', 'closed_on', 'incoming_leg'],
    'matter',
  ]),
  byId('casework_leg', [
    ...[
      'case_id',
      'version',
      'origin_number',
      'kind',
      'state',
      'from_unit',
      'to_unit',
      'from_node',
      'to_node',
    ],
    ...['sent_on', 'accepted_on', 'ended_on', 'delivered_at', 'refusal', 'leg'],
  ]),
  byId('casework_document', [
    'case_id',
    'leg_id',
    'kind',
    'number',
    'day',
    'unit',
    'signer',
    'text',
    'paper',
  ]),
  byId('casework_item', [
    ...['case_id', 'number', 'form', 'source', 'received_on', 'people', 'visit', 'representatives'],
    'old_number',
  ]),
  // without its name, which may be a person's and goes after a return
  byId('casework_attachment', ['case_id', 'size', 'sha256', 'day', 'at', 'unit', 'user']),
  {
    // what a letter said of a file; not its name, nor how far its fetch has come. One file may go along on several legs
    covered: 'casework_enclosure',
    key: { column: 'position', is: 'number' },
    pages: 'position',
    columns: ['id', 'case_id', 'leg_id', 'way', 'peer', 'ref', 'type', 'size', 'sha256', 'shows'],
  },
  byId('casework_supervision', [
    ...[
      'case_id',
      'leg_id',
      'message_id',
      'kind',
      'issued_on',
      'reply_due',
      'delivered_at',
      'refusal',
      'paper',
    ],
  ]),
  byId('casework_superior_letter', ['case_id', 'reply_by', 'letter']),
  byId('casework_reading', ['case_id', 'leader', 'state', 'submitted_on', 'closed_on', 'reading']),
  byId('casework_instruction', ['case_id', 'leader', 'day', 'instruction']),
  byId('casework_task', ['case_id', 'instruction_id', 'unit', 'state', 'due', 'leg_id', 'task']),
  byId('casework_follow_up', ['case_id', 'day', 'follow_up']),
  byId('casework_meeting', [
    ...['case_id', 'origin_number', 'number', 'kind', 'convened_by', 'held_on', 'parties', 'lead_unit', 'co'],
    ...['state', 'version', 'staged', 'invitation'],
  ]),
  byId('casework_topic', ['case_id', 'meeting_id', 'state', 'topic']),
  {
    covered: 'casework_succession',
    key: { column: 'leg_id', is: 'uuid' },
    pages: 'position',
    columns: ['from_unit', 'to_unit', 'succession'],
  },
  {
    covered: 'casework_wall',
    key: { column: 'case_id', is: 'uuid' },
    pages: 'case_id',
    columns: ['wall'],
  },
];

/**
 * Covered since a later version: an office whose chain is older covers their rows as they are when it starts. The others
 * are covered since the chain began, and what was there before is left out.
 */
export const COVERED_LATER: ReadonlySet<CoveredCasework> = new Set([
  ...([
    'casework_enclosure',
    'casework_supervision',
    'casework_superior_letter',
    'casework_reading',
  ] as const),
  ...(['casework_instruction', 'casework_task', 'casework_follow_up', 'casework_meeting'] as const),
  ...(['casework_topic', 'casework_succession', 'casework_wall'] as const),
]);
