import type { EntitySchema } from 'typeorm';
import {
  actionRecord,
  caseRecord,
  clockRecord,
  documentRecord,
  itemRecord,
  legRecord,
  meetingRecord,
  petitionerRecord,
} from './casework/records.js';
import { followUpRecord, instructionRecord, readingRecord, taskRecord } from './casework/leader-records.js';
import { selectionRecord, superiorLetterRecord, supervisionRecord } from './casework/supervision-records.js';
import { successionRecord } from './casework/succession.js';
import { topicRecord } from './casework/agenda-records.js';
import { wallRecord } from './casework/guards.js';

/** Every TypeORM record of this program; openDatabase takes them. Records never leave this library. */
export const records: readonly EntitySchema[] = [
  caseRecord,
  legRecord,
  clockRecord,
  itemRecord,
  petitionerRecord,
  actionRecord,
  documentRecord,
  meetingRecord,
  topicRecord,
  wallRecord,
  successionRecord,
  supervisionRecord,
  selectionRecord,
  superiorLetterRecord,
  readingRecord,
  instructionRecord,
  taskRecord,
  followUpRecord,
];
