import { type LegEvent, isOpenLeg } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { followFiles } from '../enclosures/follow.js';
import {
  answeredHere,
  endWithLegs,
  handledHere,
  inHandAgain,
  noticeBelow,
  register,
  reopen,
  takeInHand,
} from '../desk/reactions.js';
import { followPapers } from '../supervision/follow.js';

/** What a leg's event left on the case at this end. Legs, slips and answers that followed come back by themselves. */
export async function reactAgain(acting: Session, row: LegRow, event: LegEvent): Promise<void> {
  const session = acting.asSystem();
  await followPapers(session, row, event);
  await followFiles(session, row, event);
  if (row.leg.fromNode === session.self) await atSender(session, row, event);
  if (row.leg.toNode === session.self && row.leg.fromNode !== session.self)
    await atReceiver(session, row, event);
}

async function atSender(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  switch (event.type) {
    case 'notify':
      return noticeBelow(session, row, event.data.how);
    case 'agree-return':
      return session.tx.legs.markRefused(row.leg.id, event.data.reason ?? '同意退回');
    case 'return-by-minutes':
      return session.tx.legs.markRefused(row.leg.id, `会议纪要 ${event.data.minutes}`);
    case 'refuse-by-guard':
      return session.tx.legs.markRefused(row.leg.id, event.data.slug);
    default:
      if (!isOpenLeg(row.leg)) await answered(session, row.caseId);
  }
}

async function atReceiver(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  switch (event.type) {
    case 'sign':
    case 'sign-by-minutes':
      await register(session, row, event.data.receiverNumber);
      if (event.type === 'sign-by-minutes') await takeInHand(session, row);
      return;
    case 'accept':
    case 'deem-accepted':
      return takeInHand(session, row);
    case 'pass-on':
      return outAgain(session, row.caseId);
    case 'report':
    case 'mediated':
      return handledHere(session, row);
    case 'pass':
      return answered(session, row.caseId);
    case 'apply-for-review':
      return reopen(session, row);
    case 'supplement':
    case 'redo':
      return inHandAgain(session, row);
    case 'agree-return':
    case 'return-by-minutes':
    case 'recall':
    case 'refuse-by-guard':
      return; // the copy is sealed with the message that said so
    default:
      if (!isOpenLeg(row.leg)) await endWithLegs(session, row);
  }
}

async function answered(session: Session, caseId: string): Promise<void> {
  const opened = await session.open(caseId);
  if (opened.ok) await answeredHere(session, opened.value.row, opened.value.legs);
}

/** What was handed on is out (K2), by whomever it was dispatched then. */
export async function outAgain(session: Session, caseId: string): Promise<void> {
  const row = await session.tx.cases.load(caseId);
  if (row === undefined || !BEFORE.includes(row.matter.state)) return;
  const clocks = row.matter.clocks.map((clock) =>
    clock.id === 'C1' && clock.metOn === undefined ? { ...clock, metOn: session.today } : clock,
  );
  await session.tx.cases.save({ ...row.matter, state: 'OUT', clocks });
  await session.note(caseId, 'rebuilt.dispatch', '信访工作条例22', '恢复：已分办');
}

const BEFORE: readonly string[] = ['RECEIVED', 'REGISTERED', 'SUBMITTED'];
