import type { ActAnswer, ActBody } from '#contract';
import {
  type Instruction,
  type Outcome,
  accepted,
  mayFollowUp,
  moveCase,
  moveTask,
  readBy,
  refuse,
} from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { setTasks } from '../leaders/carry.js';
import { isUnitMark, lineOf, marksOf } from '../leaders/marks.js';
import { fileProposal } from '../leaders/proposal.js';
import { leaderNamed, putBefore } from '../leaders/put-before.js';
import { scanOf } from '../leaders/scan.js';
import { toldOf } from '../leaders/told.js';
import { sendFrom } from './on-cases.js';

/* 呈批, 批示 and the tasks that marks set; 包案领导; 回访. What an instruction says stands in its paper, never in the history. */

type Answer = Promise<Outcome<ActAnswer>>;

/** 拟办 → 呈批; with a leader named it is on that leader's list at once. */
export async function propose(session: Session, id: string, body: ActBody<'propose'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  if (body.to !== undefined && session.desk.office.unit(body.to) === undefined)
    return refuse('addressee-unknown', { to: body.to });
  if (body.dueBy !== undefined && body.dueBy < session.today)
    return refuse('date-before-event', { date: body.dueBy, today: session.today });
  const moved = moveCase(opened.value.row.matter, 'propose', session);
  if (!moved.ok) return moved;
  await fileProposal(session, id, body);
  const { leader } = body;
  if (leader === undefined) {
    await session.recordCase(moved.value, 'propose', '[I]', '拟办，呈批');
    return answer(session, id);
  }
  const before = await putBefore(session, id, leader, undefined);
  if (!before.ok) return before;
  await session.recordCase(moved.value, 'propose', '[I]', `拟办，呈${before.value.leader}批示`);
  return answer(session, id);
}

/** 呈批: before a named leader; a case that is out or answered is put before a leader as it is. */
export async function submit(session: Session, id: string, body: ActBody<'submit'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const moved = moveCase(opened.value.row.matter, 'submit', session);
  if (!moved.ok) return moved;
  const before = await putBefore(session, id, body.leader, body.note);
  if (!before.ok) return before;
  await session.recordCase(moved.value, 'submit', '[I]', `呈${before.value.leader}批示`);
  return answer(session, id);
}

/** 批示 on one case. */
export async function instruct(session: Session, id: string, body: ActBody<'instruct'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const done = await instructOne(session, opened.value, body);
  return done.ok ? answer(session, id) : done;
}

/**
 * 批示 on the list of the day. Cases are locked in the order of their ids, so that two lists never wait for each other
 * in a circle; a refusal names the case, and nothing of the list is done.
 */
export async function instructList(
  session: Session,
  _id: string,
  { list }: ActBody<'instruct-list'>,
): Answer {
  const cases: { caseId: string; originNumber: string; caseVersion: number }[] = [];
  // Ids are compared as bytes: one that is written in capitals is the same.
  const lines = list.map((line) => ({ ...line, caseId: line.caseId.toLowerCase() }));
  for (const line of lines.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))) {
    const opened = await onCase(session, line.caseId, line.version);
    const done = opened.ok ? await instructOne(session, opened.value, line) : opened;
    if (!done.ok) {
      const matter = opened.ok ? opened.value.row.matter.originNumber : line.caseId;
      return { ...done, details: { ...done.details, matter } };
    }
    const now = await answer(session, line.caseId);
    if (!now.ok) return now;
    const { caseId, originNumber, caseVersion } = now.value;
    cases.push({ caseId, originNumber, caseVersion });
  }
  const [first] = cases;
  return first === undefined
    ? refuse('unknown-case')
    : accepted({ ...first, cases, warnings: session.warnings });
}

type Said = Pick<ActBody<'instruct'>, 'text' | 'marks' | 'scan'>;

async function instructOne(
  session: Session,
  { row }: { readonly row: CaseRow; readonly legs: readonly LegRow[] },
  { text, marks: given = [], scan: scanned }: Said,
): Promise<Outcome<undefined>> {
  const { id } = row.matter;
  const moved = moveCase(row.matter, 'instruct', session);
  if (!moved.ok) return moved;
  const marks = marksOf(session, given);
  if (!marks.ok) return marks;
  const scan = await scanOf(session, id, scanned);
  if (!scan.ok) return scan;
  const readings = await session.tx.leaders.readings(id);
  const mine = readings.findLast((one) => one.state === 'waiting' && one.leader === session.actor.user);
  const { today: on, at, actor: by } = session;
  const units = marks.value.filter(isUnitMark).map(({ unit }) => unit);
  const insideUnits = units.filter((unit) => session.desk.office.unit(unit)?.works === 'inside');
  const instruction: Instruction = {
    ...{ id: session.desk.newId(), caseId: id, by, on, at, marks: marks.value },
    ...(text === undefined ? {} : { text }),
    ...(scan.value === undefined ? {} : { scan: scan.value }),
    told: toldOf(session, mine?.submittedBy.user, insideUnits),
  };
  const line = lineOf(session, marks.value, scan.value !== undefined);
  await session.recordCase(moved.value, 'instruct', '[I]', line);
  await session.tx.leaders.insertInstruction(instruction);
  await fileInstruction(session, instruction, line);
  for (const read of readBy(readings, by.user, instruction.id, on))
    await session.tx.leaders.saveReading(read);
  return setTasks(session, instruction, (caseId, legs, plan) => sendFrom(session, caseId, legs, plan));
}

