import { Queue, Worker } from 'bullmq';
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

/** Puts sealed frames into the addressees' BullMQ queues. One connection, opened at the first sending. */
export function bullmqSender(options: BullmqOptions): FrameSender {
  const redis = listen(options, openRedis(options.redisUrl, 'send'), 'sender');
  const queues = new Map<string, Queue>();
  const queue = (dest: string): Queue => {
    const known = queues.get(dest);
    if (known !== undefined) return known;
    const made = new Queue(QUEUE, {
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
    send: async (dest, parcels) => {
      await queue(dest).addBulk(
        parcels.map(({ id, bytes }) => ({
          name: 'frame',
          data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
          // an id that a kept job has is silently ignored (measured), so that nothing is kept
          opts: { jobId: id, removeOnComplete: true, removeOnFail: true, attempts: 1 },
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

/** Takes this node's frames from its queue, one at a time. */
export function bullmqSource(options: BullmqOptions): FrameSource {
  let worker: Worker<string, FrameVerdict> | undefined;
  let redis: Redis | undefined;
  return {
    start: async (deliver) => {
      redis = listen(options, openRedis(options.redisUrl, 'queue'), 'source');
      worker = new Worker<string, FrameVerdict>(
        QUEUE,
        async (job) => {
          const bytes: unknown = job.data;
          const verdict = await deliver(
            typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : Buffer.alloc(0),
          );
          // the frame goes from the queue all the same: its sender sends it again after a back-off
          if (verdict === 'retry') throw new Error('not delivered');
          return verdict;
        },
        {
          connection: redis,
          prefix: prefix(options, options.node),
          concurrency: 1,
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
      await worker?.close();
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
