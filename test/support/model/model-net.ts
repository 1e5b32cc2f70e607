import type { CaseRow, LegRow, Office } from '#casework';
import type { ActAnswer, ActName } from '#contract';
import type { LocalDate, Task } from '#domain';
import type { Action, Document } from '../../../libs/casework/src/ports/rows.js';

/** Four tiers, the bodies beside the third, and a committee that reviews: enough for every crossing pair. */
export const STAGE = [
  'province',
  'prefecture',
  'city',
  'township:yi',
  'agency:education',
  'agency:court',
  'agency:discipline',
  'committee:education',
  'committee:judicial',
] as const;

/** What one office holds of the matters of a sequence. */
export interface Held {
  readonly cases: readonly CaseRow[];
  readonly legs: readonly LegRow[];
  /** Oldest first. */
  readonly history: readonly Action[];
  readonly documents: readonly Document[];
  /** What leaders' marks set, open or ended. */
  readonly tasks: readonly Pick<Task, 'id' | 'caseId' | 'unit' | 'state'>[];
}

/** What goes wrong around one act. */
export type ActFault =
  | 'none'
  /** The office's machine dies before the commit; the client posts again with the same key. */
  | 'crash'
  /** The answer is lost after the commit; the client posts again with the same key. */
  | 'lost-answer'
  /** Another act comes under a key that was used. */
  | 'key-reused';

/** One act as somebody at an office posts it; the body is what came over the wire, judged by the contract first. */
export interface ModelPost {
  readonly node: string;
  readonly act: ActName;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly fault: ActFault;
}

/** How it ended, whatever the network is made of. */
export type ModelDone =
  | { readonly kind: 'done'; readonly answer: ActAnswer }
  | { readonly kind: 'refused'; readonly slug: string }
  /** The contract refused the body before anybody looked at it. */
  | { readonly kind: 'malformed' };

/** What becomes of the next message that is handed over. */
export type Handing =
  | 'once'
  /** Everything that waits on its stream. */
  | 'stream'
  /** The receiving office's machine dies before the commit: the message stays and comes again. */
  | 'crash'
  /** The office took it in, and the wire does not know: it comes again. */
  | 'lost-ack';

/** A network that the model drives: offices in memory with a wire that it moves by hand, or real nodes. */
export interface ModelNet {
  readonly stage: readonly string[];
  readonly today: LocalDate;
  /** Stands behind every place of a matter. */
  readonly where: string;
  /** What was done, one line each: printed when the sequence fails. */
  readonly steps: string[];
  readonly count: Counted;
  /** What was refused, for the report: act and reason. */
  readonly refusals: string[];
  held(node: string): Held;
  office(node: string): Office;
  /** The acts that the node's role does at all. */
  allows(node: string, act: ActName): boolean;
  perform(post: ModelPost): Promise<ModelDone>;
  /** Hands over one waiting message; false: nothing waits that is not held. */
  deliver(pick: number, how: Handing): Promise<boolean>;
  /** Nothing reaches this office until `drain`. */
  hold(node: string): void;
  /** Releases what is held and hands over until nothing is under way. */
  drain(): Promise<void>;
  /** Working days pass, with their sweeps; `true`: what is on the wire stays there, where the network can do that. */
  pass(workingDays: number, inFlight: boolean): Promise<void>;
  /** The office's machine is started again: only what was committed is left. */
  restart(node: string): Promise<void>;
  /** Remembers everything an office holds; the answer tells whether it still holds just that. */
  watch(node: string): Promise<() => Promise<boolean>>;
  /** Everything an office holds as text, to be searched. */
  text(node: string): Promise<string>;
}

/** What a run did, for the line of progress and the report. */
export interface Counted {
  done: number;
  refused: number;
  malformed: number;
  crashes: number;
  redelivered: number;
  delivered: number;
  days: number;
}

export const nothingCounted = (): Counted => ({
  done: 0,
  refused: 0,
  malformed: 0,
  crashes: 0,
  redelivered: 0,
  delivered: 0,
  days: 0,
});
