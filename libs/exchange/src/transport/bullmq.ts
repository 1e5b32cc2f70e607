import { Job, type JobProgress, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Failpoint, type Log, openRedis, redisPrefix } from '#platform';
import type { FrameSender, FrameSource, FrameVerdict, RelayHint } from '../ports/transport.js';

const QUEUE = 'inbox';

export interface BullmqOptions {
  readonly node: string;
  /** `redis://…`; the eviction policy is checked before (redisProblem). */
  readonly redisUrl: string;
  readonly failpoint: Failpoint;
  readonly log: Log;
  /** Stands before every key, for tests that share a Redis. Default none. */
  readonly space?: string;
}

const prefix = (options: BullmqOptions, node: string): string => `${options.space ?? ''}${redisPrefix(node)}`;

/** A lost Redis makes ioredis report every attempt: one line is enough. */
function listen(options: BullmqOptions, redis: Redis, part: string): Redis {
  let down = false;
  redis.on('error', (error: unknown) => {
    if (!down) options.log.warn('exchange.redis.lost', { part }, error);
    down = true;
  });
  redis.on('ready', () => {
    if (down) options.log.info('exchange.redis.back', { part });
    down = false;
  });
  return redis;
}

/** A frame on its way into a job. */
class FrameData {
  constructor(private readonly frame: Uint8Array) {}

  /** Nothing for BullMQ to write: FrameJob does. */
  toJSON(): string {
    return '';
  }

  /** The JSON text of its base64. */
  text(): Buffer {
    const { buffer, byteOffset, byteLength } = this.frame;
    const text = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
    const json = Buffer.alloc(text.length + 2, '"');
    json.write(text, 1, 'latin1');
    return json;
  }
}

/**
 * A job that gives ioredis its data as bytes. As a string a frame of 512 KiB is quoted, measured three times and copied
 * twice on its way to Redis: 4 ms of this process in place of 0.7. In Redis it is the same.
 */
class FrameJob<
  T = unknown,
  R = unknown,
  N extends string = string,
  P extends JobProgress = JobProgress,
> extends Job<T, R, N, P> {
  override asJSON(): ReturnType<Job['asJSON']> {
    const json = super.asJSON();
    return this.data instanceof FrameData ? Object.assign(json, { data: this.data.text() }) : json;
  }
}

class FrameQueue extends Queue<FrameData> {
  protected override get Job(): typeof Job {
    return FrameJob;
  }
}

/** Puts sealed frames into the addressees' BullMQ queues. One connection, opened at the first sending. */
export function bullmqSender(options: BullmqOptions): FrameSender {
  const redis = listen(options, openRedis(options.redisUrl, 'send'), 'sender');
  const queues = new Map<string, FrameQueue>();
  const queue = (dest: string): FrameQueue => {
    const known = queues.get(dest);
    if (known !== undefined) return known;
    const made = new FrameQueue(QUEUE, {
      connection: redis,
      prefix: prefix(options, dest),
      skipWaitingForReady: true,
      skipMetasUpdate: true,
      skipVersionCheck: true,
      streams: { events: { maxLen: 16 } },
    });
    made.on('error', () => undefined);
    queues.set(dest, made);
    return made;
  };
  return {
    send: async (dest, parcels, first = false) => {
      await queue(dest).addBulk(
        parcels.map(({ id, bytes }) => ({
          name: 'frame',
          data: new FrameData(bytes),
          // an id that a kept job has is silently ignored (measured), so that nothing is kept
          opts: { jobId: id, removeOnComplete: true, removeOnFail: true, attempts: 1, lifo: first },
        })),
      );
    },
    waiting: async (dest, ids) => {
      const states = await Promise.all(ids.map((id) => queue(dest).getJobState(id)));
      // an active one does not count: its worker may be dead, and what comes twice is answered twice
      return new Set(ids.filter((_, at) => ['waiting', 'delayed', 'prioritized'].includes(states[at] ?? '')));
    },
    close: async () => {
      await Promise.all([...queues.values()].map((made) => made.close()));
      redis.disconnect();
    },
  };
}

