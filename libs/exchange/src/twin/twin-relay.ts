import type { ExchangeStore } from '../ports/store.js';
import type { DueFrame, FrameRow, Lease, OutFrame, PeerWindow, SentFrame } from '../ports/store-rows.js';
import type { TwinTables } from './twin-tables.js';

/** Lease, claims and frames on their way in memory. */
export function twinRelay(
  t: TwinTables,
): Pick<
  ExchangeStore,
  | 'acquireLease'
  | 'releaseLease'
  | 'peerWindows'
  | 'claimNew'
  | 'insertOutFrames'
  | 'markSent'
  | 'claimDue'
  | 'rescheduleFrames'
> {
  return {
    acquireLease(name: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
      return t.database.run(() =>
        t.inUnit(() => {
          const held = t.leases.get(name);
          const until = t.now() + ttlMs;
          if (held !== undefined && held.holder !== holder && held.until > t.now()) return undefined;
          const fencing = held?.holder === holder ? held.fencing : (held?.fencing ?? 0) + 1;
          t.leases.set(name, { name, holder, fencing, until });
          return { name, holder, fencing };
        }),
      );
    },

    releaseLease(lease: Lease): Promise<void> {
      return t.database.run(() =>
        t.inUnit(() => {
          const held = t.leases.get(lease.name);
          if (held?.fencing === lease.fencing) t.leases.set(lease.name, { ...held, until: 0 });
        }),
      );
    },

    peerWindows(): Promise<readonly PeerWindow[]> {
      return t.database.run(() =>
        t.inUnit(() => {
          const open = t.outFrames.values().filter((frame) => frame.open);
          const waiting = t.outbox
            .values()
            .filter((row) => row.status === 'new' && row.frameId === undefined);
          const dests = new Set([...open, ...waiting].map((item) => item.dest));
          return [...dests].map((dest): PeerWindow => {
            const frames = open.filter((frame) => frame.dest === dest);
            const oldest = Math.min(...frames.map((frame) => frame.madeAt), t.now());
            return {
              dest,
              waiting: waiting.some((row) => row.dest === dest) ? 1 : 0,
              openFrames: frames.length,
              dueFrames: frames.filter((frame) => frame.dueAt <= t.now()).length,
              openBytes: frames.reduce((sum, frame) => sum + frame.bytes, 0),
              silentMs: frames.length === 0 ? 0 : t.now() - Math.max(t.spoken.get(dest) ?? 0, oldest),
            };
          });
        }),
      );
    },

    claimNew(
      lease: Lease,
      dest: string,
      max: { readonly rows: number; readonly bytes: number },
    ): Promise<readonly FrameRow[]> {
      return t.guarded(lease, () => {
        const rows = t.outbox
          .values()
          .filter((row) => row.dest === dest && row.status === 'new' && row.frameId === undefined)
          .sort((a, b) => a.position - b.position)
          .slice(0, max.rows);
        let bytes = 0;
        return rows.filter((row, at) => {
          bytes += row.size;
          return at === 0 || bytes <= max.bytes;
        });
      });
    },

    insertOutFrames(lease: Lease, frames: readonly OutFrame[], retryInMs: number): Promise<void> {
      return t.guarded(lease, () => {
        for (const { frameId, dest, attempt, bytes, messageIds } of frames) {
          const madeAt = t.now();
          const entry = {
            frameId,
            dest,
            attempt,
            bytes,
            ids: messageIds,
            madeAt,
            dueAt: madeAt + retryInMs,
            open: true,
          };
          t.outFrames.insert(frameId, entry);
          for (const id of messageIds) t.change(id, { frameId });
        }
      });
    },

    markSent(lease: Lease, frames: readonly SentFrame[]): Promise<void> {
      return t.guarded(lease, () => {
        for (const { frameId } of frames) {
          for (const id of t.outFrames.get(frameId)?.ids ?? []) {
            const row = t.outbox.get(id);
            if (row === undefined) continue;
            if (row.sequence === undefined) {
              t.outbox.delete(id);
              t.bodies.delete(id);
            } else if (row.status === 'new') {
              t.change(id, { status: 'sent' });
            }
          }
          t.closeIfDone(frameId);
        }
      });
    },

    claimDue(lease: Lease, limit: number): Promise<readonly DueFrame[]> {
      return t.guarded(lease, () =>
        t.outFrames
          .values()
          .filter((frame) => frame.open && frame.dueAt <= t.now())
          .sort((a, b) => a.dueAt - b.dueAt)
          .slice(0, limit)
          .map((frame) => {
            const { frameId, dest, attempt } = frame;
            return { frameId, dest, attempt, rows: t.left(frame) };
          }),
      );
    },

    rescheduleFrames(
      lease: Lease,
      frames: readonly { readonly frameId: string; readonly attempt: number; readonly retryInMs: number }[],
      close: readonly string[],
    ): Promise<void> {
      return t.guarded(lease, () => {
        for (const { frameId, attempt, retryInMs } of frames) {
          const frame = t.outFrames.get(frameId);
          if (frame !== undefined)
            t.outFrames.set(frameId, { ...frame, attempt, dueAt: t.now() + retryInMs });
        }
        for (const frameId of close) {
          const frame = t.outFrames.get(frameId);
          if (frame !== undefined) t.outFrames.set(frameId, { ...frame, open: false });
        }
      });
    },
  };
}
