import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ChildAct, ChildPlan } from './child/office.js';
import { eventually } from './eventually.js';

/** An office in a process of its own, which may die at any moment and is started again. */
export class ChildOffice {
  private process: ChildProcessWithoutNullStreams | undefined;
  private readonly said = new Set<string>();
  private ready = false;
  private trouble = '';
  deaths = 0;

  constructor(private readonly plan: ChildPlan) {}

  async start(): Promise<void> {
    this.ready = false;
    const child = spawn(
      process.execPath,
      ['--import', './test/support/child/typescript.mjs', 'test/support/child/office.ts'],
      { env: { ...process.env, OFFICE_PLAN: JSON.stringify(this.plan) } },
    );
    this.process = child;
    this.trouble = '';
    child.stderr.on('data', (chunk: Buffer) => {
      this.trouble += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.once('exit', (_code, signal) => {
      if (signal === 'SIGKILL') this.deaths++;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const word: unknown = JSON.parse(line);
      if (typeof word !== 'object' || word === null) return;
      if ('ready' in word) this.ready = true;
      if ('done' in word && typeof word.done === 'string') this.said.add(word.done);
    });
    await eventually(
      () => this.ready || !this.alive,
      (seen) => seen,
      20_000,
    );
    if (!this.ready && child.signalCode !== 'SIGKILL')
      throw new Error(`an office did not start: ${this.trouble}`);
  }

  get alive(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Does an act, starting the office again as often as it dies, until the act is answered. */
  async act(act: ChildAct): Promise<void> {
    for (let tries = 0; tries < 10; tries++) {
      if (!this.alive) await this.start();
      this.process?.stdin.write(`${JSON.stringify(act)}\n`);
      await eventually(
        () => this.said.has(act.id) || !this.alive,
        (seen) => seen,
        20_000,
      );
      if (this.said.has(act.id)) return;
    }
    throw new Error(`an act was never answered: ${this.trouble}`);
  }

  /** Arms failpoints in the running process; the next one has none. */
  async arm(failpoints: string): Promise<void> {
    if (!this.alive) await this.start();
    this.process?.stdin.write(`${JSON.stringify({ arm: failpoints })}\n`);
  }

  async kill(): Promise<void> {
    const child = this.process;
    if (child === undefined || !this.alive) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** Ends it in an orderly way, by the end of its input. Throws when it does not exit by itself. */
  async end(): Promise<void> {
    const child = this.process;
    if (child === undefined || !this.alive) return;
    const exit = once(child, 'exit');
    child.stdin.end();
    await Promise.race([
      exit,
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`an office did not end: ${this.trouble}`)), 15_000).unref();
      }),
    ]);
    if (child.exitCode !== 0) throw new Error(`an office ended badly: ${this.trouble}`);
  }
}
