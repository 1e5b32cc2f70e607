import { type Supervision, rulingClock } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';

/** The act of a reply in the history. */
export const REPLY = 'supervision.reply';

/** At the sender: what was not taken up is heard in person (domain.md §5: "or refusal"). */
export async function afterReply(session: Session, row: LegRow, paper: Supervision): Promise<void> {
  if (paper.reply?.adopted !== false || row.leg.fromNode !== session.self) return;
  const ruling = rulingClock(row.leg);
  const text = `督办意见未被采纳（${paper.number}），建议听取汇报、约见单位负责人`;
  const fired = await session.tx.supervisions.fire({
    legId: row.leg.id,
    caseId: row.caseId,
    place: ruling?.place ?? 0,
    name: 'hearing',
    level: 'hearing',
    on: session.today,
    due: ruling?.clock.effective ?? session.today,
    state: 'draft',
    text,
  });
  if (fired) await session.asSystem().note(row.caseId, 'draft.hearing', '[I]', text, row.leg.id);
}
