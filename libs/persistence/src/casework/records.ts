import type { Action, Document, Invitation, Item, Petitioner } from '#casework';
import type { Actor, Case, Clock, Leg, LocalDate, MeetingState, StagedMeeting } from '#domain';
import {
  countColumn,
  dayColumn,
  idColumn,
  instantColumn,
  jsonColumn,
  longTextColumn,
  named,
  optional,
  positionColumn,
  recordOf,
  textColumn,
} from './record-columns.js';

/*
 * The casework's tables as TypeORM reads and writes them (migrations 0013–0021). Records never leave this library.
 */

export interface CaseRecord {
  readonly position: number;
  readonly id: string;
  readonly version: number;
  readonly originNumber: string;
  readonly localNumber: string | null;
  readonly state: string;
  readonly receivedOn: LocalDate;
  readonly closedOn: LocalDate | null;
  readonly incomingLeg: string | null;
  readonly responsible: string | null;
  readonly matter: Case;
}
export const caseRecord = recordOf<CaseRecord>('casework_case', {
  position: positionColumn,
  id: idColumn,
  version: countColumn,
  originNumber: named(textColumn, 'origin_number'),
  localNumber: optional(textColumn, 'local_number'),
  state: textColumn,
  receivedOn: named(dayColumn, 'received_on'),
  closedOn: optional(dayColumn, 'closed_on'),
  incomingLeg: optional(idColumn, 'incoming_leg'),
  responsible: optional(textColumn),
  matter: jsonColumn,
});

export interface LegRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly version: number;
  readonly originNumber: string;
  readonly kind: string;
  readonly state: string;
  readonly fromUnit: string;
  readonly toUnit: string;
  readonly fromNode: string;
  readonly toNode: string;
  readonly sentOn: LocalDate;
  readonly acceptedOn: LocalDate | null;
  readonly endedOn: LocalDate | null;
  readonly objectionEnd: LocalDate | null;
  readonly extensionEnd: LocalDate | null;
  readonly deliveredAt: Date | null;
  readonly refusal: string | null;
  readonly leg: Leg;
}
export const legRecord = recordOf<LegRecord>('casework_leg', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  version: countColumn,
  originNumber: named(textColumn, 'origin_number'),
  kind: textColumn,
  state: textColumn,
  fromUnit: named(textColumn, 'from_unit'),
  toUnit: named(textColumn, 'to_unit'),
  fromNode: named(textColumn, 'from_node'),
  toNode: named(textColumn, 'to_node'),
  sentOn: named(dayColumn, 'sent_on'),
  acceptedOn: optional(dayColumn, 'accepted_on'),
  endedOn: optional(dayColumn, 'ended_on'),
  objectionEnd: optional(dayColumn, 'objection_end'),
  extensionEnd: optional(dayColumn, 'extension_end'),
  deliveredAt: optional(instantColumn, 'delivered_at'),
  refusal: optional(textColumn),
  leg: jsonColumn,
});

export interface ClockRecord {
  readonly subjectId: string;
  readonly place: number;
  readonly subject: 'case' | 'leg';
  readonly caseId: string;
  readonly due: LocalDate | null;
  readonly overdueOn: LocalDate | null;
  /** What it was last judged by; null: nothing is owed, or it was met. */
  readonly judgedWith: string | null;
  readonly clock: Clock;
}
export const clockRecord = recordOf<ClockRecord>('casework_clock', {
  subjectId: { ...named(idColumn, 'subject_id'), primary: true },
  place: { ...countColumn, primary: true },
  subject: textColumn,
  caseId: named(idColumn, 'case_id'),
  due: optional(dayColumn),
  overdueOn: optional(dayColumn, 'overdue_on'),
  judgedWith: optional(textColumn, 'judged_with'),
  clock: jsonColumn,
});

export interface ItemRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly number: string;
  readonly form: string;
  readonly source: string;
  readonly receivedOn: LocalDate;
  readonly people: number;
  readonly visit: NonNullable<Item['visit']> | null;
  readonly representatives: number | null;
  readonly oldNumber: string | null;
}
export const itemRecord = recordOf<ItemRecord>('casework_item', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  number: textColumn,
  form: textColumn,
  source: textColumn,
  receivedOn: named(dayColumn, 'received_on'),
  people: countColumn,
  visit: optional(jsonColumn),
  representatives: optional(countColumn),
  oldNumber: optional(textColumn, 'old_number'),
});

export interface PetitionerRecord {
  readonly caseId: string;
  readonly petitioner: Petitioner;
  readonly secrecy: number;
}
export const petitionerRecord = recordOf<PetitionerRecord>('casework_petitioner', {
  caseId: { ...named(idColumn, 'case_id'), primary: true },
  petitioner: jsonColumn,
  secrecy: countColumn,
});

export interface ActionRecord {
  readonly seq: number;
  readonly caseId: string;
  readonly legId: string | null;
  readonly day: LocalDate;
  readonly at: Date;
  readonly unit: string;
  readonly user: string;
  readonly role: Actor['role'];
  readonly onPaper: NonNullable<Action['by']['onPaper']> | null;
  readonly act: string;
  readonly basis: string;
  readonly text: string;
}
export const actionRecord = recordOf<ActionRecord>('casework_action', {
  seq: positionColumn,
  caseId: named(idColumn, 'case_id'),
  legId: optional(idColumn, 'leg_id'),
  day: dayColumn,
  at: instantColumn,
  unit: textColumn,
  user: textColumn,
  role: textColumn,
  onPaper: optional(jsonColumn, 'on_paper'),
  act: textColumn,
  basis: textColumn,
  text: longTextColumn,
});

export interface DocumentRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string;
  readonly legId: string | null;
  readonly kind: Document['kind'];
  readonly number: string;
  readonly day: LocalDate;
  readonly unit: string;
  readonly signer: string;
  readonly text: string;
  readonly paper: NonNullable<Document['paper']> | null;
}
export const documentRecord = recordOf<DocumentRecord>('casework_document', {
  position: positionColumn,
  id: idColumn,
  caseId: named(idColumn, 'case_id'),
  legId: optional(idColumn, 'leg_id'),
  kind: textColumn,
  number: textColumn,
  day: dayColumn,
  unit: textColumn,
  signer: textColumn,
  text: longTextColumn,
  paper: optional(jsonColumn),
});

export interface MeetingRecord {
  readonly position: number;
  readonly id: string;
  readonly caseId: string | null;
  readonly originNumber: string;
  readonly number: string;
  readonly kind: string;
  readonly convenedBy: string;
  readonly heldOn: LocalDate | null;
  readonly parties: readonly string[];
  readonly leadUnit: string;
  readonly co: readonly string[];
  readonly state: MeetingState;
  readonly version: number;
  /** At its convener, the whole of it. */
  readonly staged: StagedMeeting | null;
  /** At a member, what it was sent. */
  readonly invitation: Invitation | null;
}
export const meetingRecord = recordOf<MeetingRecord>('casework_meeting', {
  position: positionColumn,
  id: idColumn,
  caseId: optional(idColumn, 'case_id'),
  originNumber: named(textColumn, 'origin_number'),
  number: textColumn,
  kind: textColumn,
  convenedBy: named(textColumn, 'convened_by'),
  heldOn: optional(dayColumn, 'held_on'),
  parties: jsonColumn,
  leadUnit: named(textColumn, 'lead_unit'),
  co: jsonColumn,
  state: textColumn,
  version: countColumn,
  staged: optional(jsonColumn),
  invitation: optional(jsonColumn),
});
