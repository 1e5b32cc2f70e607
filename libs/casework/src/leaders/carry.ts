import {
  type Instruction,
  type LegEvent,
  type Outcome,
  type Task,
  accepted,
  isOpenLeg,
  mayChase,
  moveTask,
} from '#domain';
import type { LegRow } from '../ports.js';
import type { LegPlan } from '../desk/leg-plan.js';
import { passOnIncoming } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';
import { mayMeet } from '../desk/wall.js';
import { issue } from '../supervision/issue.js';
import { papersOf } from '../supervision/open-leg.js';
import { type UnitMark, isUnitMark, limitOf } from './marks.js';

/** The case goes out (K1 → K2) as by any dispatch; given by the acts, which this folder must not import. */
export type Send = (caseId: string, legs: readonly LegRow[], plan: LegPlan) => Promise<Outcome<LegRow>>;

/**
 * The tasks of an instruction. Inside this node a task is a row of its own. A unit elsewhere, or without a node, gets
 * a leg whose basis is the instruction; where it holds one already, a letter on that leg, to be answered by the date of
 * the mark. Only the mark's own words go there, and the wall of the case is asked before (L1 30(3)).
 */
export async function setTasks(
  session: Session,
  { id, caseId, marks }: Instruction,
  send: Send,
): Promise<Outcome<undefined>> {
  for (const mark of marks.filter(isUnitMark)) {
    const leg = await carry(session, caseId, mark, send);
    if (!leg.ok) return leg;
    const task: Task = {
      id: session.desk.newId(),
      caseId,
      instruction: id,
      mark: mark.mark,
      unit: mark.unit,
      what: mark.what,
      setOn: session.today,
      setBy: session.actor,
      due: mark.due,
      state: 'open',
      ...(leg.value === undefined ? {} : { leg: leg.value }),
    };
    await session.tx.leaders.insertTask(task);
  }
  return accepted(undefined);
}

/** The leg that carries a task out of this node; undefined: it stays inside. */
async function carry(
  session: Session,
  caseId: string,
  mark: UnitMark,
  send: Send,
): Promise<Outcome<string | undefined>> {
  const { office } = session.desk;
  const row = await session.tx.cases.load(caseId);
  const unit = office.unit(mark.unit);
  if (row === undefined || unit === undefined || unit.id === session.self) return accepted(undefined);
  const legs = await session.tx.legs.ofCase(caseId);
  if (unit.node === session.self && unit.works === 'inside') {
    const may = await mayMeet(session, row.matter, [unit.id]);
    return may.ok ? accepted(undefined) : may;
  }
  const held = legs.find(
    ({ leg }) => leg.fromNode === session.self && leg.to === unit.id && leg.kind !== 'slip' && isOpenLeg(leg),
  );
  if (held !== undefined) {
    if (mayChase(held.leg).ok) await press(session, held, mark);
    return accepted(held.leg.id);
  }
  const passed = await passOnIncoming(session, row, legs, [unit.id], mark.what);
  if (!passed.ok) return passed;
  const sent = await send(caseId, passed.value, {
    kind: 'assign',
    wants: mark.mark === 'handle' ? 'result' : 'account',
    to: unit.id,
    limit: limitOf(mark),
    note: mark.what,
  });
  return sent.ok ? accepted(sent.value.leg.id) : sent;
}

/** Who has the matter in hand is not sent it a second time: a numbered letter says what the leader asks. */
async function press(session: Session, held: LegRow, { what, due }: UnitMark): Promise<void> {
  const { period = { n: 1, unit: '日' }, ...rest } = due;
  await issue(session, held, await papersOf(session, held.leg.id), {
    kind: 'letter',
    text: what,
    replyDue: { ...rest, period },
  });
}

/** A leg that carries tasks ended: they were carried out with it, or came back with it. */
export async function followTasks(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  if (isOpenLeg(row.leg) || row.leg.fromNode !== session.self) return;
  const came = row.leg.state !== 'DONE';
  for (const task of await session.tx.leaders.tasksOfLeg(row.leg.id)) {
    const note = came ? `${row.leg.letterNumber} 已退回或撤回` : `随 ${row.leg.letterNumber} 办结`;
    const moved = moveTask(task, came ? 'came-back' : 'carried-out', { note }, session.actor, event.on);
    if (moved.ok) await session.tx.leaders.saveTask(moved.value);
  }
}
