import {
  type Leg,
  type ReportPaper,
  type SlipRuling,
  giveBack,
  isLocalLeg,
  isOpenLeg,
  rule,
  slipRuling,
} from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { redoLimit } from './redo-limit.js';
import type { Session } from './session.js';

/**
 * A committee's slip came in: the slip leg ends, and when what the result needs is in (all or any), the verdict takes
 * effect on the reviewed leg, or waits for the reviewer's one act where the directory says so.
 */
export async function settleSlip(session: Session, row: LegRow): Promise<void> {
  const opened = await session.open(row.caseId);
  if (!opened.ok) return;
  const { row: matter } = opened.value;
  const noted = rule(row.leg, 'pass', [], undefined, session.legContext(row.leg, matter.matter, 'sender'));
  if (noted.ok) await session.recordLeg(row, noted.value);
  await settleGroup(session, row);
}

/** Judges the slips of one round again: one came in, or one that was asked will never come. */
export async function settleGroup(session: Session, slip: LegRow): Promise<void> {
  const opened = await session.open(slip.caseId);
  if (!opened.ok) return;
  const { row: matter, legs } = opened.value;
  const reviewed = legs.find((entry) => entry.leg.id === slip.leg.reviewOf);
  if (reviewed?.leg.state !== 'REPORTED') return;
  const ruling = await rulingOn(session, legs, reviewed.leg);
  if (ruling === undefined) return;
  await spareTheOthers(session, matter, legs, reviewed.leg);
  if (session.desk.reviewSlip === 'confirmed') return;
  const numbers = ruling.numbers.join('、');
  const here = session.legContext(reviewed.leg, matter.matter, 'sender');
  const context = { ...here, ...redoLimit(session, legs) };
  const moved = rule(reviewed.leg, ruling.verdict, ruling.remarks, numbers, context);
  if (moved.ok) await session.recordLeg(reviewed, moved.value);
}

/** The slips of the latest report on a leg. Each report asks anew: those of an earlier round say nothing of this one. */
function slipsOf(legs: readonly LegRow[], reviewed: Leg): readonly LegRow[] {
  const slips = legs.filter(({ leg }) => leg.reviewOf === reviewed.id);
  const group = slips.at(-1)?.leg.group;
  return slips.filter(({ leg }) => leg.group === group);
}

/** What the slips say of the latest report; undefined: none was asked, or it is not decided yet. */
export async function rulingOn(
  session: Session,
  legs: readonly LegRow[],
  reviewed: Leg,
): Promise<SlipRuling | undefined> {
  // A slip that was given back or refused never comes; the others decide.
  const asked = slipsOf(legs, reviewed).filter(
    ({ leg }) => leg.state !== 'RETURNED' && leg.state !== 'RECALLED',
  );
  const papers: ReportPaper[] = [];
  for (const { leg } of asked) {
    const paper = leg.reports === 0 ? undefined : (await session.tx.documents.latestPaper(leg.id))?.paper;
    if (paper?.verdict !== undefined) papers.push(paper);
  }
  return slipRuling(reviewed.reviewers.rule, papers, asked.length);
}

/**
 * 免予审核: another committee's slip decided. The receiver decides in what it holds, so it is asked to give its slip back
 * (L9c); a slip that is on its way meanwhile is taken note of and changes nothing.
 */
async function spareTheOthers(
  session: Session,
  { matter }: CaseRow,
  legs: readonly LegRow[],
  reviewed: Leg,
): Promise<void> {
  for (const row of slipsOf(legs, reviewed).filter(({ leg }) => isOpenLeg(leg) && leg.state !== 'REPORTED')) {
    const { leg } = row;
    await session.note(row.caseId, 'slip-spared', '[I]', SPARED, leg.id);
    if (isLocalLeg(leg)) {
      const given = giveBack(leg, SPARED, session.legContext(leg, matter, 'receiver'));
      if (given.ok) await session.recordLeg(row, given.value);
      continue;
    }
    await session.desk.outbox.put([
      {
        dest: leg.toNode,
        type: 'huiyin.leg.recall-asked.v1',
        stream: { kind: 'leg', id: leg.id },
        subject: leg.originNumber,
        bodyKey: leg.originNumber,
        time: session.now,
        data: { legId: leg.id, on: session.today, by: session.actor, reason: SPARED },
      },
    ]);
  }
}

const SPARED = '其他委员会已审核通过，免予审核';
