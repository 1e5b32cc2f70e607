import { moveAsked, moveSettled, movedHere, successionOffered, successionSigned } from '#contract';
import {
  type Actor,
  type Case,
  type CaseState,
  type Dossier,
  type Leg,
  type LocalDate,
  type ReportPaper,
  isOpenLeg,
  moveCase,
  undoMove,
} from '#domain';
import type { Applied, InboundMessage } from '#exchange';
import { sealHere } from '../desk/seal-copy.js';
import { type Session, liveLegs } from '../desk/session.js';
import { SUCCESSION } from '../desk/successor.js';
import type { Action, CaseRow, LegRow } from '../ports.js';
import type { Succession } from '../ports/succession.js';
import { carryOut, signaturesOf } from '../succession/hand-over.js';
import { moveAtSender, tellOn } from '../succession/move.js';
import { planLadder } from '../supervision/ladder.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { guardAtArrival, keepWall } from './leg-sent.js';
import { guard, read } from './read.js';

export type Offered = Omit<Succession, 'offeredBy' | 'signed' | 'via'> & { readonly by: Actor };
export interface Signed {
  readonly legId: string;
  readonly on: LocalDate;
  readonly by: Actor;
  readonly agreed: boolean;
  readonly reason?: string;
}
export interface Asked {
  readonly legId: string;
  readonly to: string;
  readonly toNode: string;
}
export interface Settled extends Asked {
  readonly moved: boolean;
  readonly reason?: string;
}
export interface Moved {
  readonly leg: Leg;
  readonly dossier: Dossier;
  readonly guarded?: boolean;
  readonly accused?: readonly { readonly name: string; readonly party?: string }[];
  readonly history: readonly Omit<Action, 'caseId' | 'legId'>[];
  readonly report?: { readonly on: LocalDate; readonly unit: string; readonly paper: ReportPaper };
}

/** 移交的提出 at the office that sent the leg, which passes it on, or at the successor, which signs or not. */
export const receiveSuccessionOffered: InboundUseCase = async (session, message) => {
  const given = read(successionOffered, message.data, guard<Offered>(successionOffered));
  if (!given.ok) return quarantined('malformed', given.where);
  const { by: offeredBy, ...offer } = given.value;
  const { office } = session.desk;
  if (offer.legId !== message.stream.id || offer.originNumber !== message.subject)
    return quarantined('leg-of-another-stream');
  const to = office.unit(offer.to);
  if (to === undefined || office.unit(offer.from)?.successor !== offer.to)
    return quarantined('not-the-successor');
  if ((await session.tx.legs.caseOf(offer.legId)) === undefined) {
    if (to.node !== session.self || !office.linkedWith(message.source))
      return quarantined('leg-of-another-sender');
    await session.tx.successions.save({ ...offer, offeredBy, via: message.source });
    return applied;
  }
  const row = await legOf(session, message, offer.legId);
  const signs = office.unit(offeredBy.unit)?.node === message.source && offeredBy.unit === row?.leg.to;
  if (row?.leg.toNode !== message.source || row.leg.to !== offer.from || !signs)
    return quarantined('leg-of-another-sender');
  if (!isOpenLeg(row.leg)) return applied;
  await session.tx.successions.save({ ...offer, offeredBy });
  const text = `${office.unit(offer.from)?.zh ?? offer.from}提出向承继单位${to.zh}移交，依据${offer.basis}`;
  await session.note(row.caseId, 'succession-offered', SUCCESSION, text, row.leg.id);
  const { legId: _id, ...data } = given.value;
  if (to.node !== session.self)
    await tellOn(session, row.leg, to.node, 'huiyin.leg.succession-offered.v1', data);
  return applied;
};

