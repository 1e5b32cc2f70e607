import type { AttachmentType, EnclosureProblem } from '#contract';
import type { Shows } from '#domain';

/** 随文附件: one file that goes along on a leg, at either of its ends. */
export interface Enclosure {
  /** The attachment of this case: it is there already (out), or it gets this id when it is fetched (in). */
  readonly id: string;
  readonly caseId: string;
  readonly legId: string;
  readonly way: 'in' | 'out';
  /** The node at the other end. */
  readonly peer: string;
  /** Its id at its sender, by which it is asked for. */
  readonly ref: string;
  /** Absent where the petitioner may not be known: files are named after people. */
  readonly name?: string;
  readonly type: AttachmentType;
  readonly size: number;
  readonly sha256: string;
  readonly shows: Shows;
}

export type EnclosureState = 'wanted' | 'offered' | 'there' | 'refused' | 'withdrawn';

/** The same as it stands. Times are real ones, of the database: a simulated day never touches a retry. */
export interface EnclosureRow extends Enclosure {
  readonly state: EnclosureState;
  readonly problem?: EnclosureProblem;
  readonly tries: number;
  /** How often it came with another digest. */
  readonly spoilt: number;
  readonly since: string;
  readonly nextTryAt: string;
}

/** Names one of them: a file may go along on several legs. */
export type EnclosureKey = Pick<Enclosure, 'legId' | 'ref' | 'way'>;

/** Rows of the open unit of work. */
export interface EnclosureStore {
  /** Those that go along from now on; a key that is known stays as it is. */
  add(enclosures: readonly Enclosure[]): Promise<void>;
  ofLeg(legId: string): Promise<readonly EnclosureRow[]>;
  ofCase(caseId: string): Promise<readonly EnclosureRow[]>;
  /** One that is wanted, locked; undefined: it is not, or not any more. */
  wanted(id: string): Promise<EnclosureRow | undefined>;
  settle(key: EnclosureKey, state: EnclosureState, problem?: EnclosureProblem): Promise<void>;
  /** It could not be had; tried again after `waitMs`. */
  postpone(id: string, problem: EnclosureProblem, waitMs: number): Promise<void>;
  /** What is wanted or offered on a leg is so no more, also to a peer that had fetched it already. */
  withdraw(legId: string): Promise<void>;
  /** After a return or a recall: nothing of the case is wanted or offered, and names go. */
  seal(caseId: string): Promise<void>;
}

/** How many files are wanted, how old the oldest is, and for how many somebody has to do something. */
export interface EnclosureFigures {
  readonly wanted: number;
  readonly oldestMs: number;
  readonly failing: number;
}

/** The same rows outside a unit of work. */
export interface EnclosureReads {
  ofCase(caseId: string): Promise<readonly EnclosureRow[]>;
  /** Wanted ones whose time has come, the oldest first, none of these peers. */
  due(limit: number, but: readonly string[]): Promise<readonly EnclosureRow[]>;
  /** What a peer may fetch under that id now: the sending stands in a leg with it. */
  offered(peer: string, ref: string): Promise<Enclosure | undefined>;
  /** What that node once gave this one under that id and was taken: it may have it back when its own is damaged. */
  taken(peer: string, ref: string): Promise<Enclosure | undefined>;
  /** Ids of all that are wanted: other half-fetched files are rubbish. */
  wantedIds(): Promise<readonly string[]>;
  figures(): Promise<EnclosureFigures>;
}
