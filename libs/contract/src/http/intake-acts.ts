import { z } from 'zod';
import { day, days, text, unitId } from '../text.js';
import { category, form, route, source } from '../words.js';
import { crossings, topicPath } from './entry-fields.js';
import { onMatter } from './on-matter.js';
import { person } from './person.js';
import { registration } from './registration.js';

/*
 * Intake: what may become of a matter at the office beside the main line (X1, X2, X4, X6, X7, own competence), and
 * what is done to its register entry (representatives, correction, secrecy, urgent report, archive, reopening).
 */

/** How the petitioner was told, in the words of the register. Default 书面. */
const how = z.exactOptional(text(400));

/** 当场答复: consultations only; the answer is on file. */
const answerOnTheSpot = z.strictObject({ ...onMatter, text: text(20_000) });

/** 告知向有权机关提出 (L1 23(1)): the advice in writing is the notice and the answer. */
const tellWhomToTurnTo = z.strictObject({ ...onMatter, text: text(20_000), how });

/** 不予受理: the reason and the article it rests on; the letter that says so is the notice and the answer. */
const reject = z.strictObject({ ...onMatter, reason: text(4_000), article: text(200), how });

/** 存查: filed without a reply; the reason is the lawful reason why none is given. */
const keep = z.strictObject({ ...onMatter, reason: text(4_000) });

/** 撤回: the petitioner takes the matter back; how it was said (书面、当面、来电). */
const withdraw = z.strictObject({ ...onMatter, reason: text(4_000), how });

/** 导入法定程序 (L1 31(1)–(5)): which of them, and what the petitioner is told of the way there. */
const leadIntoProcedure = z.strictObject({
  ...onMatter,
  route: z.enum(['31(1)', '31(2)', '31(3)', '31(4)', '31(5)']),
  procedure: text(200),
  text: text(20_000),
  how,
});

/** 本级职权内事项: committees study, the first leads, and this office gives the one reply (SH 30(1)). */
const ownCompetence = z.strictObject({
  ...onMatter,
  to: z.array(unitId).min(1).max(20),
  /** Absent: the network's default for an assignment. */
  days: z.exactOptional(days),
  note: z.exactOptional(text(4_000)),
});

/** 重新启动: only on new facts. */
const reopen = z.strictObject({ ...onMatter, newFacts: text(20_000) });

/** 归档: seals the dossier with a manifest of digests. */
const archive = z.strictObject({ ...onMatter });

/** 推选代表: how many; more than the pack allows is refused (L1 20(3)). */
const electRepresentatives = z.strictObject({ ...onMatter, count: z.int().min(1).max(100) });

/** What a correction may name; at least one. */
const corrected = z
  .strictObject({
    form: z.exactOptional(form),
    source: z.exactOptional(source),
    receivedOn: z.exactOptional(day),
    people: z.exactOptional(z.int().min(1).max(100_000)),
    category: z.exactOptional(category),
    route: z.exactOptional(route),
    topic: z.exactOptional(topicPath),
    visit: z.exactOptional(registration.shape.visit.unwrap()),
    purpose: z.exactOptional(text(400)),
    crossings: z.exactOptional(crossings),
    place: z.exactOptional(text(120)),
    summary: z.exactOptional(text(20_000)),
    request: z.exactOptional(text(4_000)),
    respondents: z.exactOptional(z.array(text(120)).max(50)),
    petitioner: z.exactOptional(person),
  })
  .refine((value) => Object.keys(value).length > 0, { error: 'corrects nothing' });

/** 更正: old values are kept with who, when and why (L1 44); nothing is deleted. */
const correct = z.strictObject({ ...onMatter, fields: corrected, reason: text(4_000) });

/** 要求保密: from now on no name leaves this office (guard 2). */
const askSecrecy = z.strictObject({ ...onMatter, how });

/** 紧急情况报告 (L1 25): what is urgent, and to whom it was reported. */
const urgentReport = z.strictObject({ ...onMatter, text: text(20_000), reportedTo: text(200) });

/** The acts of intake, as ACTS lists them. */
export const INTAKE_ACTS = {
  'answer-on-the-spot': {
    on: 'cases',
    body: answerOnTheSpot,
    zh: '当场答复',
    en: 'Answer a consultation on the spot.',
  },
  'tell-whom-to-turn-to': {
    on: 'cases',
    body: tellWhomToTurnTo,
    zh: '告知向有权机关提出',
    en: 'Tell the petitioner whom to turn to.',
  },
  reject: { on: 'cases', body: reject, zh: '不予受理', en: 'Reject, with reason and article.' },
  keep: { on: 'cases', body: keep, zh: '存查', en: 'Keep on file without a reply, with the reason.' },
  withdraw: { on: 'cases', body: withdraw, zh: '信访人撤回', en: 'The petitioner takes it back.' },
  'lead-into-procedure': {
    on: 'cases',
    body: leadIntoProcedure,
    zh: '导入法定程序',
    en: 'Lead into litigation, arbitration, reconsideration or another legal procedure.',
  },
  'own-competence': {
    on: 'cases',
    body: ownCompetence,
    zh: '交委员会研究（本级职权）',
    en: 'Own competence: committees study, this office gives the one reply.',
  },
  reopen: { on: 'cases', body: reopen, zh: '重新启动', en: 'Begin again on new facts.' },
  archive: {
    on: 'cases',
    body: archive,
    zh: '归档',
    en: 'Seal the dossier with a manifest of digests.',
  },
  'elect-representatives': {
    on: 'cases',
    body: electRepresentatives,
    zh: '推选代表',
    en: 'A group elects its representatives.',
  },
  correct: {
    on: 'cases',
    body: correct,
    zh: '更正登记',
    en: 'Correct the entry; old values are kept.',
  },
  'ask-secrecy': {
    on: 'cases',
    body: askSecrecy,
    zh: '要求保密',
    en: 'The petitioner asks for secrecy: no name leaves from now on.',
  },
  'urgent-report': {
    on: 'cases',
    body: urgentReport,
    zh: '紧急情况报告',
    en: 'Report an urgent matter; it moves nothing else.',
  },
} as const;
