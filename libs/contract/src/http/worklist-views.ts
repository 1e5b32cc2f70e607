import { z } from 'zod';
import { urgency } from '../messages/supervision.js';
import { caseState, lamp, legKind, legState } from '../words.js';

/* 工作清单: what waits, for whom and why. No row names a petitioner. */

/** List → [中文, English]. */
export const WORKLIST_WORDS = {
  'to-do': ['待办', 'to do'],
  'to-sign': ['待签收', 'to sign for'],
  'to-review': ['待审核', 'to review'],
  overdue: ['逾期', 'overdue'],
  waiting: ['等待他方', 'waiting for others'],
  unopened: ['发出未签收', 'sent and unopened'],
  returned: ['退回本单位', 'returned to us'],
  mine: ['我经办的', 'mine'],
  unit: ['本单位的', 'my unit’s'],
} as const;

/** Why a row is on a list → [中文, English]. */
export const WORKLIST_REASON_WORDS = {
  register: ['待登记', 'to be registered'],
  dispatch: ['待拟办、分办', 'to be proposed or dispatched'],
  instruct: ['待领导批示', 'waits for the leader’s instruction'],
  notify: ['待告知信访人', 'the petitioner is to be told'],
  answer: ['各单位已办结，待答复', 'all have finished: the answer is owed'],
  close: ['已答复，待办结', 'answered: to be closed'],
  'answer-superior': ['上级督办待回复', 'a superior’s supervision is to be answered'],
  task: ['领导批示交办事项待办', 'a task that a leader’s instruction set'],
  sign: ['来件待签收', 'arrived: to be signed for'],
  'sign-slip': ['反馈意见单待签收', 'a result came for our opinion: to be signed for'],
  slip: ['反馈意见单待签发', 'our opinion on a result is owed'],
  accept: ['待受理、异议或下转', 'to be accepted, objected to or passed on'],
  handle: ['办理中，待报结', 'in hand: to be reported'],
  redo: ['退回重办', 'sent back to be done again'],
  serve: ['待送达答复', 'the answer is to be served'],
  'answer-letter': ['督办函待回复', 'a supervision letter is to be answered'],
  'decide-extension': ['延期待审批', 'an extension is to be decided'],
  returned: ['对方退回，待重新分办', 'returned: to be sent elsewhere'],
  'rule-objection': ['异议待核', 'an objection is to be ruled on'],
  'review-report': ['报结待审', 'a result is to be reviewed'],
  'decide-review': ['复查（复核）待决定', 'a review is to be decided'],
  'sign-reminder': ['催办单待签发', 'a drafted reminder is to be signed'],
  minutes: ['会议协调中，待形成纪要', 'in a meeting we convened: minutes are owed'],
  lost: ['未送达，可能丢失', 'not delivered: probably lost'],
  unsigned: ['已送达，未签收', 'delivered, not signed for'],
  duplicate: ['已送达，可能重复', 'delivered: probably a duplicate there'],
  'not-accepted': ['已签收，未受理', 'signed for, not accepted yet'],
  handling: ['对方办理中', 'being handled'],
  below: ['下级办理中', 'being handled below'],
  ruling: ['等待发件单位裁定异议', 'our objection is being ruled on'],
  extension: ['等待延期审批', 'our extension is being decided'],
  review: ['等待审核', 'our result is being reviewed'],
  slips: ['等待委办反馈意见', 'a committee’s opinion is awaited'],
  service: ['等待送达答复', 'the answer is being served'],
  meeting: ['等待会议纪要', 'minutes are awaited'],
  'letter-reply': ['等待回复督办函', 'a supervision letter awaits its reply'],
} as const;

const keys = <K extends string>(words: Readonly<Record<K, unknown>>): [K, ...K[]] => {
  const [first, ...rest] = Object.keys(words).filter((key): key is K => key in words);
  if (first === undefined) throw new Error('a glossary table is empty');
  return [first, ...rest];
};
export const worklistName = z.enum(keys(WORKLIST_WORDS));
export const worklistReason = z.enum(keys(WORKLIST_REASON_WORDS));

export const worklistSummary = z.strictObject({
  name: worklistName,
  zh: z.string(),
  en: z.string(),
  /** Rows, counted up to 99. */
  count: z.int(),
  /** More than `count` (“99+”). */
  more: z.boolean(),
});

export const worklistRow = z.strictObject({
  caseId: z.string(),
  caseVersion: z.int(),
  legId: z.string().nullable(),
  legVersion: z.int().nullable(),
  originNumber: z.string(),
  localNumber: z.string().nullable(),
  /** What it is about, never who brought it; of an accusation only kind, topic and place. */
  title: z.string(),
  state: caseState,
  legState: legState.nullable(),
  kind: legKind.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  letterNumber: z.string().nullable(),
  /** On whose list it stands, and who of that unit acted last on the case. */
  unit: z.string(),
  user: z.string().nullable(),
  why: worklistReason,
  whyZh: z.string(),
  whyEn: z.string(),
  /** The clock with the nearest end; null: none runs, or the date is that of a letter. */
  clock: z.strictObject({ id: z.string(), rule: z.string(), article: z.string() }).nullable(),
  /** The nearest effective end. */
  endsOn: z.string().nullable(),
  /** Calendar days to it; negative: days late. */
  daysLeft: z.int().nullable(),
  provisional: z.boolean(),
  lamp,
  urgency,
  leader: z.string().nullable(),
  receivedOn: z.string(),
  /** The day of the sending, or of the receipt. */
  since: z.string(),
});

export type WorklistName = z.infer<typeof worklistName>;
export type WorklistSummary = z.infer<typeof worklistSummary>;
export type WorklistRow = z.infer<typeof worklistRow>;
