import type { Selection } from '#casework';
import type { LocalDate, SuperiorLetter, Supervision } from '#domain';
import {
  dayColumn,
  idColumn,
  instantColumn,
  jsonColumn,
  named,
  optional,
  positionColumn,
  recordOf,
  textColumn,
} from './record-columns.js';

/* The tables of 催办 and 督办 that hold whole papers (migrations 0040, 0044). */

export interface SupervisionRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly legId: string;
  readonly messageId: string | null;
  readonly kind: Supervision['kind'];
  readonly issuedOn: LocalDate;
  readonly replyDue: LocalDate | null;
  readonly deliveredAt: Date | null;
  readonly refusal: string | null;
  readonly paper: Supervision;
}
export const supervisionRecord = recordOf<SupervisionRecord>('casework_supervision', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  legId: named(idColumn, 'leg_id'),
  messageId: optional(idColumn, 'message_id'),
  kind: textColumn,
  issuedOn: named(dayColumn, 'issued_on'),
  replyDue: optional(dayColumn, 'reply_due'),
  deliveredAt: optional(instantColumn, 'delivered_at'),
  refusal: optional(textColumn),
  paper: jsonColumn,
});

export interface SelectionRecord {
  readonly position: number;
  readonly month: string;
  readonly caseId: string;
  readonly why: Selection['why'];
  readonly day: LocalDate;
  readonly actor: Selection['by'];
}
export const selectionRecord = recordOf<SelectionRecord>('casework_selection', {
  position: positionColumn,
  month: textColumn,
  caseId: named(idColumn, 'case_id'),
  why: textColumn,
  day: dayColumn,
  actor: jsonColumn,
});

export interface SuperiorLetterRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly replyBy: LocalDate | null;
  readonly letter: SuperiorLetter;
}
export const superiorLetterRecord = recordOf<SuperiorLetterRecord>('casework_superior_letter', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  replyBy: optional(dayColumn, 'reply_by'),
  letter: jsonColumn,
});
