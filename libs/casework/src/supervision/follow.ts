import { type LegEvent, type SettledBy, isOpenLeg, settle } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { spreadUrgency } from './urgency.js';
import { draftAfterRedo, planLadder } from './ladder.js';

/** What an event of a leg does to its reminders, letters and ladder, alike at both ends. Moves no limit. */
export async function followLeg(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  await followPapers(session, row, event);
  // A leg that was sent after the case became urgent takes its urgency along.
  if (event.type === 'arrive' && row.leg.fromNode === session.self)
    await spreadUrgency(session, row.caseId, [row]);
  if (mayMoveLimit(row, event)) await planLadder(session, row);
  if (event.type === 'redo') await draftAfterRedo(session, row);
}

/** What it settles of the papers on the leg, and the paper that it is itself: so also when the event is taken up again. */
export async function followPapers(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  const how = settledBy(row, event);
  if (how !== undefined) {
    for (const { supervision } of await session.tx.supervisions.ofLeg(row.leg.id)) {
      const settled = settle(supervision, how, event.on);
      if (settled !== supervision) await session.tx.supervisions.save(settled);
    }
  }
  if (event.type === 'interim-report') await keepInterimReport(session, row, event);
}

function settledBy(row: LegRow, event: LegEvent): SettledBy | undefined {
  if (event.type === 'interim-report') return 'interim-report';
  if (event.type === 'report' || event.type === 'mediated') return 'report';
  return isOpenLeg(row.leg) ? undefined : 'ended';
}

/** Most events leave every clock as it is; the ladder of a leg stands on its clocks alone. */
const mayMoveLimit = (row: LegRow, { clocks }: LegEvent): boolean =>
  !isOpenLeg(row.leg) || Object.values(clocks).some((changed: readonly unknown[]) => changed.length > 0);

async function keepInterimReport(
  session: Session,
  row: LegRow,
  event: Extract<LegEvent, { type: 'interim-report' }>,
): Promise<void> {
  await session.tx.documents.insert({
    id: session.desk.newId(),
    caseId: row.caseId,
    legId: row.leg.id,
    kind: 'interim-report',
    number: '',
    on: event.on,
    unit: row.leg.to,
    signer: event.by.user,
    text: event.data.text,
  });
}
