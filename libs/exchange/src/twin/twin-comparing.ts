import { crc32 } from 'node:zlib';
import type { StreamRef } from '../ports/messages.js';
import type { AnsweredRow, ResyncStore, StreamBucket, StreamGap, StreamStanding } from '../ports/resync.js';
import type { InboxRow } from '../ports/store-rows.js';
import { hex, ZERO_HEAD } from '../suite/digest.js';
import { inName, type OutboxEntry, outName, settled, type TwinTables } from './twin-tables.js';

type Methods = Pick<
  ResyncStore,
  'streamBuckets' | 'streamsIn' | 'standingsOf' | 'headAt' | 'gaps' | 'sentRange' | 'takenFrom'
>;

const nameOf = ({ kind, id }: StreamRef): string => `${kind}/${id}`;
const bucketOf = (stream: StreamRef): number => crc32(nameOf(stream)) & 255;
const inOrder = (a: StreamRef, b: StreamRef): number =>
  bucketOf(a) - bucketOf(b) || (a.kind === b.kind ? 0 : a.kind < b.kind ? -1 : 1) || (a.id < b.id ? -1 : 1);

/** What two ends compare, in memory. */
export function twinComparing(t: TwinTables): Methods {
  const read = <T>(work: () => T): Promise<T> => t.database.run(() => t.inUnit(work));
  const sentOn = (peer: string, stream: StreamRef): OutboxEntry[] =>
    t.outbox
      .values()
      .filter((row) => row.dest === peer && row.stream !== undefined && nameOf(row.stream) === nameOf(stream))
      .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  const firstUnsent = (peer: string, stream: StreamRef): OutboxEntry | undefined =>
    sentOn(peer, stream).find((row) => row.status === 'new' && row.frameId === undefined);
  const cameOn = (peer: string, stream: StreamRef): InboxRow[] =>
    t.inbox
      .values()
      .filter(
        (row) => row.source === peer && row.stream !== undefined && nameOf(row.stream) === nameOf(stream),
      )
      .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  const standing = (peer: string, { kind, id }: StreamRef): StreamStanding => {
    const stream = { kind, id };
    const out = t.outStreams.get(outName({ dest: peer, kind, id }));
    const incoming = t.inStreams.get(inName({ source: peer, kind, id }));
    const rows = sentOn(peer, stream);
    const unsent = firstUnsent(peer, stream);
    const answered = Math.max(0, ...rows.filter(settled).map((row) => row.sequence ?? 0));
    return {
      stream,
      sent:
        unsent === undefined
          ? { last: out?.last ?? 0, head: hex(out?.head ?? ZERO_HEAD) }
          : { last: (unsent.sequence ?? 1) - 1, head: hex(unsent.prevhash ?? ZERO_HEAD) },
      answered,
      applied: { last: incoming?.last ?? 0, head: hex(incoming?.head ?? ZERO_HEAD) },
      stopped: incoming !== undefined && incoming.status !== 'open',
    };
  };
  const withPeer = (peer: string): StreamRef[] => {
    const known = new Map<string, StreamRef>();
    for (const stream of t.outStreams.values()) if (stream.dest === peer) known.set(nameOf(stream), stream);
    for (const stream of t.inStreams.values()) if (stream.source === peer) known.set(nameOf(stream), stream);
    return [...known.values()].map(({ kind, id }) => ({ kind, id })).sort(inOrder);
  };

  return {
    streamBuckets: (peer) =>
      read(() => ({
        sent: buckets(
          t.outStreams
            .values()
            .filter(({ dest }) => dest === peer)
            .map((stream) => ({ ...stream, head: firstUnsent(peer, stream)?.prevhash ?? stream.head })),
        ),
        applied: buckets(t.inStreams.values().filter(({ source }) => source === peer)),
      })),
    streamsIn: (peer, wanted, { limit, after }) =>
      read(() =>
        withPeer(peer)
          .filter((stream) => wanted.includes(bucketOf(stream)))
          .filter((stream) => after === undefined || inOrder(after, stream) < 0)
          .slice(0, limit)
          .map((stream) => standing(peer, stream)),
      ),
    standingsOf: (peer, streams) => read(() => streams.map((stream) => standing(peer, stream))),
    headAt: (side, peer, stream, sequence) =>
      read(() => {
        if (sequence === 0) return hex(ZERO_HEAD);
        const rows = side === 'sent' ? sentOn(peer, stream) : cameOn(peer, stream).filter(inTurn);
        const next = rows.find((row) => row.sequence === sequence + 1)?.prevhash;
        return next === undefined ? undefined : hex(next);
      }),
    gaps: (limit) =>
      read(() => {
        const found = new Map<string, StreamGap>();
        for (const row of t.inbox.values()) {
          if (row.status !== 'parked' || row.stream === undefined || row.sequence === undefined) continue;
          const { source: peer, stream } = row;
          const from = (t.inStreams.get(inName({ source: peer, ...stream }))?.last ?? 0) + 1;
          if (row.sequence < from) continue;
          const known = found.get(`${peer} ${nameOf(stream)}`);
          const to = Math.max(from, Math.min(known?.to ?? Infinity, row.sequence - 1));
          found.set(`${peer} ${nameOf(stream)}`, { peer, stream, from, to });
        }
        return [...found.values()].slice(0, limit);
      }),
    sentRange: (peer, stream, from, to, limit) =>
      read((): readonly AnsweredRow[] =>
        sentOn(peer, stream)
          .filter(({ sequence = 0 }) => sequence >= from && sequence <= to)
          .slice(0, limit),
      ),
    takenFrom: (peer, stream, from, limit) =>
      read(() =>
        cameOn(peer, stream)
          .filter((row) => (row.sequence ?? 0) >= from && row.status !== 'parked' && inTurn(row))
          .slice(0, limit),
      ),
  };
}

/** Rows that never took their turn in the stream whose sequence they name. */
const ASIDE: ReadonlySet<string> = new Set(['sequence-taken', 'older-epoch']);
const inTurn = ({ reason = '' }: InboxRow): boolean => !ASIDE.has(reason);

function buckets(streams: readonly (StreamRef & { readonly head: Uint8Array })[]): StreamBucket[] {
  const found = new Map<number, { digest: bigint; streams: number }>();
  for (const stream of streams) {
    const bucket = bucketOf(stream);
    const known = found.get(bucket) ?? { digest: 0n, streams: 0 };
    const first = BigInt(`0x${hex(stream.head.subarray(0, 8))}`);
    found.set(bucket, { digest: known.digest ^ first, streams: known.streams + 1 });
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([bucket, { digest, streams: count }]) => ({
      bucket,
      digest: digest.toString(16).padStart(16, '0'),
      streams: count,
    }));
}
