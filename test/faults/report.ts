import { INVARIANTS, type Invariant, type Verdicts } from './check/check.js';

/** What became of one row. */
export interface RowReport {
  readonly id: number;
  readonly title: string;
  /** How often it was injected in this run. */
  readonly times: number;
  /** What was done, or why it could not be. */
  readonly injected: string;
  readonly skipped: boolean;
  readonly drainedMs: number | undefined;
  readonly invariants: Readonly<Partial<Record<Invariant, readonly string[]>>>;
  readonly ok: boolean;
}

/** The whole run. */
export interface FaultReport {
  readonly seed: number;
  readonly command: string;
  readonly faults: readonly RowReport[];
  readonly acts: { readonly acknowledged: number; readonly refused: number; readonly silent: number };
  readonly messages: number;
  /** Offices that did not end with code 0 within 20 s of SIGTERM. */
  readonly badEnds: number;
  readonly lost: number;
  readonly doubled: number;
  readonly differing: number;
}

export const broken = (verdicts: Verdicts): readonly Invariant[] =>
  INVARIANTS.filter((invariant) => verdicts[invariant].length > 0);

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
  return [
    `seed ${report.seed}: ${report.acts.acknowledged} acts acknowledged, ${report.acts.refused} refused, ${report.acts.silent} silences settled by repeating the key; ${report.messages} messages; lost ${report.lost}, doubled ${report.doubled}, differing ${report.differing}.`,
    '',
    '| row | fault | times | invariants |',
    '| --- | ----- | ----- | ---------- |',
    ...rows,
    '',
  ].join('\n');
}
