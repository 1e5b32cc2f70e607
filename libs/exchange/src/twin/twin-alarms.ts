import type { Acknowledging, Alarm, AlarmStore } from '../ports/alarms.js';
import type { TwinTables } from './twin-tables.js';

/** Failures and who took note of them, in memory. */
export function twinAlarms(t: TwinTables): AlarmStore {
  const all = (): readonly Alarm[] => {
    const frames = t.quarantine.values().map(({ id, claimedSource, reason, at }): Alarm => ({
      id,
      kind: 'received',
      reason,
      at,
      ...(claimedSource === undefined ? {} : { peer: claimedSource }),
    }));
    const came = t.inbox
      .values()
      .filter(({ status }) => status === 'quarantined' || status === 'unsupported')
      .map(({ id, source, type, subject, stream, reason, status, at }): Alarm => ({
        id,
        kind: 'received',
        peer: source,
        reason: reason ?? status,
        at,
        ...(type === undefined ? {} : { type }),
        ...(subject === undefined ? {} : { subject }),
        ...(stream === undefined ? {} : { stream }),
      }));
    const went = t.outbox
      .values()
      .filter(({ status }) => status === 'quarantined' || status === 'unsupported')
      .map(({ id, dest, type, subject, stream, reason, status, settledAt, time }): Alarm => ({
        id,
        kind: 'sent',
        peer: dest,
        type,
        subject,
        reason: reason ?? status,
        at: settledAt ?? time,
        ...(stream === undefined ? {} : { stream }),
      }));
    return [...frames, ...came, ...went].toSorted(
      (a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1),
    );
  };
  return {
    alarms: (limit) =>
      t.database.run(() =>
        t.inUnit(() =>
          all()
            .filter(({ id }) => t.acknowledged.get(id) === undefined)
            .slice(0, limit),
        ),
      ),
    acknowledge: ({ id, by, note }: Acknowledging) =>
      t.inUnit(() => {
        if (!all().some((one) => one.id === id)) return 'unknown';
        if (t.acknowledged.get(id) !== undefined) return 'before';
        t.acknowledged.set(id, { unit: by.unit, by: by.user, note, at: new Date(t.now()) });
        return 'acknowledged';
      }),
  };
}
