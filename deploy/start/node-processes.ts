import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Restarts } from './restarts.js';

/**
 * How a node's process is started, wherever one is. A small young generation: an office is mostly idle, and its garbage
 * was a tenth of its memory. An old generation that may grow by two fifths before it is collected: under load V8 would
 * let 90 MB of living objects become 170 MB with their garbage and keep the pages (npm run bench -- footprint --load).
 * With 4 MB and a quarter, a sixth of what an office computes while it takes in a backlog was collecting that this spares
 * (what-a-frame-costs.md).
 */
export const NODE_FLAGS: readonly string[] = [
  '--enable-source-maps',
  '--max-semi-space-size=8',
  '--heap-growing-percent=40',
];

/** One process of the network: an app with the nodes that it hosts. */
export interface NodeProcess {
  /** Name of its log. */
  readonly name: string;
  /** The app: city, township, committee or agency. */
  readonly role: string;
  readonly nodes: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;
const TELL_EVERY_MS = 2_000;
const SHOWN_LINES = 20;

const readyLine = z.object({ ready: z.record(z.string(), z.string()) });

/** A process that ended by itself. The sentence and the last lines of its log say why. */
export class NodeProcessEnded extends Error {}

/** How a process that ends by itself is started again once all are ready. */
export interface StartingAgain {
  readonly say: (line: string) => void;
  /** Waited before each try, in turn (default: 1 s, doubled up to a minute, eight times); after the last it is given up. */
  readonly delaysMs?: readonly number[];
}

interface Running {
  readonly process: NodeProcess;
  readonly child: ChildProcess;
  /** It ended, and its log is closed. */
  readonly closed: Promise<void>;
  readonly ready: Promise<Readonly<Record<string, string>>>;
}

/** The processes of the nodes: started together, watched, stopped together. */
export class NodeProcesses {
  private readonly running: Running[] = [];
  private readonly stopping = new AbortController();
  private readonly restarts: Restarts;
  private allWereReady = false;

  constructor(
    private readonly logDir: string,
    /** Hears of a process that ends by itself, and is not started again. */
    private readonly onEnded: (ended: NodeProcessEnded) => void,
    /** Absent: none is started again. */
    private readonly again?: StartingAgain,
    private readonly mainOf = (role: string): string => join('dist', 'apps', role, 'src', 'main.js'),
  ) {
    this.restarts = new Restarts(again?.delaysMs);
    mkdirSync(logDir, { recursive: true });
  }

  /**
   * Starts all and waits until each said that its nodes are ready.
   * @returns node → address.
   * @throws NodeProcessEnded for the first that ends instead.
   */
  async start(
    processes: readonly NodeProcess[],
    say: (line: string) => void,
  ): Promise<ReadonlyMap<string, string>> {
    const started = processes.map((one) => this.launch(one));
    const waiting = new Set(processes.map(({ name }) => name));
    const timer = setInterval(() => say(`waiting for ${[...waiting].join(', ')}`), TELL_EVERY_MS);
    const late = new AbortController();
    try {
      const all = Promise.all(
        started.map(async ({ process: { name, nodes }, ready }) => {
          const addresses = await ready;
          const missing = nodes.filter((node) => addresses[node] === undefined);
          if (missing.length > 0)
            throw new NodeProcessEnded(`${name} does not say that ${missing.join(', ')} is ready.`);
          waiting.delete(name);
          return Object.entries(addresses);
        }),
      );
      const tooLate = pause(READY_WITHIN_MS, undefined, { signal: late.signal }).then(() => {
        throw new NodeProcessEnded(
          `${[...waiting].join(', ')} not ready after ${READY_WITHIN_MS / 1000} s; see the logs in ${this.logDir}.`,
        );
      });
      const addresses = new Map((await Promise.race([all, tooLate])).flat());
      this.allWereReady = true;
      return addresses;
    } finally {
      clearInterval(timer);
      late.abort();
    }
  }

