import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { checkAll, type Checked, INVARIANTS, type Invariant, recordOf } from './check/check.js';
import { Clerk } from './clients/clerk.js';
import { ClientDesk } from './clients/desk.js';
import { Operations } from './clients/operations.js';
import { Choices } from './clients/random.js';
import { broken, type FaultReport, type RowReport, type SoakReport, type Versions } from './report.js';
import { Skipped } from './rows/felt.js';
import type { FaultRow, FaultWorld } from './rows/row.js';
import { FaultNetwork } from './world/network.js';

const CLIENTS = 4;
/** Work before and after each fault, so that it falls into the middle of something. */
const AROUND_MS = 2_500;
/** SIGTERM to exit. */
const END_WITHIN_MS = 20_000;

/** What came of working, breaking, healing and draining once. */
export interface Struck extends Checked {
  readonly injected: string | Error;
}

/** A network, its clients, and the faults that it went through. */
export class FaultRun {
  private readonly reports = new Map<number, RowReport>();
  private readonly known = new Set<string>();
  private readonly seen: { readonly invariant: Invariant; readonly problem: string }[] = [];
  private readonly totals = { lost: 0, doubled: 0, differing: 0 };
  private badEnds = 0;
  private readonly at = new Date().toISOString();
  /** At the start: what somebody commits meanwhile does not run. */
  private readonly commit = commitNow();

  private constructor(
    readonly seed: number,
    readonly network: FaultNetwork,
    private readonly operations: Operations,
    private readonly clerks: readonly Clerk[],
    private readonly say: (line: string) => void,
  ) {}

  /** `plant`: the offices carry this bug. */
  static async open(
    dataDir: string,
    seed: number,
    say: (line: string) => void,
    plant?: string,
  ): Promise<FaultRun> {
    const network = await FaultNetwork.start(dataDir, say, plant);
    const operations = new Operations(join(dataDir, 'operations.jsonl'));
    const clerks = Array.from(
      { length: CLIENTS },
      (_, at) => new Clerk(new ClientDesk(at + 1, network, operations), new Choices(seed + at + 1)),
    );
    return new FaultRun(seed, network, operations, clerks, say);
  }

  played(row: FaultRow): boolean {
    return this.reports.has(row.id);
  }

  /** What a fault may touch; its choices follow from the seed and from nothing that happened before. */
  world(choices: Choices): FaultWorld {
    return {
      network: this.network,
      choices,
      operations: this.operations,
      today: () => this.today(),
      observe: (invariant, problem) => this.seen.push({ invariant, problem }),
    };
  }

  /** Works, breaks, heals, drains, checks. */
  async play(row: FaultRow): Promise<RowReport> {
    const report = await this.checked(row);
    this.reports.set(row.id, report);
    return report;
  }

  private async checked({ id, title, inject }: FaultRow): Promise<RowReport> {
    const before = this.reports.get(id);
    const times = before?.times ?? 0;
    const skipped = (why: string): RowReport => ({
      ...{ id, title, times, injected: why, skipped: true, drainedMs: undefined, invariants: {}, ok: false },
    });
    const choices = new Choices(this.seed * 100_003 + id * 101 + times);
    const { injected, verdicts, drainedMs } = await this.strike(() => inject(this.world(choices)));
    if (injected instanceof Skipped) return skipped(injected.message);
    return {
      id,
      title,
      times: times + 1,
      injected: injected instanceof Error ? `could not be injected: ${injected.message}` : injected,
      skipped: false,
      drainedMs,
      invariants: recordOf((name) => [...(before?.invariants[name] ?? []), ...verdicts[name]].slice(0, 20)),
      ok: broken(verdicts).length === 0 && !(injected instanceof Error) && before?.ok !== false,
    };
  }

