import type { ActBody, ActName } from '#contract';

const actor = { unit: 'city' };
const on = { actor, version: 1 };

/** One body of every act, as the page shows it; a test proves that each is lawful in shape. Names are invented. */
export const EXAMPLES: { readonly [A in ActName]: ActBody<A> } = {
  register: {
    actor,
    form: 'letter',
    source: 'own',
    receivedOn: '2026-09-16',
    people: 1,
    petitioner: { name: '甲某', address: '甲镇一村' },
    category: 'request',
    route: '31(6)',
    topic: '教育文体/学校收费',
    place: '甲镇',
    summary: '反映学校向教师收取维修费。',
    request: '请求退还。',
    respondents: [],
  },
  propose: { ...on, text: '拟交县教育局办理。' },
  instruct: { ...on, text: '同意，请按期办结。' },
  refer: { ...on, to: 'agency:education', feedbackBy: '15日' },
  assign: { ...on, to: 'agency:education', wants: 'result', days: 30 },
  notify: { ...on, how: '书面告知' },
  'note-no-notice': { ...on, reason: '地址不清，无法告知。' },
  meeting: {
    ...on,
    kind: 'coordination',
    parties: ['agency:education', 'township:yi'],
    decides: { lead: 'agency:education', co: ['township:yi'], days: 30 },
  },
  'answer-on-the-spot': { ...on, text: '已当场说明办理途径。' },
  confirm: { ...on, how: '电话回访' },
  close: { ...on },
  sign: { ...on },
  accept: { ...on },
  object: { ...on, reason: '不属本机关职责。' },
  'agree-return': { ...on },
  'confirm-assignment': { ...on, reason: '属该机关法定职责。' },
  'pass-on': { ...on, to: 'unit:yi-government' },
  report: {
    ...on,
    number: '临教〔2026〕3号',
    signer: '局长',
    result: '已查实并整改。',
    draftAnswer: '经查……',
  },
  'report-up': { ...on, note: '下级办理情况属实。' },
  review: { ...on, verdict: 'pass' },
  'review-slip': { ...on, verdict: 'supplement', remarks: ['缺收费凭据。'] },
  'serve-answer': { ...on, how: '直接送达', proof: '送达回证' },
};