/** 会签: the successor's signature on its way to the predecessor, by the office that sent the leg. */
export const receiveSuccessionSigned: InboundUseCase = async (session, message) => {
  const given = read(successionSigned, message.data, guard<Signed>(successionSigned));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, on, by, agreed, reason } = given.value;
  const { office } = session.desk;
  const row = await legOf(session, message, legId);
  const succession = await session.tx.successions.get(legId);
  if (row === undefined || succession === undefined) return quarantined('no-succession');
  const passedOn = row.leg.fromNode === message.source;
  const fromSuccessor = office.unit(succession.to)?.node === message.source && by.unit === succession.to;
  if (!passedOn && !(fromSuccessor && row.leg.fromNode === session.self))
    return quarantined('leg-of-another-sender');
  const name = office.unit(succession.to)?.zh ?? succession.to;
  const text = agreed ? `${name}会签同意接收` : `${name}不同意接收：${reason ?? ''}`;
  await session.note(row.caseId, 'succession-signed', SUCCESSION, text, legId);
  const held = { ...succession, signed: { on, by } };
  if (agreed) await session.tx.successions.save(held);
  else await session.tx.successions.remove(legId);
  if (!passedOn && row.leg.toNode !== session.self) {
    const data = { on, by, agreed, ...(reason === undefined ? {} : { reason }) };
    const byPredecessor = office.unit(succession.offeredBy.unit)?.node === row.leg.toNode;
    if (byPredecessor)
      await tellOn(session, row.leg, row.leg.toNode, 'huiyin.leg.succession-signed.v1', data);
  }
  if (agreed) await carryOut(session, held);
  return applied;
};

/** The old holder gave up its end; what it decided before came ahead of this on the same stream. */
export const receiveMoveAsked: InboundUseCase = async (session, message) => {
  const given = read(moveAsked, message.data, guard<Asked>(moveAsked));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, to, toNode } = given.value;
  const row = await legOf(session, message, legId);
  const matter = row === undefined ? undefined : await session.tx.cases.load(row.caseId);
  if (row?.leg.toNode !== message.source || row.leg.fromNode !== session.self || matter === undefined)
    return quarantined('leg-of-another-sender');
  const succession = await session.tx.successions.get(legId);
  const signed = succession === undefined ? undefined : signaturesOf(succession);
  const lawful = to === row.leg.to || (succession?.to === to && signed !== undefined);
  const moved = lawful
    ? await moveAtSender(session, row, matter, { to, toNode }, signed)
    : ({ ok: false, slug: 'not-the-successor' } as const);
  if (moved.ok) {
    await session.tx.successions.remove(legId);
    return applied;
  }
  await session.note(row.caseId, 'leg-not-moved', SUCCESSION, `未予移交：${moved.slug}`, legId);
  const answer = {
    on: session.today,
    moved: false,
    to: row.leg.to,
    toNode: row.leg.toNode,
    reason: moved.slug,
  };
  await tellOn(session, row.leg, message.source, 'huiyin.leg.move-settled.v1', answer);
  return applied;
};

/** At the old holder: its copy goes, or it holds the leg as before. */
export const receiveMoveSettled: InboundUseCase = async (session, message) => {
  const given = read(moveSettled, message.data, guard<Settled>(moveSettled));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, moved, reason = '' } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  await session.tx.successions.remove(legId);
  if (!moved) {
    if (row.leg.toNode !== session.self) await session.tx.legs.save(undoMove(row.leg));
    await session.note(row.caseId, 'leg-not-moved', SUCCESSION, `未能移交：${reason}`, legId);
    return applied;
  }
  await session.note(row.caseId, 'leg-moved', SUCCESSION, '来件已移交新的承办单位，本级不再承办', legId);
  await session.tx.legs.remove(legId, row.caseId);
  const opened = await session.open(row.caseId);
  if (
    opened.ok &&
    opened.value.row.matter.originNode !== session.self &&
    liveLegs(opened.value.legs).length === 0
  )
    await sealHere(session, opened.value.row, SUCCESSION, '已移交，本级副本封存');
  return applied;
};

/** At the new holder: the leg comes as it stands. Its clocks run on, its history says who entered what on paper. */
export const receiveMovedHere: InboundUseCase = async (session, message) => {
  const taken = await takeOver(session, message);
  if ('leg' in taken) await planLadder(session, taken);
  return 'leg' in taken ? applied : taken;
};

