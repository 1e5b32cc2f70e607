import type { HealStore, Hole } from '../ports/heal.js';
import type { StreamRef } from '../ports/messages.js';
import { OUTBOX_RANK, SETTLED_RANK } from '../ports/store-rows.js';
import type { TwinTables } from './twin-tables.js';

/** Rows of messages put back to what was signed, in memory. */
export function twinHeal(t: TwinTables): HealStore {
  const same = (one: object, other: object): boolean => {
    const sorted = (row: object): string =>
      JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
    return sorted(one) === sorted(other);
  };
  return {
    placeOf: (id) =>
      t.reading(() => {
        const sent = t.outbox.get(id);
        if (sent !== undefined) {
          const { dest: peer, stream, sequence, status } = sent;
          return {
            ...{ side: 'sent' as const, peer, open: OUTBOX_RANK[status] < SETTLED_RANK },
            ...(stream === undefined ? {} : { stream }),
            ...(sequence === undefined ? {} : { sequence }),
          };
        }
        const row = t.inbox.get(id);
        if (row === undefined) return undefined;
        const { source: peer, stream, sequence, status, frameId, attempt, place } = row;
        return {
          ...{
            side: 'received' as const,
            peer,
            open: status === 'parked',
            frame: { frameId, attempt, place },
          },
          ...(stream === undefined ? {} : { stream }),
          ...(sequence === undefined ? {} : { sequence }),
        };
      }),
    holes: (limit) =>
      t.reading(() => {
        const holesOf = (
          side: Hole['side'],
          peer: string,
          { kind, id }: StreamRef,
          last: number,
          known: ReadonlySet<number | undefined>,
        ): readonly Hole[] =>
          Array.from({ length: last }, (_, at) => at + 1)
            .filter((sequence) => !known.has(sequence))
            .map((sequence) => ({ side, peer, stream: { kind, id }, sequence }));
        const ofStream = (stream: StreamRef, other: StreamRef | undefined): boolean =>
          other?.kind === stream.kind && other.id === stream.id;
        const sent = t.outStreams.values().flatMap((stream) => {
          const rows = t.outbox.values().filter((row) => row.dest === stream.dest);
          const known = new Set(
            rows.filter((row) => ofStream(stream, row.stream)).map(({ sequence }) => sequence),
          );
          return holesOf('sent', stream.dest, stream, stream.last, known);
        });
        const received = t.inStreams.values().flatMap((stream) => {
          const rows = t.inbox.values().filter((row) => row.source === stream.source);
          const known = new Set(
            rows.filter((row) => ofStream(stream, row.stream)).map(({ sequence }) => sequence),
          );
          return holesOf('received', stream.source, stream, stream.last, known);
        });
        return [...sent, ...received].slice(0, limit);
      }),
    receiptsNaming: (peer, messageId) =>
      t.reading(() =>
        t.receipts
          .values()
          .filter(({ source, bytes }) => source === peer && Buffer.from(bytes).includes(messageId))
          .map(({ id }) => id)
          .sort()
          .reverse(),
      ),
    restoreSent: (row) =>
      t.inUnit(() => {
        const now = t.outbox.get(row.id);
        if (now === undefined) return false;
        const { causationId: _causation, ...rest } = now;
        const next = { ...rest, ...row };
        t.outbox.set(row.id, next);
        return !same(now, next);
      }),
    restoreAnswer: ({ id, status, reason, article, at, receiptId }) =>
      t.inUnit(() => {
        const now = t.outbox.get(id);
        if (now === undefined) return false;
        const { reason: _reason, article: _article, ...rest } = now;
        const next = {
          ...{ ...rest, status, settledAt: at, receiptId },
          ...(reason === undefined ? {} : { reason }),
          ...(article === undefined ? {} : { article }),
        };
        t.outbox.set(id, next);
        return !same(now, next);
      }),
    restoreReceived: (row) =>
      t.inUnit(() => {
        const now = t.inbox.get(row.id);
        if (now === undefined) return false;
        t.inbox.set(row.id, row);
        return !same(now, row);
      }),
    removeBodies: (ids) =>
      t.inUnit(() => {
        for (const id of ids) t.bodies.delete(id);
      }),
    dropUnused: ({ receiptId, frame }) =>
      t.inUnit(() => {
        const pointed = t.outbox.values().some((row) => row.receiptId === receiptId);
        if (receiptId !== undefined && !pointed) t.receipts.delete(receiptId);
        const held = (one: { readonly frameId: string; readonly attempt: number }): boolean =>
          one.frameId === frame?.frameId && one.attempt === frame.attempt;
        const used = t.inbox.values().some(held) || t.receipts.values().some(held);
        if (frame !== undefined && !used) t.inFrames.delete(`${frame.frameId}-${frame.attempt}`);
        return (receiptId !== undefined && !pointed) || (frame !== undefined && !used);
      }),
  };
}
