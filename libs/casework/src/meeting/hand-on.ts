import { maySend } from '#contract';
import { type Outcome, accepted, moveCase, refuse } from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { JOINT_MEETING, designationOffer } from '../desk/designation.js';
import { passOnIncoming } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';
import { sendFrom } from '../acts/on-cases.js';
import { nameOf } from './words.js';

const BASIS = '信访工作条例13, 24';

/**
 * 提请指定 (guard 13): to the superior that the bodies have in common, as an ordinary referral; to the 信访工作联席会议
 * of party and government where there is none, or where this network does not reach it, as a letter to print.
 */
export async function handOnCase(
  session: Session,
  row: CaseRow,
  { reason, between }: { readonly reason: string; readonly between: readonly string[] },
): Promise<Outcome<LegRow | undefined>> {
  const caseId = row.matter.id;
  const legs = await session.tx.legs.ofCase(caseId);
  const { office } = session.desk;
  const offer = designationOffer(
    legs.map(({ leg }) => leg),
    office,
  );
  const superior = offer?.superior ?? (between.length === 0 ? undefined : office.decidesBetween(between));
  const text = [reason, ...(await trail(session, caseId, legs))].join('\n').slice(0, 4_000);
  const unit = superior === undefined ? undefined : office.unit(superior);
  // Between two townships this office decides itself: it has nobody to ask.
  if (superior === session.self) return refuse('addressee-not-competent', { to: office.self.zh });
  const reaches =
    unit !== undefined &&
    (unit.node === session.self ||
      (office.linkedWith(unit.node) && maySend(office.self.role, 'huiyin.leg.sent.v1')));
  if (!reaches) {
    const written = await printLetter(session, row, unit?.zh ?? JOINT_MEETING, text);
    return written.ok ? accepted(undefined) : written;
  }
  // What came from there goes back there by an objection, not by a new letter.
  if (
    legs.some(({ leg }) => leg.from === unit.id && leg.toNode === session.self && leg.endedOn === undefined)
  )
    return refuse('addressee-not-competent', { to: unit.zh });
  const passed = await passOnIncoming(session, row, legs, [unit.id], reason);
  if (!passed.ok) return passed;
  await session.note(caseId, 'hand-on', BASIS, `提请${unit.zh}指定`);
  return sendFrom(session, caseId, passed.value, {
    kind: 'refer',
    wants: 'result',
    to: unit.id,
    limit: {},
    note: text,
  });
}

/** Who refused, by which letter, when and why: the paper trail that goes along. */
async function trail(session: Session, caseId: string, legs: readonly LegRow[]): Promise<readonly string[]> {
  const objections = await session.tx.agenda.objections(caseId);
  return objections.flatMap(({ legId, on, text }) => {
    const leg = legs.find((row) => row.leg.id === legId)?.leg;
    return leg === undefined
      ? []
      : [`${nameOf(session, leg.to)}（${leg.letterNumber}，${leg.sentOn}）：${on} ${text}`];
  });
}

/** 提请指定函: numbered here and printed; what comes back is entered when it comes. */
async function printLetter(
  session: Session,
  row: CaseRow,
  to: string,
  text: string,
): Promise<Outcome<undefined>> {
  const caseId = row.matter.id;
  const current = (await session.tx.cases.load(caseId)) ?? row;
  const moved = moveCase(current.matter, 'dispatch', session, {}, ['C1']);
  if (!moved.ok) return moved;
  const number = await session.documentNumber('指');
  await session.tx.documents.insert({
    id: session.desk.newId(),
    caseId,
    kind: 'letter',
    number,
    on: session.today,
    unit: session.self,
    signer: session.actor.user,
    text: `致${to}：\n${text}`,
  });
  await session.recordCase(moved.value, 'dispatch', BASIS, `提请${to}指定：${number}`);
  return accepted(undefined);
}
