import type { ActAnswer, ActBody } from '#contract';
import { type Outcome, convene, incomingOf, refuse, settleByMinutes } from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import type { Letter } from '../desk/desk.js';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { mayMeet } from '../desk/wall.js';
import { sendFrom } from './on-cases.js';

const KIND_TEXT = {
  coordination: '协调会',
  special: '专题会议',
  joint: '人大信访联席会',
  handover: '交办会',
  'hearing-a-report': '听取汇报',
} as const;

/**
 * 会议: objected legs end by its minutes, the convener's own leg waits below, the minutes make lead and co legs,
 * every party gets the minutes, and a ruling "for this kind of matter" enters the competence table.
 */
export async function meeting(
  session: Session,
  id: string,
  body: ActBody<'meeting'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { decides, parties } = body;
  const stranger = [decides.lead, ...decides.co].find((unit) => !parties.includes(unit));
  if (stranger !== undefined) return refuse('meeting-party-unknown', { unit: stranger });
  const unknown = parties.find((unit) => session.desk.office.unit(unit) === undefined);
  if (unknown !== undefined) return refuse('addressee-unknown', { to: unknown });
  const { row, legs } = opened.value;
  const may = await mayMeet(session, row.matter, parties);
  if (!may.ok) return may;
  const meetingId = session.desk.newId();
  const minutes = await session.documentNumber('纪');

  const settled = await settleLegs(session, row, legs, meetingId, body.kind, minutes);
  if (!settled.ok) return settled;
  await session.tx.meetings.insert({
    id: meetingId,
    caseId: id,
    originNumber: row.matter.originNumber,
    number: minutes,
    kind: body.kind,
    convenedBy: session.self,
    heldOn: session.today,
    parties,
    lead: decides.lead,
    co: decides.co,
  });
  await session.note(id, 'meeting', '信访工作条例24', `${KIND_TEXT[body.kind]}，纪要 ${minutes}`);
  const group = session.desk.newId();
  for (const [to, kind] of [
    [decides.lead, 'lead'],
    ...decides.co.map((unit) => [unit, 'co'] as const),
  ] as const) {
    const sent = await sendFrom(
      session,
      id,
      await session.tx.legs.ofCase(id),
      { kind, wants: 'result', to, limit: { days: decides.days }, byMinutes: minutes, group },
      'meeting',
    );
    if (!sent.ok) return sent;
  }
  await teach(session, body, minutes);
  await session.desk.outbox.put(minutesLetters(session, row, body, meetingId, minutes));
  return answer(session, id);
}

/** Objected legs end by the minutes; the leg by which the case came waits below. */
async function settleLegs(
  session: Session,
  row: CaseRow,
  legs: readonly LegRow[],
  meetingId: string,
  kind: string,
  minutes: string,
): Promise<Outcome<undefined>> {
  const incoming = new Set(
    incomingOf(
      legs.map((entry) => entry.leg),
      session.self,
    ).map((leg) => leg.id),
  );
  for (const entry of legs) {
    const own = incoming.has(entry.leg.id) && entry.leg.kind !== 'slip';
    const objected = entry.leg.fromNode === session.self && entry.leg.state === 'OBJECTED';
    const live = ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING'].includes(entry.leg.state);
    if (!objected && !(own && live)) continue;
    const end = own ? 'receiver' : 'sender';
    const here = own
      ? await session.receivingContext(entry.leg, row.matter)
      : session.legContext(entry.leg, row.matter, end);
    const met = convene(entry.leg, { meetingId, kind }, here);
    if (!met.ok) return met;
    const context = session.legContext(met.value.leg, row.matter, end);
    const settled = settleByMinutes(met.value.leg, minutes, context);
    if (!settled.ok) return settled;
    await session.recordLeg(entry, {
      leg: settled.value.leg,
      events: [...met.value.events, ...settled.value.events],
    });
  }
  return { ok: true, value: undefined };
}

async function teach(session: Session, body: ActBody<'meeting'>, minutes: string): Promise<void> {
  const { forThisKind } = body.decides;
  if (forThisKind !== undefined) await session.tx.competences.teach({ ...forThisKind, minutes });
}

function minutesLetters(
  session: Session,
  row: CaseRow,
  body: ActBody<'meeting'>,
  meetingId: string,
  number: string,
): readonly Letter[] {
  const { signedBy = [], forThisKind, lead, co, days } = body.decides;
  const decides = { lead, co, days, signedBy, ...(forThisKind === undefined ? {} : { forThisKind }) };
  const data = {
    meetingId,
    originNumber: row.matter.originNumber,
    number,
    kind: body.kind,
    convenedBy: session.self,
    heldOn: session.today,
    parties: body.parties,
    decides,
  };
  const nodes = new Set(body.parties.map((unit) => session.desk.office.unit(unit)?.node ?? session.self));
  nodes.delete(session.self);
  return [...nodes].map((dest) => ({
    dest,
    type: 'huiyin.meeting.minutes.v1',
    stream: { kind: 'meeting', id: meetingId },
    subject: row.matter.originNumber,
    bodyKey: row.matter.originNumber,
    time: session.now,
    data,
  }));
}
