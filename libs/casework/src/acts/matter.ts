import type { ActAnswer, ActBody } from '#contract';
import {
  type Outcome,
  articleOf,
  linkCase,
  linkElsewhere as endElsewhere,
  refuse,
  unlinkCase,
} from '#domain';
import type { CaseRow } from '../ports.js';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { carryGuards } from '../desk/wall.js';
import { askAbout } from '../matter/ask.js';
import { repeatNumbers } from '../matter/repeat-numbers.js';

/** 并入原事项. The office that holds the earlier case sees one line; the petitioner is told nothing by it. */
export async function link(session: Session, id: string, body: ActBody<'link'>): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const target = await session.tx.cases.loadByOrigin(body.to);
  if (target === undefined) return refuse('link-not-possible', { why: 'unknown' }, '信访工作条例19(3)');
  const linked = linkCase(
    row.matter,
    target.matter,
    legs.map((entry) => entry.leg),
    session,
  );
  if (!linked.ok) return linked;
  const carried = await carryGuards(session, row.matter, target.matter);
  if (!carried.ok) return carried;
  await moveItems(session, row, target);
  await session.recordCase(linked.value, 'link', '信访工作条例19(3)', `并入 ${target.matter.originNumber}`);
  return answer(session, id);
}

async function moveItems(session: Session, { matter }: CaseRow, { matter: target }: CaseRow): Promise<void> {
  const store = session.tx.matter;
  const own = await store.itemsOf(matter.id);
  const numbers = repeatNumbers(target.originNumber, await store.itemsOf(target.id), own.length);
  await store.links.insert({
    caseId: matter.id,
    targetId: target.id,
    on: session.today,
    items: own.map(({ id, number }) => ({ id, number })),
  });
  for (const [at, item] of own.entries()) {
    await store.links.moveItem(item.id, target.id, numbers[at] ?? item.number);
  }
  const text = `${matter.originNumber} 并入本事项，编为 ${numbers.join('、')}`;
  await session.note(target.id, 'item-linked', '信访工作条例19(3)', text);
}

/** 撤销并案: the items go back under their old numbers, the case stands as it stood, with its clocks. */
export async function unlink(
  session: Session,
  id: string,
  body: ActBody<'unlink'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const back = unlinkCase(opened.value.row.matter, session);
  if (!back.ok) return back;
  const record = await session.tx.matter.link(id);
  if (record !== undefined) {
    const target = await session.tx.cases.load(record.targetId);
    // Its items went on with the case they came to; that link is to be undone first.
    if (target?.matter.state === 'LINKED')
      return refuse('link-not-possible', { why: 'target-linked-away' }, '信访工作条例19(3)');
    for (const item of record.items) await session.tx.matter.links.moveItem(item.id, id, item.number);
    await session.tx.matter.links.remove(id);
    const text = `撤销并案：${back.value.originNumber} 恢复为独立事项`;
    await session.note(record.targetId, 'item-unlinked', '[I]', text);
  }
  await session.recordCase(back.value, 'unlink', '[I]', `撤销并案：${body.reason}`);
  return answer(session, id);
}

/** Guard 11: in hand elsewhere, so not accepted again; registered it is, and linked by the other office's answer. */
export async function linkElsewhere(
  session: Session,
  id: string,
  body: ActBody<'link-elsewhere'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const known = await session.tx.matter.elsewhere(id);
  const there = known.find(({ originNumber, another }) => originNumber === body.to && !another);
  if (there === undefined)
    return refuse('not-answered-elsewhere', { originNumber: body.to }, '信访工作条例19(3)');
  const { row, legs } = opened.value;
  const linked = endElsewhere(
    row.matter,
    legs.map((entry) => entry.leg),
    body.how,
    session,
  );
  if (!linked.ok) return linked;
  const office = session.desk.office.unit(there.office)?.zh ?? there.office;
  const text = `${office}已有同一事项 ${there.originNumber}，不再受理，并入该事项`;
  await session.recordCase(linked.value, 'link-elsewhere', articleOf(there.consequence), text);
  return answer(session, id);
}

/** Asks again, for example after the other office had to be told by telephone that a letter was on its way. */
export async function askElsewhere(
  session: Session,
  id: string,
  body: ActBody<'ask-elsewhere'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const asked = await askAbout(session, opened.value.row.matter);
  return asked.ok ? answer(session, id) : asked;
}

/** 认定不是同一事项: codes can meet where matters differ; a person says so, with reasons. */
export async function notTheSame(
  session: Session,
  id: string,
  body: ActBody<'not-the-same'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const known = await session.tx.matter.elsewhere(id);
  const theirs = known.filter(({ originNumber }) => originNumber === body.to);
  if (theirs.length === 0) return refuse('not-answered-elsewhere', { originNumber: body.to });
  for (const one of theirs) await session.tx.matter.across.answered({ ...one, another: true });
  await session.note(id, 'not-the-same', '[I]', `认定与 ${body.to} 不是同一事项：${body.reason}`);
  return answer(session, id);
}
