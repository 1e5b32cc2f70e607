import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type Leg,
  type LocalDate,
  type Outcome,
  incomingOf,
  isLocalLeg,
  refuse,
  rule,
} from '#domain';
import { notAtThisEnd } from '../desk/acting-end.js';
import { answer } from '../desk/perform.js';
import { redoLimit } from '../desk/redo-limit.js';
import type { Session } from '../desk/session.js';
import { mayReview } from '../desk/wall.js';
import type { LegRow } from '../ports.js';
import { tellOn } from '../succession/move.js';

/**
 * 逐级退回: the tier above sent this office's report back, so what was passed below is opened again, before its answer
 * goes out (domain.md §5, L9 through the tiers). Undefined: it is an ordinary review of a reported result.
 */
export async function sendBack(
  session: Session,
  id: string,
  body: ActBody<'review'>,
): Promise<Outcome<ActAnswer> | undefined> {
  const { verdict, remarks = [] } = body;
  const caseId = await session.tx.legs.caseOf(id);
  if (verdict === 'pass' || caseId === undefined) return undefined;
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const { row: matter, legs } = opened.value;
  const row = legs.find(({ leg }) => leg.id === id);
  if (row?.leg.state !== 'ANSWERING' || row.leg.fromNode !== session.self) return undefined;
  if (!wasSentBack(legs, session.self)) return undefined;
  if (row.version !== body.version)
    return refuse('stale-version', { seen: String(body.version), now: String(row.version) });
  const may = notAtThisEnd(session, row, 'sender') ?? mayReview(session, matter.matter, session.actor.unit);
  if (!may.ok) return may;
  if (remarks.length === 0) return refuse('reason-required', { what: '补办清单或退回缺陷' });
  const within = redoLimit(session, legs);
  if (!isLocalLeg(row.leg) && row.leg.answeredBy === 'handler') {
    const asked = { on: session.today, by: session.actor, verdict, remarks };
    await session.note(
      caseId,
      'send-back-asked',
      '信访工作条例28',
      `上级退回，要求下级重新办理：${remarks.join('；')}`,
      id,
    );
    await tellOn(session, row.leg, row.leg.toNode, 'huiyin.leg.send-back-asked.v1', { ...asked, ...within });
    return answer(session, caseId, id);
  }
  const done = await openAgain(session, row, matter.matter, { verdict, remarks, ...within });
  return done.ok ? answer(session, caseId, id) : done;
}

/** What is sent back, and until when it may take. */
export interface SendingBack {
  readonly verdict: 'supplement' | 'redo';
  readonly remarks: readonly string[];
  readonly notAfter?: LocalDate | undefined;
}

/** At whichever end decides: the office that gives the answer itself, or the node of the handling organ. */
export async function openAgain(
  session: Session,
  row: LegRow,
  matter: Case,
  { verdict, remarks, notAfter }: SendingBack,
): Promise<Outcome<LegRow>> {
  const { leg } = row;
  const ownAnswer = leg.answeredBy === 'sender';
  const acting = ownAnswer ? session : session.asSystem();
  const context = acting.legContext(leg, matter, ownAnswer ? 'sender' : 'receiver');
  const within = notAfter === undefined ? {} : { notAfter };
  const moved = rule(leg, verdict, remarks, undefined, { ...context, ...within });
  return moved.ok ? { ok: true, value: await acting.recordLeg(row, moved.value) } : moved;
}

/** The leg by which the matter came was reported once and is in hand again. */
const wasSentBack = (legs: readonly LegRow[], self: string): boolean =>
  incomingOf(
    legs.map(({ leg }) => leg),
    self,
  ).some(isInHandAgain);

const isInHandAgain = ({ state, reports }: Leg): boolean =>
  state === 'REDO' || (reports > 0 && (state === 'HANDLING' || state === 'WAITING'));
