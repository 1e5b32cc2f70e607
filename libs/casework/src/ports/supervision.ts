import type { Actor, LadderLevel, LocalDate, SuperiorLetter, Supervision, Urgency } from '#domain';
import type { LegRow } from './rows.js';

/* What the casework stores of 催办 and 督办. */

export interface SupervisionRow {
  readonly supervision: Supervision;
  readonly caseId: string;
  /** Sent from here: the message whose receipt is the tick of delivery. */
  readonly messageId?: string;
  readonly deliveredAt?: string;
  readonly refusal?: string;
}

/** A rung of the ladder that was fired: once for each clock and name, for ever. */
export interface LadderEvent {
  readonly legId: string;
  readonly caseId: string;
  /** The clock's place in the leg's list. */
  readonly place: number;
  /** `yellow`, `before-3`, `slip-1`, … */
  readonly name: string;
  readonly level: LadderLevel;
  /** The day it was fired. */
  readonly on: LocalDate;
  /** The effective end of its clock then. */
  readonly due: LocalDate;
  /**
   * `notice` was given · `merged` into another notice of that day · `draft` waits for the supervisor · `done` signed ·
   * `dropped` by the supervisor · `lapsed`: the holder reported or the leg ended.
   */
  readonly state: 'notice' | 'merged' | 'draft' | 'done' | 'dropped' | 'lapsed';
  /** Notices: the unit and the post that were told. */
  readonly recipient?: { readonly unit: string; readonly post: string };
  readonly text: string;
}

export const SELECTION_REASONS = ['monthly', 'late', 'instructed'] as const;

/** 重点督办件 of one month. */
export interface Selection {
  readonly caseId: string;
  /** `2026-06`. */
  readonly month: string;
  readonly why: (typeof SELECTION_REASONS)[number];
  readonly on: LocalDate;
  readonly by: Actor;
}

/** When the ladder of a leg is looked at next; without `next` never. */
export interface LadderPlan {
  readonly legId: string;
  readonly caseId: string;
  readonly next: LocalDate | undefined;
}

/** A leg with all that its ladder needs to know. */
export interface LadderStanding {
  readonly row: LegRow;
  readonly urgency: Urgency;
  readonly fired: readonly LadderEvent[];
  /** Reminders and letters on it so far. */
  readonly papers: readonly Supervision[];
}

/** Everything runs under the lock of the case, so two supervisors never number one slip alike. */
export interface SupervisionStore {
  insert(row: SupervisionRow): Promise<void>;
  save(supervision: Supervision): Promise<void>;
  get(id: string): Promise<SupervisionRow | undefined>;
  /** In the order of their issue. */
  ofLeg(legId: string): Promise<readonly SupervisionRow[]>;
  markDelivered(messageId: string, at: string): Promise<void>;
  markRefused(messageId: string, reason: string): Promise<void>;
  /** After a return or a recall: the texts of this copy go, numbers and dates stay. */
  seal(caseId: string): Promise<void>;

  /** When the ladder of a leg is looked at next; undefined: never. */
  planLadder(legId: string, caseId: string, next: LocalDate | undefined): Promise<void>;
  planLadders(plans: readonly LadderPlan[]): Promise<void>;
  /** What the ladders of these legs stand on; a leg that is not here is missing. */
  standing(
    legs: readonly { readonly legId: string; readonly caseId: string }[],
  ): Promise<readonly LadderStanding[]>;
  fired(legId: string): Promise<readonly LadderEvent[]>;
  /** False: this clock had this rung already. */
  fire(event: LadderEvent): Promise<boolean>;
  /** Rungs that `standing` did not know as fired, under the same lock. */
  fireAll(events: readonly LadderEvent[]): Promise<void>;
  setState(
    event: Pick<LadderEvent, 'legId' | 'place' | 'name'>,
    state: LadderEvent['state'],
    text: string,
  ): Promise<void>;

  /** `normal` where nothing was said. */
  urgencyOf(caseId: string): Promise<Urgency>;
  setUrgency(caseId: string, urgency: Urgency): Promise<void>;
  /** False: selected in that month already. */
  select(selection: Selection): Promise<boolean>;

  /** 上级督办件 of a case, in the order of their registration. */
  superiorsOf(caseId: string): Promise<readonly SuperiorLetter[]>;
  saveSuperior(letter: SuperiorLetter): Promise<void>;
}

/** A leg's limit that was missed, for the bulletin. */
export interface MissedLimit {
  readonly unit: string;
  readonly legId: string;
  readonly originNumber: string;
  readonly letterNumber: string;
  readonly due: LocalDate;
  readonly doneOn?: LocalDate;
}

export interface SelectedRow extends Selection {
  readonly originNumber: string;
  /** The day of the first answer: a reply to the letter, the result, or the answer to the petitioner. */
  readonly answeredOn?: LocalDate;
}

export interface DraftRow extends LadderEvent {
  readonly originNumber: string;
  readonly to: string;
}

export interface SupervisionReads {
  ofLeg(legId: string): Promise<readonly SupervisionRow[]>;
  /** Letters without reply or result, the nearest reply date first. */
  openLetters(limit: number): Promise<readonly SupervisionRow[]>;
  /** What waits for the supervisor, the oldest first. */
  drafts(limit: number): Promise<readonly DraftRow[]>;
  notices(on: LocalDate): Promise<readonly DraftRow[]>;
  selected(month: string): Promise<readonly SelectedRow[]>;
  /** Letters of superiors without a node that wait for an answer, the nearest date first. */
  openSuperiors(limit: number): Promise<readonly SuperiorLetter[]>;
  /** Limits of legs sent by `node` whose breach was recorded between the days, both counted. */
  missed(node: string, from: LocalDate, to: LocalDate): Promise<readonly MissedLimit[]>;
}