/** How long a worker may take to close once its deliveries have ended; with Redis there it takes milliseconds. */
const CLOSE_MS = 2_000;

/** Keeps the connections that are made from this one, as they come. */
function keepCopies(redis: Redis): readonly Redis[] {
  const copies: Redis[] = [];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const copy = duplicate(override);
    copies.push(copy);
    return copy;
  };
  return copies;
}

/** Whether it came to its end in that time. */
async function inTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Takes this node's frames from its queue, two at a time: the second is opened while the first is applied. */
export function bullmqSource(options: BullmqOptions): FrameSource {
  let worker: Worker<string, FrameVerdict> | undefined;
  let redis: Redis | undefined;
  /** BullMQ waits for work on a connection of its own, made from ours. */
  let copies: readonly Redis[] = [];
  /** Deliveries that are under way, which a stop lets end. */
  const running = new Set<Promise<FrameVerdict>>();
  return {
    start: async (deliver) => {
      redis = listen(options, openRedis(options.redisUrl, 'queue'), 'source');
      copies = keepCopies(redis);
      worker = new Worker<string, FrameVerdict>(
        QUEUE,
        async (job) => {
          const bytes: unknown = job.data;
          const delivery = deliver(
            typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : Buffer.alloc(0),
          );
          running.add(delivery);
          const verdict = await delivery.finally(() => running.delete(delivery));
          // the frame goes from the queue all the same: its sender sends it again after a back-off
          if (verdict === 'retry') throw new Error('not delivered');
          return verdict;
        },
        {
          connection: redis,
          prefix: prefix(options, options.node),
          concurrency: 2,
          // a worker that died holds its frame this long; meanwhile the sender has sent it again
          lockDuration: 10_000,
          stalledInterval: 5_000,
          maxStalledCount: 5,
          drainDelay: 5,
          removeOnComplete: { count: 0 },
          removeOnFail: { count: 0 },
          skipVersionCheck: true,
        },
      );
      worker.on('error', (error) => options.log.debug('exchange.worker.error', { error: error.name }));
      worker.on('completed', () => void options.failpoint('P12'));
      await worker.waitUntilReady();
    },
    stop: async () => {
      const all = [redis, ...copies];
      const there = all.every((one) => one === undefined || one.status === 'ready');
      const closed = worker?.close() ?? Promise.resolve();
      await Promise.allSettled(running);
      // Without Redis a worker waits for it, also to be closed (measured). What it could still tell Redis does not matter:
      // a frame whose job is left is found in the inbox.
      if (!(await inTime(closed, there ? CLOSE_MS : 0))) for (const one of all) one?.disconnect();
      await inTime(closed, CLOSE_MS);
      redis?.disconnect();
      worker = undefined;
      redis = undefined;
    },
  };
}

/** Wakes the relay across processes of one node by publish; in this process without a detour. */
export function redisHint(options: BullmqOptions): RelayHint {
  const channel = `${prefix(options, options.node)}:hint`;
  const listeners = new Set<() => void>();
  const publisher = listen(options, openRedis(options.redisUrl, 'send'), 'hint');
  let subscriber: Redis | undefined;
  const tell = (): void => {
    for (const wake of listeners) wake();
  };
  return {
    notify: () => {
      if (listeners.size > 0) tell();
      // nobody waits for a hint: without Redis the relay's poll finds the rows
      else publisher.publish(channel, '1').catch(() => undefined);
    },
    listen: (wake) => {
      listeners.add(wake);
      if (subscriber === undefined) {
        subscriber = listen(options, openRedis(options.redisUrl, 'queue'), 'hint');
        subscriber.on('message', tell);
        subscriber.subscribe(channel).catch(() => undefined);
      }
      return () => listeners.delete(wake);
    },
    close: () => {
      listeners.clear();
      subscriber?.disconnect();
      publisher.disconnect();
      return Promise.resolve();
    },
  };
}
