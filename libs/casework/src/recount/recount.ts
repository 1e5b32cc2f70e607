import { type Case, type RecountMove, recountClocks, recountLeg } from '#domain';
import { recounted } from '../desk/describe.js';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import type { CaseRow, LegRow } from '../ports.js';

/** Cases counted again between two looks at what is left. */
const BATCH = 100;

/** What a recount did. */
export interface Recounted {
  /** Cases that were looked at. */
  readonly cases: number;
  /** Clocks whose end moved later, whose earlier end was not taken over, that are no longer 暂定, whose rule fell away. */
  readonly moved: number;
}

/** 'NAT 1/2026.1': what an open clock is judged by. */
export const versionsText = ({ rulebook }: Desk): string =>
  `${rulebook.pack.id} ${rulebook.pack.version}/${rulebook.calendar.version}`;

/**
 * Counts the open clocks of this node again that were counted with another version of the calendar or the pack, and
 * only those: one unit of work for each case, at most `most` cases, so that it may stop anywhere and goes on where it
 * stopped. Run twice it does nothing the second time. What fails is put into `troubles`; the next run finds it again.
 */
export async function recountAll(
  desk: Desk,
  troubles: unknown[],
  most = Number.POSITIVE_INFINITY,
): Promise<Recounted> {
  const versions = versionsText(desk);
  const failed = new Set<string>();
  let cases = 0;
  let moved = 0;
  while (cases < most) {
    // What failed stays in the way: one more is read for each.
    const page = await desk.uow.run((tx) => tx.recounts.outdated(versions, BATCH + failed.size));
    const fresh = new Set(page.map(({ caseId }) => caseId).filter((id) => !failed.has(id)));
    if (fresh.size === 0) break;
    for (const caseId of fresh) {
      try {
        moved += await desk.uow.run((tx) => recountCase(systemSession(desk, tx), caseId, versions));
        cases += 1;
      } catch (error) {
        failed.add(caseId);
        troubles.push(error);
      }
    }
  }
  return { cases, moved };
}

async function recountCase(session: Session, caseId: string, versions: string): Promise<number> {
  const opened = await session.open(caseId);
  if (!opened.ok) throw new Error(`The case ${caseId} of a clock is not here.`);
  const { row, legs } = opened.value;
  let moved = await recountOffice(session, row);
  for (const leg of legs) moved += await recountOne(session, leg, row.matter);
  const ids = [caseId, ...legs.map(({ leg }) => leg.id)];
  await session.tx.recounts.judged(ids, versions);
  return moved;
}

/** The office's own clocks (C1, C2): no other end is told. */
async function recountOffice(session: Session, row: CaseRow): Promise<number> {
  const { rulebook } = session.desk;
  const { changed, moves } = recountClocks(row.matter.clocks, { rulebook, today: session.today });
  if (changed.length === 0) return 0;
  const clocks = row.matter.clocks.map(
    (clock) =>
      changed.find(
        (one) => one.rule === clock.rule && one.start === clock.start && one.about === clock.about,
      ) ?? clock,
  );
  const counted: Case = { ...row.matter, clocks };
  await session.tx.cases.save(counted);
  await noteMoves(session, row.matter.id, moves);
  return moves.length;
}

const noteMoves = (session: Session, caseId: string, moves: readonly RecountMove[]): Promise<void> => {
  const { pack, calendar } = session.desk.rulebook;
  const data = { calendar: calendar.version, pack: `${pack.id} ${pack.version}`, moves };
  return session.note(caseId, 'recount', '民法典203 [I]', recounted(data));
};

/** A leg is counted at the end that has the next word; the other end is told by the event. */
async function recountOne(session: Session, row: LegRow, matter: Case): Promise<number> {
  for (const end of ['receiver', 'sender'] as const) {
    const node = end === 'receiver' ? row.leg.toNode : row.leg.fromNode;
    if (node !== session.self) continue;
    const done = recountLeg(row.leg, session.legContext(row.leg, matter, end));
    if (!done.ok || done.value.events.length === 0) continue;
    await session.recordLeg(row, done.value);
    return done.value.events.flatMap((event) => (event.type === 'recount' ? event.data.moves : [])).length;
  }
  return 0;
}
