import { type Decision, type MeetingKind, type Outcome, accepted } from '#domain';
import type { CaseRow } from '../ports.js';
import type { LegPlan } from '../desk/leg-plan.js';
import type { Session } from '../desk/session.js';
import { sendFrom } from '../acts/on-cases.js';
import { handOnCase } from './hand-on.js';
import { freeLegs, settleLegs } from './legs.js';

/** The minutes by which a decision is carried out. */
export interface ByMinutes {
  readonly meetingId: string;
  readonly kind: MeetingKind;
  readonly number: string;
  /** Whom they bind (guard 13); who did not sign gets an ordinary letter, to which it may object. */
  readonly signedBy: readonly string[];
  readonly present: readonly string[];
}

/**
 * What follows from minutes for one case: objected legs end, the convener's own leg waits below, lead, co and handover
 * legs go out, a ruling "for this kind of matter" enters the competence table. Answers the legs that it made.
 */
export async function carryOut(
  session: Session,
  row: CaseRow,
  decision: Decision,
  minutes: ByMinutes,
): Promise<Outcome<readonly string[]>> {
  const called = { id: minutes.meetingId, kind: minutes.kind };
  switch (decision.kind) {
    case 'assign':
    case 'handover': {
      const settled = await settleLegs(session, row, called, minutes.number);
      if (!settled.ok) return settled;
      const sent = await sendAll(session, row.matter.id, plansOf(decision), minutes);
      if (sent.ok && decision.kind === 'assign' && decision.forThisKind !== undefined)
        await session.tx.competences.teach({ ...decision.forThisKind, minutes: minutes.number });
      return sent;
    }
    case 'hand-on': {
      const settled = await settleLegs(session, row, called, minutes.number);
      if (!settled.ok) return settled;
      const { reason } = decision;
      const handed = await handOnCase(session, row, { reason, between: minutes.present });
      if (!handed.ok) return handed;
      return accepted(handed.value === undefined ? [] : [handed.value.leg.id]);
    }
    case 'adjourn':
    case 'heard':
    case 'instrument': {
      const freed = await freeLegs(session, row, '会议未议定承办单位');
      return freed.ok ? accepted([]) : freed;
    }
  }
}

type Planned = Pick<LegPlan, 'kind' | 'to' | 'limit'>;

function plansOf(decision: Extract<Decision, { kind: 'assign' | 'handover' }>): readonly Planned[] {
  if (decision.kind === 'handover')
    return decision.receivers.map(({ to, days }) => ({
      kind: 'handover',
      to,
      limit: days === undefined ? {} : { days },
    }));
  const limit = { days: decision.days };
  return [
    { kind: 'lead', to: decision.lead, limit },
    ...decision.co.map((to) => ({ kind: 'co' as const, to, limit })),
  ];
}

async function sendAll(
  session: Session,
  caseId: string,
  plans: readonly Planned[],
  minutes: ByMinutes,
): Promise<Outcome<readonly string[]>> {
  const group = session.desk.newId();
  const made: string[] = [];
  for (const plan of plans) {
    const bound = minutes.signedBy.includes(plan.to) ? { byMinutes: minutes.number } : {};
    const sent = await sendFrom(
      session,
      caseId,
      await session.tx.legs.ofCase(caseId),
      { ...plan, wants: 'result', group, ...bound },
      'meeting',
    );
    if (!sent.ok) return sent;
    made.push(sent.value.leg.id);
  }
  return accepted(made);
}
