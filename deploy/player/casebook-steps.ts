import {
  ACTS,
  MEETING_ACTS,
  attachmentShows,
  day,
  period,
  text,
  unitId,
  type ActName,
  type MeetingActName,
} from '#contract';
import { z } from 'zod';
import { expectation, storyKey } from './casebook-expectation.js';
import { ENTRY_KEYS, LEADER_STEPS } from './leader-steps.js';
import { MEETING_STEPS, TOPIC_STEPS } from './meeting-steps.js';
import { remindWord, selectedWhyWord, urgencyWord } from './supervision-words.js';
import { competenceWord, meetingWord, wantsWord } from './casebook-words.js';

/*
 * The steps of a story and their keys. A step is an act of the contract in the words of the casebook;
 * a step or a key that does not stand here stops everything before it begins.
 */

/** Days as the acts take them. */
const days = z.int().min(1).max(3650);

/** A day counted from the end of the limit that the story's own open leg has. */
export const advanceTo = z
  .string()
  .regex(/^due([+-][1-9]\d{0,2}(日|工作日))?$/u, { error: 'is not of the form due, due+1工作日 or due-2日' });

/** When a step happens and what is checked after it; without a date it happens on the next working day. */
const common = {
  at: unitId.describe('The unit that acts.'),
  by: z
    .exactOptional(text(40))
    .describe('The user, by post; without it the one user of the lawful role acts.'),
  on: z.exactOptional(day).describe('The day of the step.'),
  sameDay: z.exactOptional(z.literal(true)).describe('On the day of the step before it.'),
  workingDaysAfter: z
    .exactOptional(z.int().min(1).max(250))
    .describe('So many working days after the step before it; 1 when nothing is said.'),
  onPaper: z.exactOptional(z.literal(true)).describe('代录: entered by the keeper of a unit without a node.'),
  recordedBy: z.exactOptional(unitId).describe('The keeper that enters what was done on paper.'),
  late: z.exactOptional(z.literal(true)).describe('The leg acted on is late when this is done.'),
  advanceTo: z
    .exactOptional(advanceTo)
    .describe(
      "The clock was advanced to this day before the step: due, due+1工作日, due-2日 of the story's own limit.",
    ),
  expect: z.exactOptional(expectation).describe('What is checked right after the step.'),
};

const step = <A extends StepName, S extends z.core.$ZodShape>(does: A, keys: S) =>
  z.strictObject({ does: z.literal(does), ...common, ...keys });

const note = { note: z.exactOptional(text(4_000)) };
const reason = { reason: text(4_000) };
const told = { how: z.exactOptional(text(400)) };
/** true: the redacted copy goes instead of the dossier. */
const redacted = { redacted: z.exactOptional(z.boolean()), reviewers: ACTS.assign.body.shape.reviewers };
const visit = z.strictObject({ batches: z.int().min(1).max(1000), persons: z.int().min(1).max(100_000) });
const remarks = z.array(text(2_000)).min(1).max(50);
const reviewKeys = {
  verdict: z.enum(['pass', 'supplement', 'redo']),
  /** 发还补办: what is missing. */
  list: z.exactOptional(remarks),
  /** 退回重新办理: what is wrong. */
  defects: z.exactOptional(remarks),
};

