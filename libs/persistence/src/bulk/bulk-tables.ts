import { CASE_COLUMNS, ENTRY_COLUMNS, PARTY_COLUMNS } from '../casework/worklist-rows.js';
import type { BulkTable } from './bulk-writer.js';

/** The tables that a matter fills, each with its columns in the order of the rows. */
export const BULK_TABLES = {
  cases: {
    name: 'casework_case',
    columns: [
      ...['position', 'id', 'version', 'origin_number', 'local_number', 'state', 'received_on', 'closed_on'],
      ...['incoming_leg', 'matter'],
    ],
    binary: ['id', 'incoming_leg'],
  },
  legs: {
    name: 'casework_leg',
    columns: [
      ...['position', 'id', 'case_id', 'version', 'origin_number', 'kind', 'state', 'from_unit', 'to_unit'],
      ...['from_node', 'to_node', 'sent_on', 'accepted_on', 'ended_on', 'objection_end', 'extension_end'],
      ...['delivered_at', 'refusal', 'leg'],
    ],
    binary: ['id', 'case_id'],
  },
  clocks: {
    name: 'casework_clock',
    columns: ['subject_id', 'place', 'subject', 'case_id', 'due', 'overdue_on', 'judged_with', 'clock'],
    binary: ['subject_id', 'case_id'],
  },
  items: {
    name: 'casework_item',
    columns: [
      ...['position', 'id', 'case_id', 'number', 'form', 'source', 'received_on', 'people', 'visit'],
      ...['representatives', 'old_number'],
    ],
    binary: ['id', 'case_id'],
  },
  petitioners: {
    name: 'casework_petitioner',
    columns: ['case_id', 'petitioner', 'secrecy'],
    binary: ['case_id'],
  },
  actions: {
    name: 'casework_action',
    columns: [
      ...[
        'seq',
        'case_id',
        'leg_id',
        'day',
        'at',
        'unit',
        'user',
        'role',
        'on_paper',
        'act',
        'basis',
        'text',
      ],
    ],
    binary: ['case_id', 'leg_id'],
  },
  documents: {
    name: 'casework_document',
    columns: [
      ...['position', 'id', 'case_id', 'leg_id', 'kind', 'number', 'day', 'unit', 'signer', 'text', 'paper'],
    ],
    binary: ['id', 'case_id', 'leg_id'],
  },
  urgencies: { name: 'casework_urgency', columns: ['case_id', 'urgency'], binary: ['case_id'] },
  ladders: {
    name: 'casework_ladder',
    columns: ['leg_id', 'case_id', 'next_on'],
    binary: ['leg_id', 'case_id'],
  },
  events: {
    name: 'casework_ladder_event',
    columns: [
      ...['leg_id', 'place', 'name', 'case_id', 'level', 'day', 'due', 'state', 'unit', 'post', 'text'],
    ],
    binary: ['leg_id', 'case_id'],
  },
  listed: { name: 'worklist_case', columns: CASE_COLUMNS, binary: ['case_id'] },
  entries: { name: 'worklist_entry', columns: ENTRY_COLUMNS, binary: ['leg_id'] },
  parties: { name: 'worklist_party', columns: PARTY_COLUMNS },
} as const satisfies Record<string, BulkTable>;
