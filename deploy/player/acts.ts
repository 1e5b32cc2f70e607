import type { ActBody, CaseDetail, LegView } from '#contract';
import type { StoryCase } from './casebook-shape.js';
import type { MeetingStep, Step, StepOf } from './casebook-steps.js';
import { reportPaper } from './report-paper.js';

/** What an act is done to, as its node showed it a moment ago. */
export interface Seen {
  readonly detail: CaseDetail;
  /** For acts on a leg. */
  readonly leg?: LegView;
  /** For acts that name the matter of another story: its origin number. */
  readonly linkTo?: string;
  /** For acts that name a meeting: its id. */
  readonly meetingId?: string;
  /** For acts that send files along: their ids. */
  readonly files?: readonly string[];
}

/** The keys of a step that say when and by whom; the rest is the act's own. */
type Common =
  | 'at'
  | 'does'
  | 'by'
  | 'on'
  | 'sameDay'
  | 'workingDaysAfter'
  | 'onPaper'
  | 'recordedBy'
  | 'late'
  | 'advanceTo'
  | 'expect';

function own<S extends Step>(step: S): Omit<S, Common> {
  const {
    at,
    does,
    by,
    on,
    sameDay,
    workingDaysAfter,
    onPaper,
    recordedBy,
    late,
    advanceTo,
    expect,
    ...rest
  } = step;
  return rest;
}