/** Every step by its name, which is the name of its act. */
export const STEPS = {
  register: step('register', {
    visit: z.exactOptional(visit),
    representatives: z.exactOptional(z.int().min(0).max(100_000)),
    secrecy: z.exactOptional(z.boolean()),
    accused: z.exactOptional(ACTS.register.body.shape.accused),
    onTrial: z.exactOptional(z.boolean()),
    ...ENTRY_KEYS,
  }),
  propose: step('propose', LEADER_STEPS.propose),
  instruct: step('instruct', LEADER_STEPS.instruct),
  submit: step('submit', LEADER_STEPS.submit),
  'instruct-list': step('instruct-list', LEADER_STEPS['instruct-list']),
  'finish-task': step('finish-task', LEADER_STEPS['finish-task']),
  'withdraw-task': step('withdraw-task', LEADER_STEPS['withdraw-task']),
  'set-responsible': step('set-responsible', LEADER_STEPS['set-responsible']),
  'follow-up': step('follow-up', LEADER_STEPS['follow-up']),
  refer: step('refer', { to: unitId, feedbackBy: z.exactOptional(period), ...note, ...redacted }),
  assign: step('assign', { to: unitId, wants: wantsWord, days: z.exactOptional(days), ...note, ...redacted }),
  notify: step('notify', {
    how: text(400),
    advice: z.exactOptional(text(4_000)),
    copyTo: z.exactOptional(text(80)),
  }),
  'note-no-notice': step('note-no-notice', reason),
  meeting: step('meeting', {
    kind: meetingWord,
    parties: z.array(unitId).min(1).max(50),
    decides: z.strictObject({
      lead: unitId,
      co: z.array(unitId).max(50),
      days,
      signedBy: z.exactOptional(z.array(unitId).max(50)),
      forThisKind: z.exactOptional(competenceWord),
    }),
  }),
  'propose-for-meeting': step('propose-for-meeting', TOPIC_STEPS['propose-for-meeting']),
  'admit-topic': step('admit-topic', TOPIC_STEPS['admit-topic']),
  'decline-topic': step('decline-topic', TOPIC_STEPS['decline-topic']),
  'decide-topic': step('decide-topic', TOPIC_STEPS['decide-topic']),
  'hand-on': step('hand-on', TOPIC_STEPS['hand-on']),
  'plan-meeting': step('plan-meeting', MEETING_STEPS['plan-meeting']),
  'give-notice': step('give-notice', MEETING_STEPS['give-notice']),
  'confirm-attendance': step('confirm-attendance', MEETING_STEPS['confirm-attendance']),
  'postpone-meeting': step('postpone-meeting', MEETING_STEPS['postpone-meeting']),
  'cancel-meeting': step('cancel-meeting', MEETING_STEPS['cancel-meeting']),
  'hold-meeting': step('hold-meeting', MEETING_STEPS['hold-meeting']),
  'exclude-hearing-days': step('exclude-hearing-days', MEETING_STEPS['exclude-hearing-days']),
  'issue-minutes': step('issue-minutes', MEETING_STEPS['issue-minutes']),
  'answer-on-the-spot': step('answer-on-the-spot', { text: text(20_000) }),
  confirm: step('confirm', { how: text(400), ...note }),
  close: step('close', note),
  link: step('link', { to: storyKey }),
  unlink: step('unlink', reason),
  'link-elsewhere': step('link-elsewhere', { to: storyKey, how: z.exactOptional(text(400)) }),
  'ask-elsewhere': step('ask-elsewhere', {}),
  'not-the-same': step('not-the-same', { to: storyKey, ...reason }),
  'name-accused': step('name-accused', { accused: ACTS['name-accused'].body.shape.accused }),
  'confirm-accused': step('confirm-accused', { resolved: ACTS['confirm-accused'].body.shape.resolved }),
  'declare-conflict': step('declare-conflict', { user: z.exactOptional(text(40)), ...reason }),
  redact: step('redact', { summary: text(20_000), request: text(4_000) }),
  dispatch: step('dispatch', { receivers: ACTS.dispatch.body.shape.receivers }),
  'tell-whom-to-turn-to': step('tell-whom-to-turn-to', { text: text(20_000), ...told }),
  reject: step('reject', { ...reason, article: text(200), ...told }),
  keep: step('keep', reason),
  withdraw: step('withdraw', { ...reason, ...told }),
  'lead-into-procedure': step('lead-into-procedure', {
    route: z.enum(['31(1)', '31(2)', '31(3)', '31(4)', '31(5)']),
    procedure: text(200),
    text: text(20_000),
    ...told,
  }),
  'own-competence': step('own-competence', {
    committees: z.array(unitId).min(1).max(20),
    days: z.exactOptional(days),
    ...note,
  }),
  reopen: step('reopen', { newFacts: text(20_000) }),
  archive: step('archive', {}),
  'elect-representatives': step('elect-representatives', { count: z.int().min(1).max(100) }),
  correct: step('correct', { fields: ACTS.correct.body.shape.fields, ...reason }),
  'ask-secrecy': step('ask-secrecy', told),
  'urgent-report': step('urgent-report', { text: text(20_000), reportedTo: text(200) }),
  sign: step('sign', {}),
  accept: step('accept', {}),
  object: step('object', reason),
  'agree-return': step('agree-return', { reason: z.exactOptional(text(4_000)) }),
  'confirm-assignment': step('confirm-assignment', reason),
  'pass-on': step('pass-on', { to: unitId, ...note }),
  report: step('report', {
    result: text(20_000),
    outcome: z.exactOptional(text(40)),
    money: z.exactOptional(z.number().min(0).max(1e12)),
    /** 1 for the first report of this unit, 2 after a supplement or redo. */
    round: z.exactOptional(z.int().min(1).max(100)),
  }),
  enclose: step('enclose', {
    file: text(80).describe(
      'What it is; the file is kept at the office and sent to the other end of the leg.',
    ),
    text: text(20_000).describe('What stands in it.'),
    shows: z.exactOptional(attachmentShows).describe('Without it: matter.'),
  }),
  'report-up': step('report-up', { to: z.exactOptional(unitId), ...note }),
  review: step('review', reviewKeys),
  'review-slip': step('review-slip', reviewKeys),
  'request-extension': step('request-extension', {
    of: z.exactOptional(z.enum(['C4', "C4'"])),
    days: z.int().min(1).max(365),
    ...reason,
  }),
  'approve-extension': step('approve-extension', { told: z.exactOptional(text(400)) }),
  'refuse-extension': step('refuse-extension', reason),
  advise: step('advise', {
    kind: ACTS.advise.body.shape.kind,
    text: text(4_000),
    replyWithin: z.exactOptional(period),
  }),
  'answer-advice': step('answer-advice', { adopted: z.boolean(), text: text(20_000) }),
  'revoke-extension': step('revoke-extension', { of: z.enum(['C4', "C4'"]), ...reason }),
  'pause-for-hearing': step('pause-for-hearing', { from: z.exactOptional(day), ...reason }),
  'resume-after-hearing': step('resume-after-hearing', { until: z.exactOptional(day) }),
  recall: step('recall', reason),
  'apply-for-review': step('apply-for-review', reason),
  'decide-review': step('decide-review', {
    verdict: z.enum(['uphold', 'change-or-revoke']),
    number: text(80),
    told: z.exactOptional(text(400)),
    defects: z.exactOptional(remarks),
  }),
  'hand-to-successor': step('hand-to-successor', {
    basis: text(200).describe('The document that splits, merges or abolishes the body.'),
    all: z.exactOptional(z.boolean()).describe('All its open legs at this office.'),
  }),
  'countersign-succession': step('countersign-succession', { refuse: z.exactOptional(text(4_000)) }),
  mediated: step('mediated', {
    result: text(20_000),
    outcome: z.exactOptional(text(40)),
    money: z.exactOptional(z.number().min(0).max(1e12)),
  }),
  'serve-answer': step('serve-answer', {
    how: text(400),
    proof: z.exactOptional(text(400)),
    notAnswered: z.exactOptional(z.boolean()),
  }),
  'select-for-supervision': step('select-for-supervision', {
    why: z.exactOptional(selectedWhyWord),
    letter: z.exactOptional(z.literal('督办函')),
    replyWithin: z.exactOptional(period),
  }),
  'set-urgency': step('set-urgency', { urgency: urgencyWord }),
  remind: step('remind', {
    how: remindWord,
    spokeWith: z.exactOptional(text(80)),
    promised: z.exactOptional(text(4_000)),
    number: z.exactOptional(z.int().min(1).max(2)),
    text: z.exactOptional(text(4_000)),
  }),
  supervise: step('supervise', {
    to: z.exactOptional(unitId),
    replyWithin: z.exactOptional(period),
    text: z.exactOptional(text(4_000)),
  }),
  'drop-draft': step('drop-draft', {
    draft: z.enum(['slip-1', 'slip-2', 'letter', 'hearing']),
    ...reason,
  }),
  'read-supervision': step('read-supervision', {}),
  'reply-to-supervision': step('reply-to-supervision', { adopted: z.boolean(), text: text(20_000) }),
  'interim-report': step('interim-report', { text: text(20_000) }),
  'note-superior-supervision': step('note-superior-supervision', {
    from: text(120),
    number: text(80),
    receivedOn: day,
    replyBy: day,
    text: z.exactOptional(text(4_000)),
  }),
  'answer-superior-supervision': step('answer-superior-supervision', {
    number: z.exactOptional(text(80)),
    text: text(20_000),
  }),
} as const satisfies Record<StepName, z.ZodType>;

/** An act on a meeting is a step as well, by the name of that act. */
type StepName = ActName | MeetingActName;

export type StepOf<A extends StepName> = z.infer<(typeof STEPS)[A]>;
export type Step = { [A in StepName]: StepOf<A> }[StepName];
export type MeetingStep = { [A in MeetingActName]: StepOf<A> }[MeetingActName];

export const isMeetingStep = (step: Step): step is MeetingStep => Object.hasOwn(MEETING_ACTS, step.does);

/** The names of all steps, as a story writes them. */
export const STEP_NAMES: readonly string[] = [...Object.keys(ACTS), ...Object.keys(MEETING_ACTS)];
