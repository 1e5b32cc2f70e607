import {
  type AgendaLine,
  type Decision,
  type Leg,
  type LocalDate,
  type StagedMeeting,
  type Topic,
  unitsOfDecision,
} from '#domain';
import type { Session } from '../desk/session.js';
import { settleLadder } from '../meeting/ladder.js';
import { KIND_TEXT, describeDecision } from '../meeting/words.js';

/* 议题 after a recovery: a topic comes back with the notice that named it, and is settled with the decision on it. */

const topicAgain = (
  session: Session,
  { topicId: id, caseId, originNumber }: AgendaLine,
  wanted: Topic['wanted'],
): Topic => ({
  ...{ id, caseId, originNumber, wanted },
  why: '恢复：曾列入会议议程',
  proposedBy: session.actor,
  proposedOn: session.today,
  state: 'PROPOSED',
});

/** The topics of a meeting stand as its notices say: on its agenda, waiting for another one, or on it no longer. */
export async function placeTopics(session: Session, meeting: StagedMeeting): Promise<void> {
  const { id: meetingId, agenda, kind, state } = meeting;
  for (const line of agenda) {
    const known = (await session.tx.agenda.topicsOfCase(line.caseId)).find(({ id }) => id === line.topicId);
    if (known?.state === 'SETTLED' || known?.state === 'DECIDED') continue;
    const { meetingId: _off, declined: _declined, ...rest } = known ?? topicAgain(session, line, kind);
    const next: Topic =
      state === 'CANCELLED' ? { ...rest, state: 'PROPOSED' } : { ...rest, state: 'ADMITTED', meetingId };
    await session.tx.agenda.putTopic(next);
  }
  for (const topic of await session.tx.agenda.topicsOf(meetingId)) {
    const stands = agenda.some(({ topicId }) => topicId === topic.id);
    if (stands || topic.state !== 'ADMITTED') continue;
    const reason = '恢复：其后的会议通知不再列入';
    const declined = { on: session.today, by: session.actor, reason };
    await session.tx.agenda.putTopic({ ...topic, state: 'DECLINED', declined });
  }
}

/** 议定 and carried out, by the minutes of then. Its legs come back by themselves. False: it was settled already. */
export async function settleTopicAgain(
  session: Session,
  meeting: StagedMeeting,
  line: AgendaLine,
  decision: Decision,
): Promise<boolean> {
  const { caseId, topicId } = line;
  const { minutes, kind, id: meetingId } = meeting;
  const known = (await session.tx.agenda.topicsOfCase(caseId)).find(({ id }) => id === topicId);
  if (known?.state === 'SETTLED' || minutes === undefined) return false;
  const { number, on } = minutes;
  const legs = await session.tx.legs.ofCase(caseId);
  const topic: Topic = {
    ...(known ?? topicAgain(session, line, kind)),
    ...{ state: 'SETTLED', meetingId, decision },
    legs: legs.flatMap(({ leg }) => (madeBy(session, decision, on, leg) ? [leg.id] : [])),
  };
  await session.tx.agenda.putTopic(topic);
  if (decision.kind === 'assign' && decision.forThisKind !== undefined)
    await session.tx.competences.teach({ ...decision.forThisKind, minutes: number });
  if (decision.kind === 'heard') await settleLadder(session, topic, number);
  const text = describeDecision(session, decision);
  const told = `恢复：${KIND_TEXT[kind]}，纪要 ${number}：${text}`;
  await session.note(caseId, 'rebuilt.meeting', '信访工作条例24', told);
  const paper = { caseId, kind: 'minutes', number, on, unit: session.self, signer: '', text } as const;
  await session.tx.documents.insert({ ...paper, id: session.desk.newId() });
  return true;
}

const BY_MINUTES: readonly Leg['kind'][] = ['lead', 'co', 'handover'];

/** Sent from here, on the day of the minutes, to a unit to which the decision gave work. */
function madeBy(session: Session, decision: Decision, on: LocalDate, leg: Leg): boolean {
  const first = leg.formerly?.[0]?.unit ?? leg.to;
  return (
    BY_MINUTES.includes(leg.kind) &&
    leg.fromNode === session.self &&
    leg.sentOn === on &&
    unitsOfDecision(decision).includes(first)
  );
}

/** A leg that came back after the decision that made it. */
export async function joinTopic(session: Session, caseId: string, leg: Leg): Promise<void> {
  if (!BY_MINUTES.includes(leg.kind)) return;
  for (const topic of await session.tx.agenda.topicsOfCase(caseId)) {
    const { decision, legs = [], meetingId } = topic;
    if (topic.state !== 'SETTLED' || decision === undefined || meetingId === undefined) continue;
    const minutes = (await session.tx.agenda.peek(meetingId))?.value.minutes;
    if (minutes === undefined || legs.includes(leg.id) || !madeBy(session, decision, minutes.on, leg))
      continue;
    await session.tx.agenda.putTopic({ ...topic, legs: [...legs, leg.id] });
  }
}
