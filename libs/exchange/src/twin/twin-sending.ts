import type { ExchangeStore } from '../ports/store.js';
import type { CaseKey, OutboxRow, OutStream, OutStreamKey, StoredBody } from '../ports/store-rows.js';
import { ZERO_HEAD } from '../suite/digest.js';
import { type TwinTables, outName, settled } from './twin-tables.js';

/** Out-streams, outbox rows, case keys and bodies in memory. */
export function twinSending(
  t: TwinTables,
): Pick<
  ExchangeStore,
  | 'lockOutStreams'
  | 'saveOutStreams'
  | 'insertOutbox'
  | 'ensureCaseKeys'
  | 'readCaseKeys'
  | 'insertBodies'
  | 'readBodies'
  | 'bodiesInUse'
  | 'deleteCase'
> {
  return {
    lockOutStreams(keys: readonly OutStreamKey[]): Promise<readonly OutStream[]> {
      return t.inUnit(() =>
        keys.map((key) => {
          const known = t.outStreams.get(outName(key));
          if (known !== undefined) return known;
          const { dest, kind, id } = key;
          const fresh: OutStream = { dest, kind, id, epoch: 1, last: 0, head: ZERO_HEAD };
          t.outStreams.set(outName(key), fresh);
          return fresh;
        }),
      );
    },

    saveOutStreams(streams: readonly OutStream[]): Promise<void> {
      return t.inUnit(() => {
        for (const stream of streams) t.outStreams.set(outName(stream), stream);
      });
    },

    insertOutbox(rows: readonly OutboxRow[]): Promise<void> {
      return t.inUnit(() => {
        for (const row of rows) {
          t.position += 1;
          t.outbox.insert(row.id, { ...row, status: 'new', position: t.position, insertedAt: t.now() });
        }
      });
    },

    ensureCaseKeys(candidates: readonly CaseKey[]): Promise<readonly CaseKey[]> {
      return t.inUnit(() =>
        candidates.map((candidate) => {
          const known = t.caseKeys.get(candidate.bodyKey);
          if (known === undefined) t.caseKeys.set(candidate.bodyKey, candidate);
          return known ?? candidate;
        }),
      );
    },

    readCaseKeys(bodyKeys: readonly string[]): Promise<readonly CaseKey[]> {
      return t.reading(() => bodyKeys.flatMap((key) => t.caseKeys.get(key) ?? []));
    },

    insertBodies(bodies: readonly StoredBody[]): Promise<void> {
      return t.inUnit(() => {
        for (const body of bodies) t.bodies.insert(body.messageId, body);
      });
    },

    readBodies(messageIds: readonly string[]): Promise<readonly StoredBody[]> {
      return t.reading(() => messageIds.flatMap((id) => t.bodies.get(id) ?? []));
    },

    bodiesInUse(bodyKey: string): Promise<readonly StoredBody[]> {
      return t.inUnit(() =>
        t.bodies.values().filter((body) => {
          if (body.bodyKey !== bodyKey) return false;
          const sent = t.outbox.get(body.messageId);
          return (sent !== undefined && !settled(sent)) || t.inbox.get(body.messageId)?.status === 'parked';
        }),
      );
    },

    deleteCase(bodyKey: string): Promise<void> {
      return t.inUnit(() => {
        t.caseKeys.delete(bodyKey);
        for (const body of t.bodies.values()) if (body.bodyKey === bodyKey) t.bodies.delete(body.messageId);
      });
    },
  };
}
