import type { ReportPaper, Verdict } from './leg-event.js';

/** What the committees' slips say together of one result. */
export interface SlipRuling {
  readonly verdict: Verdict;
  /** What is missing or wrong, by the slips that decided. */
  readonly remarks: readonly string[];
  /** The numbers of the slips that decided; the history cites them. */
  readonly numbers: readonly string[];
}

const WORST_FIRST: readonly Verdict[] = ['redo', 'supplement', 'pass'];

/**
 * 会签: `all` waits for every committee, and the worst opinion rules; of `any` the first that passes suffices, and only
 * where none does the worst of them rules. Undefined: not decided yet.
 * @param required how many slips the result needs; a committee that was left out does not count.
 */
export function slipRuling(
  rule: 'all' | 'any',
  papers: readonly ReportPaper[],
  required: number,
): SlipRuling | undefined {
  const passed = papers.filter(({ verdict }) => verdict === 'pass');
  if (rule === 'any' && passed.length > 0) return rulingBy('pass', passed.slice(0, 1));
  if (papers.length === 0 || papers.length < required) return undefined;
  const verdict = WORST_FIRST.find((worst) => papers.some((paper) => paper.verdict === worst)) ?? 'pass';
  // What all let pass rests on all of them; what one sends back rests on whoever says so.
  return rulingBy(verdict, verdict === 'pass' ? papers : papers.filter((paper) => paper.verdict === verdict));
}

const rulingBy = (verdict: Verdict, papers: readonly ReportPaper[]): SlipRuling => ({
  verdict,
  remarks: papers.flatMap(({ remarks }) => remarks ?? []),
  numbers: papers.map(({ number }) => number),
});
