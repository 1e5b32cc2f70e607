import type { Actor, Case, Clock, Leg, LocalDate, ReportPaper } from '#domain';

/* The rows of the stores: what is written and read as one thing. */

export interface CaseRow {
  readonly matter: Case;
  /** Grows by one with every save; the version that a screen shows. */
  readonly version: number;
}

export interface LegRow {
  readonly leg: Leg;
  readonly caseId: string;
  readonly version: number;
  /** The instant at which the addressee's node confirmed the sending; for a leg inside this node, of the sending. */
  readonly deliveredAt?: string;
  /** Refused because Z, by a person or by the addressee's system. */
  readonly refusal?: string;
}

/** 信访件(次): one letter, visit, call or message of a case. */
export interface Item {
  readonly id: string;
  readonly caseId: string;
  readonly number: string;
  readonly form: string;
  readonly source: string;
  readonly receivedOn: LocalDate;
  readonly people: number;
  readonly visit?: { readonly batches: number; readonly persons: number };
  readonly representatives?: number;
  /** Its number in the register it was imported from. */
  readonly oldNumber?: string;
}

/** Who brought the matter. Kept apart; leaves this node only where the handling needs it (guard 2). */
export interface Petitioner {
  readonly name?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly note?: string;
  /** 联名: further petitioners. */
  readonly others?: readonly Petitioner[];
}

/** One line of the append-only history. */
export interface Action {
  readonly caseId: string;
  readonly legId?: string;
  readonly on: LocalDate;
  readonly at: string;
  readonly by: Actor;
  /** The act or event, e.g. `register`, `leg.accept`. */
  readonly act: string;
  readonly basis: string;
  /** In words, zh-CN; never a petitioner's name. */
  readonly text: string;
}

/** A paper of a case: a report, a slip, an instruction, minutes. */
export interface Document {
  readonly id: string;
  readonly caseId: string;
  readonly legId?: string;
  readonly kind:
    | 'report'
    | 'verification'
    | 'slip'
    | 'instruction'
    | 'proposal'
    | 'minutes'
    | 'answer'
    | 'letter'
    | 'interim-report'
    | 'notice'
    | 'note';
  readonly number: string;
  readonly on: LocalDate;
  readonly unit: string;
  readonly signer: string;
  readonly text: string;
  /** The whole paper, where it is a report or a slip. */
  readonly paper?: ReportPaper;
}

export interface Meeting {
  readonly id: string;
  readonly caseId?: string;
  readonly originNumber: string;
  readonly number: string;
  readonly kind: string;
  readonly convenedBy: string;
  readonly heldOn: LocalDate;
  readonly parties: readonly string[];
  readonly lead: string;
  readonly co: readonly string[];
}

/** A line of the competence table that minutes taught. */
export interface LearnedCompetence {
  readonly topic: string;
  readonly to: string;
  readonly minutes: string;
}

/** A clock past its end whose overdue event was not written yet. */
export interface LapsedClock {
  readonly subject: 'case' | 'leg';
  readonly subjectId: string;
  readonly caseId: string;
  /** Its place in the subject's list of clocks. */
  readonly index: number;
  readonly clock: Clock;
}

export interface PageRequest {
  /** 1 to 200. */
  readonly limit: number;
  readonly after?: string;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface HistoryRow extends Action {
  readonly seq: number;
}
