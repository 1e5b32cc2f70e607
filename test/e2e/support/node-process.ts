import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** What is left of a process that ended. */
export interface Ended {
  /** null: it was killed. */
  readonly code: number | null;
  readonly out: string;
  /** Standard error, line by line, without the log (JSON lines). */
  readonly told: readonly string[];
  readonly log: readonly string[];
}

/** Only what a child needs to live; settings of whoever runs the tests must not leak in. */
const bare = { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8' };

/** A process of a real node app, as `npm start` launches it. */
export class NodeProcess {
  private readonly child: ChildProcess;
  private out = '';
  private err = '';

  constructor(role: string, env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${role}/src/main.js`], {
      env: { ...bare, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (bytes: Buffer) => (this.out += bytes.toString()));
    this.child.stderr?.on('data', (bytes: Buffer) => (this.err += bytes.toString()));
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Node → address, once all are ready. @throws with what it said when it ends instead. */
  async ready(): Promise<Readonly<Record<string, string>>> {
    const { stdout } = this.child;
    if (stdout === null) throw new Error('a process without standard output');
    const line = once(createInterface({ input: stdout }), 'line').then(([text]) => String(text));
    // Not ended(): its patience would kill a process that lives on.
    const first = await Promise.race([line, once(this.child, 'close')]);
    if (typeof first !== 'string') throw new Error(`a node process did not start: ${this.err}`);
    return (JSON.parse(first) as { ready: Record<string, string> }).ready;
  }

  /** Waits for its end. @throws when it is still there after that time (default 60 s). */
  async ended(withinMs = 60_000): Promise<Ended> {
    if (this.alive) {
      const late = new AbortController();
      const won = await Promise.race([
        once(this.child, 'close').then(() => 'ended'),
        pause(withinMs, 'late', { signal: late.signal, ref: false }).catch(() => 'ended'),
      ]);
      late.abort();
      if (won === 'late') {
        this.child.kill('SIGKILL');
        throw new Error(`still there after ${withinMs} ms; it said: ${this.out}${this.err}`);
      }
    }
    const lines = this.err.split('\n').filter((line) => line !== '');
    return {
      code: this.child.exitCode,
      out: this.out,
      told: lines.filter((line) => !line.startsWith('{')),
      log: lines.filter((line) => line.startsWith('{')),
    };
  }

  async kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended(20_000);
  }
}
