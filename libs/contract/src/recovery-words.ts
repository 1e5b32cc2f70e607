/** A sentence of the recovery report, for the clerk and for the operator. */
interface Told {
  readonly zh: string;
  readonly en: string;
}

/** Why a message that came back stands not, or not whole, in the casework: slug → what is missing and what to do. */
const LEFT_OUT: Readonly<Record<string, Told>> = {
  'body-gone': {
    zh: '正文已随退回、撤回或会议结束依规销毁，只剩编号、日期与回执',
    en: 'its text was destroyed by rule with a return, a recall or the end of a meeting; number, date and receipt are here',
  },
  'rejected-there': {
    zh: '对方当时未予接收，没有可恢复的内容',
    en: 'its addressee had refused it: nothing came of it',
  },
  'quarantined-there': {
    zh: '对方当时已将其隔离，请与对方核对',
    en: 'its addressee had put it away: settle it with them',
  },
  'unsupported-there': { zh: '对方当时不认识此类函件', en: 'its addressee did not know this type' },
  'casework-failed': {
    zh: '业务数据未能据此恢复（原文完好），请管理员查看日志',
    en: 'the casework failed over it (the message is whole): somebody must look at the log',
  },
  'leg-not-back': {
    zh: '所涉来往件尚未恢复，待另一单位联通后自动再试；若其交办函正文已依规销毁（见上），则不再恢复，只留编号与回执',
    en: 'the leg it is about is not back: tried again when another office has answered; where the text of its sending was destroyed by rule (named above), number and receipt are all that stays',
  },
  'not-in-this-state': {
    zh: '同一来往件中更早的一件正文已依规销毁，办理状态停在其前：请与对方核对后按其现状办理',
    en: 'an earlier message of the same leg has its text destroyed by rule, so the leg stands before that: compare with the other office (npm run -s exchange -- diff) and go on from what it holds',
  },
  malformed: {
    zh: '内容不合本版本的格式，未恢复到业务数据（原文完好），请管理员查看',
    en: 'it is not of the shape that this version reads (the message is whole): somebody must look',
  },
  'case-not-back': {
    zh: '所涉事项尚未恢复：待其他单位联通后自动再试；若从未发往别处，请凭原件重新登记',
    en: 'the matter it is about is not back: tried again when another office has answered; if it was never sent anywhere, register it again from the paper',
  },
  'meeting-not-back': { zh: '所涉会议尚未恢复', en: 'the meeting it is about is not back yet' },
  'question-not-back': { zh: '所答的查询尚未恢复', en: 'the question that it answers is not back' },
  'succession-not-back': { zh: '所涉承继移交尚未恢复', en: 'the handover it is about is not back yet' },
  'supervision-not-back': {
    zh: '所答的催办、督办尚未恢复',
    en: 'the supervision paper that it answers is not back yet',
  },
  'meeting-own-books': {
    zh: '会议已按发给外单位的通知恢复；本机关单位的参会与回执、会前记录、听证日期只在丢失的登记簿中，请核对补录',
    en: 'the meeting stands as its members elsewhere were told; who of this office’s own units was asked or answered, notes and hearing days stood in the lost books only: check and enter them',
  },
  'topic-to-propose-again': {
    zh: '会议议定延期再议或提请下一级会议，后续议题只在丢失的登记簿中：如尚未另行列入，请重新提出',
    en: 'the meeting put the matter off or to the next meeting; the topic made for that is lost: propose it again unless it was taken up elsewhere',
  },
  'own-unit-legs': {
    zh: '会议交本机关单位办理的部分没有发往外单位，未能恢复，请按纪要重新交办',
    en: 'what the decision gave to a unit of this office was never sent to another one: assign it again by the minutes',
  },
};

const OTHERWISE: Told = {
  zh: '未能恢复到业务数据（原文完好），请管理员查看',
  en: 'not taken up by the casework (the message is whole): somebody must look',
};

/**
 * A reason of the recovery report in words: its first word is the slug, what follows says more for whoever looks closer.
 * @example leftOutInWords('case-not-back').en // 'the matter it is about is not back: …'
 * @example leftOutInWords('not-in-this-state SENT accept').en // 'an earlier message of the same leg …'
 */
export function leftOutInWords(reason: string): Told {
  const [slug = ''] = reason.split(' ');
  return Object.hasOwn(LEFT_OUT, slug) ? (LEFT_OUT[slug] ?? OTHERWISE) : OTHERWISE;
}

/** What stood in the lost books only: no other office holds it, so it comes back from none. */
export const NEVER_COMES_BACK: readonly Told[] = [
  {
    zh: '从未发往别处的信访事项（含只在本机关单位间流转的）及其登记、历史',
    en: 'matters that were never sent to another office, also those that only units of this office had, with their items and history',
  },
  {
    zh: '发出之前的登记内容与经过：来信件次、领导批示、拟办、告知',
    en: 'what the register held of a matter before it was sent: its items, instructions, proposals, notices',
  },
  {
    zh: '草稿、未列入议程的议题；到期未签发的催办督办按现有期限重新拟稿，已决定不发的也会再次列出',
    en: 'drafts, topics on no agenda yet; reminders that are due and not signed are drafted anew from the limits, also those that somebody had decided to do without',
  },
  {
    zh: '“不是同一事项”的认定、并案，以及对外单位查询的不予答复',
    en: 'findings that two matters are not the same, links, and that a question was withheld',
  },
  {
    zh: '只在纸上的；附件文件在 DATA_DIR，不在数据库中',
    en: 'what is on paper only; attachments are files in DATA_DIR and were no part of the database',
  },
];
