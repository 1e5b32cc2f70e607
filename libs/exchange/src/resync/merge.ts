import type { InboundMessage } from '../ports/messages.js';
import type { Rebuild, Rebuilt } from '../ports/rebuild.js';
import type { ProvenEntry } from './entry.js';

/** A message that is back in the exchange and is to be taken up by the casework. */
export interface Returning {
  readonly id: string;
  /** What its addressee made of it then. */
  readonly status: ProvenEntry['entry']['status'];
  /** Absent: its text was destroyed. */
  readonly message?: InboundMessage;
}

export type Side = 'own' | 'theirs';

/** A message that the casework did not take up, or not whole. */
export interface Left {
  readonly side: Side;
  readonly id: string;
  readonly reason: string;
  /** `waiting`: tried again when more is back. `lost`: it stays as it is. `partly`: taken up but for what `reason` says. */
  readonly kind: 'waiting' | 'lost' | 'partly';
}

/** What a refill brought, for `mergeInto`. */
export const returningOf = ({ entry, whole }: ProvenEntry): Returning => ({
  id: entry.id,
  status: entry.status,
  ...(whole === undefined ? {} : { message: whole.message }),
});

/**
 * Takes up the messages of both directions: each in its own order, between them the earlier id first; where that one
 * builds on something that is not back yet, the other direction goes first. What can be taken up in no order is left out.
 */
export async function mergeInto(
  rebuild: Rebuild,
  own: readonly Returning[],
  theirs: readonly Returning[],
): Promise<readonly Left[]> {
  const queue = { own: [...own], theirs: [...theirs] };
  const left: Left[] = [];
  for (;;) {
    const said: { readonly side: Side; readonly one: Returning; readonly took: Took }[] = [];
    for (const side of inTurn(queue)) {
      const [one] = queue[side];
      if (one === undefined) continue;
      const took = await takeUp(rebuild, side, one);
      said.push({ side, one, took });
      if (took.rebuilt.kind === 'done') break;
    }
    const [first] = said;
    const ended = said.find(({ took }) => took.rebuilt.kind === 'done') ?? first;
    if (ended === undefined) return left;
    const { side, one, took } = ended;
    queue[side].shift();
    const kept = leftOf(took);
    if (kept !== undefined) left.push({ side, id: one.id, ...kept });
  }
}

interface Took {
  readonly rebuilt: Rebuilt;
  /** It will never be taken up. */
  readonly lost: boolean;
}

function leftOf({ rebuilt, lost }: Took): Pick<Left, 'kind' | 'reason'> | undefined {
  if (rebuilt.kind === 'not-yet') return { kind: lost ? 'lost' : 'waiting', reason: rebuilt.reason };
  const { without: reason, again } = rebuilt;
  return reason === undefined ? undefined : { kind: again === true ? 'waiting' : 'partly', reason };
}

function inTurn(queue: {
  readonly own: readonly Returning[];
  readonly theirs: readonly Returning[];
}): Side[] {
  const [own] = queue.own;
  const [theirs] = queue.theirs;
  if (own === undefined) return ['theirs'];
  if (theirs === undefined) return ['own'];
  return own.id < theirs.id ? ['own', 'theirs'] : ['theirs', 'own'];
}

/** What was refused when it came has no effect to take up; what has no body any more cannot be read. */
async function takeUp(rebuild: Rebuild, side: Side, { message, status }: Returning): Promise<Took> {
  const never = (reason: string): Took => ({ rebuilt: { kind: 'not-yet', reason }, lost: true });
  if (message === undefined) return never('body-gone');
  if (status === 'applied') return { rebuilt: await rebuild[side](message), lost: false };
  return side === 'theirs' ? { rebuilt: { kind: 'done' }, lost: false } : never(`${status}-there`);
}
