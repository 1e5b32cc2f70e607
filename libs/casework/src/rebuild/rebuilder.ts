import type { Applied, InboundMessage, Rebuilt } from '#exchange';
import type { Session } from '../desk/session.js';
import type { InboundUseCase } from '../inbound/inbound.js';

/**
 * Takes up one message again after this node was set back. Nothing is sent, and nothing is decided anew: what followed
 * from the message is among the messages that come back.
 */
export type Rebuilder = (session: Session, message: InboundMessage) => Promise<Rebuilt>;

/** What a message type left behind at its sender, and at its addressee. */
export interface Rebuilders {
  readonly own: Rebuilder;
  readonly theirs: Rebuilder;
}

export const done: Rebuilt = { kind: 'done' };
/** It stands again but for that, which no message tells. */
export const without = (what: string): Rebuilt => ({ kind: 'done', without: what });
/** The same, where what it lacks may come back from another peer. */
export const soFarWithout = (what: string): Rebuilt => ({ kind: 'done', without: what, again: true });
export const notYet = (reason: string): Rebuilt => ({ kind: 'not-yet', reason });

/** What came in is handled as when it came first: for what only writes, and neither decides nor moves a leg. */
export const asItCame =
  (useCase: InboundUseCase): Rebuilder =>
  async (session, message) => {
    const applied: Applied = await useCase(session, message);
    return applied.kind === 'applied' ? done : notYet(applied.reason);
  };

/** Nothing of it is left to take up: it asked, and what was decided then is a message of its own. */
export const onlyAsked: Rebuilder = () => Promise.resolve(done);