/** What the new holder keeps of it; no reminder is planned yet. */
export async function takeOver(session: Session, message: InboundMessage): Promise<LegRow | Applied> {
  const given = read(movedHere, message.data, guard<Moved>(movedHere));
  if (!given.ok) return quarantined('malformed', given.where);
  const { leg, history, report } = given.value;
  const { office } = session.desk;
  if (leg.id !== message.stream.id) return quarantined('leg-of-another-stream');
  if (leg.fromNode !== message.source || office.unit(leg.from)?.node !== message.source)
    return quarantined('leg-of-another-sender');
  const { formerly = [] } = leg;
  if (formerly.length === 0 || !isOpenLeg(leg)) return quarantined('leg-not-moved');
  if (leg.toNode !== session.self || office.unit(leg.to)?.node !== session.self)
    return quarantined('addressee-elsewhere');
  if (guardAtArrival(session, given.value) !== undefined) return quarantined('accused-party');
  if ((await session.tx.legs.caseOf(leg.id)) !== undefined) return quarantined('leg-known-already');

  const row = await caseFor(session, given.value, message.source);
  const caseId = row.matter.id;
  const inserted = await session.tx.legs.insert(leg, caseId, session.at);
  await session.tx.history.add(history.map((line) => ({ ...line, caseId, legId: leg.id })));
  const last = formerly.at(-1)?.unit ?? '';
  const text = `自${office.unit(last)?.zh ?? last}接收移交的来件`;
  await session.note(caseId, 'leg-moved', SUCCESSION, text, leg.id);
  if (report !== undefined) await keepReport(session, inserted, report);
  await keepWall(session, given.value, caseId);
  await keepBreaches(session, inserted);
  await session.tx.successions.remove(leg.id);
  return inserted;
}

/** The latest report that came along. */
export async function keepReport(
  session: Session,
  { leg, caseId }: LegRow,
  { on, unit, paper }: NonNullable<Moved['report']>,
): Promise<void> {
  const { number, signer, result: text } = paper;
  const kind = leg.kind === 'slip' ? 'slip' : paper.verification === true ? 'verification' : 'report';
  const id = session.desk.newId();
  await session.tx.documents.insert({
    id,
    caseId,
    legId: leg.id,
    kind,
    number,
    on,
    unit,
    signer,
    text,
    paper,
  });
}

/** A breach that the old holder recorded is in the history that came; it is not recorded again. */
async function keepBreaches(session: Session, { leg, caseId }: LegRow): Promise<void> {
  const lapsed = leg.clocks.flatMap((clock, index) =>
    clock.metOn !== undefined || clock.effective >= session.today
      ? []
      : [{ subject: 'leg' as const, subjectId: leg.id, caseId, index, clock }],
  );
  await session.tx.sweep.recordLapsed(lapsed, session.today);
}

const caseStateOf = ({ state }: Leg): CaseState =>
  state === 'SENT' ? 'RECEIVED' : state === 'SIGNED' || state === 'OBJECTED' ? 'REGISTERED' : 'OUT';

async function caseFor(session: Session, { leg, dossier }: Moved, source: string): Promise<CaseRow> {
  const known = await session.tx.cases.loadByOrigin(leg.originNumber);
  const localNumber = leg.receiverNumber === undefined ? {} : { localNumber: leg.receiverNumber };
  if (known !== undefined) {
    const again = moveCase(known.matter, 'come-again', session, { dossier, incomingLeg: leg.id });
    return again.ok
      ? session.recordCase(again.value, 'come-again', SUCCESSION, `接收移交：${leg.letterNumber}`)
      : known;
  }
  const matter: Case = {
    id: session.desk.newId(),
    originNumber: leg.originNumber,
    originNode: source,
    ...localNumber,
    state: caseStateOf(leg),
    dossier,
    receivedOn: leg.arrivedOn ?? leg.sentOn,
    incomingLeg: leg.id,
    clocks: [],
  };
  return session.tx.cases.insert(matter);
}
