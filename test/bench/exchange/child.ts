import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a process of the benchmark used since it was asked last. */
export interface Usage {
  readonly cpuS: number;
  readonly rssMb: number;
}

interface Word {
  readonly order: number;
  readonly value: unknown;
  readonly error?: string;
}

/** A process of the benchmark that answers orders over IPC. */
export class BenchChild {
  private orders = 0;
  private readonly open = new Map<
    number,
    { done: (value: unknown) => void; failed: (error: Error) => void }
  >();

  private constructor(
    private readonly process: ChildProcess,
    readonly name: string,
  ) {
    process.on('message', (text: string) => {
      const word: Word = JSON.parse(text);
      const waiting = this.open.get(word.order);
      this.open.delete(word.order);
      if (word.error === undefined) waiting?.done(word.value);
      else waiting?.failed(new Error(`${name}: ${word.error}`));
    });
    process.once('exit', () => {
      for (const { failed } of this.open.values()) failed(new Error(`${name} ended before it answered`));
    });
  }

  static async start(file: string, plan: unknown): Promise<BenchChild> {
    const child = fork(join('test', 'bench', 'exchange', file), [], {
      execArgv: ['--import', './test/support/child/typescript.mjs'],
      env: { ...process.env, BENCH_PLAN: JSON.stringify(plan) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = new BenchChild(child, file);
    await started.answer<string>(0);
    return started;
  }

  /** Gives an order and waits for its answer. @throws Error when the process ends instead. */
  async ask<T>(order: object): Promise<T> {
    const number = ++this.orders;
    const answer = this.answer<T>(number);
    this.process.send({ number, order });
    return await answer;
  }

  private answer<T>(number: number): Promise<T> {
    return new Promise((resolve, reject) => {
      // What a child answers to an order is this folder's own value.
      this.open.set(number, { done: (value) => resolve(value as T), failed: reject });
    });
  }

  async stop(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.disconnect();
    await exit;
  }
}

/** Inside a child: answers each order with what `obey` gives, until the parent goes. */
export function serve(obey: (order: never) => Promise<unknown>, end: () => Promise<void>): void {
  const say = (word: Word): void => void process.send?.(JSON.stringify(word));
  process.on('message', ({ number, order }: { number: number; order: never }) => {
    obey(order).then(
      (value) => say({ order: number, value: value ?? null }),
      (error: unknown) => say({ order: number, value: null, error: String(error) }),
    );
  });
  process.once('disconnect', () => void end());
  say({ order: 0, value: 'ready' });
}

/** Seconds on the clock that all processes of a machine share. */
export const machineSeconds = (): number => Number(process.hrtime.bigint()) / 1e9;

/** CPU seconds and memory of this process. */
export function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuS: (user + system) / 1e6, rssMb: process.memoryUsage.rss() / 1e6 };
}
