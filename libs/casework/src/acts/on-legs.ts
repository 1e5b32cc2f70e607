import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type End,
  LEG_STATE_CODES,
  type Leg,
  type Moved,
  type Outcome,
  type ReportPaper,
  type SlipRuling,
  type Verdict,
  accept as acceptLeg,
  agreeReturn as agree,
  confirmAssignment as uphold,
  childrenOf,
  isOpenLeg,
  mediated as settleByAgreement,
  object as objectTo,
  owesAnswer,
  refuse,
  report as reportOn,
  reportUp as reportUpward,
  rule,
  serve,
  sign as signFor,
} from '#domain';
import type { LegRow } from '../ports.js';
import { answer, onLeg } from '../desk/perform.js';
import { redoLimit } from '../desk/redo-limit.js';
import { passOnIncoming } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';
import { rulingOn } from '../desk/slips.js';
import { instructedLines } from '../leaders/marks.js';
import { notTheSameOpinion } from '../desk/same-opinion.js';
import { mayReport, mayReview } from '../desk/wall.js';
import { encloseLater } from './enclose.js';
import { sendFrom } from './on-cases.js';
import { sendBack } from './send-back.js';

/* The acts on a leg, each at the end that decides it. */

type Answer = Promise<Outcome<ActAnswer>>;

/** 签收. */
export const sign = (session: Session, id: string, body: ActBody<'sign'>): Answer =>
  onLeg(session, id, body.version, 'receiver', (leg, context) => signFor(leg, context));

/** 受理. */
export const accept = (session: Session, id: string, body: ActBody<'accept'>): Answer =>
  onLeg(session, id, body.version, 'receiver', (leg, context) => acceptLeg(leg, context));

/** 提出异议. */
export const object = (session: Session, id: string, body: ActBody<'object'>): Answer =>
  onLeg(session, id, body.version, 'receiver', (leg, context) => objectTo(leg, body.reason, context));

/** 同意退回. */
export const agreeReturn = (session: Session, id: string, body: ActBody<'agree-return'>): Answer =>
  onLeg(session, id, body.version, 'sender', (leg, context) => agree(leg, body.reason, context));

/** 维持交办. */
export const confirmAssignment = (
  session: Session,
  id: string,
  body: ActBody<'confirm-assignment'>,
): Answer => onLeg(session, id, body.version, 'sender', (leg, context) => uphold(leg, body.reason, context));

/** 转下级办理: the township passes to its government unit; the leg here waits below. */
export async function passOn(session: Session, id: string, body: ActBody<'pass-on'>): Answer {
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) return refuse('unknown-leg');
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const incoming = legs.find((entry) => entry.leg.id === id);
  if (incoming === undefined) return refuse('unknown-leg');
  if (incoming.version !== body.version) {
    return refuse('stale-version', { seen: String(body.version), now: String(incoming.version) });
  }
  if (incoming.leg.to !== session.actor.unit) return refuse('not-your-unit', { unit: incoming.leg.to });
  // A unit inside this node, or one kept on paper, hands its work back; what goes on goes on from the office.
  if (incoming.leg.to !== session.self) return refuse('not-your-unit', { unit: session.self });
  if (!mayPassOn(incoming.leg))
    return refuse('not-in-this-state', { state: LEG_STATE_CODES[incoming.leg.state] });
  const passed = await passOnIncoming(session, row, [incoming], [body.to], body.note);
  if (!passed.ok) return passed;
  const { wants, limit } = incoming.leg;
  const sent = await sendFrom(session, caseId, await session.tx.legs.ofCase(caseId), {
    kind: 'refer',
    wants: wants === 'account' ? 'account' : 'result',
    to: body.to,
    limit: limit.notAfter === undefined ? {} : { notAfter: limit.notAfter },
    ...(body.note === undefined ? {} : { note: body.note }),
    ...(body.redacted === true ? { redacted: true } : {}),
    ...(body.enclose === undefined ? {} : { enclose: body.enclose }),
  });
  return sent.ok ? answer(session, caseId, id) : sent;
}

