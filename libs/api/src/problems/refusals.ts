import type { RefusalSlug } from '#casework';
import type { Sentence } from './sentence.js';

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
  'reviewer-is-handler': ['审核人不得是承办人。', 'Who handled it may not review it.'],
  'slip-outstanding': ['反馈意见单尚未收齐。', 'A review slip is still outstanding.'],
  'child-open': ['下级尚未办结：{leg}。', 'What was passed on below is still open: {leg}.'],
  'limit-outlives-parent': [
    '期限不能晚于上级期限（已扣除审核时间）：{why}',
    'The limit would outlive the limit from above, less the time for review: {why}',
  ],
  'addressee-unknown': ['网络中没有此单位：{to}。', 'No such unit in the network: {to}.'],
  'addressee-not-linked': ['本单位与 {to} 没有业务联系。', 'This office has no link with {to}.'],
  'addressee-not-competent': ['{to} 不能作为此件的承办单位。', '{to} cannot be the addressee of this.'],
  'through-lower-congress': [
    '{to} 属下级地方，应当经{through}转办。',
    'A matter of {to} goes through {through}, the congress office of its own level.',
  ],
  'body-abolished': [
    '{to} 已于 {until} 撤销，其职责的承继单位：{successor}。',
    '{to} ceased to exist after {until}; its successor is {successor}.',
  ],
  'not-the-successor': [
    '名录没有载明由 {to} 承继 {from}。',
    'The directory does not name {to} as the successor of {from}.',
  ],
  'no-succession': ['此件没有待会签的移交。', 'No handover to a successor waits on this.'],
  'respondent-is-reviewer': ['被反映单位不得审核此件。', 'The body the matter is about may not review it.'],
  'accused-party': [
    '检举控告材料不得转给被检举控告的人或单位。',
    'An accusation is never sent to the accused person or body.',
  ],
  'accused-unresolved': [
    '被检举控告人尚未确认所属单位，须由第二人核定后方可转送。',
    'The accused is not resolved to a unit yet; a second person must settle it before it is sent.',
  ],
  'accused-not-waiting': ['没有待核定的被检举控告人。', 'No name of an accused waits to be confirmed.'],
  'second-person-required': [
    '此事须由第二人办理，不得由同一人完成。',
    'A second person must do this; the same person may not do both.',
  ],
  'nothing-redacted': ['尚未制作摘转件。', 'No redacted copy was drafted yet.'],
  'conflict-of-interest': [
    '您已就此信访事项回避，不能查阅或办理。',
    'This person keeps away from this case: no reading, no acting.',
  ],
  'case-on-trial': [
    '已进入诉讼程序的事项不转送；请告知信访人依法通过诉讼途径解决。',
    'A case on trial is not sent on; tell the petitioner the way through the court.',
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
  'link-not-possible': ['不能并入该事项：{why}。', 'It cannot be linked to that matter: {why}.'],
  'not-linked': ['此件没有并入其他事项。', 'This is not linked to another matter.'],
  'not-answered-elsewhere': [
    '没有单位答复过编号为 {originNumber} 的同一事项，不能并入。',
    'No office has answered that {originNumber} is the same matter; it cannot be linked to it.',
  ],
  'accepted-elsewhere': [
    '{office}正在办理或已终结同一事项（{originNumber}），不再受理；请并案，或写明理由认定不是同一事项。',
    '{office} has this matter in hand or concluded ({originNumber}); it is not accepted again: link it, or say with reasons that it is another.',
  ],
  'nothing-to-ask': ['此件不能向其他单位查询：{why}。', 'Other offices cannot be asked about this: {why}.'],
  'asked-too-often': [
    '今天的查询次数已用完（每天 {most} 次）。',
    'Today’s questions are used up ({most} a day).',
  ],
  'extension-once': ['办理期限已延长过一次，不能再延：{why}', 'The limit was extended once already: {why}'],
  'extension-expired': [
    '期限已过，不能再申请延期：{why}',
    'The limit has ended; it is extended before it ends: {why}',
  ],
  'extension-over-cap': [
    '延长的期限超过规定上限：{why}',
    'The extension is longer than the rule allows: {why}',
  ],
  'extension-not-provided': ['规则没有规定延期：{why}', 'The rules provide no extension here: {why}'],
  'extension-past-limit': [
    '延长后将超过上级交办期限，请先向上级申请延期：{why}',
    'The extended end passes the limit from above; ask above for an extension first: {why}',
  ],
  'clock-paused': [
    '听证期间计时中止，期满日尚未确定：{why}',
    'The clock stands still for a hearing; its end is not known yet: {why}',
  ],
  'advised-already': ['该建议已经提出：{number}', 'This advice was given already: {number}'],
  'not-extended': ['该期限未经延长：{why}', 'This limit was not extended: {why}'],
  'extension-relied-on': [
    '原期限已过，延期批准不能撤销：{why}',
    'The first date has passed; the extension cannot be taken back: {why}',
  ],
  'hearing-counts': [
    '听证所需时间只在规定不计入的期限中扣除；在办期限：{why}',
    'The time of a hearing is left out only where the rule says so; what runs: {why}',
  ],
  'paused-already': ['计时已经中止：{why}', 'The clock stands still already: {why}'],
  'not-paused': ['计时没有中止：{why}', 'The clock does not stand still: {why}'],
  'pause-outside-clock': ['日期不在该期限之内：{why}', 'The day lies outside the clock: {why}'],
  'pauses-overlap': ['与已扣除的听证时间重叠：{why}', 'The days were left out already: {why}'],
  'clock-met': ['该期限已经完成：{why}', 'This limit was met already: {why}'],
  'no-limit-to-extend': [
    '没有正在计算的办理期限（{of}）可以延长。',
    'No running limit ({of}) can be extended.',
  ],
  'approver-is-requester': [
    '申请人不能审批自己的延期（{user}）。',
    'Who asked for the extension does not approve it ({user}).',
  ],
  'already-accepted': [
    '对方已受理（{state}），不能撤回。',
    'The other office has accepted it ({state}); it cannot be recalled.',
  ],
  'barred-after-re-review': [
    '复核已经终结，不再受理。',
    'The re-review ended the matter; it is not taken up again.',
  ],
  'review-too-late': [
    '申请复查（复核）的期限已于{until}届满。',
    'The time to ask for a review ended on {until}.',
  ],
  'review-by-own-rules': [
    '该机关的答复不适用信访复查复核：{why}',
    'Answers of this body are reviewed by rules of its own: {why}',
  ],
  'same-opinion': [
    '复查要求重新处理，不得以同一事实作出相同意见。',
    'A re-decision ordered on review may not repeat the same opinion on the same facts.',
  ],
  'representatives-at-most': ['代表不得超过 {most} 人。', 'At most {most} representatives.'],
  'representatives-more-than-people': [
    '代表人数不能超过信访人数（{people} 人）。',
    'There cannot be more representatives than people ({people}).',
  ],
  'corrected-where-registered': [
    '登记内容由登记单位更正。',
    'An entry is corrected by the office that registered it.',
  ],
  'nothing-corrected': ['更正内容与原登记相同。', 'The entry says the same already.'],
  'attachment-type': [
    '不收此类文件：只收 PDF、JPEG、PNG、TIFF、OFD、不含宏的 Word 和 Excel、纯文本，按内容识别。',
    'Such a file is not taken: PDF, JPEG, PNG, TIFF, OFD, Word and Excel without macros, and plain text, judged by content.',
  ],
  'attachment-damaged': [
    '附件与收存时不一致或已缺失，请从备份恢复。',
    'The file is not as it was kept, or is gone; restore it from a backup.',
  ],
  'unknown-attachment': ['本单位没有此附件。', 'There is no such attachment at this office.'],
  'enclosure-shows-petitioner': [
    '附件显示信访人身份，不得送交此单位：请另收一份隐去身份的（shows=matter）。',
    'The file shows who the petitioner is and may not go there: keep a copy without it (shows=matter) and send that.',
  ],
  'enclosure-shows-accusation': [
    '附件显示检举控告内容，不得随摘转件送出：请另收一份已摘录的（shows=redacted）。',
    'The file shows the accusing part and may not go with a redacted copy: keep a redacted one (shows=redacted) and send that.',
  ],
  'unknown-draft': ['没有此草稿，或不属于此岗位。', 'There is no such draft of this post.'],
  'not-archived': ['此信访事项尚未归档。', 'This case was not archived.'],
  'slips-used-up': [
    '催办单已发 {used} 次，应改发督办函。',
    '{used} slips were sent already; what follows is a supervision letter.',
  ],
  'slip-out-of-turn': [
    '应发第 {next} 次催办单，不是第 {asked} 次。',
    'Slip {next} is the next one, not slip {asked}.',
  ],
  'no-reply-owed': ['没有待回复的督办函。', 'There is no supervision letter that waits for an answer.'],
  'replied-already': ['督办函已于 {on} 回复。', 'The supervision letter was answered on {on} already.'],
  'no-such-draft': [
    '没有待签发的此项拟稿：{draft}。',
    'There is no such draft that waits for a signature: {draft}.',
  ],
  'nothing-to-supervise': [
    '没有由本单位交出且尚未报结的件可以督办。',
    'Nothing that was sent from here is open, so there is nobody to supervise.',
  ],
  'selected-already': ['此事项已列为 {month} 重点督办件。', 'It is selected for {month} already.'],
  'urgency-unchanged': ['紧急程度已是{urgency}。', 'The urgency is {urgency} already.'],
  'no-letter-above': [
    '本事项没有上级发来的此督办函。',
    'No such supervision letter came from above on this matter.',
  ],
  'nothing-to-read': ['没有未签阅的催办或督办。', 'There is nothing unread.'],
  'submitted-already': [
    '已于 {on} 呈送{leader}，尚未批示。',
    'It was put before {leader} on {on} already and waits there.',
  ],
  'unknown-task': ['本事项没有此交办事项。', 'This matter has no such task.'],
  'task-ended': ['此交办事项已于 {on} 办结或撤销。', 'This task ended on {on} already.'],
  'task-on-a-leg': [
    '此事项已转由 {unit} 按来件办理，随该件办结。',
    'The leg to {unit} carries this task; it ends with that leg.',
  ],
  'not-a-scan': [
    '批示扫描件应为本事项附件中的 PDF 或图片。',
    'A scanned instruction is a PDF or picture among the files of this matter.',
  ],
  'responsible-unchanged': ['包案领导已是{leader}。', '{leader} is responsible for it already.'],
  'follow-up-by-the-office': [
    '回访和满意度由登记此事项的人大信访机构收集，承办单位不得收集。',
    'The congress office that registered the matter asks the petitioner, never the unit that handled it.',
  ],
  'unknown-meeting': ['没有此次会议。', 'There is no such meeting.'],
  'unknown-topic': ['没有此项议题。', 'There is no such topic.'],
  'on-agenda-already': ['此件已提出议题或已列入议程。', 'This matter is proposed or on an agenda already.'],
  'agenda-empty': ['议程尚无议题，不能发出通知。', 'The agenda is empty: there is nothing to invite to.'],
  'meeting-day-past': [
    '会议日期 {date} 早于今天（{today}）。',
    'The day of the meeting, {date}, lies before today, {today}.',
  ],
  'nobody-to-invite': [
    '拟邀请的单位均不得知悉议程所列事项。',
    'None of the units may learn of anything on the agenda.',
  ],
  'notice-outdated': ['会议安排已变更，请按最新通知回执。', 'The notice has changed: answer the latest one.'],
  'signer-not-present': [
    '{unit} 未到会，不能在纪要上签字。',
    '{unit} was not there and cannot sign the minutes.',
  ],
  'hearing-days-counted': ['这些听证日已扣除。', 'These hearing days are counted out already.'],
  'not-for-this-meeting': ['此类会议不能作出这种决定。', 'A meeting of this kind does not decide so.'],
  'unit-named-twice': ['同一单位列了两次。', 'A unit is named twice.'],
  'topic-undecided': ['尚有议题未议定：{topic}。', 'A topic is not decided yet: {topic}.'],
  'not-two-refusals': [
    '尚无两个单位先后不予受理，不能提请指定。',
    'Two bodies must have refused before somebody above them is asked to decide.',
  ],
} as const satisfies Record<RefusalSlug, Sentence>;
