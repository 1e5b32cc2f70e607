// (a) Raw BullMQ, as a process: one adds jobs, 100 at a time in flight; another takes them, 50 at once.
import { Queue, Worker } from 'bullmq';
import { openRedis } from '#platform';
import { machineSeconds, serve, usage } from './child.js';
import { jobText } from './payload.js';

export interface RawPlan {
  readonly redisUrl: string;
  readonly queue: string;
  readonly part: 'adds' | 'takes';
}
export type RawOrder =
  | { readonly do: 'add'; readonly count: number }
  | { readonly do: 'expect'; readonly count: number }
  | { readonly do: 'taken' }
  | { readonly do: 'usage' };

const IN_FLIGHT = 100;
const CONCURRENCY = 50;

const plan: RawPlan = JSON.parse(process.env['BENCH_PLAN'] ?? '{}');
const redis = openRedis(plan.redisUrl, plan.part === 'adds' ? 'send' : 'queue');
const queue = plan.part === 'adds' ? new Queue(plan.queue, { connection: redis }) : undefined;
let expected = 0;
let taken = 0;
let reached: (at: number) => void = () => undefined;
let all = new Promise<number>(() => undefined);
const worker =
  plan.part === 'takes'
    ? new Worker(
        plan.queue,
        () => {
          taken += 1;
          if (taken === expected) reached(machineSeconds());
          return Promise.resolve();
        },
        { connection: redis, concurrency: CONCURRENCY },
      )
    : undefined;
await worker?.waitUntilReady();

serve(
  async (order: RawOrder) => {
    switch (order.do) {
      case 'expect':
        expected = order.count;
        taken = 0;
        all = new Promise((resolve) => (reached = resolve));
        return;
      case 'taken':
        return await all;
      case 'usage':
        return usage();
      case 'add':
        return await add(order.count);
    }
  },
  async () => {
    await worker?.close();
    await queue?.close();
    redis.disconnect();
  },
);

/** Seconds at which the first job was added. */
async function add(count: number): Promise<number> {
  const texts = Array.from({ length: 64 }, (_, n) => jobText(n));
  const from = machineSeconds();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      await queue?.add(
        'job',
        { n, text: texts[n % texts.length] },
        { removeOnComplete: true, removeOnFail: true },
      );
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return from;
}
