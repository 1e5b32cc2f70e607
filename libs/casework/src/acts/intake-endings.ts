import type { ActAnswer, ActBody } from '#contract';
import {
  type CaseEventType,
  type Ending,
  type Outcome,
  clocksOnReceipt,
  endCase,
  moveCase,
  refuse,
  reopenCase,
} from '#domain';
import { answer, onCase } from '../desk/perform.js';
import { manifestOf } from '../desk/seal.js';
import { passOnIncoming, sendLeg } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';

/* What becomes of a matter beside the main line: it ends here (X1, X2, X4, X6, X7), is our own, is sealed, begins again. */

type Answer = Promise<Outcome<ActAnswer>>;

/** The paper and the line that an ending leaves. */
interface Trace {
  readonly basis: string;
  readonly line: string;
  /** Letters of the register `告`; a filing note has no number of its own. */
  readonly paper: { readonly kind: 'notice' | 'note'; readonly text: string };
}

async function end(session: Session, id: string, seen: number, ending: Ending, trace: Trace): Answer {
  const opened = await onCase(session, id, seen);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const known = await session.tx.petitioners.get(id);
  const ended = endCase(row.matter, ending, {
    today: session.today,
    actor: session.actor,
    legs: legs.map(({ leg }) => leg),
    reachable: known?.petitioner.name !== undefined,
  });
  if (!ended.ok) return ended;
  const number = trace.paper.kind === 'notice' ? await session.documentNumber('告') : '';
  const line = number === '' ? trace.line : `${trace.line}，${number}`;
  await session.recordCase(ended.value, ending.event, trace.basis, line);
  await file(session, id, trace.paper.kind, number, trace.paper.text);
  return answer(session, id);
}

/** Puts a paper of this office to the case. */
export async function file(
  session: Session,
  caseId: string,
  kind: 'notice' | 'note',
  number: string,
  text: string,
): Promise<void> {
  const { today: on, actor } = session;
  const signed = { unit: actor.unit, signer: actor.user };
  await session.tx.documents.insert({ id: session.desk.newId(), caseId, kind, number, on, ...signed, text });
}

const said = ({ how }: { readonly how?: string }): { how?: string } => (how === undefined ? {} : { how });

/** 告知向有权机关提出 → X7. */
export const tellWhomToTurnTo = (
  session: Session,
  id: string,
  body: ActBody<'tell-whom-to-turn-to'>,
): Answer =>
  end(
    session,
    id,
    body.version,
    { event: 'tell-whom-to-turn-to', ...said(body) },
    {
      basis: '信访工作条例23(1)',
      line: `告知向有权机关提出（${body.how ?? '书面'}）`,
      paper: { kind: 'notice', text: body.text },
    },
  );

/** 不予受理 → X1. */
export const reject = (session: Session, id: string, body: ActBody<'reject'>): Answer =>
  end(
    session,
    id,
    body.version,
    { event: 'reject', ...said(body) },
    {
      basis: body.article,
      line: `不予受理（${body.article}）：${body.reason}`,
      paper: { kind: 'notice', text: `不予受理。依据：${body.article}。理由：${body.reason}` },
    },
  );

/** 存查 → X4. */
export const keep = (session: Session, id: string, body: ActBody<'keep'>): Answer =>
  end(
    session,
    id,
    body.version,
    { event: 'keep', reason: body.reason },
    {
      basis: '[I]',
      line: `存查，不予答复：${body.reason}`,
      paper: { kind: 'note', text: `存查：${body.reason}` },
    },
  );

/** 撤回 → X6. The petitioner's own words stay in the paper. */
export const withdraw = (session: Session, id: string, body: ActBody<'withdraw'>): Answer =>
  end(
    session,
    id,
    body.version,
    { event: 'withdraw' },
    {
      basis: '[I]',
      line: `信访人撤回（${body.how ?? '书面'}）`,
      paper: { kind: 'note', text: `信访人撤回：${body.reason}` },
    },
  );

