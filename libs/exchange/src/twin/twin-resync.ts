import type { PeerStanding, RefillLine, ResyncStore } from '../ports/resync.js';
import type { InboxRow } from '../ports/store-rows.js';
import type { TwinTables } from './twin-tables.js';

type Methods = Pick<
  ResyncStore,
  | 'ownEpoch'
  | 'raiseOwnEpoch'
  | 'standings'
  | 'saveStanding'
  | 'lockUnsent'
  | 'withdraw'
  | 'dropParked'
  | 'bookRefill'
  | 'refills'
>;

/** Epochs, standings and what a recovery writes, in memory. */
export function twinResync(t: TwinTables): Methods {
  const read = <T>(work: () => T): Promise<T> => t.database.run(() => t.inUnit(work));
  return {
    ownEpoch: () => read(() => t.epochs.get('self') ?? 1),
    raiseOwnEpoch: (epoch) =>
      t.inUnit(() => t.epochs.set('self', Math.max(epoch, t.epochs.get('self') ?? 1))),
    standings: () => read((): readonly PeerStanding[] => t.standings.values()),
    saveStanding: ({ recoveringSince: _theirs, ...standing }) =>
      t.inUnit(() => {
        const since = t.standings.get(standing.node)?.recoveringSince ?? new Date(t.now());
        t.standings.set(
          standing.node,
          standing.recovering ? { ...standing, recoveringSince: since } : standing,
        );
      }),
    lockUnsent: (peer, stream) =>
      t.inUnit(() =>
        t.outbox
          .values()
          .filter(
            (row) =>
              row.dest === peer &&
              row.stream?.kind === stream.kind &&
              row.stream.id === stream.id &&
              row.status === 'new' &&
              row.frameId === undefined,
          )
          .sort((a, b) => a.position - b.position),
      ),
    withdraw: (ids) =>
      t.inUnit(() => {
        for (const id of ids) {
          t.outbox.delete(id);
          t.bodies.delete(id);
        }
      }),
    dropParked: (source, reason) =>
      t.inUnit(() => {
        const parked = t.inbox.values().filter((row) => row.source === source && row.status === 'parked');
        for (const row of parked) {
          const settled: InboxRow = { ...row, status: 'quarantined', reason };
          t.inbox.set(row.id, settled);
        }
        return parked.length;
      }),
    bookRefill: (line) =>
      t.inUnit(() => t.refills.set(`${t.refills.values().length}`, { ...line, at: new Date(t.now()) })),
    refills: (limit) => read((): readonly RefillLine[] => t.refills.values().reverse().slice(0, limit)),
  };
}
