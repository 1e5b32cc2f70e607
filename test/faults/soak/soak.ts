import { setTimeout as pause } from 'node:timers/promises';
import { problemsOf, type FaultRun } from '../run.js';
import type { SoakReport } from '../report.js';
import type { OfficeName } from '../world/network.js';
import { soakPlan, type SoakFault } from './plan.js';
import { STRIKES } from './strikes.js';

/** So many faults between two drainings. */
const BATCH = 25;
/** After so long without one, a strike that does not come back is a finding. */
const STRIKE_WITHIN_MS = 120_000;

/**
 * A fault every so often while the clients work, whether or not the last one is over; drained and asked after each
 * twenty-five. Ends after `goal` faults, or after the batch in which `until` passes.
 */
export async function soak(
  run: FaultRun,
  { goal, everyMs, until }: { readonly goal: number; readonly everyMs: number; readonly until: number },
  say: (line: string) => void,
  keep: (soFar: SoakReport) => Promise<unknown>,
): Promise<SoakReport> {
  const next = soakPlan(run.seed);
  const kinds: Record<string, number> = {};
  const broken: string[] = [];
  let faults = 0;
  let checks = 0;
  while (faults < goal && performance.now() < until) {
    const batch = new Batch(run, everyMs, say);
    const struck = await run.strike(() => batch.play(Math.min(BATCH, goal - faults), next));
    checks += 1;
    faults += batch.done.length;
    for (const { kind } of batch.done) kinds[kind] = (kinds[kind] ?? 0) + 1;
    broken.push(...batch.findings, ...problemsOf(struck));
    if (struck.injected instanceof Error) broken.push(struck.injected.message);
    await keep({ faults, kinds, checks, everyMs, broken });
    say(
      `  ${faults} of ${goal}: ${struck.drainedMs === undefined ? 'not drained' : `drained ${(struck.drainedMs / 1_000).toFixed(1)} s`}; ${broken.length === 0 ? 'everything held' : `BROKEN: ${broken.length}`}`,
    );
  }
  return { faults, kinds, checks, everyMs, broken };
}

/** Twenty-five faults in their rhythm. */
class Batch {
  readonly done: SoakFault[] = [];
  readonly findings: string[] = [];
  private readonly busy = new Map<OfficeName | 'servers', Promise<void>>();

  constructor(
    private readonly run: FaultRun,
    private readonly everyMs: number,
    private readonly say: (line: string) => void,
  ) {}

  async play(count: number, next: () => SoakFault): Promise<string> {
    for (let times = 0; times < count; times += 1) {
      const fault = next();
      // One office is not started twice at once; what strikes it next waits until it stands.
      const on = /Redis kill|MariaDB kill/.test(fault.kind) ? 'servers' : fault.office;
      const strike = (this.busy.get(on) ?? Promise.resolve()).then(() => this.one(fault));
      this.busy.set(on, strike);
      await pause(this.everyMs);
    }
    await Promise.all(this.busy.values());
    return `${this.done.length} faults`;
  }

  private async one(fault: SoakFault): Promise<void> {
    const { network } = this.run;
    const office = network.office(fault.office);
    const late = pause(STRIKE_WITHIN_MS, 'late', { ref: false });
    try {
      const told = await Promise.race([STRIKES[fault.kind]({ network, office, fault }), late]);
      this.done.push(fault);
      if (told === 'late') this.findings.push(`${fault.kind}: not over after ${STRIKE_WITHIN_MS / 1_000} s`);
      this.say(`      ${fault.kind}: ${told}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // What nobody felt, or what another fault made impossible, is not counted.
      this.say(`      ${fault.kind}: not counted: ${message}`);
      if (message.startsWith('I13')) this.findings.push(message);
    }
  }
}