/** Passing on is an act of handling; where the matter waits below already, a further unit may get it. */
const mayPassOn = ({ state }: Leg): boolean =>
  ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING'].includes(state);

/** 报结, or a co-handler's or an account's text. */
export const report = (session: Session, id: string, body: ActBody<'report'>): Answer =>
  onLeg(session, id, body.version, 'receiver', async (leg, context, matter) => {
    const may = mayReport(session, matter, leg.to, body.outcome);
    if (!may.ok) return may;
    const paper = await notTheSameOpinion(session, leg, await reportPaper(session, leg, body));
    if (!paper.ok) return paper;
    return withFiles(session, leg, matter, body.enclose, reportOn(leg, paper.value, context));
  });

/**
 * Files that belong to a report are named before it in the leg's stream: when it is taken in, and slips go out on it, it
 * is known what goes along.
 */
async function withFiles(
  session: Session,
  leg: Leg,
  matter: Case,
  files: readonly string[] | undefined,
  moved: Outcome<Moved>,
): Promise<Outcome<Moved>> {
  if (!moved.ok) return moved;
  const letters = await encloseLater(session, leg, matter, files);
  if (!letters.ok) return letters;
  await session.desk.outbox.put(letters.value);
  return moved;
}

/** 和解结案. */
export const mediated = (session: Session, id: string, body: ActBody<'mediated'>): Answer =>
  onLeg(session, id, body.version, 'receiver', async (leg, context, matter) => {
    const settled = settleByAgreement(leg, await reportPaper(session, leg, body), context);
    return withFiles(session, leg, matter, body.enclose, settled);
  });

async function reportPaper(session: Session, leg: Leg, body: ActBody<'report'>): Promise<ReportPaper> {
  const { actor: _actor, version: _version, enclose: _files, number, signer, ...rest } = body;
  return {
    ...rest,
    number: number ?? (await session.documentNumber('报', leg.to)),
    signer: signer ?? session.actor.user,
  };
}

/** 上报办理情况: the children's results are passed here first, then this tier reports upward. */
export async function reportUp(session: Session, id: string, body: ActBody<'report-up'>): Answer {
  return onLeg(session, id, body.version, 'receiver', async (leg, context, matter) => {
    const legs = await session.tx.legs.ofCase(matter.id);
    const children = childrenOf(
      legs.map((entry) => entry.leg),
      session.self,
    );
    const outstanding = children.find(
      (leg) => isOpenLeg(leg) && leg.state !== 'REPORTED' && leg.state !== 'ANSWERING',
    );
    if (outstanding !== undefined) return refuse('child-open', { leg: outstanding.letterNumber });
    if (children.some((leg) => leg.state === 'REPORTED' && leg.reviewers.committees.length > 0)) {
      return refuse('slip-outstanding');
    }
    // Verifying is reviewing: whoever the matter is about does not verify what was done about it.
    const may = mayReview(session, matter, session.self);
    if (!may.ok && children.some(({ state }) => state === 'REPORTED')) return may;
    const verified = await verifyChildren(session, legs, matter);
    if (!verified.ok) return verified;
    const said = await instructedLines(session, matter.id);
    const paper = await verificationPaper(session, leg, children, body.note, said);
    return withFiles(session, leg, matter, body.enclose, reportUpward(leg, paper, context));
  });
}

/** The middle tier's own check of what came in from below. */
async function verifyChildren(
  session: Session,
  legs: readonly LegRow[],
  matter: Case,
): Promise<Outcome<undefined>> {
  for (const child of legs) {
    if (child.leg.fromNode !== session.self || child.leg.state !== 'REPORTED' || !owesAnswer(child.leg))
      continue;
    const moved = rule(child.leg, 'pass', [], undefined, session.legContext(child.leg, matter, 'sender'));
    if (!moved.ok) return moved;
    await session.recordLeg(child, moved.value);
  }
  return { ok: true, value: undefined };
}

