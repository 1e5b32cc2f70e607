import type { Actor, BodyKind, Case, Leg, Outcome, Role } from '#domain';
import type { EnclosureReads, EnclosureStore } from './ports/enclosures.js';
import type { IntakeStore } from './ports/intake.js';
import type { SupervisionReads, SupervisionStore } from './ports/supervision.js';
import type { AgendaReads, AgendaStore } from './ports/agenda.js';
import type { GuardReads, GuardStore } from './ports/guards.js';
import type { SuccessionReads, SuccessionStore } from './ports/succession.js';
import type { LeaderReads, LeaderStore } from './ports/leaders.js';
import type { MatterStore } from './ports/matter.js';
import type { RecountStore } from './ports/recount.js';
import type { ChangeStore } from './ports/changes.js';
import type { SweepStore } from './ports/sweep.js';
import type {
  Action,
  CaseRow,
  Document,
  HistoryRow,
  Item,
  LearnedCompetence,
  LegRow,
  Meeting,
  PageOf,
  PageRequest,
  Petitioner,
} from './ports/rows.js';

export type {
  Action,
  CaseRow,
  Document,
  HistoryRow,
  Item,
  LapsedClock,
  LearnedCompetence,
  LegRow,
  Meeting,
  PageOf,
  PageRequest,
  Petitioner,
} from './ports/rows.js';

/*
 * What the casework asks of the world. Persistence implements the stores, access the office, platform the clock.
 * Every method of a transaction runs in the open unit of work; a `load` locks its row until the commit.
 */

export interface CaseworkTx {
  /**
   * Reads and locks what the coming work is about in few statements, in the order of locks; a frame of messages is
   * about as many legs. A hint: without it everything is read when it is asked for.
   * @param about ids of legs and origin numbers of cases, known here or not.
   */
  expect(about: { readonly legs: readonly string[]; readonly origins: readonly string[] }): Promise<void>;
  readonly intake: IntakeStore;
  /** 随文附件. */
  readonly enclosures: EnclosureStore;
  readonly supervisions: SupervisionStore;
  readonly guards: GuardStore;
  readonly successions: SuccessionStore;
  readonly matter: MatterStore;
  readonly recounts: RecountStore;
  readonly leaders: LeaderStore;
  readonly cases: {
    load(id: string): Promise<CaseRow | undefined>;
    loadByOrigin(originNumber: string): Promise<CaseRow | undefined>;
    insert(matter: Case): Promise<CaseRow>;
    /** Writes the new state and raises the version. */
    save(matter: Case): Promise<CaseRow>;
  };
  readonly legs: {
    /** The case that a leg belongs to, without a lock: cases are locked before legs. */
    caseOf(id: string): Promise<string | undefined>;
    load(id: string): Promise<LegRow | undefined>;
    /** All legs of a case at this node, in the order of their making. */
    ofCase(caseId: string): Promise<readonly LegRow[]>;
    insert(leg: Leg, caseId: string, deliveredAt?: string): Promise<LegRow>;
    save(leg: Leg): Promise<LegRow>;
    markDelivered(id: string, at: string): Promise<void>;
    markRefused(id: string, reason: string): Promise<void>;
    /** A leg that went over to another holder leaves this node with its clocks; its history stays. */
    remove(id: string, caseId: string): Promise<void>;
    /** The units whose open legs this node holds at the receiving end. */
    unitsHeld(): Promise<readonly string[]>;
    /** The open legs of a unit that this node holds at the receiving end. */
    openTo(unit: string): Promise<readonly string[]>;
  };
  readonly items: { insert(item: Item): Promise<void> };
  readonly petitioners: {
    save(caseId: string, petitioner: Petitioner, secrecy: boolean): Promise<void>;
    get(caseId: string): Promise<{ readonly petitioner: Petitioner; readonly secrecy: boolean } | undefined>;
    remove(caseId: string): Promise<void>;
  };
  readonly history: {
    add(actions: readonly Action[]): Promise<void>;
    /** Oldest first. */
    ofLeg(legId: string): Promise<readonly Action[]>;
  };
  readonly documents: {
    insert(document: Document): Promise<void>;
    /** The latest report or slip on a leg. */
    latestPaper(legId: string): Promise<Document | undefined>;
    /** After a return or a recall: the texts go, numbers and dates stay. */
    sealCase(caseId: string): Promise<void>;
  };
  /** Minutes of another office, version 1 of their message: one case, entered there in one go. */
  readonly meetings: { insert(meeting: Meeting): Promise<void> };
  /** 会议及议题. */
  readonly agenda: AgendaStore;
  readonly competences: {
    teach(entry: LearnedCompetence): Promise<void>;
    learned(): Promise<readonly LearnedCompetence[]>;
  };
  readonly numbers: {
    /** The next number of a register in a year, from 1, without gaps. Locked until the commit. */
    next(register: string, year: number): Promise<number>;
  };
  readonly sweep: SweepStore;
  readonly changes: ChangeStore;
  readonly answers: {
    /** The stored answer of an act that was posted with this key. */
    find(key: string): Promise<{ readonly fingerprint: string; readonly answer: unknown } | undefined>;
    save(key: string, fingerprint: string, answer: unknown, at: Date): Promise<void>;
  };
}

