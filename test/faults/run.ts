import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkAll, INVARIANTS } from './check/check.js';
import { Clerk } from './clients/clerk.js';
import { ClientDesk } from './clients/desk.js';
import { Operations } from './clients/operations.js';
import { Choices } from './clients/random.js';
import { broken, type FaultReport, type RowReport } from './report.js';
import type { FaultRow, FaultWorld } from './rows/row.js';
import { FaultNetwork } from './world/network.js';

const CLIENTS = 4;
/** Work before and after each fault, so that it falls into the middle of something. */
const AROUND_MS = 2_500;
/** SIGTERM to exit. */
const END_WITHIN_MS = 20_000;

/** A network, its clients, and the faults that it went through. */
export class FaultRun {
  private readonly reports = new Map<number, RowReport>();
  private badEnds = 0;

  private constructor(
    private readonly seed: number,
    readonly network: FaultNetwork,
    private readonly operations: Operations,
    private readonly world: FaultWorld,
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
    const today = async (): Promise<string> => {
      const state = await network.state(network.office('city'));
      if (state === undefined) throw new Error('the city does not tell its day');
      return state.today;
    };
    const clerks = Array.from(
      { length: CLIENTS },
      (_, at) => new Clerk(new ClientDesk(at + 1, network, operations), new Choices(seed + at + 1)),
    );
    const world: FaultWorld = { network, choices: new Choices(seed), operations, today };
    return new FaultRun(seed, network, operations, world, clerks, say);
  }

  played(row: FaultRow): boolean {
    return this.reports.has(row.id);
  }

  /** Works, breaks, heals, drains, checks. */
  async play(row: FaultRow): Promise<RowReport> {
    const report = await this.checked(row);
    this.reports.set(row.id, report);
    return report;
  }

  private async checked({ id, title, inject, missing }: FaultRow): Promise<RowReport> {
    const before = this.reports.get(id);
    const common = { id, title, times: (before?.times ?? 0) + 1 };
    if (inject === undefined) {
      const why = missing ?? 'nothing injects it';
      return {
        ...common,
        times: 0,
        injected: why,
        skipped: true,
        drainedMs: undefined,
        invariants: {},
        ok: false,
      };
    }
    const day = await this.world.today();
    for (const clerk of this.clerks) clerk.start(day);
    await pause(AROUND_MS);
    const injected = await inject(this.world).catch((error: unknown) => new Error(String(error)));
    await this.network.heal();
    await pause(AROUND_MS);
    await Promise.all(this.clerks.map((clerk) => clerk.stop()));
    const verdicts = await checkAll(this.network, this.operations);
    for (const invariant of broken(verdicts)) {
      for (const problem of verdicts[invariant].slice(0, 5)) this.say(`      ${invariant}: ${problem}`);
    }
    if (verdicts.drainedMs !== undefined) await this.network.nextDay();
    return {
      ...common,
      injected: injected instanceof Error ? `could not be injected: ${injected.message}` : injected,
      skipped: false,
      drainedMs: verdicts.drainedMs,
      invariants: Object.fromEntries(
        INVARIANTS.map((invariant) => [invariant, verdicts[invariant].slice(0, 20)]),
      ),
      ok: broken(verdicts).length === 0 && !(injected instanceof Error) && before?.ok !== false,
    };
  }

  /** SIGTERM to all; how many did not end well. The databases can still be asked. */
  async endOffices(): Promise<number> {
    const ends = await Promise.all(this.network.all().map((office) => office.end()));
    this.badEnds = ends.filter(({ code, ms }) => code !== 0 || ms > END_WITHIN_MS).length;
    return this.badEnds;
  }

  async report(command: string): Promise<FaultReport> {
    const faults = [...this.reports.values()];
    const problems = (invariant: 'I1' | 'I2' | 'I4'): number =>
      faults.reduce((sum, { invariants }) => sum + (invariants[invariant]?.length ?? 0), 0);
    const counts = await Promise.all(
      this.network
        .all()
        .map(({ node }) => this.network.sql(`SELECT COUNT(*) AS n FROM {${node}}.exchange_inbox`)),
    );
    return {
      seed: this.seed,
      command,
      faults,
      acts: {
        acknowledged: this.operations.count('ok'),
        refused: this.operations.count('fail'),
        silent: this.operations.count('unknown'),
      },
      messages: counts.reduce((sum, row) => sum + Number(row[0]?.['n'] ?? 0), 0),
      badEnds: this.badEnds,
      lost: problems('I1'),
      doubled: problems('I2'),
      differing: problems('I4'),
    };
  }

  stop = (): Promise<void> => this.network.stop();
}
