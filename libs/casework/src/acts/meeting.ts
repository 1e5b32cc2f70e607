import type { ActAnswer, ActBody } from '#contract';
import { type Outcome, type StagedMeeting, refuse } from '#domain';
import type { CaseRow } from '../ports.js';
import type { Letter } from '../desk/desk.js';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { mayMeet } from '../desk/wall.js';
import { carryOut } from '../meeting/carry-out.js';
import { KIND_TEXT } from '../meeting/words.js';

/**
 * 会议 entered in one go, for one case: called, held, decided and minuted elsewhere, its minutes are written down here.
 * What follows from them is the same as of a meeting that went through its stages here (meeting/carry-out).
 */
export async function meeting(
  session: Session,
  id: string,
  body: ActBody<'meeting'>,
): Promise<Outcome<ActAnswer>> {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { decides, parties } = body;
  const { signedBy = parties, ...assigned } = decides;
  const stranger = [decides.lead, ...decides.co, ...signedBy].find((unit) => !parties.includes(unit));
  if (stranger !== undefined) return refuse('meeting-party-unknown', { unit: stranger });
  const unknown = parties.find((unit) => session.desk.office.unit(unit) === undefined);
  if (unknown !== undefined) return refuse('addressee-unknown', { to: unknown });
  const { row } = opened.value;
  const may = await mayMeet(session, row.matter, parties);
  if (!may.ok) return may;
  const held = await heldMeeting(session, row, body, signedBy);
  const { id: meetingId, kind } = held;
  const number = held.minutes?.number ?? '';
  const decision = { kind: 'assign', ...assigned } as const;
  await session.note(id, 'meeting', '信访工作条例24', `${KIND_TEXT[kind]}，纪要 ${number}`);
  const made = await carryOut(session, row, decision, {
    ...{ meetingId, kind, number, signedBy },
    present: parties,
  });
  if (!made.ok) return made;
  await session.tx.agenda.open(held, { lead: decides.lead, co: decides.co });
  for (const { topicId } of held.agenda)
    await session.tx.agenda.putTopic({
      id: topicId,
      caseId: id,
      originNumber: row.matter.originNumber,
      wanted: kind,
      why: '纪要补录',
      proposedBy: session.actor,
      proposedOn: session.today,
      state: 'SETTLED',
      meetingId,
      decision,
      legs: made.value,
    });
  await session.desk.outbox.put(minutesLetters(session, row, body, held));
  return answer(session, id);
}

async function heldMeeting(
  session: Session,
  { matter }: CaseRow,
  { kind, parties }: ActBody<'meeting'>,
  signedBy: readonly string[],
): Promise<StagedMeeting> {
  const topicId = session.desk.newId();
  const number = await session.documentNumber('纪');
  return {
    id: session.desk.newId(),
    kind,
    title: `${KIND_TEXT[kind]} ${number}`,
    state: 'CONCLUDED',
    convenedBy: session.self,
    on: session.today,
    revision: 0,
    members: parties.map((unit) => ({ unit, topics: [topicId], present: true })),
    agenda: [{ topicId, caseId: matter.id, originNumber: matter.originNumber }],
    hearings: [],
    minutes: {
      number,
      on: session.today,
      signedBy,
      notSigned: parties.filter((unit) => !signedBy.includes(unit)),
    },
  };
}

function minutesLetters(
  session: Session,
  { matter }: CaseRow,
  body: ActBody<'meeting'>,
  held: StagedMeeting,
): readonly Letter[] {
  const { signedBy = [], forThisKind, lead, co, days } = body.decides;
  const decides = { lead, co, days, signedBy, ...(forThisKind === undefined ? {} : { forThisKind }) };
  const data = {
    meetingId: held.id,
    originNumber: matter.originNumber,
    number: held.minutes?.number,
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
    stream: { kind: 'meeting', id: held.id },
    subject: matter.originNumber,
    bodyKey: matter.originNumber,
    time: session.now,
    data,
  }));
}
