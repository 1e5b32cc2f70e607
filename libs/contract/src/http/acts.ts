import { z } from 'zod';
import { days, period, text, unitId, uuid } from '../text.js';
import { verdict } from '../words.js';
import { meetingKind } from '../messages/meeting.js';
import { ADVICE_ACTS } from './advice-acts.js';
import { enclose, ENCLOSURE_ACTS } from './enclosure-acts.js';
import { INTAKE_ACTS } from './intake-acts.js';
import * as guardActs from './guard-acts.js';
import { LEADER_ACTS } from './leader-acts.js';
import * as legActs from './leg-acts.js';
import * as matterActs from './matter-acts.js';
import { lookAlike } from './matter-views.js';
import { ROUTING_ACTS } from './routing-acts.js';
import { SUPERVISION_ACTS } from './supervision-acts.js';
import { TOPIC_ACTS } from './meeting-acts.js';
import { onMatter } from './on-matter.js';
import { registration } from './registration.js';
import { reportBody } from './report-body.js';

/*
 * The acts of the office as HTTP bodies. One table (ACTS) names each act, what it acts on, its body and its
 * meaning; the routes, the OpenAPI page and the use cases are made from it, so none can be missing.
 * Every act carries who acts; every act on a case or a leg carries the version that the user saw.
 */

/** 转办: pass on to the competent body; `feedbackBy` asks for feedback within a period from the sending. */
const refer = z.strictObject({
  ...onMatter,
  to: unitId,
  feedbackBy: z.exactOptional(period),
  note: z.exactOptional(text(4_000)),
  redacted: guardActs.redacted,
  reviewers: guardActs.reviewers,
  enclose,
});

/** 交办: demand a result (or an account) within `days` from acceptance. */
const assign = z.strictObject({
  ...onMatter,
  to: unitId,
  wants: z.enum(['result', 'account']),
  /** Absent: the pack's C4' or the network's default. */
  days: z.exactOptional(days),
  note: z.exactOptional(text(4_000)),
  redacted: guardActs.redacted,
  reviewers: guardActs.reviewers,
  enclose,
});

const notify = z.strictObject({
  ...onMatter,
  how: text(400),
  advice: z.exactOptional(text(4_000)),
  /** 抄送: who handed the letter over hears of it too, e.g. 代表. */
  copyTo: z.exactOptional(text(80)),
});
const notNotified = z.strictObject({ ...onMatter, reason: text(400) });

/** A meeting held and its minutes, for one case: who leads, who helps, by when. */
const meeting = z.strictObject({
  ...onMatter,
  kind: meetingKind,
  parties: z.array(unitId).min(1).max(50),
  decides: z.strictObject({
    lead: unitId,
    co: z.array(unitId).max(50),
    /** Days from the minutes' date. */
    days,
    signedBy: z.exactOptional(z.array(unitId).max(50)),
    /** 同类事项: teaches the competence table, with the minutes as its source. */
    forThisKind: z.exactOptional(z.strictObject({ topic: text(120), to: unitId })),
  }),
});

const confirm = z.strictObject({ ...onMatter, how: text(400), note: z.exactOptional(text(4_000)) });
const close = z.strictObject({ ...onMatter, note: z.exactOptional(text(4_000)) });

const plain = z.strictObject({ ...onMatter });
const withReason = z.strictObject({ ...onMatter, reason: text(4_000) });
const agreeReturn = z.strictObject({ ...onMatter, reason: z.exactOptional(text(4_000)) });

/** 办结报告: number and signer are the unit's own paper; the number is given from its register when absent. */
const report = z.strictObject({ ...onMatter, ...reportBody, enclose });

/** 办理情况报告: the middle tier's own report upward, on what it verified below. */
const reportUp = z.strictObject({ ...onMatter, note: z.exactOptional(text(20_000)), enclose });

const review = z.strictObject({
  ...onMatter,
  verdict,
  /** supplement: what is missing; redo: what is wrong. At least one for both. */
  remarks: z.exactOptional(z.array(text(2_000)).max(50)),
});

/**
 * Every act: what it acts on, its body, and one line each in Chinese and English.
 * POST /api/items (register), POST /api/cases/{id}/{act}, POST /api/legs/{id}/{act}, POST /api/reading-list/{act}.
 */