async function verificationPaper(
  session: Session,
  leg: Leg,
  children: readonly Leg[],
  note: string | undefined,
  instructed: readonly string[],
): Promise<ReportPaper> {
  const below = await Promise.all(children.map((child) => session.tx.documents.latestPaper(child.id)));
  const results = below.flatMap((paper) => (paper === undefined ? [] : [`${paper.number}：${paper.text}`]));
  const outcome = below.findLast((paper) => paper?.paper?.outcome !== undefined)?.paper?.outcome;
  return {
    number: await session.documentNumber('情', leg.to),
    signer: session.actor.user,
    result: [note ?? '办理情况报告', ...instructed, ...results].join('\n'),
    verification: true,
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** 审核 by the sender: pass, supplement or redo. A reviewer never reviews its own report. */
export async function review(session: Session, id: string, body: ActBody<'review'>): Answer {
  const back = await sendBack(session, id, body);
  return back ?? reviewReported(session, id, body);
}

const reviewReported = (session: Session, id: string, body: ActBody<'review'>): Answer =>
  onLeg(session, id, body.version, 'sender', async (leg, context, matter) => {
    const may = mayReview(session, matter, session.actor.unit);
    if (!may.ok) return may;
    const legs = await session.tx.legs.ofCase(matter.id);
    const slips = await rulingOn(session, legs, leg);
    if (slips === undefined && legs.some((other) => other.leg.reviewOf === id && isOpenLeg(other.leg)))
      return refuse('slip-outstanding');
    const handler = await session.tx.documents.latestPaper(id);
    if (handler?.unit === session.actor.unit && handler.signer === session.actor.user)
      return refuse('reviewer-is-handler');
    const remarks = body.remarks ?? slips?.remarks ?? [];
    const within = { ...context, ...redoLimit(session, legs) };
    return rule(leg, body.verdict, remarks, citation(session, slips, body.verdict), within);
  });

/** The slips on which the reviewer's act rests; one who decides otherwise than they is told so, and cites none. */
function citation(session: Session, slips: SlipRuling | undefined, verdict: Verdict): string | undefined {
  if (slips === undefined || slips.verdict === verdict) return slips?.numbers.join('、');
  session.warnings.push(`slip-says-otherwise: 反馈意见单 ${slips.numbers.join('、')} 意见不同，请说明理由`);
  return undefined;
}

/** 签发反馈意见单: the committee's opinion, numbered, is the report of its slip leg. */
export const reviewSlip = (session: Session, id: string, body: ActBody<'review-slip'>): Answer =>
  onLeg(session, id, body.version, 'receiver', async (leg, context, matter) => {
    if (leg.kind !== 'slip') return refuse('not-in-this-state', { state: leg.kind });
    const may = mayReview(session, matter, leg.to);
    if (!may.ok) return may;
    const remarks = body.remarks ?? [];
    if (body.verdict !== 'pass' && remarks.length === 0)
      return refuse('reason-required', { what: '补办清单或退回缺陷' });
    const paper: ReportPaper = {
      number: await session.documentNumber('意', leg.to),
      signer: session.actor.user,
      result: remarks.length === 0 ? '同意' : remarks.join('；'),
      verdict: body.verdict,
      remarks,
    };
    return reportOn(leg, paper, context);
  });

/** 送达答复 by whoever owes it: the handling organ, or the office that sent the leg (guard 12). */
export const serveAnswer = (session: Session, id: string, body: ActBody<'serve-answer'>): Answer =>
  onLeg(session, id, body.version, answeringEnd, (leg, context) => {
    const service = {
      on: session.today,
      how: body.how,
      answered: body.notAnswered !== true,
      ...(body.proof === undefined ? {} : { proof: body.proof }),
    };
    return serve(leg, service, context);
  });

const answeringEnd = (row: LegRow): End => (row.leg.answeredBy === 'sender' ? 'sender' : 'receiver');
