import type { LeftOut, RefillLine } from '../ports/resync.js';
import type { StreamDifference } from './compare.js';

/** A comparison with a peer. */
export interface StreamDiff {
  readonly peer: string;
  /** False: the peer did not answer within 15 s; `streams` is empty then. */
  readonly answered: boolean;
  /** Streams whose two ends are not the same at this moment, also where messages are only under way. */
  readonly streams: readonly StreamDifference[];
}

export interface ResyncResult extends StreamDiff {
  readonly dryRun: boolean;
  /** Streams of this node that are being refilled now; with `dryRun` 0. */
  readonly refilling: number;
}

export interface RecoveryStatus {
  /** This node's epoch: 1, and one more with each time that it was set back. */
  readonly epoch: number;
  readonly peers: readonly {
    readonly peer: string;
    /** The highest epoch seen of it; 0: never heard. */
    readonly epoch: number;
    /** It answered a hello in this life of the program. */
    readonly greeted: boolean;
    /** This node is being refilled from it: nothing is sent there until that is done. */
    readonly recovering: boolean;
    /** Since when, while it is. */
    readonly since?: Date;
  }[];
  /** What came back in recoveries, newest first, at most 10 000 lines. */
  readonly refilled: readonly RefillLine[];
  /** Messages of this epoch that came back and stand not, or not whole, in the casework: at most 1 000, and how many in all. */
  readonly leftOut: { readonly lines: readonly LeftOut[]; readonly total: number };
}

/**
 * What an operator may ask of a running node.
 * @example await exchange.resync.diff('city') // { peer: 'city', answered: true, streams: [] }
 */
export interface ResyncService {
  /** The offices with which this node exchanges. */
  peers(): readonly string[];
  status(): Promise<RecoveryStatus>;
  /** How it stands with each peer; cheap, also after a large recovery. */
  standings(): Promise<RecoveryStatus['peers']>;
  /** Asks the peer for its heads and compares. Throws for a node that is no peer. Changes nothing. */
  diff(peer: string): Promise<StreamDiff>;
  /** The same, then heals: refills this node, and bids the peer look for itself. With `dryRun` it changes nothing. */
  resync(peer: string, options: { readonly dryRun: boolean }): Promise<ResyncResult>;
}
