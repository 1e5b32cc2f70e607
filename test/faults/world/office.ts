import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { NODE_FLAGS, withParentGuard } from '../../../deploy/start/node-processes.js';
import type { FaultProxy } from './proxy.js';

/** How one office is started; address and data are always the same. */
export interface OfficeSettings {
  readonly node: string;
  readonly role: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Holds by how many milliseconds the clock of the process is wrong; absent or empty: it is right. */
  readonly clockFile: string;
  readonly redis: FaultProxy;
  readonly database: FaultProxy;
}

/** One office as a real process, with weather of its own towards Redis and MariaDB. */
export class FaultOffice {
  private child: ChildProcess | undefined;
  /** How often it died of a failpoint or of kill -9. */
  deaths = 0;
  /** Ends that nobody asked for, a sentence each. */
  readonly ownEnds: string[] = [];
  private asked = false;

  constructor(private readonly settings: OfficeSettings) {}

  get node(): string {
    return this.settings.node;
  }
  get redis(): FaultProxy {
    return this.settings.redis;
  }
  get database(): FaultProxy {
    return this.settings.database;
  }
  get url(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }
  get pid(): number {
    return this.child?.pid ?? 0;
  }
  get alive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** How far the clock of the process is from the true one, from now on; 0 heals it. */
  setClock(offMs: number): void {
    writeFileSync(this.settings.clockFile, String(offMs));
  }

  /** How often the process has read the time while it was wrong by so much. */
  readWrongTime(offMs: number): number {
    try {
      const [off, times] = readFileSync(`${this.settings.clockFile}.felt`, 'utf8').split(' ');
      return Number(off) === offMs ? Number(times) : 0;
    } catch {
      return 0;
    }
  }

  /** Starts it and waits until it is ready, or until a failpoint killed it. `plant`: it carries that bug. */
  async start(failpoints = '', plant = this.settings.env['PLANT']): Promise<void> {
    const { role, env, logFile, clockFile } = this.settings;
    const log = openSync(logFile, 'a');
    const { command, args } = withParentGuard(process.execPath, [
      ...NODE_FLAGS,
      ...['--import', './test/faults/world/clock.mjs'],
      // An office that carries a bug on purpose, of those that the run must find.
      ...(plant === undefined ? [] : ['--import', './test/faults/planted/plant.mjs']),
      `dist/apps/${role}/src/main.js`,
    ]);
    const child = spawn(command, args, {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        ...env,
        CLOCK_FILE: clockFile,
        FAILPOINTS: failpoints,
        ...(plant === undefined ? {} : { PLANT: plant }),
      },
      stdio: ['ignore', 'pipe', log],
    });
    closeSync(log);
    this.child = child;
    this.asked = false;
    let stood = false;
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') this.deaths += 1;
      else if (stood && !this.asked)
        this.ownEnds.push(`${this.node} ended by itself with ${String(code ?? signal)}`);
    });
    const { stdout } = child;
    if (stdout === null) throw new Error('a process without standard output');
    const ready = once(createInterface({ input: stdout }), 'line').then(() => true);
    const ended = once(child, 'exit').then(() => false);
    stood = await Promise.race([ready, ended]);
    if (!stood && child.signalCode !== 'SIGKILL') {
      throw new Error(`${this.node} did not start; see ${logFile}`);
    }
  }

  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** SIGSTOP: the process holds its locks and sockets and does nothing. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }
  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** SIGTERM; the exit code and how long it took. */
  async end(): Promise<{ readonly code: number | null; readonly ms: number }> {
    const from = performance.now();
    await this.signal('SIGTERM');
    return { code: this.child?.exitCode ?? null, ms: performance.now() - from };
  }

  /** SIGTERM, and another one while it ends. */
  async endTwice(afterMs: number): Promise<{ readonly code: number | null; readonly ms: number }> {
    const ended = this.end();
    await pause(afterMs);
    this.child?.kill('SIGTERM');
    return await ended;
  }

  /** Waits for a failpoint to kill it; false when it lives on. */
  async died(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while (this.alive && performance.now() < until) await pause(50);
    return !this.alive;
  }

  private async signal(name: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined || !this.alive) return;
    const exit = once(child, 'exit');
    this.asked = true;
    child.kill(name);
    await exit;
  }
}
