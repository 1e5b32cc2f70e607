import type { RefusalSlug } from '#casework';
import type { Sentence } from './sentence.js';

/**
 * What a refusal of the office is to HTTP: 409 the matter stands otherwise than the user thinks, 403 this person or
 * unit may not, 404 there is no such thing here, 422 a rule forbids it.
 */
export const REFUSAL_STATUS = {
  'not-in-this-state': 409,
  'not-the-deciding-end': 403,
  'role-not-allowed': 403,
  'not-your-unit': 403,
  'stale-version': 409,
  'objection-only-once': 422,
  'no-objection-by-minutes': 422,
  'reason-required': 422,
  'report-incomplete': 422,
  'draft-answer-required': 422,
  'reviewer-is-handler': 403,
  'slip-outstanding': 409,
  'child-open': 409,
  'nothing-to-report-up': 409,
  'limit-outlives-parent': 422,
  'addressee-unknown': 422,
  'addressee-not-linked': 422,
  'addressee-not-competent': 422,
  'respondent-is-reviewer': 422,
  'accused-party': 422,
  'accused-unresolved': 422,
  'congress-does-not-decide': 422,
  'open-leg': 409,
  'not-notified': 409,
  'not-answered': 409,
  'already-notified': 409,
  'answer-not-yours': 403,
  'not-a-consultation': 422,
  'feedback-date-past': 422,
  'date-in-future': 422,
  'date-before-event': 422,
  'lead-required': 422,
  'meeting-party-unknown': 422,
  'on-paper-only': 403,
  'not-the-keeper': 403,
  'unknown-leg': 404,
  'unknown-case': 404,
  'calendar-missing': 422,
  'duplicate-item': 409,
  'returned-here-before': 422,
} as const satisfies Record<RefusalSlug, 403 | 404 | 409 | 422>;

/** What the user reads. The article, where there is one, stands beside it. */
export const REFUSAL_SENTENCES = {
  'not-in-this-state': [
    '当前状态（{state}）下不能办理此事。',
    'This cannot be done in the present state ({state}).',
  ],
  'not-the-deciding-end': [
    '此事由对方决定，不由本单位决定。',
    'The other office decides this, not this one.',
  ],
  'role-not-allowed': [
    '此岗位不能办理此事；有权办理的岗位：{who}。',
    'This person may not do this; those who may: {who}.',
  ],
  'not-your-unit': ['此件由 {unit} 承办，不属于操作单位。', 'This is with {unit}, not with the acting unit.'],
  'stale-version': [
    '内容已被更新：您看到的是第 {seen} 版，现在是第 {now} 版，请刷新后再办。',
    'It has changed: you saw version {seen}, it is at version {now} now. Read it again, then act.',
  ],
  'objection-only-once': ['异议只能提出一次。', 'An objection can be made once only.'],
  'no-objection-by-minutes': [
    '按会议纪要 {minutes} 分办的件不能提出异议。',
    'What the minutes {minutes} decided cannot be objected to.',
  ],
  'reason-required': ['请写明理由：{what}。', 'Reasons are required: {what}.'],
  'report-incomplete': ['办结报告缺少：{missing}。', 'The result report lacks: {missing}.'],
  'draft-answer-required': [
    '办结报告应附拟答复稿。',
    'The result report must carry the draft of the answer to the petitioner.',
  ],
  'reviewer-is-handler': ['审核人不得是承办人。', 'Who handled it may not review it.'],
  'slip-outstanding': ['反馈意见单尚未收齐。', 'A review slip is still outstanding.'],
  'child-open': ['下级尚未办结：{leg}。', 'What was passed on below is still open: {leg}.'],
  'nothing-to-report-up': ['没有可上报的上级交办件。', 'There is no assignment from above to report on.'],
  'limit-outlives-parent': [
    '期限不能晚于上级期限（已扣除审核时间）：{why}',
    'The limit would outlive the limit from above, less the time for review: {why}',
  ],
  'addressee-unknown': ['网络中没有此单位：{to}。', 'No such unit in the network: {to}.'],
  'addressee-not-linked': ['本单位与 {to} 没有业务联系。', 'This office has no link with {to}.'],
  'addressee-not-competent': ['{to} 不能作为此件的承办单位。', '{to} cannot be the addressee of this.'],
  'respondent-is-reviewer': ['被反映单位不得审核此件。', 'The body the matter is about may not review it.'],
  'accused-party': [
    '检举控告材料不得转给被检举控告的人或单位。',
    'An accusation is never sent to the accused person or body.',
  ],
  'accused-unresolved': [
    '被检举控告人尚未确认所属单位，须由第二人核定后方可转送。',
    'The accused is not resolved to a unit yet; a second person must settle it before it is sent.',
  ],
  'congress-does-not-decide': [
    '人大机关不直接处理应由有关机关处理的事项。',
    'A congress office does not decide an agency’s own matter.',
  ],
  'open-leg': ['尚有未办结的件。', 'Something that was sent out is still open.'],
  'not-notified': [
    '尚未告知信访人，也未记明依法不告知的理由。',
    'The petitioner was not notified, and no lawful reason why not is recorded.',
  ],
  'not-answered': [
    '尚未答复信访人，也未记明依法不答复的理由。',
    'The petitioner was not answered, and no lawful reason why not is recorded.',
  ],
  'already-notified': ['已于 {on} 告知信访人。', 'The petitioner was notified on {on} already.'],
  'answer-not-yours': ['答复由承办单位作出。', 'The handling unit gives the answer.'],
  'not-a-consultation': ['只有咨询件可以当场答复。', 'Only a consultation is answered on the spot.'],
  'feedback-date-past': ['反馈期限无效：{why}', 'The feedback date cannot be set: {why}'],
  'date-in-future': ['日期 {date} 不存在或晚于今天。', 'The date {date} is no day or lies after today.'],
  'date-before-event': ['日期早于所依据的事项。', 'The date lies before what it rests on.'],
  'lead-required': ['须有一个主办单位。', 'One unit must lead.'],
  'meeting-party-unknown': ['参会单位 {unit} 不在网络中。', 'The party {unit} is not in the network.'],
  'on-paper-only': [
    '该单位未联网，须由代管单位凭纸质材料或电话代录。',
    'This unit has no node: its keeper enters its acts from paper or telephone.',
  ],
  'not-the-keeper': ['只有代管单位可以代录。', 'Only the keeper of a unit without a node enters its acts.'],
  'unknown-leg': ['本单位没有此件。', 'There is no such leg at this office.'],
  'unknown-case': ['本单位没有此信访事项。', 'There is no such case at this office.'],
  'calendar-missing': ['缺少计算期限所需的日历。', 'The calendar that this date needs is missing.'],
  'duplicate-item': ['此信访件已登记。', 'This item is registered already.'],
  'returned-here-before': ['此件曾由该单位退回。', 'This unit has returned it before.'],
} as const satisfies Record<RefusalSlug, Sentence>;
