import {
  type InboundUseCase,
  receiveIdentity,
  receiveLeg,
  receiveLegEvent,
  receiveMinutes,
  receiveRecallAsked,
  receiveSupervision,
  receiveUrgency,
} from '#casework';
import type { InboundType } from '#contract';

/** What a committee takes in: each message type has exactly one use case, and the compiler finds a missing one. */
export const committeeInbound = {
  'huiyin.leg.sent.v1': receiveLeg,
  'huiyin.leg.identity.v1': receiveIdentity,
  'huiyin.leg.recall-asked.v1': receiveRecallAsked,
  'huiyin.meeting.minutes.v1': receiveMinutes,
  'huiyin.leg.agree-return.v1': receiveLegEvent,
  'huiyin.leg.confirm-assignment.v1': receiveLegEvent,
  'huiyin.leg.convene.v1': receiveLegEvent,
  'huiyin.leg.return-by-minutes.v1': receiveLegEvent,
  'huiyin.leg.approve-extension.v1': receiveLegEvent,
  'huiyin.leg.refuse-extension.v1': receiveLegEvent,
  'huiyin.leg.lapse-extension.v1': receiveLegEvent,
  'huiyin.leg.pass.v1': receiveLegEvent,
  'huiyin.leg.take-note.v1': receiveLegEvent,
  'huiyin.leg.supplement.v1': receiveLegEvent,
  'huiyin.leg.redo.v1': receiveLegEvent,
  'huiyin.leg.serve.v1': receiveLegEvent,
  'huiyin.leg.apply-for-review.v1': receiveLegEvent,
  'huiyin.leg.uphold.v1': receiveLegEvent,
  'huiyin.leg.change-or-revoke.v1': receiveLegEvent,
  'huiyin.leg.remind.v1': receiveSupervision,
  'huiyin.leg.supervise.v1': receiveSupervision,
  'huiyin.leg.urgency.v1': receiveUrgency,
} as const satisfies Record<InboundType<'committee'>, InboundUseCase>;
