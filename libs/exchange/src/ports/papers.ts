import type { EnclosureProblem } from '#contract';

/*
 * Papers: files that a message names by digest, size and media type. The exchange fetches them from the node that sent the
 * message, resumes what was cut, and checks size and digest; what a paper is, and who may have it, its owner knows.
 */

/** A paper that a peer's message named and that is not here yet. */
export interface WantedPaper {
  readonly id: string;
  /** The node that sent the message, and gives the paper. */
  readonly peer: string;
  /** Its id there. */
  readonly ref: string;
  readonly sha256: string;
  readonly size: number;
  /** Fetches that failed so far. */
  readonly tries: number;
}

/** What is to be fetched, and what came of it. */
export interface PaperShelf {
  /** Whose time has come, the oldest first, from none of these peers. */
  due(limit: number, but: readonly string[]): Promise<readonly WantedPaper[]>;
  /** All that are wanted: half a file of any other is rubbish. */
  wantedIds(): Promise<readonly string[]>;
  /** The whole file lies there with the right digest. When it throws it is asked again, and may have happened. */
  take(id: string, path: string): Promise<void>;
  postpone(id: string, problem: EnclosureProblem, waitMs: number): Promise<void>;
}

/** A file, open for reading in parts. */
export interface OpenPaper {
  readonly size: number;
  /** Fewer bytes only at its end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface OfferedPaper {
  readonly sha256: string;
  readonly size: number;
  /** `not-yet`: it is being fetched itself. Undefined: it is gone. */
  open(): Promise<OpenPaper | 'not-yet' | undefined>;
}

/** What each peer may fetch here: only what a message to that peer has named and what was not taken back since. */
export interface PaperOffers {
  offered(peer: string, ref: string): Promise<OfferedPaper | undefined>;
}

/** Half-fetched files on this node's disk; they outlive the process. */
export interface PaperParts {
  /** Bytes of it that are there; 0: none. */
  size(id: string): Promise<number>;
  /** Bytes of all of them, by id. */
  all(): Promise<ReadonlyMap<string, number>>;
  /** @throws with the code ENOSPC when the disk is full. */
  append(id: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** Puts it on the disk for good and gives its SHA-256 in hex. */
  digest(id: string): Promise<string>;
  path(id: string): string;
  discard(id: string): Promise<void>;
}

/** A kept paper whose file may be damaged, and who else holds it. */
export interface PaperStanding {
  readonly sha256: string;
  readonly size: number;
  /** The file is what its digest says. */
  readonly whole: boolean;
  /** Nodes that hold the same paper by a signed message, and the id by which each is asked for it; the best first. */
  readonly holders: readonly Pick<WantedPaper, 'peer' | 'ref'>[];
}

/** Kept papers that can be put right. */
export interface PaperRepairs {
  /** Undefined: no such paper is kept here, or it went back with its dossier. */
  standing(id: string): Promise<PaperStanding | undefined>;
  /**
   * Puts what was fetched anew in the place of the damaged file, and calls `record` in the same unit of work; what lay
   * there is kept aside. False: the file is whole by itself, or the paper is kept no more; then nothing was changed.
   */
  replace(id: string, record: () => Promise<void>): Promise<boolean>;
}

/** How a node asks another one for papers; undefined: the settings and the directory name no way. */
export interface PaperWays {
  to(peer: string): PaperWay | undefined;
}
export type PaperWay =
  | { readonly kind: 'https'; readonly origin: URL }
  /** Without TLS, to a node of the same organisation: the request is signed. */
  | { readonly kind: 'http'; readonly origin: URL };