/** The body of a step's act, in the words of the contract. */
export function actBody(
  step: Exclude<Step, { does: 'register' } | MeetingStep>,
  story: StoryCase,
  seen: Seen,
): Readonly<Record<string, unknown>> {
  const on = { actor: actorOf(step), version: seen.leg?.version ?? seen.detail.version };
  switch (step.does) {
    case 'submit':
      return { ...on, ...own(step) } satisfies ActBody<'submit'>;
    case 'instruct':
      return { ...on, ...own(step) } satisfies ActBody<'instruct'>;
    case 'instruct-list':
      return {
        actor: on.actor,
        list: [{ caseId: seen.detail.id, version: seen.detail.version, ...own(step) }],
      } satisfies ActBody<'instruct-list'>;
    case 'finish-task':
      return { ...on, ...own(step), task: taskOf(seen, step.at) } satisfies ActBody<'finish-task'>;
    case 'withdraw-task': {
      const { unit, reason } = step;
      return { ...on, reason, task: taskOf(seen, unit) } satisfies ActBody<'withdraw-task'>;
    }
    case 'set-responsible':
      return { ...on, ...own(step) } satisfies ActBody<'set-responsible'>;
    case 'follow-up':
      return { ...on, ...own(step) } satisfies ActBody<'follow-up'>;
    case 'propose':
    case 'answer-on-the-spot':
      return { ...on, ...own(step) } satisfies ActBody<'propose'>;
    case 'refer':
      return { ...on, ...own(step) } satisfies ActBody<'refer'>;
    case 'assign':
      return { ...on, ...own(step) } satisfies ActBody<'assign'>;
    case 'notify':
      return { ...on, ...own(step) } satisfies ActBody<'notify'>;
    case 'note-no-notice':
    case 'object':
    case 'confirm-assignment':
    case 'refuse-extension':
    case 'recall':
      return { ...on, ...own(step) } satisfies ActBody<'object'>;
    case 'agree-return':
      return { ...on, ...own(step) } satisfies ActBody<'agree-return'>;
    case 'propose-for-meeting': {
      const { of, ...rest } = own(step);
      const leg = of === undefined ? undefined : seen.detail.legs.findLast(({ to }) => to === of)?.id;
      return {
        ...on,
        ...rest,
        ...(leg === undefined ? {} : { leg }),
      } satisfies ActBody<'propose-for-meeting'>;
    }
    case 'admit-topic':
      return { ...on, meeting: seen.meetingId ?? '' } satisfies ActBody<'admit-topic'>;
    case 'decline-topic':
    case 'hand-on':
      return { ...on, ...own(step) } satisfies ActBody<'hand-on'>;
    case 'decide-topic':
      return { ...on, ...own(step) } satisfies ActBody<'decide-topic'>;
    case 'meeting':
      return { ...on, ...own(step) } satisfies ActBody<'meeting'>;
    case 'confirm':
      return { ...on, ...own(step) } satisfies ActBody<'confirm'>;
    case 'close':
      return { ...on, ...own(step) } satisfies ActBody<'close'>;
    case 'link':
      return { ...on, to: linkTo(seen) } satisfies ActBody<'link'>;
    case 'link-elsewhere':
      return { ...on, ...own(step), to: linkTo(seen) } satisfies ActBody<'link-elsewhere'>;
    case 'not-the-same':
      return { ...on, ...own(step), to: linkTo(seen) } satisfies ActBody<'not-the-same'>;
    case 'unlink':
      return { ...on, ...own(step) } satisfies ActBody<'unlink'>;
    case 'ask-elsewhere':
      return { ...on, ...own(step) } satisfies ActBody<'ask-elsewhere'>;
    case 'name-accused':
      return { ...on, ...own(step) } satisfies ActBody<'name-accused'>;
    case 'confirm-accused':
      return { ...on, ...own(step) } satisfies ActBody<'confirm-accused'>;
    case 'declare-conflict':
      return { ...on, ...own(step) } satisfies ActBody<'declare-conflict'>;
    case 'redact':
      return { ...on, ...own(step) } satisfies ActBody<'redact'>;
    case 'dispatch':
      return { ...on, ...own(step) } satisfies ActBody<'dispatch'>;
    case 'tell-whom-to-turn-to':
      return { ...on, ...own(step) } satisfies ActBody<'tell-whom-to-turn-to'>;
    case 'reject':
      return { ...on, ...own(step) } satisfies ActBody<'reject'>;
    case 'keep':
      return { ...on, ...own(step) } satisfies ActBody<'keep'>;
    case 'withdraw':
      return { ...on, ...own(step) } satisfies ActBody<'withdraw'>;
    case 'lead-into-procedure':
      return { ...on, ...own(step) } satisfies ActBody<'lead-into-procedure'>;
    case 'own-competence': {
      const { committees, ...rest } = own(step);
      return { ...on, ...rest, to: committees } satisfies ActBody<'own-competence'>;
    }
    case 'reopen':
      return { ...on, ...own(step) } satisfies ActBody<'reopen'>;
    case 'archive':
      return { ...on, ...own(step) } satisfies ActBody<'archive'>;
    case 'elect-representatives':
      return { ...on, ...own(step) } satisfies ActBody<'elect-representatives'>;
    case 'correct':
      return { ...on, ...own(step) } satisfies ActBody<'correct'>;
    case 'ask-secrecy':
      return { ...on, ...own(step) } satisfies ActBody<'ask-secrecy'>;
    case 'urgent-report':
      return { ...on, ...own(step) } satisfies ActBody<'urgent-report'>;
    case 'sign':
    case 'accept':
      return { ...on, ...own(step) } satisfies ActBody<'accept'>;
    case 'pass-on':
      return { ...on, ...own(step) } satisfies ActBody<'pass-on'>;
    case 'serve-answer':
      return { ...on, ...own(step) } satisfies ActBody<'serve-answer'>;
    case 'enclose':
      return { ...on, enclose: [...(seen.files ?? [])] } satisfies ActBody<'enclose'>;
    case 'report-up': {
      const { note } = step;
      return { ...on, ...(note === undefined ? {} : { note }) } satisfies ActBody<'report-up'>;
    }
    case 'review':
    case 'review-slip': {
      const remarks = step.list ?? step.defects;
      return {
        ...on,
        verdict: step.verdict,
        ...(remarks === undefined ? {} : { remarks }),
      } satisfies ActBody<'review'>;
    }
    case 'apply-for-review':
      return { ...on, ...own(step) } satisfies ActBody<'apply-for-review'>;
    case 'decide-review':
      return { ...on, ...own(step) } satisfies ActBody<'decide-review'>;
    case 'request-extension':
      return { ...on, ...own(step) } satisfies ActBody<'request-extension'>;
    case 'advise':
      return { ...on, ...own(step) } satisfies ActBody<'advise'>;
    case 'answer-advice':
      return { ...on, ...own(step) } satisfies ActBody<'answer-advice'>;
    case 'revoke-extension':
      return { ...on, ...own(step) } satisfies ActBody<'revoke-extension'>;
    case 'pause-for-hearing':
      return { ...on, ...own(step) } satisfies ActBody<'pause-for-hearing'>;
    case 'resume-after-hearing':
      return { ...on, ...own(step) } satisfies ActBody<'resume-after-hearing'>;
    case 'approve-extension':
      return { ...on, told: step.told ?? '书面' } satisfies ActBody<'approve-extension'>;
    case 'select-for-supervision': {
      const { letter, why = 'monthly', ...rest } = own(step);
      const sent = letter === undefined ? {} : { letter: true };
      return { ...on, ...rest, why, ...sent } satisfies ActBody<'select-for-supervision'>;
    }
    case 'set-urgency':
      return { ...on, ...own(step) } satisfies ActBody<'set-urgency'>;
    case 'remind':
      return { ...on, ...own(step) } satisfies ActBody<'remind'>;
    case 'supervise': {
      const { to, ...rest } = own(step);
      return { ...on, ...rest } satisfies ActBody<'supervise'>;
    }
    case 'drop-draft':
      return { ...on, ...own(step) } satisfies ActBody<'drop-draft'>;
    case 'read-supervision':
      return { ...on, ...own(step) } satisfies ActBody<'read-supervision'>;
    case 'reply-to-supervision':
      return { ...on, ...own(step) } satisfies ActBody<'reply-to-supervision'>;
    case 'note-superior-supervision':
      return { ...on, ...own(step) } satisfies ActBody<'note-superior-supervision'>;
    case 'answer-superior-supervision':
      return { ...on, ...own(step) } satisfies ActBody<'answer-superior-supervision'>;
    case 'hand-to-successor':
      return { ...on, ...own(step) } satisfies ActBody<'hand-to-successor'>;
    case 'countersign-succession':
      return { ...on, ...own(step) } satisfies ActBody<'countersign-succession'>;
    case 'interim-report':
      return { ...on, ...own(step) } satisfies ActBody<'interim-report'>;
    case 'report':
    case 'mediated':
      if (seen.leg === undefined) throw new Error('a report is made on a leg');
      return { ...on, ...reportPaper(step, story, seen.detail, seen.leg) } satisfies ActBody<'report'>;
  }
}

