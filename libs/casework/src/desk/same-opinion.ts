import { type Leg, type Outcome, type ReportPaper, accepted, refuse } from '#domain';
import type { Session } from './session.js';

/**
 * Guard 6: a re-decision that a review ordered may not repeat the same opinion on the same facts (BJ 50, SD 45).
 * After an assigner's 退回重新办理 the same check only warns [I]; 发还补办 is exempt.
 */
export async function notTheSameOpinion(
  session: Session,
  leg: Leg,
  paper: ReportPaper,
): Promise<Outcome<ReportPaper>> {
  if (leg.state !== 'REDO') return accepted(paper);
  const before = (await session.tx.documents.latestPaper(leg.id))?.paper;
  if (before === undefined || !sameOpinion(before, paper)) return accepted(paper);
  if ((leg.reviews ?? 0) > 0) return refuse('same-opinion', {}, '北京市信访条例50，山东省信访条例45');
  session.warnings.push('same-opinion：与退回前的意见和事实相同');
  return accepted(paper);
}

const sameOpinion = (a: ReportPaper, b: ReportPaper): boolean =>
  a.outcome === b.outcome && facts(a) === facts(b);

const facts = (paper: ReportPaper): string =>
  (paper.parts?.investigation ?? paper.result).replaceAll(/[\s\p{P}]/gu, '');
