import type { OfficeName } from '../world/network.js';

/** A message that an office has written to another. */
export interface Written {
  readonly dest: string;
  readonly stream: string;
  readonly type: string;
}

/**
 * A database that went back to an older state under its office. What another office holds of the time since must be there
 * again; the rest was known here only, and is what may be missing: exactly that.
 */
export interface SetBack {
  readonly node: OfficeName;
  /** How many acknowledged acts of a line the older state does not know; below 0: it knows more than anybody was told. */
  readonly short: ReadonlyMap<string, number>;
  /** What the older state does not know to have been written. */
  readonly messages: ReadonlyMap<string, Written>;
  /** What the older state knows to have been written, and not that it has left. */
  readonly unsent: ReadonlyMap<string, Written>;
  /** Registrations that the older state does not know, with the legs that had left. */
  readonly cases: ReadonlyMap<string, readonly string[]>;
  /** Legs of which some text is nowhere any more: it was destroyed with a returned or recalled dossier. */
  lostLegs: ReadonlySet<string>;
  /** The messages of these. */
  gone: ReadonlySet<string>;
}