function linkTo({ linkTo: originNumber }: Seen): string {
  if (originNumber === undefined) throw new Error('a link names the matter of another story');
  return originNumber;
}

/** The latest task of a unit: the open one, if there is one. A task that is not there is refused by the node. */
function taskOf({ detail }: Seen, unit: string): string {
  const own = (detail.tasks ?? []).filter((task) => task.unit === unit);
  const found = own.findLast(({ state }) => state === 'open') ?? own.at(-1);
  return found?.id ?? '00000000-0000-4000-8000-000000000000';
}

/** The registration of a story's matter. */
export function registrationBody(step: StepOf<'register'>, story: StoryCase): ActBody<'register'> {
  const { name, phone, note } = story.petitioner;
  const { form, source, people, category, route, topic, place, summary, request } = story;
  return {
    actor: actorOf(step),
    ...{ form, source, people, category, route, topic, place, summary, request },
    ...own(step),
    receivedOn: story.receivedAt,
    petitioner: {
      name,
      ...(phone === undefined ? {} : { phone }),
      ...(note === undefined || note.trim() === '' ? {} : { note }),
    },
    respondents: story.respondent,
  };
}

/** Who does a step, as every act says it. */
export const actorOf = ({ at, by, onPaper }: Step): ActBody<'close'>['actor'] => ({
  unit: at,
  ...(by === undefined ? {} : { user: by }),
  ...(onPaper === undefined ? {} : { onPaper: { source: 'paper' } }),
});
