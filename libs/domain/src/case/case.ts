import type { Clock } from '../time/clock.js';
import type { Advice } from './advice-letter.js';
import type { LocalDate } from '../time/local-date.js';
import type { Route } from '../time/rules.js';

/** 建议意见 检举控告 申诉 求决 咨询 (L1 29–31). */
export const CATEGORIES = ['suggestion', 'accusation', 'appeal', 'request', 'consultation'] as const;
export type Category = (typeof CATEGORIES)[number];

/** 信访形式: how an item came. */
export const FORMS = ['letter', 'visit', 'call', 'web', 'fax'] as const;
export type Form = (typeof FORMS)[number];

/** 来源: through whom it came. An assigned matter was still a letter. */
export const SOURCES = ['own', 'superior', 'leader', 'deputy', 'other-organ'] as const;
export type Source = (typeof SOURCES)[number];

export const CASE_STATES = [
  'RECEIVED',
  'REGISTERED',
  'SUBMITTED',
  'OUT',
  'ANSWERED',
  'CLOSED',
  'ARCHIVED',
  'REJECTED',
  'LED_AWAY',
  'LINKED',
  'KEPT',
  'BARRED',
  'WITHDRAWN',
  'TOLD',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** The short code of a state, as the field writes it. */
export const CASE_STATE_CODES = {
  RECEIVED: 'K0',
  REGISTERED: 'K1',
  SUBMITTED: 'K1r',
  OUT: 'K2',
  ANSWERED: 'K3',
  CLOSED: 'K4',
  ARCHIVED: 'K5',
  REJECTED: 'X1',
  LED_AWAY: 'X2',
  LINKED: 'X3',
  KEPT: 'X4',
  BARRED: 'X5',
  WITHDRAWN: 'X6',
  TOLD: 'X7',
} as const satisfies Record<CaseState, string>;

/** What the matter is about, at the level that its handling needs; no petitioner's name is part of it. */
export interface Dossier {
  readonly form: Form;
  readonly source: Source;
  readonly people: number;
  readonly visit?: { readonly batches: number; readonly persons: number };
  readonly representatives?: number;
  readonly category: Category;
  readonly route: Route;
  /** Up to three levels, e.g. 教育文体/教师待遇. */
  readonly topic: string;
  readonly place: string;
  readonly summary: string;
  readonly request: string;
  /** 被反映单位: names as the letter gives them. */
  readonly respondents: readonly string[];
  readonly receivedOn: LocalDate;
}

/** 三跨三分离: why one office alone can't settle it. It says how the matter lies, never who the petitioner is. */
export const CROSSINGS = [
  'regions',
  'departments',
  'trades',
  'person-from-matter',
  'person-from-household',
  'household-from-matter',
] as const;
export type Crossing = (typeof CROSSINGS)[number];

/** 目的 and 三跨三分离 of a register entry (domain.md §7). */
export interface EntryNotes {
  readonly purpose?: string;
  readonly crossings?: readonly Crossing[];
}

/** The petitioner was told, was answered, or the lawful reason why not. */
export interface Told {
  readonly on: LocalDate;
  readonly how: string;
  /** False: `how` holds the lawful reason why not. */
  readonly done: boolean;
}

/** One matter at one node that holds it. */
export interface Case {
  readonly id: string;
  /** Immutable, the same in the whole network. */
  readonly originNumber: string;
  /** The node that gave the origin number. */
  readonly originNode: string;
  /** 本级编号: given when this node registers it. */
  readonly localNumber?: string;
  readonly state: CaseState;
  /** Absent once the copy was sealed after a return or a recall. */
  readonly dossier?: Dossier;
  /** The day it came in at this node. */
  readonly receivedOn: LocalDate;
  /** The leg by which it came; absent where it began. */
  readonly incomingLeg?: string;
  readonly notified?: Told;
  readonly answered?: Told;
  readonly closedOn?: LocalDate;
  /** The day of the last urgent report (L1 25); absent: none was made here. */
  readonly urgentOn?: LocalDate;
  /** 包案领导: the post of the leader who answers for this matter at this office. */
  readonly responsible?: { readonly leader: string; readonly since: LocalDate };
  /** What only the register of the office where it began holds; it never leaves with a leg. */
  readonly entry?: EntryNotes;
  /** 建议 given to organs on this matter, or received by this one, with the answers (L1 40). */
  readonly advice?: readonly Advice[];
  readonly clocks: readonly Clock[];
}
