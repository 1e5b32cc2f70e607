import type { ActAnswer, ActBody } from '#contract';
import { type Outcome, applyForReview, changeOrRevoke, moveCase, refuse, uphold } from '#domain';
import { onLeg } from '../desk/perform.js';
import type { Session } from '../desk/session.js';

/* 复查、复核 as the office that sent the leg follows them: who asked, what was decided, what is done again. */

/** 申请复查, then 复核. The case is open again; the handling organ hears of it on the leg. */
export const apply = (
  session: Session,
  id: string,
  body: ActBody<'apply-for-review'>,
): Promise<Outcome<ActAnswer>> =>
  onLeg(session, id, body.version, 'sender', async (leg, context, matter) => {
    const asked = applyForReview(leg, body.reason, context);
    if (!asked.ok) return asked;
    const open = moveCase(matter, 'apply-for-review', session);
    if (!open.ok) return open;
    await session.recordCase(open.value, 'apply-for-review', '信访工作条例35', '信访人申请复查（复核）');
    return asked;
  });

/** What the review body decided. */
export const decide = (
  session: Session,
  id: string,
  body: ActBody<'decide-review'>,
): Promise<Outcome<ActAnswer>> =>
  onLeg(session, id, body.version, 'sender', (leg, context) => {
    if (body.verdict === 'change-or-revoke')
      return changeOrRevoke(leg, body.number, body.defects ?? [], context);
    return body.told === undefined
      ? refuse('reason-required', { what: '送达方式' })
      : uphold(leg, body.number, body.told, context);
  });
