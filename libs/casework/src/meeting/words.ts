import type { Decision, MeetingKind } from '#domain';
import type { Session } from '../desk/session.js';

export const KIND_TEXT = {
  coordination: '协调会',
  special: '专题会议',
  joint: '人大信访联席会',
  handover: '交办会',
  'hearing-a-report': '听取汇报',
  directors: '主任会议',
} as const satisfies Record<MeetingKind, string>;

const INSTRUMENT_TEXT = { 'special-inquiry': '专题询问', questioning: '质询' } as const;

export const nameOf = (session: Session, unit: string): string => session.desk.office.unit(unit)?.zh ?? unit;

/** A decision as the minutes have it (zh-CN). */
export function describeDecision(session: Session, decision: Decision): string {
  const names = (units: readonly string[]): string => units.map((unit) => nameOf(session, unit)).join('、');
  switch (decision.kind) {
    case 'assign':
      return `由${nameOf(session, decision.lead)}主办${decision.co.length === 0 ? '' : `，${names(decision.co)}协办`}，${decision.days}日内办结`;
    case 'handover':
      return `交${names(decision.receivers.map(({ to }) => to))}办理`;
    case 'adjourn':
      return `本次会议未作决定，下次再议：${decision.reason}`;
    case 'hand-on':
      return `提请指定：${decision.reason}`;
    case 'heard':
      return `听取汇报：${decision.text}${decision.reportBy === undefined ? '' : `；${decision.reportBy} 前再次报告`}`;
    case 'instrument':
      return `提请常务委员会${INSTRUMENT_TEXT[decision.instrument]}：${decision.text}`;
  }
}
