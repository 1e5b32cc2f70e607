import type { StreamRef } from './messages.js';

/**
 * A failure that nobody has taken note of: something that came in and was put away, or something that was sent and put
 * away by its addressee. A lawful refusal is none: its case is back on the dispatcher's list.
 */
export interface Alarm {
  /** Of the quarantined frame, the message that came in, or the message that was sent. */
  readonly id: string;
  readonly kind: 'received' | 'sent';
  /** Source of what came in, addressee of what was sent. */
  readonly peer?: string;
  readonly type?: string;
  /** Origin number. */
  readonly subject?: string;
  readonly stream?: StreamRef;
  readonly reason: string;
  readonly at: Date;
}

/** Somebody takes note of a failure. */
export interface Acknowledging {
  readonly id: string;
  readonly by: { readonly unit: string; readonly user: string };
  /** What was done about it; at most 1000 characters. */
  readonly note: string;
}

/** What is kept of it. */
export interface Acknowledged {
  /** Unit and user. */
  readonly unit: string;
  readonly by: string;
  readonly note: string;
  readonly at: Date;
}

/** `before`: it was acknowledged already, and the first note stands. */
export type AcknowledgeOutcome = 'acknowledged' | 'before' | 'unknown';

export interface AlarmStore {
  /** Failures without an acknowledgement, newest first, at most so many. Outside or inside a unit. */
  alarms(limit: number): Promise<readonly Alarm[]>;
  /** Inside a unit. */
  acknowledge(entry: Acknowledging): Promise<AcknowledgeOutcome>;
}
