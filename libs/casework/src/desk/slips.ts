import { type ReportPaper, type Verdict, rule } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from './session.js';

const WORST_FIRST: readonly Verdict[] = ['redo', 'supplement', 'pass'];

/**
 * A committee's slip came in: the slip leg ends, and when all slips that the result needs are in (all or any),
 * the verdict takes effect on the reviewed leg. The history cites the slips' numbers.
 */
export async function settleSlip(session: Session, row: LegRow, paper: ReportPaper): Promise<void> {
  const opened = await session.open(row.caseId);
  if (!opened.ok) return;
  const { row: matter, legs } = opened.value;
  const noted = rule(row.leg, 'pass', [], undefined, session.legContext(row.leg, matter.matter, 'sender'));
  if (noted.ok) await session.recordLeg(row, noted.value);

  const reviewed = legs.find((entry) => entry.leg.id === row.leg.reviewOf);
  if (reviewed?.leg.state !== 'REPORTED' || session.desk.reviewSlip === 'confirmed') return;
  const siblings = legs.filter((entry) => entry.leg.group === row.leg.group && entry.leg.id !== row.leg.id);
  const papers = [paper, ...(await papersOf(session, siblings))];
  const complete = reviewed.leg.reviewers.rule === 'any' || papers.length === siblings.length + 1;
  if (!complete) return;
  const verdict = WORST_FIRST.find((worst) => papers.some((slip) => slip.verdict === worst)) ?? 'pass';
  const remarks = papers.filter((slip) => slip.verdict === verdict).flatMap((slip) => slip.remarks ?? []);
  const numbers = papers.map((slip) => slip.number).join('、');
  const context = session.legContext(reviewed.leg, matter.matter, 'sender');
  const moved = rule(reviewed.leg, verdict, remarks, numbers, context);
  if (moved.ok) await session.recordLeg(reviewed, moved.value);
}

async function papersOf(session: Session, slips: readonly LegRow[]): Promise<ReportPaper[]> {
  const papers: ReportPaper[] = [];
  for (const slip of slips) {
    const document = await session.tx.documents.latestPaper(slip.leg.id);
    if (document?.paper?.verdict !== undefined) papers.push(document.paper);
  }
  return papers;
}
