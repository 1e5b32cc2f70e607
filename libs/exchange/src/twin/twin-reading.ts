import type { Delivery, StreamHeads, StreamKind, StreamRef } from '../ports/messages.js';
import type { ExchangeStore } from '../ports/store.js';
import type {
  ExchangeFigures,
  InStream,
  OutStream,
  PeerFigures,
  PlacedFrame,
  ProofRows,
  QuarantinedItem,
} from '../ports/store-rows.js';
import { hex, ZERO_HEAD } from '../suite/digest.js';
import { type TwinTables, outName, inName, settled } from './twin-tables.js';

/** What screens and probes read, in memory. */
export function twinReading(
  t: TwinTables,
): Pick<
  ExchangeStore,
  'figures' | 'peerFigures' | 'deliveries' | 'heads' | 'readProof' | 'quarantined' | 'stoppedStreams'
> {
  return {
    figures(): Promise<ExchangeFigures> {
      return t.database.run(() =>
        t.inUnit(() => {
          const rows = t.outbox.values();
          const pending = rows.filter((row) => !settled(row));
          return {
            pending: pending.length,
            parked: t.inbox.values().filter((row) => row.status === 'parked').length,
            put: rows.filter((row) => row.sequence !== undefined).length,
            applied: rows.filter((row) => row.status === 'applied').length,
            quarantined:
              t.quarantine.values().length +
              t.inbox.values().filter((row) => row.status === 'quarantined' || row.status === 'unsupported')
                .length,
            oldestMs: Math.max(0, ...pending.map((row) => t.now() - row.insertedAt)),
          };
        }),
      );
    },

    peerFigures(): Promise<readonly PeerFigures[]> {
      return t.database.run(() =>
        t.inUnit(() => {
          const open = t.outbox.values().filter((row) => !settled(row));
          const frames = t.outFrames.values().filter((frame) => frame.open);
          const got = t.inbox.values();
          const peers = new Set([
            ...open.map(({ dest }) => dest),
            ...frames.map(({ dest }) => dest),
            ...got
              .filter(({ status }) => status !== 'applied' && status !== 'rejected')
              .map(({ source }) => source),
          ]);
          return [...peers].sort().map((peer) => {
            const to = open.filter(({ dest }) => dest === peer);
            const from = got.filter(({ source }) => source === peer);
            return {
              peer,
              unanswered: to.length,
              oldestMs: Math.max(0, ...to.map((row) => t.now() - row.insertedAt)),
              inFlight: frames.filter(({ dest }) => dest === peer).length,
              parked: from.filter(({ status }) => status === 'parked').length,
              quarantined: from.filter(({ status }) => status === 'quarantined' || status === 'unsupported')
                .length,
            };
          });
        }),
      );
    },

    deliveries(stream: StreamRef): Promise<readonly Delivery[]> {
      return t.database.run(() =>
        t.inUnit(() =>
          t.outbox
            .values()
            .filter((row) => row.stream?.kind === stream.kind && row.stream.id === stream.id)
            .map((row): Delivery => {
              const { id, dest, type, sequence, time, status, reason, article, settledAt } = row;
              return {
                messageId: id,
                dest,
                type,
                sequence: sequence ?? 0,
                time,
                status,
                ...(reason === undefined ? {} : { reason }),
                ...(article === undefined ? {} : { article }),
                ...(settledAt === undefined ? {} : { settledAt }),
              };
            }),
        ),
      );
    },

    readProof(messageId: string): Promise<ProofRows | undefined> {
      return t.database.run(() => t.inUnit(() => proofOf(t, messageId)));
    },

    heads(peer: string, stream: StreamRef): Promise<StreamHeads> {
      return t.database.run(() =>
        t.inUnit(() => {
          const sent = t.outStreams.get(outName({ dest: peer, ...stream }));
          const applied = t.inStreams.get(inName({ source: peer, ...stream }));
          const show = (end: OutStream | InStream | undefined): { last: number; head: string } => ({
            last: end?.last ?? 0,
            head: hex(end?.head ?? ZERO_HEAD),
          });
          return { sent: show(sent), applied: show(applied) };
        }),
      );
    },

    quarantined(page: {
      readonly limit: number;
      readonly after?: string;
    }): Promise<readonly QuarantinedItem[]> {
      return t.database.run(() =>
        t.inUnit(() => {
          const frames = t.quarantine.values().map((entry): QuarantinedItem => {
            const { id, claimedSource, reason, detail, at } = entry;
            return {
              id,
              kind: 'frame',
              reason,
              at,
              ...(claimedSource === undefined ? {} : { source: claimedSource }),
              ...(detail === undefined ? {} : { detail }),
            };
          });
          const messages = t.inbox
            .values()
            .filter((row) => row.status === 'quarantined' || row.status === 'unsupported')
            .map((row): QuarantinedItem => {
              const { id, source, type, subject, stream, reason, at } = row;
              return {
                id,
                kind: 'message',
                source,
                reason: reason ?? row.status,
                at,
                ...(type === undefined ? {} : { type }),
                ...(subject === undefined ? {} : { subject }),
                ...(stream === undefined ? {} : { stream }),
              };
            });
          const all = [...frames, ...messages].sort(
            (a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1),
          );
          const start = page.after === undefined ? 0 : all.findIndex((item) => item.id === page.after) + 1;
          return all.slice(start, start + page.limit).map((item) => {
            const acknowledged = t.acknowledged.get(item.id);
            return acknowledged === undefined ? item : { ...item, acknowledged };
          });
        }),
      );
    },

    stoppedStreams(kind: StreamKind): Promise<readonly InStream[]> {
      return t.database.run(() =>
        t.inUnit(() =>
          t.inStreams.values().filter((stream) => stream.kind === kind && stream.status !== 'open'),
        ),
      );
    },
  };
}

function proofOf(t: TwinTables, messageId: string): ProofRows | undefined {
  const placed = (frameId: string, attempt: number, place: number): PlacedFrame | undefined => {
    const frame = t.inFrames.get(`${frameId}-${attempt}`);
    return frame === undefined ? undefined : { ...frame, place };
  };
  const sent = t.outbox.get(messageId);
  if (sent?.sequence !== undefined) {
    const { dest: peer, digest, receiptId } = sent;
    const receipt = receiptId === undefined ? undefined : t.receipts.get(receiptId);
    const frame = receipt === undefined ? undefined : placed(receipt.frameId, receipt.attempt, receipt.place);
    const answered =
      receipt === undefined || frame === undefined
        ? {}
        : { receipt: { id: receipt.id, bytes: receipt.bytes, frame } };
    return { side: 'sent', peer, digest, ...answered };
  }
  const received = t.inbox.get(messageId);
  if (received === undefined) return undefined;
  const frame = placed(received.frameId, received.attempt, received.place);
  const { source: peer, digest } = received;
  return { side: 'received', peer, digest, ...(frame === undefined ? {} : { frame }) };
}