  /** The clients work, `inject` breaks something, everything is healed, drained and asked; then a new day begins. */
  async strike(inject: () => Promise<string>): Promise<Struck> {
    const day = await this.today();
    for (const clerk of this.clerks) clerk.start(day);
    await pause(AROUND_MS);
    const injected = await inject().catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    await this.network.heal();
    await pause(AROUND_MS);
    await this.rest();
    const checked = await checkAll(this.network, this.operations);
    const verdicts = this.fresh(checked);
    for (const invariant of broken(verdicts)) {
      for (const problem of verdicts[invariant].slice(0, 5)) this.say(`      ${invariant}: ${problem}`);
    }
    this.totals.lost += verdicts.I1.length;
    this.totals.doubled += verdicts.I2.length;
    this.totals.differing += verdicts.I3.length + verdicts.I4.length;
    if (checked.drainedMs !== undefined) await this.network.nextDay();
    return { injected, verdicts, drainedMs: checked.drainedMs };
  }

  /** The clients settle what they have begun; an office that died meanwhile is started again. */
  private async rest(): Promise<void> {
    let resting = true;
    const keeping = (async () => {
      while (resting) {
        await this.network.revive().catch((error: unknown) => this.say(`      ${String(error)}`));
        await pause(500);
      }
    })();
    await Promise.all(this.clerks.map((clerk) => clerk.stop()));
    resting = false;
    await keeping;
  }

  /** What was not known before, and what the fault itself saw. */
  private fresh({ verdicts }: Checked): Checked['verdicts'] {
    const seen = this.seen.splice(0);
    return recordOf((invariant) => {
      const now = [
        ...verdicts[invariant],
        ...seen.filter((one) => one.invariant === invariant).map(({ problem }) => problem),
      ];
      // I8 and I7 are about this moment; the others never heal, and count once.
      if (invariant === 'I8' || invariant === 'I7') return now;
      const fresh = now.filter((problem) => !this.known.has(problem));
      for (const problem of fresh) this.known.add(problem);
      return fresh;
    });
  }

  private async today(): Promise<string> {
    const state = await this.network.state(this.network.office('city'));
    if (state === undefined) throw new Error('the city does not tell its day');
    return state.today;
  }

  /** SIGTERM to all; how many did not end well. The databases can still be asked. */
  async endOffices(): Promise<number> {
    const ends = await Promise.all(this.network.all().map((office) => office.end()));
    this.badEnds = ends.filter(({ code, ms }) => code !== 0 || ms > END_WITHIN_MS).length;
    return this.badEnds;
  }

  async report(command: string, soak?: SoakReport): Promise<FaultReport> {
    const counts = await Promise.all(
      this.network
        .all()
        .map(({ node }) => this.network.sql(`SELECT COUNT(*) AS n FROM {${node}}.exchange_inbox`)),
    );
    return {
      at: this.at,
      seed: this.seed,
      command,
      versions: await this.versions(),
      faults: [...this.reports.values()],
      ...(soak === undefined ? {} : { soak }),
      acts: {
        acknowledged: this.operations.count('ok'),
        refused: this.operations.count('fail'),
        silent: this.operations.count('unknown'),
      },
      messages: counts.reduce((sum, row) => sum + Number(row[0]?.['n'] ?? 0), 0),
      badEnds: this.badEnds,
      ...this.totals,
    };
  }

  /** What it runs on. */
  async versions(): Promise<Versions> {
    const [row] = await this.network.sql('SELECT VERSION() AS version');
    const info = await this.network.redis((redis) => redis.info('server'));
    const bullmq: unknown = JSON.parse(readFileSync('node_modules/bullmq/package.json', 'utf8'));
    return {
      commit: this.commit,
      node: process.version.slice(1),
      mariadb: String(row?.['version']).replace(/-.*/, ''),
      redis: /redis_version:(\S+)/.exec(info)?.[1] ?? '?',
      bullmq: z.object({ version: z.string() }).parse(bullmq).version,
    };
  }

  stop = (): Promise<void> => this.network.stop();
}

/** The commit that runs, with a `+` when files differ from it; `?` outside a clone. */
function commitNow(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return '?';
  }
}

export const problemsOf = ({ verdicts }: Struck): readonly string[] =>
  INVARIANTS.flatMap((invariant) => verdicts[invariant].map((problem) => `${invariant}: ${problem}`));
