import { type Hello, RESYNC_LIMITS, type WireBucket, type WireHeads } from '#contract';
import { toStream } from '../inbox/decide.js';
import type { StreamRef } from '../ports/messages.js';
import type { StreamBucket, StreamStanding } from '../ports/resync.js';

/** The two directions of a stream as both ends hold them, seen from this node. */
export interface StreamDifference {
  readonly stream: StreamRef;
  /** What this node has sent, what of it the peer has answered as known here, and what the peer has taken. */
  readonly sent: { readonly here: number; readonly answered: number; readonly there: number };
  /** What this node has taken, and what the peer has sent. */
  readonly applied: { readonly here: number; readonly there: number; readonly answeredThere: number };
  /**
   * `under-way`: nothing is wrong. `behind-here`: this node was set back. `behind-there`: the peer was.
   * `fork`: the same sequence holds two messages; neither is overwritten.
   */
  readonly what: 'under-way' | 'behind-here' | 'behind-there' | 'fork';
}

export const wireBuckets = (buckets: readonly StreamBucket[]): WireBucket[] =>
  buckets.map(({ bucket, digest, streams }) => [bucket, digest, streams]);

export const wireName = ({ kind, id }: StreamRef): string => `${kind}/${id}`;

export function wireHeads({ stream, sent, answered, applied }: StreamStanding): WireHeads {
  return {
    stream: wireName(stream),
    sent: [sent.last, sent.head],
    answered,
    applied: [applied.last, applied.head],
  };
}

/** Buckets in which the two ends differ in either direction, ascending. A bucket of heads of zeros is as good as none. */
export function differingBuckets(
  mine: { readonly sent: readonly StreamBucket[]; readonly applied: readonly StreamBucket[] },
  theirs: Pick<Hello, 'sent' | 'applied'>,
): readonly number[] {
  const none = '0'.repeat(16);
  const digests = (buckets: readonly WireBucket[]): ReadonlyMap<number, string> =>
    new Map(buckets.map(([bucket, digest]) => [bucket, digest]));
  const pairs = [
    [digests(wireBuckets(mine.sent)), digests(theirs.applied)],
    [digests(wireBuckets(mine.applied)), digests(theirs.sent)],
  ] as const;
  return Array.from({ length: RESYNC_LIMITS.buckets }, (_, bucket) => bucket).filter((bucket) =>
    pairs.some(([one, other]) => (one.get(bucket) ?? none) !== (other.get(bucket) ?? none)),
  );
}

/**
 * Compares a stream. What the peer says was true when it said it, and what this node holds only grows: who holds less now
 * than the other held then was set back.
 */
export function compareStream(mine: StreamStanding, theirs: WireHeads): StreamDifference {
  const [theirSent, theirSentHead] = theirs.sent;
  const [theirApplied, theirAppliedHead] = theirs.applied;
  const behindHere = theirApplied > mine.sent.last || (!mine.stopped && theirs.answered > mine.applied.last);
  const forked =
    (theirApplied === mine.sent.last && theirAppliedHead !== mine.sent.head) ||
    (theirSent === mine.applied.last && theirSentHead !== mine.applied.head);
  const behindThere = theirSent < mine.applied.last || theirApplied < mine.answered;
  return {
    stream: toStream(theirs.stream),
    sent: { here: mine.sent.last, answered: mine.answered, there: theirApplied },
    applied: { here: mine.applied.last, there: theirSent, answeredThere: theirs.answered },
    what: behindHere ? 'behind-here' : forked ? 'fork' : behindThere ? 'behind-there' : 'under-way',
  };
}