  /** SIGTERM to all, SIGKILL after 15 s to what is left. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(
      this.running.map(async ({ child, closed }) => {
        if (!hasEnded(child)) child.kill('SIGTERM');
        const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
        await closed;
        clearTimeout(kill);
      }),
    );
  }

  private launch(one: NodeProcess, appended = false): Running {
    const logFile = join(this.logDir, `${one.name}.log`);
    const log = openSync(logFile, appended ? 'a' : 'w');
    const startedAt = performance.now();
    const { command, args } = withParentGuard(process.execPath, [...NODE_FLAGS, this.mainOf(one.role)]);
    const child = spawn(command, args, {
      env: { ...process.env, HUIYIN_HANDOVER: undefined, DATABASE_OWNER_URL: undefined, ...one.env },
      stdio: ['ignore', 'pipe', log],
      detached: true, // Ctrl-C reaches us alone, and we stop them
    });
    const ready = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
      const lines = child.stdout === null ? undefined : createInterface({ input: child.stdout });
      lines?.on('line', (line) => {
        const told = readyOf(line);
        if (told === undefined) writeSync(log, `${line}\n`);
        else resolve(told);
      });
      let told = false; // a child that cannot be started tells it twice
      const gone = (how: string): void => {
        if (told) return;
        told = true;
        const ended = new NodeProcessEnded(
          `${one.name} (${one.nodes.join(', ')}) ${how}. The end of ${logFile}:\n${tailOf(logFile)}`,
        );
        reject(ended);
        this.running.splice(0, Infinity, ...this.running.filter((other) => other.child !== child));
        if (!this.stopping.signal.aborted) this.endedAlone(one, ended, performance.now() - startedAt);
      };
      child.once('error', (error) => gone(`could not be started: ${error.message}`));
      child.once('close', (code, signal) => {
        gone(signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`);
        closeSync(log);
      });
    });
    ready.catch(() => undefined); // told by onEnded once nobody waits for the start any more
    const closed = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('close', () => resolve());
    });
    const running = { process: one, child, closed, ready };
    this.running.push(running);
    return running;
  }

  /** At the first start the reason stands in the settings or the machine, and is told at once. */
  private endedAlone(one: NodeProcess, ended: NodeProcessEnded, livedMs: number): void {
    if (this.again === undefined || !this.allWereReady) return this.onEnded(ended);
    const next = this.restarts.next(one.name, livedMs);
    if (next === undefined) {
      return this.onEnded(
        new NodeProcessEnded(
          `${one.name} was started again and again, and ended each time: it is given up. ${ended.message}`,
        ),
      );
    }
    const { afterMs, attempt, of } = next;
    this.again.say(ended.message);
    this.again.say(`${one.name} is started again in ${afterMs / 1000} s (try ${attempt} of ${of})`);
    void this.startAgain(one, afterMs, this.again.say);
  }

  private async startAgain(one: NodeProcess, afterMs: number, say: (line: string) => void): Promise<void> {
    const { signal } = this.stopping;
    try {
      await pause(afterMs, undefined, { signal });
    } catch {
      return; // stopped meanwhile
    }
    const { child, ready } = this.launch(one, true);
    const late = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
    await ready.then(
      () => say(`${one.name} is up again`),
      () => undefined, // it ended: the next try, or the end, is told by then
    );
    clearTimeout(late);
  }
}

const hasEnded = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null || pid === undefined;

function readyOf(line: string): Readonly<Record<string, string>> | undefined {
  if (!line.startsWith('{"ready"')) return undefined;
  try {
    const read = readyLine.safeParse(JSON.parse(line));
    return read.success ? read.data.ready : undefined;
  } catch {
    return undefined; // a line of the log that only looks like it
  }
}

function tailOf(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines
    .slice(-SHOWN_LINES)
    .map((line) => `    ${line.slice(0, 1000)}`)
    .join('\n');
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/** Lets a node end with SIGTERM when this process is killed hard; where there is no setpriv it would live on. */
export const withParentGuard = (
  command: string,
  args: readonly string[],
): { command: string; args: readonly string[] } =>
  setpriv === undefined
    ? { command, args }
    : { command: setpriv, args: ['--pdeathsig', 'TERM', '--', command, ...args] };
