import type { Action, CaseRow, LegRow } from '../ports.js';
import {
  type Actor,
  type Leg,
  type NewHolder,
  type Outcome,
  accepted,
  isLocalLeg,
  moveReceiver,
  refuse,
} from '#domain';
import type { Letter } from '../desk/desk.js';
import { needsIdentity } from '../desk/send-leg.js';
import type { Session } from '../desk/session.js';
import { SUCCESSION } from '../desk/successor.js';
import { copyFor, wallOf } from '../desk/wall.js';

/** What the new holder gets of the past: what both ends wrote of the leg, and its breaches. */
const OF_THE_LEG = /^(?:leg\.|overdue$|supervision\.)/u;
const MOST_LINES = 1000;

/** The two who signed a succession; absent where a unit only got a node of its own. */
export interface Signatures {
  readonly basis: string;
  readonly offeredBy: Actor;
  readonly signedBy: Actor;
}

const letterOf = (session: Session, leg: Leg, dest: string, type: string, data: object): Letter => ({
  dest,
  type,
  stream: { kind: 'leg', id: leg.id },
  subject: leg.originNumber,
  bodyKey: leg.originNumber,
  time: session.now,
  data: { legId: leg.id, ...data },
});

export const tellOn = (
  session: Session,
  leg: Leg,
  dest: string,
  type: string,
  data: object,
): Promise<unknown> => session.desk.outbox.put([letterOf(session, leg, dest, type, data)]);

const nameOf = (session: Session, unit: string): string => session.desk.office.unit(unit)?.zh ?? unit;

/** The line of history, in the words of then and now, with both signatures. */
export function movedText(session: Session, from: string, to: string, signed?: Signatures): string {
  const who = ({ unit, user }: Actor): string => `${nameOf(session, unit)}（${user}）`;
  const by =
    signed === undefined
      ? '该单位已有自己的节点，由其自行承办'
      : `依据${signed.basis}，${who(signed.offeredBy)}移交，${who(signed.signedBy)}会签接收`;
  return from === to
    ? `${nameOf(session, from)}：${by}`
    : `承办单位由${nameOf(session, from)}变更为${nameOf(session, to)}：${by}`;
}

/**
 * The sender lets the receiving end of a leg go over to its new holder, who gets the leg as it stands. Guard 1 is
 * judged as for any sending: the successor of a body may be the accused.
 */
export async function moveAtSender(
  session: Session,
  row: LegRow,
  matter: CaseRow,
  holder: NewHolder,
  signed?: Signatures,
): Promise<Outcome<LegRow>> {
  const { office } = session.desk;
  const before = row.leg;
  const unit = office.unit(holder.to);
  if (unit?.node !== holder.toNode) return refuse('addressee-unknown', { to: holder.to });
  const local = unit.node === session.self;
  if (!local && !office.linkedWith(unit.node)) return refuse('addressee-not-linked', { to: unit.zh });
  const { dossier } = matter.matter;
  if (dossier === undefined) return refuse('not-in-this-state', { state: matter.matter.state });
  const wall = await wallOf(session, matter.matter);
  // Where a redacted copy was made, no more than that goes on.
  const copy = await copyFor(session, matter.matter, dossier, unit, wall.redacted !== undefined);
  if (!copy.ok) return copy;
  const moved = moveReceiver(before, holder, session.today);
  if (!moved.ok) return moved;
  const saved = await session.tx.legs.save(moved.value);
  // Who held it fetches nothing more of it; the new holder is sent files anew.
  await session.tx.enclosures.withdraw(moved.value.id);
  await session.note(
    row.caseId,
    'leg-moved',
    SUCCESSION,
    movedText(session, before.to, holder.to, signed),
    before.id,
  );
  if (before.toNode !== session.self) {
    const settled = { on: session.today, moved: true, ...holder };
    await tellOn(session, moved.value, before.toNode, 'huiyin.leg.move-settled.v1', settled);
  }
  if (!local) await sendOver(session, saved, copy.value.dossier, copy.value.marks, copy.value.withheld);
  return accepted(saved);
}

async function sendOver(
  session: Session,
  { leg, caseId }: LegRow,
  dossier: object,
  marks: object,
  withheld: boolean,
): Promise<void> {
  const lines = (await session.tx.history.ofLeg(leg.id)).filter(({ act }) => OF_THE_LEG.test(act));
  const paper = await session.tx.documents.latestPaper(leg.id);
  const report =
    paper?.paper === undefined ? {} : { report: { on: paper.on, unit: paper.unit, paper: paper.paper } };
  const data = { leg, dossier, ...marks, history: lines.slice(-MOST_LINES).map(lineOf), ...report };
  await tellOn(session, leg, leg.toNode, 'huiyin.leg.moved-here.v1', data);
  const secret = await session.tx.petitioners.get(caseId);
  if (!needsIdentity(leg.kind) || secret === undefined || secret.secrecy || withheld) return;
  const { others, ...petitioner } = secret.petitioner;
  const people = { petitioner, ...(others === undefined ? {} : { others }) };
  await tellOn(session, leg, leg.toNode, 'huiyin.leg.identity.v1', people);
}

const lineOf = ({ on, at, by, act, basis, text }: Action) => ({ on, at, by, act, basis, text });

/**
 * The old holder gives up its end: from here on it decides nothing on the leg, and everything that it decided before
 * goes ahead of the request. Where it is the sender too, the leg goes over at once.
 */
export async function giveUp(
  session: Session,
  row: LegRow,
  matter: CaseRow,
  holder: NewHolder,
  signed?: Signatures,
): Promise<Outcome<LegRow>> {
  const { leg } = row;
  if (isLocalLeg(leg)) return moveAtSender(session, row, matter, holder, signed);
  const moved = moveReceiver(leg, holder, session.today);
  if (!moved.ok) return moved;
  const saved = await session.tx.legs.save(moved.value);
  const text = movedText(session, leg.to, holder.to, signed);
  await session.note(row.caseId, 'leg-given-up', SUCCESSION, text, leg.id);
  await tellOn(session, leg, leg.fromNode, 'huiyin.leg.move-asked.v1', { on: session.today, ...holder });
  return accepted(saved);
}