/** The paper of the dossier: what was said, or that it stands on the scan. */
async function fileInstruction(
  session: Session,
  { id, caseId, on, by, text }: Instruction,
  line: string,
): Promise<void> {
  const { unit, user: signer } = by;
  await session.tx.documents.insert({
    ...{ id, caseId, kind: 'instruction', number: '', on, unit, signer },
    text: text ?? line,
  });
}

/** 办结交办事项. */
export async function finishTask(session: Session, id: string, body: ActBody<'finish-task'>): Answer {
  const number = body.number === undefined ? {} : { number: body.number };
  return endTask(session, id, body, 'finish', { note: body.note, ...number });
}

/** 撤销交办事项. */
export const withdrawTask = (session: Session, id: string, body: ActBody<'withdraw-task'>): Answer =>
  endTask(session, id, body, 'withdraw', { note: body.reason });

async function endTask(
  session: Session,
  id: string,
  { task: taskId, version }: { readonly task: string; readonly version: number },
  event: 'finish' | 'withdraw',
  ended: { readonly note: string; readonly number?: string },
): Answer {
  const opened = await onCase(session, id, version);
  if (!opened.ok) return opened;
  const task = (await session.tx.leaders.tasks(id)).find((one) => one.id === taskId.toLowerCase());
  if (task === undefined) return refuse('unknown-task');
  if (event === 'withdraw' && session.actor.unit !== session.self)
    return refuse('not-your-unit', { unit: session.self });
  const moved = moveTask(task, event, ended, session.actor, session.today);
  if (!moved.ok) return moved;
  await session.tx.leaders.saveTask(moved.value);
  await session.tx.cases.save(opened.value.row.matter);
  const unit = session.desk.office.unit(task.unit)?.zh ?? task.unit;
  const words = event === 'finish' ? '办结批示交办事项' : '撤销批示交办事项';
  await session.note(id, `${event}-task`, '[I]', `${unit}${words}`);
  return answer(session, id);
}

/** 包案领导: the first, or another in his place. */
export async function setResponsible(session: Session, id: string, body: ActBody<'set-responsible'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const leader = leaderNamed(session, body.leader);
  if (!leader.ok) return leader;
  if (await session.tx.guards.isExcluded(id, { unit: session.self, user: leader.value }))
    return refuse('conflict-of-interest', {}, '信访工作条例28(3)');
  const before = matter.responsible?.leader;
  if (before === leader.value) return refuse('responsible-unchanged', { leader: before });
  const responsible = { leader: leader.value, since: session.today };
  const moved = moveCase(matter, 'set-responsible', session, { responsible });
  if (!moved.ok) return moved;
  const change = before === undefined ? leader.value : `${before} → ${leader.value}`;
  await session.recordCase(moved.value, 'set-responsible', '[I]', `包案领导：${change}（${body.reason}）`);
  return answer(session, id);
}

/** 回访: what the petitioner said of the handling, asked by the office that registered the matter. */
export async function followUp(session: Session, id: string, body: ActBody<'follow-up'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const moved = moveCase(row.matter, 'follow-up', session);
  if (!moved.ok) return moved;
  const may = mayFollowUp(row.matter, session.actor, session.self);
  if (!may.ok) return may;
  const handled = legs.findLast(({ leg }) => leg.service !== undefined)?.leg.to;
  const { how, reached, rating, fulfilled, note } = body;
  await session.tx.leaders.insertFollowUp({
    ...{ id: session.desk.newId(), caseId: id, on: session.today, by: session.actor, how, reached },
    ...(rating === undefined ? {} : { rating }),
    ...(fulfilled === undefined ? {} : { fulfilled }),
    ...(note === undefined ? {} : { note }),
    ...(handled === undefined ? {} : { unit: handled }),
  });
  const line = reached ? `回访（${how}）` : `回访（${how}），未联系到信访人`;
  await session.recordCase(moved.value, 'follow-up', '[I]', line);
  return answer(session, id);
}