export interface CaseworkUnitOfWork {
  run<T>(work: (tx: CaseworkTx) => Promise<T>): Promise<T>;
}

/** A unit as the casework needs to know it. */
export interface UnitInfo {
  readonly id: string;
  readonly zh: string;
  /** The node that holds its legs: itself, or its keeper. */
  readonly node: string;
  /** `node`: has a node; `inside`: works in its keeper's node; `offline`: on paper, the keeper enters its acts. */
  readonly works: 'node' | 'inside' | 'offline';
  /** The role of its node; a unit without one has the role of its keeper. */
  readonly role: 'city' | 'township' | 'committee' | 'agency';
  readonly body: BodyKind;
  /** 发文字号 without year and number. */
  readonly documentPrefix: string;
  /** The congress office above its node; absent at the root. */
  readonly parent?: string;
  /** The last legal day on which it exists (YYYY-MM-DD); absent: it exists. */
  readonly until?: string;
  /** Who takes its matters when it is gone (L1 24(2)). */
  readonly successor?: string;
}

/** This node's place in the network directory and its staff. */
export interface Office {
  readonly self: UnitInfo;
  /** Latin code for numbers, e.g. `CS`. */
  readonly code: string;
  unit(id: string): UnitInfo | undefined;
  /** Whether the directory links this node with that one. */
  linkedWith(node: string): boolean;
  /** The competent body for a topic, with its reviewing committee and why. */
  competence(
    topic: string,
    /** What minutes taught this office; between equals it wins over the directory. */
    learned?: readonly LearnedCompetence[],
  ): { readonly to: string; readonly reviewer?: string; readonly because: string } | undefined;
  /** The id of a node, unit, body, post or member of a staff by id or name; undefined: ask a second person. */
  resolve(nameOrId: string): string | undefined;
  /** The members of this node's own staff of that name, by post. */
  staffNamed(name: string): readonly { readonly unit: string; readonly user: string }[];
  /** Whether a party must not get an accusation of `accused` (L1 30(3)). */
  isNearAccused(party: string, accused: string): boolean;
  /** Whether a party is a part of a body or is led by it. */
  answersTo(party: string, leader: string): boolean;
  /** Who decides between bodies that all refuse a matter (L1 24); undefined: they have no common superior. */
  decidesBetween(bodies: readonly string[]): string | undefined;
  /** Who acts: a member of the unit's staff in one of these roles, preferred first. */
  actor(
    as: {
      readonly unit: string;
      readonly user?: string | undefined;
      readonly onPaper?: { readonly source: 'paper' | 'telephone' } | undefined;
    },
    roles: readonly Role[],
  ): Outcome<Actor>;
}

/** The legal date and time of the network. */
export interface LegalTime {
  now(): Date;
}

/* ---- reads for the screens: rows, which libs/casework/views turn into view types ---- */

export interface CaseworkReads {
  readonly supervision: SupervisionReads;
  readonly guards: GuardReads;
  readonly enclosures: EnclosureReads;
  readonly successions: SuccessionReads;
  readonly leaders: LeaderReads;
  /** Newest first. */
  cases(page: PageRequest): Promise<PageOf<CaseRow>>;
  caseById(id: string): Promise<CaseRow | undefined>;
  caseByOrigin(originNumber: string): Promise<CaseRow | undefined>;
  items(caseId: string): Promise<readonly Item[]>;
  documents(caseId: string): Promise<readonly Document[]>;
  legs(page: PageRequest): Promise<PageOf<LegRow>>;
  legsOfCases(caseIds: readonly string[]): Promise<readonly LegRow[]>;
  legById(id: string): Promise<LegRow | undefined>;
  /** Oldest first. */
  historyOfCase(caseId: string, page: PageRequest): Promise<PageOf<HistoryRow>>;
  historyOfLeg(legId: string, page: PageRequest): Promise<PageOf<HistoryRow>>;
  readonly agenda: AgendaReads;
  learned(): Promise<readonly LearnedCompetence[]>;
}

export type {
  DraftRow,
  LadderEvent,
  LadderPlan,
  LadderStanding,
  MissedLimit,
  SelectedRow,
  Selection,
  SupervisionReads,
  SupervisionRow,
  SupervisionStore,
} from './ports/supervision.js';

export type { DueKind, DueLeg, SweepStore, SweptKind } from './ports/sweep.js';
