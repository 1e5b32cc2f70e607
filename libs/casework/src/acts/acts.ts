import type { ActAnswer, ActBody, ActName } from '#contract';
import type { Outcome } from '#domain';
import type { Desk } from '../desk/desk.js';
import { type Done, performOnce } from '../desk/once.js';
import { sessionFor } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { dispatch } from './dispatch.js';
import { encloseOnLeg } from './enclose.js';
import * as guards from './guards.js';
import * as matter from './matter.js';
import { meeting } from './meeting.js';
import * as onCases from './on-cases.js';
import * as advice from '../advice/advise.js';
import * as limits from './extension.js';
import * as hearing from './hearing.js';
import * as endings from './intake-endings.js';
import * as entry from './intake-entry.js';
import * as leaders from './leaders.js';
import * as onLegs from './on-legs.js';
import { recall } from './recall.js';
import * as reviews from './reviews.js';
import { register } from './register.js';
import * as successions from './succession.js';
import * as superiors from './superior-letters.js';
import * as answers from './supervision-answers.js';
import * as chasing from './supervision.js';
import * as topics from './topics.js';

/** An act as a function of the open session, what it acts on, and its parsed body. */
type UseCase<A extends ActName> = (
  session: Session,
  id: string,
  body: ActBody<A>,
) => Promise<Outcome<ActAnswer>>;

/** Every act of the contract has exactly one use case; the compiler finds a missing one. */
const USE_CASES: { readonly [A in ActName]: UseCase<A> } = {
  register: (session, _id, body) => register(session, body),
  propose: leaders.propose,
  instruct: leaders.instruct,
  refer: onCases.refer,
  assign: onCases.assign,
  notify: onCases.notify,
  'note-no-notice': onCases.noteNoNotice,
  meeting,
  'propose-for-meeting': topics.proposeForMeeting,
  'admit-topic': topics.admitTopic,
  'decline-topic': topics.declineTopic,
  'decide-topic': topics.decideTopic,
  'hand-on': topics.handOn,
  'answer-on-the-spot': onCases.answerOnTheSpot,
  confirm: onCases.confirm,
  close: onCases.close,
  link: matter.link,
  unlink: matter.unlink,
  'link-elsewhere': matter.linkElsewhere,
  'ask-elsewhere': matter.askElsewhere,
  'not-the-same': matter.notTheSame,
  'tell-whom-to-turn-to': endings.tellWhomToTurnTo,
  reject: endings.reject,
  keep: endings.keep,
  withdraw: endings.withdraw,
  'lead-into-procedure': endings.leadIntoProcedure,
  'own-competence': endings.ownCompetence,
  reopen: endings.reopen,
  archive: endings.archive,
  'elect-representatives': entry.electRepresentatives,
  correct: entry.correct,
  'ask-secrecy': entry.askSecrecy,
  'urgent-report': entry.urgentReport,
  'name-accused': guards.nameAccused,
  'confirm-accused': guards.confirmAccused,
  'declare-conflict': guards.declareConflict,
  redact: guards.redact,
  dispatch,
  sign: onLegs.sign,
  accept: onLegs.accept,
  object: onLegs.object,
  'agree-return': onLegs.agreeReturn,
  'confirm-assignment': onLegs.confirmAssignment,
  'pass-on': onLegs.passOn,
  report: onLegs.report,
  'report-up': onLegs.reportUp,
  review: onLegs.review,
  'review-slip': onLegs.reviewSlip,
  enclose: encloseOnLeg,
  'request-extension': limits.request,
  'approve-extension': limits.approve,
  'refuse-extension': limits.refuseIt,
  advise: advice.advise,
  'answer-advice': advice.answerAdvice,
  'revoke-extension': limits.revoke,
  'pause-for-hearing': hearing.pause,
  'resume-after-hearing': hearing.resume,
  recall,
  'apply-for-review': reviews.apply,
  'decide-review': reviews.decide,
  mediated: onLegs.mediated,
  'serve-answer': onLegs.serveAnswer,
  'select-for-supervision': chasing.selectForSupervision,
  'set-urgency': chasing.setUrgency,
  remind: chasing.remind,
  supervise: chasing.supervise,
  'drop-draft': chasing.dropDraft,
  'read-supervision': answers.readSupervision,
  'reply-to-supervision': answers.replyToSupervision,
  'interim-report': chasing.interimReport,
  'note-superior-supervision': superiors.noteSuperiorSupervision,
  'answer-superior-supervision': superiors.answerSuperiorSupervision,
  'hand-to-successor': successions.handToSuccessor,
  'countersign-succession': successions.countersignSuccession,
  submit: leaders.submit,
  'instruct-list': leaders.instructList,
  'finish-task': leaders.finishTask,
  'withdraw-task': leaders.withdrawTask,
  'set-responsible': leaders.setResponsible,
  'follow-up': leaders.followUp,
};

/** How an act ended. */
export type Performed = Done<ActAnswer>;

/** What is posted: the act, what it acts on, who posts it under which Idempotency-Key. */
export interface Posted<A extends ActName> {
  readonly act: A;
  /** The id of the case or leg; empty for `register`. */
  readonly id: string;
  readonly body: ActBody<A>;
  readonly key: string;
  /** SHA-256 over act, id and body: the same key with another body is refused. */
  readonly fingerprint: string;
}

/** Performs acts: one unit of work each, and the answer stored with it under the key of the post. */
export class Acts {
  constructor(
    private readonly desk: Desk,
    /** Reads a stored answer back into the contract's shape. */
    private readonly readAnswer: (stored: unknown) => ActAnswer,
  ) {}

  perform<A extends ActName>(posted: Posted<A>): Promise<Performed> {
    return performOnce(this.desk, posted, this.readAnswer, async (tx) => {
      const session = sessionFor(this.desk, tx, posted.body.actor, posted.act);
      return session.ok ? this.run(session.value, posted) : session;
    });
  }

  private run<A extends ActName>(session: Session, posted: Posted<A>): Promise<Outcome<ActAnswer>> {
    const useCase: UseCase<A> = USE_CASES[posted.act];
    return useCase(session, posted.id, posted.body);
  }
}