/** 导入法定程序 → X2, with the route that it now has. */
export const leadIntoProcedure = (
  session: Session,
  id: string,
  body: ActBody<'lead-into-procedure'>,
): Answer =>
  end(
    session,
    id,
    body.version,
    { event: 'lead-into-procedure', route: body.route, ...said(body) },
    {
      basis: `信访工作条例${body.route}`,
      line: `导入法定程序：${body.procedure}`,
      paper: { kind: 'notice', text: `${body.procedure}\n${body.text}` },
    },
  );

/** 本级职权内事项: the first committee leads, the others help; this office gives the one reply (guard 12). */
export async function ownCompetence(session: Session, id: string, body: ActBody<'own-competence'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const stranger = body.to.find((unit) => session.desk.office.unit(unit)?.role !== 'committee');
  if (stranger !== undefined) {
    return refuse('addressee-not-competent', { to: stranger }, '上海市信访条例30(1)');
  }
  // Guard 8: what the table gives to an agency or a government is not ours to decide, whoever studies it.
  const { office } = session.desk;
  const competent = office.competence(opened.value.row.matter.dossier?.topic ?? '')?.to;
  if (competent !== undefined && office.unit(competent)?.body !== 'congress') {
    return refuse('congress-does-not-decide', { to: competent }, '北京市信访条例30');
  }
  const passed = await passOnIncoming(session, opened.value.row, opened.value.legs, body.to, body.note);
  if (!passed.ok) return passed;
  // Loaded again: passing on may have registered the case and given it its local number.
  const current = await session.tx.cases.load(id);
  if (current === undefined) return refuse('unknown-case');
  const event = 'own-competence' satisfies CaseEventType;
  const moved = moveCase(current.matter, event, session, {}, ['C1']);
  if (!moved.ok) return moved;
  const row = await session.recordCase(
    moved.value,
    event,
    '上海市信访条例30(1)',
    '本级职权内事项，交委员会研究，由信访办统一答复',
  );
  await file(session, id, 'note', '', `本级职权内事项，交委员会研究。${body.note ?? ''}`);
  const group = session.desk.newId();
  let lead: string | undefined;
  for (const to of new Set(body.to)) {
    const sent = await sendLeg(session, row, passed.value, {
      kind: lead === undefined ? 'lead' : 'co',
      wants: 'result',
      to,
      group,
      limit: body.days === undefined ? {} : { days: body.days },
      ...(body.note === undefined ? {} : { note: body.note }),
    });
    if (!sent.ok) return sent;
    lead ??= sent.value.leg.id;
  }
  return answer(session, id, lead);
}

/** 重新启动 on new facts: clocks of its own from today. */
export async function reopen(session: Session, id: string, body: ActBody<'reopen'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const known = await session.tx.petitioners.get(id);
  const context = {
    ...session.ruleContext(matter, session.self),
    reachable: known?.petitioner.name !== undefined,
  };
  const clocks = clocksOnReceipt(session.desk.rulebook, context, session.today);
  const again = reopenCase(matter, clocks, session);
  if (!again.ok) return again;
  await session.recordCase(again.value, 'reopen', '[I]', '因有新的事实，重新启动');
  await file(session, id, 'note', '', `新的事实：${body.newFacts}`);
  return answer(session, id);
}

/** 归档: what the dossier holds at this moment is sealed, this line included. */
export async function archive(session: Session, id: string, body: ActBody<'archive'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const moved = moveCase(opened.value.row.matter, 'archive', session);
  if (!moved.ok) return moved;
  await session.recordCase(moved.value, 'archive', '信访工作条例44', '归档，卷宗封存');
  const { intake } = session.tx;
  const dossier = {
    items: await intake.items(id),
    documents: await intake.documents(id),
    attachments: await intake.attachments(id),
    history: await intake.history(id),
  };
  await intake.seal(manifestOf(id, session.today, dossier));
  return answer(session, id);
}