export const ACTS = {
  register: { on: 'items', body: registration, zh: '登记信访件', en: 'Register an item; it opens a case.' },
  refer: { on: 'cases', body: refer, zh: '转办', en: 'Refer to the competent body.' },
  assign: {
    on: 'cases',
    body: assign,
    zh: '交办',
    en: 'Assign and demand a result or an account by a date.',
  },
  notify: {
    on: 'cases',
    body: notify,
    zh: '受理告知',
    en: 'Tell the petitioner what came, where it went, how it goes on.',
  },
  'note-no-notice': {
    on: 'cases',
    body: notNotified,
    zh: '记明不告知理由',
    en: 'Record the lawful reason why no notice is given.',
  },
  meeting: { on: 'cases', body: meeting, zh: '召开会议', en: 'Hold a meeting; its minutes make the legs.' },
  ...TOPIC_ACTS,
  confirm: { on: 'cases', body: confirm, zh: '核实', en: 'Confirm the result with the petitioner.' },
  close: { on: 'cases', body: close, zh: '办结', en: 'Close an answered case.' },
  ...INTAKE_ACTS,
  'name-accused': {
    on: 'cases',
    body: guardActs.nameAccused,
    zh: '补记被检举控告人',
    en: 'Name whom the matter accuses; nothing of it is sent to them.',
  },
  'confirm-accused': {
    on: 'cases',
    body: guardActs.confirmAccused,
    zh: '核定被检举控告人',
    en: 'A second person confirms an accused whom the directory does not know.',
  },
  'declare-conflict': {
    on: 'cases',
    body: guardActs.declareConflict,
    zh: '回避',
    en: 'Keep a person with an interest away from one case.',
  },
  redact: {
    on: 'cases',
    body: guardActs.redact,
    zh: '制作摘转件',
    en: 'Draft the redacted copy that may go instead of the dossier.',
  },
  dispatch: {
    on: 'cases',
    body: guardActs.dispatch,
    zh: '分办给多个单位',
    en: 'Send to several units in one act: all go, or none.',
  },
  sign: { on: 'legs', body: plain, zh: '签收', en: 'Sign for what arrived; it gets the local number.' },
  accept: { on: 'legs', body: plain, zh: '受理', en: 'Accept; the handling clock starts.' },
  object: { on: 'legs', body: withReason, zh: '提出异议', en: 'Object with reasons: not ours.' },
  'agree-return': { on: 'legs', body: agreeReturn, zh: '同意退回', en: 'The sender agrees to an objection.' },
  'confirm-assignment': {
    on: 'legs',
    body: withReason,
    zh: '维持交办',
    en: 'The sender upholds the sending.',
  },
  'pass-on': {
    on: 'legs',
    body: legActs.passOn,
    zh: '转下级办理',
    en: 'Pass on to a unit below; an acceptance.',
  },
  report: { on: 'legs', body: report, zh: '报结', en: 'Report the result, the co-handling or the account.' },
  'report-up': {
    on: 'legs',
    body: reportUp,
    zh: '上报办理情况',
    en: 'Report upward what was verified below.',
  },
  review: { on: 'legs', body: review, zh: '审核', en: 'Review a result: pass, supplement or redo.' },
  'review-slip': {
    on: 'legs',
    body: review,
    zh: '签发反馈意见单',
    en: 'A committee signs its opinion on a result.',
  },
  ...legActs.LIMIT_ACTS,
  recall: {
    on: 'legs',
    body: legActs.recall,
    zh: '撤回',
    en: 'Ask the receiver to give a sending back before it is accepted.',
  },
  'apply-for-review': {
    on: 'legs',
    body: legActs.applyForReview,
    zh: '申请复查（复核）',
    en: 'The petitioner asks for a review, then a re-review.',
  },
  'decide-review': {
    on: 'legs',
    body: legActs.decideReview,
    zh: '复查（复核）意见',
    en: 'Record what the review body decided.',
  },
  mediated: { on: 'legs', body: legActs.mediated, zh: '和解结案', en: 'Report that the parties agreed.' },
  link: {
    on: 'cases',
    body: matterActs.link,
    zh: '并入原事项',
    en: 'Link to an earlier case of this office.',
  },
  unlink: { on: 'cases', body: matterActs.unlink, zh: '撤销并案', en: 'Undo a link; all is as it was.' },
  'link-elsewhere': {
    on: 'cases',
    body: matterActs.linkElsewhere,
    zh: '并入其他单位的事项',
    en: 'Link to the same matter at another office, by its answer.',
  },
  'ask-elsewhere': {
    on: 'cases',
    body: matterActs.askElsewhere,
    zh: '查询其他单位',
    en: 'Ask other offices, by codes only, whether they have the matter.',
  },
  'not-the-same': {
    on: 'cases',
    body: matterActs.notTheSame,
    zh: '认定不是同一事项',
    en: 'Find, with reasons, that what another office has is another matter.',
  },
  'serve-answer': {
    on: 'legs',
    body: legActs.serveAnswer,
    zh: '送达答复',
    en: 'Serve the written answer, or give the lawful reason why not.',
  },
  ...SUPERVISION_ACTS,
  ...ENCLOSURE_ACTS,
  ...ADVICE_ACTS,
  ...ROUTING_ACTS,
  ...LEADER_ACTS,
} as const;

export type ActName = keyof typeof ACTS;
export type ActBody<A extends ActName> = z.infer<(typeof ACTS)[A]['body']>;
/** What an act is done to: nothing yet, a case or a leg. */
export type ActSubject = (typeof ACTS)[ActName]['on'];

/** What every act answers. */
export const actAnswer = z.strictObject({
  caseId: uuid,
  originNumber: text(40),
  /** The case's version after the act. */
  caseVersion: z.int(),
  /** The leg acted on or made, with its version. */
  legId: z.exactOptional(uuid),
  legVersion: z.exactOptional(z.int()),
  /** Things the user should know; nothing was refused. */
  warnings: z.array(text(400)),
  /** `register` only: earlier cases that may be the same matter, with the reasons. */
  lookAlikes: z.exactOptional(z.array(lookAlike)),
  /** `instruct-list` only: every case of the list, as it stands after the act. */
  cases: z.exactOptional(
    z.array(z.strictObject({ caseId: uuid, originNumber: text(40), caseVersion: z.int() })),
  ),
});
export type ActAnswer = z.infer<typeof actAnswer>;
