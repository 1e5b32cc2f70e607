import type { OperatorStore, RecordedOperation } from '../ports/operator.js';
import { inName, type TwinTables } from './twin-tables.js';

/** What an operator does, in memory. */
export function twinOperator(t: TwinTables): OperatorStore {
  const putAway = (status: string): boolean => status === 'quarantined' || status === 'unsupported';
  return {
    readPutAway: (key, from) =>
      t.inUnit(() =>
        t.inbox
          .values()
          .filter(
            ({ status, source, stream, sequence }) =>
              putAway(status) &&
              stream !== undefined &&
              inName({ source, ...stream }) === inName(key) &&
              (sequence ?? 0) >= from,
          )
          .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0) || (a.id < b.id ? -1 : 1)),
      ),
    reviseInbox: (revisions) =>
      t.inUnit(() => {
        for (const revision of revisions) {
          const row = t.inbox.get(revision.id);
          if (row === undefined || !putAway(row.status)) continue;
          const { reason: _reason, article: _article, ...rest } = row;
          t.inbox.set(row.id, { ...rest, ...revision });
        }
      }),
    hasRefusedFrame: (id) => t.database.run(() => t.inUnit(() => t.quarantine.get(id) !== undefined)),
    insertOperation: (operation) =>
      t.inUnit(() => t.operations.insert(operation.id, { ...operation, at: new Date(t.now()) })),
    operations: ({ limit, after }) =>
      t.database.run(() =>
        t.inUnit(() => {
          const all: readonly RecordedOperation[] = t.operations
            .values()
            .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
          const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
          return all.slice(start, start + limit);
        }),
      ),
  };
}
