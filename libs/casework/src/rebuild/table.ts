import type { MessageType } from '#contract';
import { receiveAdviceAnswered, receiveAdvised } from '../inbound/advice-messages.js';
import { receiveEnclosed, receiveEnclosureTaken } from '../inbound/enclosure-messages.js';
import { receiveIdentity, receiveSealed } from '../inbound/leg-messages.js';
import { receiveLimitShortened, receiveRevocationRefused } from '../inbound/limit-messages.js';
import { receivePapers } from '../inbound/meeting-messages.js';
import { receiveRecallRefused } from '../inbound/recall-messages.js';
import { receiveSendBackRefused } from '../inbound/send-back-messages.js';
import {
  receiveSupervision,
  receiveSupervisionRead,
  receiveSupervisionReply,
  receiveUrgency,
} from '../inbound/supervision-messages.js';
import { enclosedHere } from './files.js';
import { identitySent, legEventAgain, legSentAgain, noted, sealedHere } from './legs.js';
import {
  adviceAnsweredHere,
  adviceGiven,
  supervisionAnswered,
  supervisionReadHere,
  supervisionSent,
  urgencySent,
} from './papers.js';
import { answeredAgain, askedAgain } from './matters.js';
import {
  attendanceAgain,
  decisionAgain,
  minutesEnteredAgain,
  minutesIssuedAgain,
  noticeAgain,
} from './meetings.js';
import { asItCame, onlyAsked, type Rebuilders } from './rebuilder.js';
import { moveAskedAgain, movedHereAgain, moveSettledAgain } from './moves.js';
import { offeredAgain, signedAgain } from './successions.js';

