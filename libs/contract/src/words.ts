import { z } from 'zod';

/**
 * Glossary: the words of the field, the same in the statute, the code, the wire and on screen.
 * Each table maps the code word to [中文, English].
 */
export const FORM_WORDS = {
  letter: ['来信', 'letter'],
  visit: ['来访', 'visit'],
  call: ['来电', 'call'],
  web: ['网上', 'web'],
  fax: ['传真', 'fax'],
} as const;

export const SOURCE_WORDS = {
  own: ['自收', 'received here'],
  superior: ['上级交办', 'assigned from above'],
  leader: ['领导批示', 'leader’s instruction'],
  deputy: ['代表转交', 'handed over by a deputy'],
  'other-organ': ['其他机关转来', 'from another organ'],
} as const;

export const CATEGORY_WORDS = {
  suggestion: ['建议意见', 'suggestion'],
  accusation: ['检举控告', 'accusation'],
  appeal: ['申诉', 'appeal'],
  request: ['求决', 'request'],
  consultation: ['咨询', 'consultation'],
} as const;

export const LEG_KIND_WORDS = {
  refer: ['转办', 'referral'],
  assign: ['交办', 'assignment'],
  lead: ['主办', 'lead'],
  co: ['协办', 'co-handling'],
  slip: ['反馈意见', 'review slip'],
  handover: ['交办会', 'handover'],
} as const;

export const WANTS_WORDS = {
  result: ['要结果', 'wants result'],
  account: ['要情况', 'wants account'],
  opinion: ['要意见', 'wants opinion'],
} as const;

export const VERDICT_WORDS = {
  pass: ['通过', 'pass'],
  supplement: ['发还补办', 'supplement'],
  redo: ['退回重新办理', 'redo'],
} as const;

/** State → [code, 中文, English]. */
export const CASE_STATE_WORDS = {
  RECEIVED: ['K0', '待登记', 'received'],
  REGISTERED: ['K1', '已登记', 'registered'],
  SUBMITTED: ['K1r', '呈批中', 'submitted'],
  OUT: ['K2', '已分办', 'out'],
  ANSWERED: ['K3', '已答复', 'answered'],
  CLOSED: ['K4', '已办结', 'closed'],
  ARCHIVED: ['K5', '已归档', 'archived'],
  REJECTED: ['X1', '不予受理', 'rejected'],
  LED_AWAY: ['X2', '已导入法定程序', 'led into legal procedure'],
  LINKED: ['X3', '并入原事项', 'linked'],
  KEPT: ['X4', '存查', 'kept on file'],
  BARRED: ['X5', '不再受理', 'barred'],
  WITHDRAWN: ['X6', '撤回', 'withdrawn'],
  TOLD: ['X7', '已告知', 'told whom to turn to'],
} as const;

export const LEG_STATE_WORDS = {
  SENT: ['L2', '已发出', 'sent'],
  SIGNED: ['L3', '已签收', 'signed for'],
  OBJECTED: ['L4', '异议待核', 'objected'],
  ACCEPTED: ['L5', '已受理', 'accepted'],
  HANDLING: ['L6', '办理中', 'handling'],
  WAITING: ['L6w', '下级办理中', 'waiting below'],
  EXTENSION_PENDING: ['L7', '延期审批', 'extension pending'],
  REPORTED: ['L8', '已报结待审', 'reported'],
  REDO: ['L9', '退回重办', 'redo'],
  ANSWERING: ['L9p', '待答复', 'to be answered'],
  RETURNED: ['L9r', '已退回', 'returned'],
  RECALLED: ['L9c', '已撤回', 'recalled'],
  DONE: ['L10', '已完成', 'done'],
  UNDER_REVIEW: ['L11', '复查 / 复核', 'under review'],
  IN_MEETING: ['L12', '会议协调', 'in meeting'],
} as const;

/** Lamp → English. A lamp belongs to the unit that holds the leg, never to a person. */
export const LAMP_WORDS = {
  绿: 'on time',
  黄: 'nearly due',
  红: 'overdue',
  灰: 'closed late',
  暂定: 'provisional',
} as const;

const keys = <K extends string>(words: Readonly<Record<K, unknown>>): [K, ...K[]] => {
  // Object.keys forgets the key type; the filter proves it again.
  const [first, ...rest] = Object.keys(words).filter((key): key is K => key in words);
  if (first === undefined) throw new Error('a glossary table is empty');
  return [first, ...rest];
};

export const form = z.enum(keys(FORM_WORDS));
export const source = z.enum(keys(SOURCE_WORDS));
export const category = z.enum(keys(CATEGORY_WORDS));
export const route = z.enum(['29', '30', '31(1)', '31(2)', '31(3)', '31(4)', '31(5)', '31(6)', 'none']);
export const legKind = z.enum(keys(LEG_KIND_WORDS));
export const wants = z.enum(keys(WANTS_WORDS));
export const verdict = z.enum(keys(VERDICT_WORDS));
export const caseState = z.enum(keys(CASE_STATE_WORDS));
export const legState = z.enum(keys(LEG_STATE_WORDS));
export const lamp = z.enum(keys(LAMP_WORDS));
export const role = z.enum([
  'registrar',
  'dispatcher',
  'leader',
  'head',
  'handler',
  'reviewer',
  'supervisor',
  'system',
]);
