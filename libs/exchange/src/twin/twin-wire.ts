import type { FrameParcel, FrameSender, FrameSource, FrameVerdict, RelayHint } from '../ports/transport.js';

/**
 * The queues of all nodes in memory, for tests. As with Redis, everything in it may vanish: nothing but the sender's
 * outbox knows what has not arrived.
 */
export class TwinWire {
  private readonly queues = new Map<string, FrameParcel[]>();
  private readonly wakes = new Map<string, () => void>();
  /** Set to make every sending fail as if the queue were away. */
  away = false;
  /** Changes, multiplies or swallows what is sent, as a hostile or broken queue would. */
  meddle: (dest: string, parcel: FrameParcel) => readonly FrameParcel[] = (_dest, parcel) => [parcel];

  /** Everything that lies in a queue now. */
  lying(): readonly FrameParcel[] {
    return [...this.queues.values()].flat();
  }

  /** FLUSHALL. */
  flush(): void {
    this.queues.clear();
  }

  /** Puts a parcel into a queue without a sender. */
  inject(dest: string, parcel: FrameParcel, first = false): void {
    const queue = this.queues.get(dest) ?? [];
    this.queues.set(dest, first ? [parcel, ...queue] : [...queue, parcel]);
    this.wakes.get(dest)?.();
  }

  private holds(dest: string, id: string): boolean {
    return (this.queues.get(dest) ?? []).some((parcel) => parcel.id === id);
  }

  sender(): FrameSender {
    return {
      send: (dest, parcels, first) => {
        if (this.away) return Promise.reject(new Error('the queue is away'));
        for (const parcel of parcels)
          for (const sent of this.meddle(dest, parcel))
            if (!this.holds(dest, sent.id)) this.inject(dest, sent, first);
        return Promise.resolve();
      },
      waiting: (dest, ids) => {
        const lying = new Set((this.queues.get(dest) ?? []).map((parcel) => parcel.id));
        return Promise.resolve(new Set(ids.filter((id) => lying.has(id))));
      },
      close: () => Promise.resolve(),
    };
  }

  source(node: string): FrameSource {
    let stopped = false;
    let wake: () => void = () => undefined;
    let running: Promise<void> = Promise.resolve();
    const loop = async (deliver: (bytes: Uint8Array) => Promise<FrameVerdict>): Promise<void> => {
      while (!stopped) {
        const parcel = this.queues.get(node)?.shift();
        if (parcel !== undefined) {
          // what a throw leaves undone is sent again by its sender
          await deliver(parcel.bytes).catch(() => undefined);
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    };
    return {
      start: (deliver) => {
        stopped = false;
        this.wakes.set(node, () => wake());
        running = loop(deliver);
        return Promise.resolve();
      },
      stop: async () => {
        stopped = true;
        this.wakes.delete(node);
        wake();
        await running;
      },
    };
  }
}

/** A hint within one process. */
export function localHint(): RelayHint {
  const listeners = new Set<() => void>();
  return {
    notify: () => {
      for (const wake of listeners) wake();
    },
    listen: (wake) => {
      listeners.add(wake);
      return () => listeners.delete(wake);
    },
    close: () => Promise.resolve(),
  };
}
