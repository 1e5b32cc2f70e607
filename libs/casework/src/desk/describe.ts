import type { LegEvent, LegEventDetails, Verdict } from '#domain';

/*
 * The history in words (zh-CN). Names of units and numbers of papers, never a petitioner's name;
 * what the petition or a report says stays in its document.
 */

const VERDICT_TEXT = { pass: '通过', supplement: '发还补办', redo: '退回重新办理' } as const satisfies Record<
  Verdict,
  string
>;

/** One sentence for one event of a leg. */
export function describeLegEvent(event: LegEvent): string {
  switch (event.type) {
    case 'arrive':
      return '已到达';
    case 'sign':
      return `签收，登记为 ${event.data.receiverNumber}`;
    case 'sign-by-minutes':
      return `按会议纪要签收并办理，登记为 ${event.data.receiverNumber}`;
    case 'refuse-by-guard':
      return `系统拒收：${event.data.slug}`;
    case 'recall':
      return `撤回：${event.data.reason}`;
    case 'object':
      return `提出异议：${event.data.reason}`;
    case 'agree-return':
      return event.data.reason === undefined ? '同意退回' : `同意退回：${event.data.reason}`;
    case 'confirm-assignment':
      return `维持原交办：${event.data.reason}`;
    case 'accept':
      return '受理';
    case 'deem-accepted':
      return '异议期满未提出异议，视为受理';
    case 'pass-on':
      return `转${event.data.to.join('、')}办理`;
    case 'handle':
      return '开始办理';
    case 'convene':
      return '提交会议协调';
    case 'return-by-minutes':
      return `按会议纪要退回：${event.data.minutes}`;
    case 'wait-by-minutes':
      return `按会议纪要由下级办理：${event.data.minutes}`;
    case 'objection-stands':
      return `会议未作决定，异议待核：${event.data.reason}`;
    case 'back-in-hand':
      return `会议未作决定，继续办理：${event.data.reason}`;
    case 'notify':
      return `告知信访人：${event.data.how}`;
    case 'request-extension':
      return `申请延期${event.data.days}日：${event.data.reason}`;
    case 'approve-extension':
      return `批准延期${event.data.days}日`;
    case 'refuse-extension':
      return `不予延期：${event.data.reason}`;
    case 'lapse-extension':
      return '期满未批，延期申请失效';
    case 'revoke-extension':
      return `撤销延期批准，恢复原期限：${event.data.reason}`;
    case 'interim-report':
      return '报告办理进展';
    case 'pause-for-hearing':
      return `听证，自${event.data.from}起期限暂停计算：${event.data.reason}`;
    case 'resume-after-hearing':
      return `听证至${event.data.until}结束，期限继续计算${newEnds(event)}`;
    case 'recount':
      return recounted(event.data);
    case 'children-done':
      return '下级办理情况已核实';
    case 'report':
    case 'mediated':
      return event.data.verdict === undefined
        ? `${event.data.verification === true ? '上报办理情况' : '报结'}：${event.data.number}`
        : `签发反馈意见单 ${event.data.number}：${VERDICT_TEXT[event.data.verdict]}`;
    case 'lead-into-procedure':
      return `导入法定程序：${event.data.procedure}`;
    case 'pass':
      return event.data.slipNumbers.length === 0
        ? '审核通过'
        : `审核通过（反馈意见单 ${event.data.slipNumbers.join('、')}）`;
    case 'take-note':
      return '收悉，办结本件';
    case 'supplement':
      return `发还补办：${event.data.list.join('；')}${cited(event.data.slipNumber)}`;
    case 'redo':
      return `退回重新办理：${event.data.defects.join('；')}${cited(event.data.slipNumber)}`;
    case 'serve':
      return event.data.answered ? `答复送达：${event.data.how}` : `未答复，依法理由：${event.data.how}`;
    case 'answered-below':
      return `下级已答复送达：${event.data.how}`;
    case 'apply-for-review':
      return '申请复查';
    case 'uphold':
      return `复查维持：${event.data.number}`;
    case 'change-or-revoke':
      return `复查变更或撤销：${event.data.number}`;
  }
}

const cited = (slip: string | undefined): string => (slip === undefined ? '' : `（反馈意见单 ${slip}）`);

const newEnds = ({ clocks }: LegEvent): string =>
  (clocks.replaced ?? []).map(({ id, effective }) => `；${id} 期满日改为 ${effective}`).join('');

/** 原期满日 → 新期满日, with both versions. */
export const recounted = ({ calendar, pack, moves }: LegEventDetails['recount']): string =>
  `重新计算期限（规则 ${pack}，日历 ${calendar}）：${moves
    .map(({ clock, what, from, to, by }) => {
      switch (what) {
        case 'later':
          return `${clock} 由 ${from}（${by}）改为 ${to}`;
        case 'earlier-kept':
          return `${clock} 按新历为 ${to}，不提前，仍为 ${from}（${by}）`;
        case 'confirmed':
          return `${clock} ${to} 不再是暂定（${by}）`;
        case 'cleared':
          return `${clock} 规则已停用，不再计时（原 ${from}，${by}）`;
      }
    })
    .join('；')}`;