/** How each message type is taken up again after this node was set back: the compiler finds a type without an entry. */
export const REBUILDERS = {
  'huiyin.leg.sent.v1': legSentAgain,
  'huiyin.leg.identity.v1': { own: identitySent, theirs: asItCame(receiveIdentity) },
  'huiyin.leg.sealed.v1': { own: sealedHere, theirs: asItCame(receiveSealed) },
  'huiyin.leg.enclosed.v1': { own: enclosedHere, theirs: asItCame(receiveEnclosed) },
  // What had been fetched is fetched again, or found where it was kept.
  'huiyin.leg.enclosure-taken.v1': { own: onlyAsked, theirs: asItCame(receiveEnclosureTaken) },
  'huiyin.leg.recall-asked.v1': {
    own: noted('recall-asked', '恢复：曾请求撤回'),
    theirs: noted('recall-asked', '恢复：对方曾请求撤回'),
  },
  'huiyin.leg.recall-refused.v1': { own: onlyAsked, theirs: asItCame(receiveRecallRefused) },
  'huiyin.leg.advised.v1': { own: adviceGiven, theirs: asItCame(receiveAdvised) },
  'huiyin.leg.advice-answered.v1': { own: adviceAnsweredHere, theirs: asItCame(receiveAdviceAnswered) },
  'huiyin.leg.limit-shortened.v1': { own: onlyAsked, theirs: asItCame(receiveLimitShortened) },
  'huiyin.leg.revocation-asked.v1': { own: onlyAsked, theirs: onlyAsked },
  'huiyin.leg.revocation-refused.v1': { own: onlyAsked, theirs: asItCame(receiveRevocationRefused) },
  'huiyin.leg.send-back-asked.v1': { own: onlyAsked, theirs: onlyAsked },
  'huiyin.leg.send-back-refused.v1': { own: onlyAsked, theirs: asItCame(receiveSendBackRefused) },
  'huiyin.meeting.minutes.v1': minutesEnteredAgain,
  'huiyin.meeting.minutes.v2': minutesIssuedAgain,
  'huiyin.meeting.decision.v1': decisionAgain,
  'huiyin.meeting.notice.v1': noticeAgain,
  // The papers are copies of the case; whoever lost them has that back by its legs.
  'huiyin.meeting.papers.v1': { own: onlyAsked, theirs: asItCame(receivePapers) },
  'huiyin.meeting.attendance.v1': attendanceAgain,
  'huiyin.leg.remind.v1': { own: supervisionSent, theirs: asItCame(receiveSupervision) },
  'huiyin.leg.supervise.v1': { own: supervisionSent, theirs: asItCame(receiveSupervision) },
  'huiyin.leg.supervision-read.v1': { own: supervisionReadHere, theirs: asItCame(receiveSupervisionRead) },
  'huiyin.leg.supervision-reply.v1': { own: supervisionAnswered, theirs: asItCame(receiveSupervisionReply) },
  'huiyin.leg.urgency.v1': { own: urgencySent, theirs: asItCame(receiveUrgency) },
  'huiyin.matter.asked.v1': askedAgain,
  'huiyin.matter.answered.v1': answeredAgain,
  'huiyin.leg.succession-offered.v1': offeredAgain,
  'huiyin.leg.succession-signed.v1': signedAgain,
  'huiyin.leg.move-asked.v1': moveAskedAgain,
  'huiyin.leg.moved-here.v1': movedHereAgain,
  'huiyin.leg.move-settled.v1': moveSettledAgain,
  'huiyin.leg.arrive.v1': legEventAgain,
  'huiyin.leg.sign.v1': legEventAgain,
  'huiyin.leg.sign-by-minutes.v1': legEventAgain,
  'huiyin.leg.refuse-by-guard.v1': legEventAgain,
  'huiyin.leg.recall.v1': legEventAgain,
  'huiyin.leg.object.v1': legEventAgain,
  'huiyin.leg.agree-return.v1': legEventAgain,
  'huiyin.leg.confirm-assignment.v1': legEventAgain,
  'huiyin.leg.accept.v1': legEventAgain,
  'huiyin.leg.deem-accepted.v1': legEventAgain,
  'huiyin.leg.pass-on.v1': legEventAgain,
  'huiyin.leg.handle.v1': legEventAgain,
  'huiyin.leg.convene.v1': legEventAgain,
  'huiyin.leg.return-by-minutes.v1': legEventAgain,
  'huiyin.leg.wait-by-minutes.v1': legEventAgain,
  'huiyin.leg.objection-stands.v1': legEventAgain,
  'huiyin.leg.back-in-hand.v1': legEventAgain,
  'huiyin.leg.notify.v1': legEventAgain,
  'huiyin.leg.request-extension.v1': legEventAgain,
  'huiyin.leg.approve-extension.v1': legEventAgain,
  'huiyin.leg.refuse-extension.v1': legEventAgain,
  'huiyin.leg.lapse-extension.v1': legEventAgain,
  'huiyin.leg.revoke-extension.v1': legEventAgain,
  'huiyin.leg.interim-report.v1': legEventAgain,
  'huiyin.leg.pause-for-hearing.v1': legEventAgain,
  'huiyin.leg.resume-after-hearing.v1': legEventAgain,
  'huiyin.leg.recount.v1': legEventAgain,
  'huiyin.leg.children-done.v1': legEventAgain,
  'huiyin.leg.report.v1': legEventAgain,
  'huiyin.leg.mediated.v1': legEventAgain,
  'huiyin.leg.lead-into-procedure.v1': legEventAgain,
  'huiyin.leg.pass.v1': legEventAgain,
  'huiyin.leg.take-note.v1': legEventAgain,
  'huiyin.leg.supplement.v1': legEventAgain,
  'huiyin.leg.redo.v1': legEventAgain,
  'huiyin.leg.serve.v1': legEventAgain,
  'huiyin.leg.answered-below.v1': legEventAgain,
  'huiyin.leg.apply-for-review.v1': legEventAgain,
  'huiyin.leg.uphold.v1': legEventAgain,
  'huiyin.leg.change-or-revoke.v1': legEventAgain,
} as const satisfies Record<MessageType, Rebuilders>;
