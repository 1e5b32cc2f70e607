import type { Case, CaseState, Consequence, Dossier, LocalDate, MatterToken, MatterWords } from '#domain';
import type { CaseRow, Item, PageOf, PageRequest } from './rows.js';

/** What a case is found by; written whenever its dossier is written, and taken out when that is sealed. */
export interface MatterIndexing {
  tokens(dossier: Dossier): readonly MatterToken[];
  /** In hex; none without a network key, and none where nothing may be asked. */
  fingerprints(dossier: Dossier): readonly string[];
}

/** A case that became a further item of another one of this office. */
export interface MatterLink {
  readonly caseId: string;
  readonly targetId: string;
  readonly on: LocalDate;
  /** The items that moved, with the numbers they had. */
  readonly items: readonly { readonly id: string; readonly number: string }[];
}

/** A question that this office put to others about one of its cases. */
export interface MatterQuestion {
  readonly id: string;
  readonly caseId: string;
  readonly on: LocalDate;
  readonly offices: readonly string[];
}

export const ASK_OUTCOMES = ['answered', 'nothing', 'withheld', 'too-often'] as const;
export type AskOutcome = (typeof ASK_OUTCOMES)[number];

/** A question that this office was asked. */
export interface MatterAsk {
  readonly id: string;
  /** The office whose item it is. */
  readonly by: string;
  /** The office that the answer goes to: the same, or the upper one that passed the question on. */
  readonly via: string;
  readonly originNumber: string;
  readonly on: LocalDate;
  readonly outcome: AskOutcome;
}

/** What another office answered about the matter of a case. */
export interface MatterElsewhere {
  readonly caseId: string;
  readonly originNumber: string;
  readonly office: string;
  readonly state: CaseState;
  readonly consequence: Consequence;
  readonly on: LocalDate;
  /** Somebody found that it is another matter. */
  readonly another: boolean;
}

export interface MatterStore extends MatterReads {
  readonly links: {
    insert(link: MatterLink): Promise<void>;
    remove(caseId: string): Promise<void>;
    /** Items under their new case and number; the order of their making stays. */
    moveItem(id: string, caseId: string, number: string): Promise<void>;
  };
  readonly across: {
    /** Inserts, or writes the offices that were asked. */
    asking(question: MatterQuestion): Promise<void>;
    question(id: string): Promise<MatterQuestion | undefined>;
    /** How many questions this office put on a day. */
    questionsOn(day: LocalDate): Promise<number>;
    /** False: a question with this id was recorded before. */
    asked(ask: MatterAsk): Promise<boolean>;
    ask(id: string): Promise<MatterAsk | undefined>;
    /** What came of a question that was recorded before. */
    settle(id: string, outcome: AskOutcome): Promise<void>;
    /** How many questions an office put to this one on a day. */
    asksOn(day: LocalDate, by: string): Promise<number>;
    /** The latest answer of an office about a matter stands. */
    answered(answer: MatterElsewhere): Promise<void>;
    /** Cases here with one of these fingerprints, newest first, linked ones left out; at most 20. */
    withFingerprint(fingerprints: readonly string[]): Promise<readonly Case[]>;
  };
}

export interface MatterReads {
  /** Cases that have most of these entries in common, linked ones left out, the best first. */
  alike(tokens: readonly string[], limit: number): Promise<readonly CaseRow[]>;
  /** The newest 1 000 cases that hold every word, the best first, and how many those are. */
  search(
    words: readonly string[],
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly rows: readonly CaseRow[]; readonly ranked: number }>;
  link(caseId: string): Promise<MatterLink | undefined>;
  /** In the order of their making. */
  itemsOf(caseId: string): Promise<readonly Item[]>;
  elsewhere(caseId: string): Promise<readonly MatterElsewhere[]>;
  questions(caseId: string): Promise<readonly MatterQuestion[]>;
  /** Newest first. */
  asks(page: PageRequest): Promise<PageOf<MatterAsk>>;
}

/** The network as the question "do you have this matter?" needs to know it. */
export interface MatterNetwork {
  /** The upper congress office, if this office may write to it. */
  readonly upper: string | undefined;
  /** The congress offices right below that this office may write to. */
  readonly lower: readonly string[];
  /** The id of the body or office that a letter means. */
  resolve(name: string): string | undefined;
  /** The keyed fingerprint of a text in hex; undefined where the network has no key for it. */
  fingerprint(text: string): string | undefined;
  /** What begins the origin numbers of an office. */
  codeOf(node: string): string | undefined;
  /**
   * Whether an office is the body complained of, or a congress office above or below it. Those who may be complained of
   * otherwise — governments, agencies, courts — never ask: their nodes may not send the message.
   */
  isConcerned(office: string, body: string): boolean;
}

/** What the desk needs to find one matter in many letters. */
export interface MatterDesk {
  readonly words: MatterWords;
  readonly indexing: Pick<MatterIndexing, 'fingerprints'>;
  readonly network: MatterNetwork;
  /** Questions that an office may put, and may be put by one office, in a legal day. */
  readonly asksPerDay: number;
}
