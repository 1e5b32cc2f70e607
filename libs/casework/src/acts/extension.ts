import type { ActAnswer, ActBody } from '#contract';
import {
  type End,
  type Leg,
  type Outcome,
  approveExtension,
  refuseExtension,
  requestExtension,
} from '#domain';
import type { LegRow } from '../ports.js';
import { onLeg } from '../desk/perform.js';
import { childLimit } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';

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

const decidingEnd = ({ leg }: LegRow): End => (leg.pendingExtension?.of === 'C4' ? 'receiver' : 'sender');

/** What this office's own limit leaves to a child today; the legal limit is the handling unit's own affair. */
const latest = (session: Session, leg: Leg, legs: readonly LegRow[]) =>
  leg.pendingExtension?.of === 'C4' ? undefined : childLimit(session, legs);
