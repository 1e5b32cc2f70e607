import {
  type Case,
  type Leg,
  NO_ACCUSATION_TO_THE_ACCUSED,
  NO_WALL,
  arrive,
  clocksOnReceipt,
  moveCase,
  nameAccused,
} from '#domain';
import type { Applied } from '#exchange';
import type { CaseRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { type LegSent, readLegSent } from './read.js';

/** 来件: a leg arrives. Its clocks start today, signed for or not. */
export const receiveLeg: InboundUseCase = async (session, message) => {
  const read = readLegSent(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const wrong = whyNotOurs(session, read.value, message.source, message.stream.id);
  if (wrong !== undefined) return wrong;
  const refused = guardAtArrival(session, read.value);
  if (refused !== undefined) return refused;
  const { leg } = read.value;
  if ((await session.tx.legs.caseOf(leg.id)) !== undefined) return quarantined('leg-known-already');

  const row = await caseFor(session, read.value, message.source);
  const inserted = await session.tx.legs.insert(leg, row.matter.id, session.at);
  await keepPapers(session, read.value, row.matter.id);
  await keepWall(session, read.value, row.matter.id);
  const arrived = arrive(leg, session.legContext(leg, row.matter, 'receiver'));
  // A leg that was just inserted in state SENT always arrives; anything else is a bug, and the unit rolls back.
  if (!arrived.ok) throw new Error(`a new leg could not arrive: ${arrived.slug}`);
  await session.recordLeg(inserted, arrived.value);
  return applied;
};

/** The stream, the two ends and the state must be what the directory and the frame's signature say. */
function whyNotOurs(session: Session, { leg }: LegSent, source: string, stream: string): Applied | undefined {
  const { office } = session.desk;
  if (leg.id !== stream) return quarantined('leg-of-another-stream');
  if (leg.fromNode !== source || office.unit(leg.from)?.node !== source)
    return quarantined('leg-of-another-sender');
  if (leg.state !== 'SENT' || leg.clocks.length > 0) return quarantined('leg-not-new');
  const to = office.unit(leg.to);
  if (to === undefined) return { kind: 'rejected', reason: 'addressee-unknown' };
  if (leg.toNode !== session.self || to.node !== session.self)
    return { kind: 'rejected', reason: 'addressee-elsewhere' };
  if (!office.linkedWith(source)) return { kind: 'rejected', reason: 'addressee-not-linked' };
  return undefined;
}

/** Guard 1 at the addressee: whoever sent it, no accusation of this office or its own people is taken in. */
export function guardAtArrival(
  session: Session,
  { leg, accused = [] }: Pick<LegSent, 'leg' | 'accused'>,
): Applied | undefined {
  const { office } = session.desk;
  const near = accused.some(
    ({ name, party = office.resolve(name) }) => party !== undefined && office.isNearAccused(leg.to, party),
  );
  return near
    ? { kind: 'rejected', reason: 'accused-party', article: NO_ACCUSATION_TO_THE_ACCUSED }
    : undefined;
}

/** That it is an accusation, and, at a discipline organ, whom it accuses. */
export async function keepWall(
  session: Session,
  sent: Pick<LegSent, 'leg' | 'accused' | 'guarded'>,
  caseId: string,
): Promise<void> {
  if (sent.guarded !== true) return;
  const known = (await session.tx.guards.wall(caseId)) ?? NO_WALL;
  const by = { unit: sent.leg.from, user: '系统' };
  const { accused = [] } = sent;
  const wall = accused.length === 0 ? { ...known, guarded: true } : nameAccused(known, accused, by);
  await session.tx.guards.saveWall(caseId, wall);
}

/** One matter is one case here, whatever number of legs bring it. */
export async function caseFor(session: Session, { leg, dossier }: LegSent, source: string): Promise<CaseRow> {
  const known = await session.tx.cases.loadByOrigin(leg.originNumber);
  if (known !== undefined) return comeAgain(session, known, leg, dossier);
  const base: Case = {
    id: session.desk.newId(),
    originNumber: leg.originNumber,
    originNode: source,
    state: 'RECEIVED',
    dossier,
    receivedOn: session.today,
    incomingLeg: leg.id,
    clocks: [],
  };
  return session.tx.cases.insert({ ...base, clocks: clocksOf(session, base, leg) });
}

/** A receiving office owes the dispatch (C1); the notice (C2) is owed on the leg. Handlers owe neither here. */
function clocksOf(session: Session, matter: Case, leg: Leg) {
  const { role } = session.desk.office.self;
  if (leg.kind === 'slip' || (role !== 'city' && role !== 'township')) return [];
  const context = { ...session.ruleContext(matter, session.self), reachable: false };
  return clocksOnReceipt(session.desk.rulebook, context, session.today);
}

/** A case that had ended here comes again: a second slip, a co-handling after a return. */
async function comeAgain(
  session: Session,
  known: CaseRow,
  leg: Leg,
  dossier: LegSent['dossier'],
): Promise<CaseRow> {
  const incomingLeg = leg.kind === 'slip' ? (known.matter.incomingLeg ?? leg.id) : leg.id;
  // What was answered before was another order's answer: this one is owed its own, and its dispatch in time.
  const { answered: _answered, closedOn: _closed, ...before } = known.matter;
  const moved = moveCase(before, 'come-again', session, { dossier, incomingLeg });
  if (!moved.ok) return known;
  const dispatchOwed = before.clocks.some(({ id, metOn }) => id === 'C1' && metOn === undefined);
  const clocks = dispatchOwed ? [] : clocksOf(session, moved.value, leg);
  const again = { ...moved.value, clocks: [...moved.value.clocks, ...clocks] };
  return session.recordCase(again, 'come-again', '[I]', `再次收到：${leg.letterNumber}`);
}

/** The letter's note and, for a slip, the report that is to be reviewed. */
export async function keepPapers(
  session: Session,
  { leg, note, report }: LegSent,
  caseId: string,
): Promise<void> {
  const base = { caseId, legId: leg.id, on: leg.sentOn, unit: leg.from } as const;
  if (note !== undefined) {
    const letter = {
      ...base,
      id: session.desk.newId(),
      kind: 'letter',
      number: leg.letterNumber,
      signer: '',
      text: note,
    } as const;
    await session.tx.documents.insert(letter);
  }
  if (report !== undefined) {
    const { number, signer, result: text } = report;
    await session.tx.documents.insert({
      ...base,
      id: session.desk.newId(),
      kind: 'report',
      number,
      signer,
      text,
      paper: report,
    });
  }
}
