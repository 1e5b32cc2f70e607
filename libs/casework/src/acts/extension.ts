import type { ActAnswer, ActBody } from '#contract';
import {
  type End,
  type Leg,
  type Outcome,
  accepted,
  approveExtension,
  isLocalLeg,
  refuseExtension,
  requestExtension,
  revokeExtension,
  unextended,
} from '#domain';
import type { LegRow } from '../ports.js';
import { onLeg } from '../desk/perform.js';
import { childLimit } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';
import { tell } from '../supervision/issue.js';

/* 延期: asked by the handler, decided by the head (the legal limit) or by the assigner (its own). */

/** 申请延期. */
export const request = (
  session: Session,
  id: string,
  body: ActBody<'request-extension'>,
): Promise<Outcome<ActAnswer>> =>
  onLeg(session, id, body.version, 'receiver', (leg, context) => requestExtension(leg, body, context));

/** 批准延期. An assigner's limit never outlives what is left from above (guard 3). */
export const approve = (
  session: Session,
  id: string,
  body: ActBody<'approve-extension'>,
): Promise<Outcome<ActAnswer>> =>
  onLeg(session, id, body.version, decidingEnd, async (leg, context, matter) => {
    const legs = await session.tx.legs.ofCase(matter.id);
    return approveExtension(leg, body.told, latest(session, leg, legs), context);
  });

/** 不予延期. */
export const refuseIt = (
  session: Session,
  id: string,
  body: ActBody<'refuse-extension'>,
): Promise<Outcome<ActAnswer>> =>
  onLeg(session, id, body.version, decidingEnd, (leg, context) => refuseExtension(leg, body.reason, context));

/**
 * 撤销延期批准. The head takes the legal one back; of its own limit the assigner asks the holder, which has the word: a
 * report may be on its way. Both ends end alike, whatever crosses on the wire.
 */
export async function revoke(
  session: Session,
  id: string,
  body: ActBody<'revoke-extension'>,
): Promise<Outcome<ActAnswer>> {
  if (body.of === 'C4')
    return onLeg(session, id, body.version, 'receiver', (leg, context) =>
      revokeExtension(leg, body, context),
    );
  return onLeg(session, id, body.version, 'sender', async (leg, context, matter) => {
    const { rulebook, today } = context;
    const restored = unextended(leg, body.of, today, rulebook.calendar);
    if (!restored.ok) return restored;
    const { of, reason } = body;
    // Who asked is said at once, also where the holder is a unit of this node and the node itself gives it back.
    await session.note(
      matter.id,
      'revocation-asked',
      '信访工作条例34',
      `请求撤销延期批准：${reason}`,
      leg.id,
    );
    if (isLocalLeg(leg)) {
      const system = session.asSystem();
      return revokeExtension(leg, body, system.legContext(leg, matter, 'receiver'));
    }
    await tell(session, leg, leg.toNode, 'huiyin.leg.revocation-asked.v1', {
      of,
      on: today,
      by: session.actor,
      reason,
    });
    return accepted({ leg, events: [] });
  });
}

const decidingEnd = ({ leg }: LegRow): End => (leg.pendingExtension?.of === 'C4' ? 'receiver' : 'sender');

/** What this office's own limit leaves to a child today; the legal limit is the handling unit's own affair. */
const latest = (session: Session, leg: Leg, legs: readonly LegRow[]) =>
  leg.pendingExtension?.of === 'C4' ? undefined : childLimit(session, legs);
