import { ACTS, clockView, day, period, text, unitId, type ActName } from '#contract';
import { z } from 'zod';
import { remindWord, selectedWhyWord, urgencyWord } from './supervision-words.js';
import { competenceWord, meetingWord, wantsWord } from './casebook-words.js';

/*
 * The steps of a story and their keys. A step is an act of the contract in the words of the casebook;
 * a step or a key that does not stand here stops everything before it begins.
 */

/** Days as the acts take them. */
const days = z.int().min(1).max(3650);

/** What a clock must show; `none: why` says that it must not run. */
const expectedClock = z.union([
  z.string().regex(/^none(: .+)?$/u, { error: 'is neither {raw, effective, provisional} nor “none: why”' }),
  z
    .strictObject({
      raw: z.exactOptional(day),
      effective: z.exactOptional(day),
      provisional: z.exactOptional(z.boolean()),
    })
    .refine((value) => Object.keys(value).length > 0, { error: 'expects nothing' }),
]);
export type ExpectedClock = z.infer<typeof expectedClock>;

const clock = z.exactOptional(expectedClock);
const expectedClocks = {
  C1: clock,
  C2: clock,
  C3: clock,
  C4: clock,
  "C4'": clock,
  C5: clock,
  C6: clock,
  C7: clock,
  C8: clock,
  C9: clock,
  C10: clock,
  C11: clock,
};
/** The clocks that an expectation may name. */
export const EXPECTED_CLOCKS = [
  'C1',
  'C2',
  'C3',
  'C4',
  "C4'",
  'C5',
  'C6',
  'C7',
  'C8',
  'C9',
  'C10',
  'C11',
] as const;

/** A story of the same casebook. */
export const storyKey = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/u, { error: 'is not a key such as teacher-repair-fee' })
  .max(64);

/** Checked right after its step; `refused` also checks that nothing changed. */
export const expectation = z.strictObject({
  /** The slug of the refusal. */
  refused: z.exactOptional(z.string().regex(/^[a-z][a-z0-9-]*$/u, { error: 'is not a slug' })),
  /** The article that the refusal names. */
  article: z.exactOptional(text(200)),
  /** The number of the guard that refuses. */
  guard: z.exactOptional(z.int().min(1).max(16)),
  /** A part of one of the warnings. */
  warning: z.exactOptional(text(200)),
  /** K0–K5, X1–X7 of the case at this office; L2–L12 of the leg acted on. */
  state: z.exactOptional(
    z.string().regex(/^(K[0-5]r?|X[1-7]|L\d{1,2}[a-z]?)$/u, { error: 'is no state code' }),
  ),
  lamp: z.exactOptional(clockView.shape.lamp),
  /** Whether any clock of the case or its legs at this office is late. */
  late: z.exactOptional(z.boolean()),
  /** An extended clock of the leg still shows its first end. */
  keepsOriginal: z.exactOptional(z.boolean()),
  /** A line of this office's competence table. */
  competence: z.exactOptional(competenceWord),
  /** Whether the item stands in the register after the act. */
  registered: z.exactOptional(z.boolean()),
  /** Representatives of the latest item. */
  representatives: z.exactOptional(z.int().min(0)),
  /** The day of the urgent report, or that there was none. */
  urgent: z.exactOptional(z.boolean()),
  /** Whether what was sealed is as it was sealed. */
  sealed: z.exactOptional(z.boolean()),
  /** The key of the story whose case must be among the look-alikes shown, with reasons. */
  lookAlike: z.exactOptional(storyKey),
  /** Items of the case linked to, and how many of them are repeats. */
  itemsOfCase: z.exactOptional(z.int().min(1)),
  repeat: z.exactOptional(z.int().min(0)),
  /** False: the item is part of another case and has no clock and no count of its own. */
  newCase: z.exactOptional(z.boolean()),
  /** The office that answered that it has the matter, and all that it may have told. */
  elsewhere: z.exactOptional(z.strictObject({ office: unitId, fields: z.array(text(40)).min(1).max(10) })),
  /** Clocks of the case and its legs at this office that still run. */
  openClocks: z.exactOptional(z.int().min(0)),
  /** Whether the petitioner's identity was ever sent with this leg. */
  identityOnWire: z.exactOptional(z.boolean()),
  /** Whether the petitioner's name or telephone number stands anywhere in the network's Redis now. */
  identityInRedis: z.exactOptional(z.boolean()),
  ...expectedClocks,
});
export type Expectation = z.infer<typeof expectation>;

/** A day counted from the end of the limit that the story's own open leg has. */
export const advanceTo = z
  .string()
  .regex(/^due([+-][1-9]\d{0,2}(日|工作日))?$/u, { error: 'is not of the form due, due+1工作日 or due-2日' });

/** When a step happens and what is checked after it; without a date it happens on the next working day. */
const common = {
  at: unitId,
  /** The user, by post; without it the one user of the lawful role acts. */
  by: z.exactOptional(text(40)),
  on: z.exactOptional(day),
  sameDay: z.exactOptional(z.literal(true)),
  workingDaysAfter: z.exactOptional(z.int().min(1).max(250)),
  /** 代录: entered by the keeper of a unit without a node. */
  onPaper: z.exactOptional(z.literal(true)),
  recordedBy: z.exactOptional(unitId),
  /** The leg acted on is late when this is done. */
  late: z.exactOptional(z.literal(true)),
  /** The clock was advanced to this day before the step: `due`, `due+1工作日`, `due-2日` of the story's own limit. */
  advanceTo: z.exactOptional(advanceTo),
  expect: z.exactOptional(expectation),
};

const step = <A extends ActName, S extends z.core.$ZodShape>(does: A, keys: S) =>
  z.strictObject({ does: z.literal(does), ...common, ...keys });

const note = { note: z.exactOptional(text(4_000)) };
const reason = { reason: text(4_000) };
const told = { how: z.exactOptional(text(400)) };
/** true: the redacted copy goes instead of the dossier. */
const redacted = { redacted: z.exactOptional(z.boolean()) };
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
  }),
  propose: step('propose', { text: text(4_000) }),
  instruct: step('instruct', { text: text(4_000) }),
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
  recall: step('recall', reason),
  'apply-for-review': step('apply-for-review', reason),
  'decide-review': step('decide-review', {
    verdict: z.enum(['uphold', 'change-or-revoke']),
    number: text(80),
    told: z.exactOptional(text(400)),
    defects: z.exactOptional(remarks),
  }),
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
} as const satisfies Record<ActName, z.ZodType>;

export type StepOf<A extends ActName> = z.infer<(typeof STEPS)[A]>;
export type Step = { [A in ActName]: StepOf<A> }[ActName];

/** The names of all steps, as a story writes them. */
export const STEP_NAMES: readonly string[] = Object.keys(ACTS);
