import { type LegEvent, isLocalLeg, proposedExtensions, warnOfLess } from '#domain';
import type { LegRow } from '../ports.js';
import { tell } from '../supervision/issue.js';
import { HANDLERS, recipientOf } from '../supervision/ladder.js';
import { childLimit } from './send-leg.js';
import type { Session } from './session.js';

/* 期限预算 down the tiers: more time below is proposed above, less time above is told below. Nothing moves by itself. */

/** What an event of a leg means for the limits above or below this office. */
export async function keepBudget(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  const { leg } = row;
  if (leg.fromNode === session.self && ASKS_MORE.includes(event.type)) await proposeAbove(session, row);
  if (leg.toNode === session.self && leg.fromNode !== session.self && movesAnEnd(event))
    await warnBelow(session, row);
}

const ASKS_MORE: readonly LegEvent['type'][] = ['request-extension', 'approve-extension'];

const movesAnEnd = ({ clocks }: LegEvent): boolean =>
  clocks.opened.length > 0 || clocks.reopened.length > 0 || (clocks.replaced ?? []).length > 0;

/** 建议向上级申请延期: a line and a notice; the office asks above, or refuses below. */
async function proposeAbove(session: Session, { caseId, leg }: LegRow): Promise<void> {
  const legs = await session.tx.legs.ofCase(caseId);
  const { settings, calendar } = session.desk.rulebook;
  const proposals = proposedExtensions(
    legs.map((row) => row.leg),
    session.self,
    settings.reserveDays,
    calendar,
  );
  for (const { leg: above, of, child, letterNumber, ends, until, days } of proposals) {
    const parent = legs.find((row) => row.leg.id === above)?.leg;
    if (child !== leg.id || parent === undefined) continue;
    const text = `${letterNumber} 拟延至${ends}，超出上级期限所留时间；建议就 ${parent.letterNumber} 的${of === 'C4' ? '法定期限' : '交办期限'}申请延期${String(days)}日（至${until}）`;
    const place = parent.clocks.findIndex(({ id, metOn }) => id === of && metOn === undefined);
    const fired = await session.tx.supervisions.fire({
      legId: above,
      caseId,
      place: Math.max(0, place),
      name: `propose-${leg.id.slice(-12)}`,
      level: 'notice',
      on: session.today,
      due: ends,
      state: 'notice',
      recipient: recipientOf(session, parent, HANDLERS),
      text,
    });
    if (fired) await session.note(caseId, 'extension-proposed', '信访工作条例34 [I]', text, above);
  }
}

/** 上级期限缩短: whoever works below and no longer fits is told; its limit stays as it is. */
async function warnBelow(session: Session, { caseId }: LegRow): Promise<void> {
  const legs = await session.tx.legs.ofCase(caseId);
  const fits = childLimit(session, legs);
  if (fits === undefined) return;
  for (const child of legs) {
    const { leg } = child;
    if (leg.fromNode !== session.self || leg.kind === 'slip') continue;
    const warned = warnOfLess(leg, fits, session.today);
    if (warned === undefined) continue;
    await session.tx.legs.save(warned.leg);
    const text = `上级期限缩短：${leg.letterNumber} 宜于${fits}前报结；原期限${warned.ends}不变`;
    await session.note(caseId, 'limit-shortened', '信访工作条例34', text, leg.id);
    if (isLocalLeg(leg)) continue;
    await tell(session, leg, leg.toNode, 'huiyin.leg.limit-shortened.v1', {
      fits,
      ends: warned.ends,
      on: session.today,
      by: session.actor,
    });
  }
}
