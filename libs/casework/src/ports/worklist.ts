import type {
  CaseState,
  Category,
  Ends,
  Form,
  Lamp,
  LegKind,
  LegState,
  LocalDate,
  Person,
  Source,
  Urgency,
  Worklist,
  WorklistReason,
} from '#domain';
import type { CaseRow, LegRow, PageOf } from './rows.js';

/** What the rows of a list must be like; everything given must hold, one of each set is enough. */
export interface CaseFilter {
  readonly states?: readonly CaseState[];
  readonly forms?: readonly Form[];
  readonly sources?: readonly Source[];
  readonly categories?: readonly Category[];
  readonly routes?: readonly string[];
  readonly urgencies?: readonly Urgency[];
  /** One, two or three levels: `教育文体` holds `教育文体/教师待遇`. */
  readonly topic?: string;
  /** Begins with: `甲镇` holds `甲镇己村`. */
  readonly place?: string;
  /** 被反映单位 as the letter names it; accusations are never found by it. */
  readonly respondent?: string;
  /** A unit that the case was sent to or came from. */
  readonly unit?: string;
  /** The responsible leader, by post. */
  readonly leader?: string;
  readonly receivedFrom?: LocalDate;
  readonly receivedTo?: LocalDate;
  /** The nearest end lies before this day. */
  readonly dueBefore?: LocalDate;
  readonly lamps?: readonly Lamp[];
  /** Every word, as the index has them. */
  readonly words?: readonly string[];
}

/** The same for a worklist, whose rows are about legs too. */
export interface WorklistFilter extends CaseFilter {
  readonly legStates?: readonly LegState[];
  readonly kinds?: readonly LegKind[];
  readonly from?: string;
  readonly to?: string;
  /** Only what stands on the lists of this unit of the node. */
  readonly of?: string;
}

export const LIST_ORDERS = ['due', 'newest', 'oldest'] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];

interface Asked {
  readonly today: LocalDate;
  readonly order: ListOrder;
  /** 1 to 200. */
  readonly limit: number;
  readonly after?: string;
}

export interface WorklistQuestion extends Asked {
  readonly list: Worklist;
  readonly filter: WorklistFilter;
  /** Whose `mine` it is. */
  readonly reader?: Person;
}

export interface CaseQuestion extends Asked {
  readonly filter: CaseFilter;
}

/** A row of a list with what it is about. */
export interface WorklistHit extends Ends {
  readonly why: WorklistReason;
  readonly unit: string;
  readonly user?: string;
  readonly since: LocalDate;
  readonly urgency: Urgency;
  readonly leader?: string;
  readonly row: CaseRow;
  readonly leg?: LegRow;
}

/**
 * The lists as they stand. A page may hold fewer rows than asked for and still have a next one: where few rows of a
 * long list fit a filter, each page looks through a bounded part of it.
 */
export interface WorklistReads {
  page(asked: WorklistQuestion): Promise<PageOf<WorklistHit>>;
  cases(asked: CaseQuestion): Promise<PageOf<CaseRow>>;
  /** How many rows there are in all. Reads the list: for exports, never for a screen. */
  total(asked: Pick<WorklistQuestion, 'list' | 'today' | 'reader' | 'filter'>): Promise<number>;
  totalCases(asked: Pick<CaseQuestion, 'today' | 'filter'>): Promise<number>;
  /** How many rows each list has, counted up to `most`. */
  counts(asked: WorklistCounting, most: number): Promise<ReadonlyMap<Worklist, number>>;
}

export interface WorklistCounting {
  readonly lists: readonly Worklist[];
  readonly today: LocalDate;
  /** Whose `mine` it is; without one `mine` is empty. */
  readonly reader?: Person;
  /** Only what stands on the lists of this unit of the node. */
  readonly of?: string;
}
