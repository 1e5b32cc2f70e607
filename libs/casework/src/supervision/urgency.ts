import { isLocalLeg, isOpenLeg } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { tell } from './issue.js';
import { planLadder } from './ladder.js';

export const URGENCY_TEXT = { normal: '普通', urgent: '急件', 'most-urgent': '特急' } as const;

/** Tells the holders of open legs sent from here how closely the matter is followed. Normal is not worth a message of its own. */
export async function spreadUrgency(
  session: Session,
  caseId: string,
  legs: readonly LegRow[],
  lowered = false,
): Promise<void> {
  const urgency = await session.tx.supervisions.urgencyOf(caseId);
  if (urgency === 'normal' && !lowered) return;
  for (const { leg } of legs) {
    if (leg.fromNode !== session.self || isLocalLeg(leg) || !isOpenLeg(leg)) continue;
    await tell(session, leg, leg.toNode, 'huiyin.leg.urgency.v1', {
      urgency,
      on: session.today,
      by: session.actor,
    });
  }
}

/** Stores how closely a case is followed, plans the ladders of its legs anew and tells those below. */
export async function followAt(
  session: Session,
  caseId: string,
  urgency: keyof typeof URGENCY_TEXT,
  legId?: string,
): Promise<void> {
  const { supervisions, legs } = session.tx;
  if ((await supervisions.urgencyOf(caseId)) === urgency) return;
  await supervisions.setUrgency(caseId, urgency);
  await session.note(caseId, 'set-urgency', '[I]', `办理紧急程度：${URGENCY_TEXT[urgency]}`, legId);
  const rows = await legs.ofCase(caseId);
  for (const row of rows) await planLadder(session, row);
  await spreadUrgency(session, caseId, rows, true);
}
