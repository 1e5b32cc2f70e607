import { INVARIANTS, type Invariant, type Verdicts } from './check/check.js';

/** What became of one row. */
export interface RowReport {
  readonly id: number;
  readonly title: string;
  /** How often it was injected in this run. */
  readonly times: number;
  /** What was done the last time, or why it could not be. */
  readonly injected: string;
  readonly skipped: boolean;
  readonly drainedMs: number | undefined;
  /** What the row broke, a sentence each; what was broken before it is not laid at its door. */
  readonly invariants: Readonly<Partial<Record<Invariant, readonly string[]>>>;
  readonly ok: boolean;
}

/** What a soak came to in one run. */
export interface SoakReport {
  readonly faults: number;
  /** How often each kind struck. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How often the network was drained and asked. */
  readonly checks: number;
  readonly everyMs: number;
  /** What broke, a sentence each with its invariant before it. */
  readonly broken: readonly string[];
}

/** What the run ran on. */
export interface Versions {
  readonly commit: string;
  readonly node: string;
  readonly mariadb: string;
  readonly redis: string;
  readonly bullmq: string;
}

/** The whole run. */
export interface FaultReport {
  /** ISO instant of its start: names the run. */
  readonly at: string;
  readonly seed: number;
  readonly command: string;
  readonly versions: Versions;
  readonly faults: readonly RowReport[];
  readonly soak?: SoakReport;
  readonly acts: { readonly acknowledged: number; readonly refused: number; readonly silent: number };
  readonly messages: number;
  /** Offices that did not end with code 0 within 20 s of SIGTERM. */
  readonly badEnds: number;
  readonly lost: number;
  readonly doubled: number;
  readonly differing: number;
}

/** A bug that was built in on purpose, and whether the questions found it. */
export interface PlantedBug {
  /** The invariant that it breaks. */
  readonly invariant: string;
  readonly found: boolean;
  /** What broke, or why it could not be played. */
  readonly told: string;
}

/** A run of planted bugs. */
export interface PlantedReport extends Pick<FaultReport, 'at' | 'seed' | 'command' | 'versions'> {
  readonly planted: readonly PlantedBug[];
}

export const broken = (verdicts: Verdicts): readonly Invariant[] =>
  INVARIANTS.filter((invariant) => verdicts[invariant].length > 0);

/** What `--json` prints: an invariant is true when it held. */
export function jsonOf({ seed, faults, lost, doubled, differing }: FaultReport): unknown {
  return {
    seed,
    faults: faults.map(({ id, injected, skipped, invariants, ok }) => ({
      id,
      injected: skipped ? `skipped: ${injected}` : injected,
      invariants: Object.fromEntries(
        Object.entries(invariants).map(([name, problems]) => [name, problems.length === 0]),
      ),
      ok,
    })),
    lost,
    doubled,
    differing,
  };
}

/** One line of progress for a row that was checked. */
export function lineOf({ id, title, ok, skipped, injected, drainedMs, invariants }: RowReport): string {
  if (skipped) return `  ${String(id).padStart(2)}  skipped: ${injected}  (${title})`;
  const checked = Object.entries(invariants)
    .map(([name, problems]) => (problems.length === 0 ? name : `${name} BROKEN`))
    .join(' ');
  const drained = drainedMs === undefined ? 'not drained' : `drained ${(drainedMs / 1_000).toFixed(1)} s`;
  return `  ${String(id).padStart(2)}  ${ok ? 'ok    ' : 'BROKEN'}  ${title}\n      ${injected}\n      ${drained}; ${checked}`;
}

/** The report as a table that a person reads. */
export function markdownOf(report: FaultReport): string {
  const rows = report.faults.map(
    ({ id, title, times, ok, skipped, injected }) =>
      `| ${id} | ${title} | ${times} | ${skipped ? `skipped: ${injected}` : ok ? 'held' : 'BROKEN'} |`,
  );
  const { soak } = report;
  return [
    `seed ${report.seed}: ${report.acts.acknowledged} acts acknowledged, ${report.acts.refused} refused, ${report.acts.silent} silences settled by repeating the key; ${report.messages} messages; lost ${report.lost}, doubled ${report.doubled}, differing ${report.differing}.`,
    '',
    ...(rows.length === 0
      ? []
      : ['| row | fault | times | invariants |', '| --- | ----- | ----- | ---------- |', ...rows, '']),
    ...(soak === undefined
      ? []
      : [
          `soak: ${soak.faults} faults, one every ${soak.everyMs / 1_000} s, drained and checked ${soak.checks} times; ${soak.broken.length === 0 ? 'everything held' : `BROKEN: ${soak.broken.join('; ')}`}.`,
          '',
        ]),
  ].join('\n');
}
