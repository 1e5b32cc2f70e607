import type { LeftOut, ResyncStore } from '../ports/resync.js';
import type { StreamRef } from '../ports/messages.js';
import type { TwinTables } from './twin-tables.js';

type Methods = Pick<ResyncStore, 'keepLeftOut' | 'leftOutStreams' | 'leftOutOf' | 'takenUpLater' | 'leftOut'>;

const nameOf = (peer: string, { kind, id }: StreamRef): string => `${peer} ${kind}/${id}`;

/** What a recovery left out, in memory. */
export function twinLeftOut(t: TwinTables): Methods {
  const read = <T>(work: () => T): Promise<T> => t.database.run(() => t.inUnit(work));
  const waitingOf = (peer: string, stream: StreamRef): LeftOut[] =>
    t.leftOut
      .values()
      .filter((one) => one.kind === 'waiting' && nameOf(one.peer, one.stream) === nameOf(peer, stream))
      .sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  return {
    keepLeftOut: (lines) =>
      t.inUnit(() => {
        for (const line of lines) t.leftOut.set(line.messageId, { ...line, at: new Date(t.now()) });
      }),
    leftOutStreams: (limit, after = -1) =>
      read(() => {
        const first = new Map<string, { peer: string; stream: StreamRef; position: number }>();
        for (const [position, { kind, peer, stream }] of t.leftOut.values().entries()) {
          const name = nameOf(peer, stream);
          if (kind === 'waiting' && !first.has(name)) first.set(name, { peer, stream, position });
        }
        return [...first.values()].filter(({ position }) => position > after).slice(0, limit);
      }),
    leftOutOf: (peer, stream, limit) => t.inUnit(() => waitingOf(peer, stream).slice(0, limit)),
    takenUpLater: (peer, stream, ids) =>
      t.inUnit(() => {
        for (const id of ids) t.leftOut.delete(id);
        let left = ids.length;
        for (const [at, line] of t.refills.values().entries()) {
          const { reason, ...rest } = line;
          if (nameOf(line.peer, line.stream) !== nameOf(peer, stream)) continue;
          const notRebuilt = Math.max(0, line.notRebuilt - left);
          left -= line.notRebuilt - notRebuilt;
          const why = reason === undefined || notRebuilt === 0 ? {} : { reason };
          t.refills.set(`${at}`, { ...rest, notRebuilt, ...why });
        }
      }),
    leftOut: (epoch, limit) =>
      read(() => {
        const lines = t.leftOut.values().filter((one) => one.epoch === epoch);
        return { lines: lines.slice(0, limit), total: lines.length };
      }),
  };
}
