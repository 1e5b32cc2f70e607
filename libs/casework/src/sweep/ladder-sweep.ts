import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import { climb, isOfficeTime } from '../supervision/ladder.js';

const BATCH = 50;

/**
 * The ladder's part of the sweep: only on working days in office hours, one unit of work for each leg, so that workers
 * wait for each other at the case and then find nothing left to fire.
 */
export async function sweepLadders(desk: Desk): Promise<number> {
  if (!isOfficeTime(desk, desk.time.now())) return 0;
  const today = desk.legalDay(desk.time.now());
  let fired = 0;
  for (;;) {
    const due = await desk.uow.run((tx) => tx.supervisions.dueLadders(today, BATCH));
    for (const { legId, caseId } of due) {
      fired += await desk.uow.run(async (tx) => {
        const session = systemSession(desk, tx);
        const opened = await session.open(caseId);
        const row = opened.ok ? opened.value.legs.find(({ leg }) => leg.id === legId) : undefined;
        if (row !== undefined) return climb(session, row);
        await tx.supervisions.planLadder(legId, caseId, undefined);
        return 0;
      });
    }
    if (due.length < BATCH) return fired;
  }
}
