import type { CaseDetail, LegView } from '#contract';
import type { Step } from './casebook-steps.js';

/** Before a receiver has reported: its first act signs, accepts and starts implicitly. */
const IN_HAND = ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'REDO'] as const;

type State = LegView['state'];

/** States in which the holder of a leg owes something: it can be reminded. */
const HOLDER_OWES = [
  'SENT',
  'SIGNED',
  'ACCEPTED',
  'HANDLING',
  'WAITING',
  'EXTENSION_PENDING',
  'REDO',
  'ANSWERING',
  'IN_MEETING',
] as const satisfies readonly State[];

/** Legs of which the receiver has nothing any more. */
const CAME_BACK: readonly State[] = ['RETURNED', 'RECALLED'];

/** The legs that a step may act on: the first of these rules that finds one. */
type Rule = (leg: LegView, at: string) => boolean;

const incoming =
  (...states: readonly State[]): Rule =>
  (leg, at) =>
    leg.to === at && leg.kind !== 'slip' && states.includes(leg.state);
const outgoing =
  (...states: readonly State[]): Rule =>
  (leg, at) =>
    leg.from === at && leg.kind !== 'slip' && states.includes(leg.state);

function rulesOf(step: Step): readonly Rule[] {
  switch (step.does) {
    case 'sign':
      return [incoming('SENT')];
    case 'accept':
    case 'object':
      return [incoming('SENT', 'SIGNED')];
    case 'pass-on':
      return [incoming('SENT', 'SIGNED', 'ACCEPTED', 'HANDLING')];
    case 'report':
      return [incoming(...IN_HAND)];
    case 'mediated':
      return [incoming('SENT', 'SIGNED', 'ACCEPTED', 'HANDLING')];
    case 'request-extension':
      return [incoming('SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING')];
    case 'approve-extension':
    case 'refuse-extension':
      // The assigner's limit is moved by the assigner, the legal one by the head of the handling unit.
      return [outgoing('EXTENSION_PENDING'), incoming('EXTENSION_PENDING')];
    case 'advise':
      return [(leg, at) => leg.from === at && owesAnswer(leg) && !CAME_BACK.includes(leg.state)];
    case 'answer-advice':
      return [(leg, at) => leg.to === at && owesAnswer(leg) && !CAME_BACK.includes(leg.state)];
    case 'revoke-extension': {
      // The assigner takes its own approval back, the head of the handling unit the legal one.
      const { of } = step;
      const extended = (leg: LegView) =>
        leg.clocks.some(({ id, original }) => id === of && original !== null);
      const at = of === 'C4' ? incoming('HANDLING', 'WAITING') : outgoing('HANDLING', 'WAITING');
      return [(leg, unit) => at(leg, unit) && extended(leg)];
    }
    case 'pause-for-hearing':
    case 'resume-after-hearing':
      return [outgoing('UNDER_REVIEW'), incoming('SENT', 'SIGNED', 'ACCEPTED', 'HANDLING')];
    case 'apply-for-review':
      return [(leg, at) => owesAnswer(leg) && outgoing('DONE')(leg, at)];
    case 'decide-review':
      return [outgoing('UNDER_REVIEW')];
    case 'recall':
      return [outgoing('SENT', 'SIGNED', 'ACCEPTED', 'HANDLING')];
    case 'report-up': {
      const { to } = step;
      const own = incoming('WAITING', 'SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'REDO');
      return [(leg, at) => own(leg, at) && (to === undefined || leg.from === to)];
    }
    case 'review-slip':
      return [
        (leg, at) => leg.kind === 'slip' && leg.to === at && IN_HAND.some((state) => state === leg.state),
      ];
    case 'agree-return':
    case 'confirm-assignment':
      return [outgoing('OBJECTED')];
    case 'review':
      // The result first; a co-handler's text or an account is only noted.
      // What was passed already is sent back only where the tier above sent back to here.
      return [
        (leg, at) => owesAnswer(leg) && outgoing('REPORTED')(leg, at),
        outgoing('REPORTED'),
        outgoing('ANSWERING'),
      ];
    case 'serve-answer':
      // The handling organ answers; where the office itself does (guard 12), on the leg that it sent.
      return [incoming('ANSWERING'), outgoing('ANSWERING')];
    case 'remind':
    case 'drop-draft':
      return [outgoing(...HOLDER_OWES)];
    case 'supervise': {
      const { to } = step;
      return [(leg, at) => outgoing(...HOLDER_OWES)(leg, at) && (to === undefined || leg.to === to)];
    }
    case 'enclose':
      return [incoming(...HOLDER_OWES, 'REPORTED'), outgoing('SENT', ...HOLDER_OWES, 'REPORTED')];
    case 'interim-report':
      return [incoming('SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING', 'REDO')];
    case 'hand-to-successor':
      // The body that goes, or the office above it in its stead.
      return [incoming(...HOLDER_OWES, 'REPORTED'), outgoing(...HOLDER_OWES, 'REPORTED')];
    case 'countersign-succession':
      return [(leg, at) => leg.to === at || leg.from === at];
    case 'read-supervision':
    case 'reply-to-supervision':
      return [incoming(...HOLDER_OWES), incoming('REPORTED')];
    case 'note-superior-supervision':
    case 'answer-superior-supervision':
    case 'select-for-supervision':
    case 'set-urgency':
    case 'register':
    case 'propose':
    case 'instruct':
    case 'submit':
    case 'instruct-list':
    case 'finish-task':
    case 'withdraw-task':
    case 'set-responsible':
    case 'follow-up':
    case 'refer':
    case 'assign':
    case 'notify':
    case 'note-no-notice':
    case 'meeting':
    case 'plan-meeting':
    case 'give-notice':
    case 'confirm-attendance':
    case 'postpone-meeting':
    case 'cancel-meeting':
    case 'hold-meeting':
    case 'exclude-hearing-days':
    case 'issue-minutes':
    case 'propose-for-meeting':
    case 'admit-topic':
    case 'decline-topic':
    case 'decide-topic':
    case 'hand-on':
    case 'answer-on-the-spot':
    case 'confirm':
    case 'close':
    case 'link':
    case 'unlink':
    case 'link-elsewhere':
    case 'ask-elsewhere':
    case 'not-the-same':
    case 'tell-whom-to-turn-to':
    case 'reject':
    case 'keep':
    case 'withdraw':
    case 'lead-into-procedure':
    case 'own-competence':
    case 'reopen':
    case 'archive':
    case 'elect-representatives':
    case 'correct':
    case 'ask-secrecy':
    case 'urgent-report':
    case 'name-accused':
    case 'confirm-accused':
    case 'declare-conflict':
    case 'redact':
    case 'dispatch':
      return [];
  }
}

/** The leg of this case on which the unit `at` can do the step now, as its node shows it. */
export function findLeg(step: Step, detail: CaseDetail): LegView | undefined {
  for (const rule of rulesOf(step)) {
    const leg = detail.legs.findLast((one) => rule(one, step.at));
    if (leg !== undefined) return leg;
  }
  return undefined;
}

/** Co-handlers, accounts and slips owe a text to the sender, not an answer to the petitioner. */
export const owesAnswer = ({ kind, wants }: Pick<LegView, 'kind' | 'wants'>): boolean =>
  kind !== 'co' && kind !== 'slip' && wants === 'result';

/** The legs as one line, for a message that says what was last seen. */
export const legsLine = ({ legs }: CaseDetail): string =>
  legs.length === 0
    ? 'no leg'
    : legs.map(({ kind, from, to, state }) => `${kind} ${from} → ${to} ${state}`).join(', ');
