import type { ActAnswer, ActBody } from '#contract';
import {
  type CaseState,
  type Outcome,
  type Topic,
  accepted,
  admitTopic as admit,
  declineTopic as decline,
  decideTopic as decide,
  isWaiting,
  moveMeeting,
  proposeTopic,
  putOnAgenda,
  refuse,
  takeOffAgenda,
  unitsOfDecision,
  CASE_STATE_CODES,
} from '#domain';
import type { CaseRow } from '../ports.js';
import { answer, onCase } from '../desk/perform.js';
import { designationOffer } from '../desk/designation.js';
import { mayMeet } from '../desk/wall.js';
import type { Session } from '../desk/session.js';
import { decisionOf } from '../meeting/decision-of.js';
import { handOnCase } from '../meeting/hand-on.js';
import { freeLegs } from '../meeting/legs.js';
import { KIND_TEXT, describeDecision } from '../meeting/words.js';

/* 议题: what is done to one case on its way to a meeting. The case is locked first, then its meeting. */

type Answer = Promise<Outcome<ActAnswer>>;

/** 会议 of K1–K3. */
const MAY_MEET: readonly CaseState[] = ['REGISTERED', 'SUBMITTED', 'OUT', 'ANSWERED'];

/** Nothing of the case moves; its version says that something was said about it. */
async function noted(session: Session, row: CaseRow, act: string, text: string): Answer {
  await session.note(row.matter.id, act, '信访工作条例24', text);
  await session.tx.cases.save(row.matter);
  return answer(session, row.matter.id);
}

/** 提出议题. */
export async function proposeForMeeting(
  session: Session,
  id: string,
  body: ActBody<'propose-for-meeting'>,
): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const { state, originNumber } = row.matter;
  if (!MAY_MEET.includes(state)) return refuse('not-in-this-state', { state: CASE_STATE_CODES[state] });
  const { kind, why, leg } = body;
  if (leg !== undefined && !legs.some((one) => one.leg.id === leg && one.leg.fromNode === session.self))
    return refuse('unknown-leg');
  const proposed = proposeTopic(
    {
      id: session.desk.newId(),
      caseId: id,
      originNumber,
      wanted: kind,
      why,
      ...(leg === undefined ? {} : { legId: leg }),
      proposedBy: session.actor,
      proposedOn: session.today,
      state: 'PROPOSED',
    },
    await session.tx.agenda.topicsOfCase(id),
  );
  if (!proposed.ok) return proposed;
  await session.tx.agenda.putTopic(proposed.value);
  return noted(session, row, 'propose-for-meeting', `提请${KIND_TEXT[kind]}研究`);
}

/** The topic that is meant: the one named, or the case's one that waits. */
async function topicOf(session: Session, caseId: string, named: string | undefined): Promise<Outcome<Topic>> {
  const topics = await session.tx.agenda.topicsOfCase(caseId);
  const found = named === undefined ? topics.findLast(isWaiting) : topics.find(({ id }) => id === named);
  return found === undefined ? refuse('unknown-topic') : accepted(found);
}

/** 列入议程. */
export async function admitTopic(session: Session, id: string, body: ActBody<'admit-topic'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const topic = await topicOf(session, id, body.topic);
  if (!topic.ok) return topic;
  const meeting = await session.tx.agenda.load(body.meeting);
  if (meeting === undefined) return refuse('unknown-meeting');
  const admitted = admit(topic.value, body.meeting, session.actor);
  if (!admitted.ok) return admitted;
  const { id: topicId, originNumber } = topic.value;
  const put = putOnAgenda(meeting.value, { topicId, caseId: id, originNumber }, session.actor);
  if (!put.ok) return put;
  await session.tx.agenda.putTopic(admitted.value);
  await session.tx.agenda.save(put.value);
  if (put.value.state === 'CALLED') session.warnings.push('议程已变更，请重新发出会议通知。');
  const { kind, title } = put.value;
  return noted(session, opened.value.row, 'admit-topic', `列入${KIND_TEXT[kind]}议程：${title}`);
}

/** 不列入议程; a topic that was on one is taken off it, and its legs stand where they stood. */
export async function declineTopic(session: Session, id: string, body: ActBody<'decline-topic'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const topic = await topicOf(session, id, body.topic);
  if (!topic.ok) return topic;
  const { reason } = body;
  const declined = decline(topic.value, { on: session.today, by: session.actor, reason });
  if (!declined.ok) return declined;
  const { meetingId } = topic.value;
  if (meetingId !== undefined) {
    const meeting = await session.tx.agenda.load(meetingId);
    if (meeting === undefined) return refuse('unknown-meeting');
    await session.tx.agenda.save(takeOffAgenda(meeting.value, topic.value.id));
    const freed = await freeLegs(session, opened.value.row, reason);
    if (!freed.ok) return freed;
    if (meeting.value.state === 'CALLED') session.warnings.push('议程已变更，请重新发出会议通知。');
  }
  await session.tx.agenda.putTopic(declined.value);
  return noted(session, opened.value.row, 'decline-topic', `不列入会议议程：${reason}`);
}

/** 议定. Written again until the minutes are issued; carried out by them. */
export async function decideTopic(session: Session, id: string, body: ActBody<'decide-topic'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const topic = await topicOf(session, id, body.topic);
  if (!topic.ok) return topic;
  const meeting = await session.tx.agenda.load(topic.value.meetingId ?? topic.value.id);
  if (meeting === undefined) return refuse('unknown-meeting');
  const may = moveMeeting(meeting.value, 'decide', session.actor);
  if (!may.ok) return may;
  const decision = decisionOf(body.decision);
  if (!decision.ok) return decision;
  const { row } = opened.value;
  const units = unitsOfDecision(decision.value);
  const cleared = await mayMeet(session, row.matter, units);
  if (!cleared.ok) return cleared;
  const seated = meeting.value.members
    .filter(({ present, topics }) => present === true && topics.includes(topic.value.id))
    .map(({ unit }) => unit);
  const decided = decide(topic.value, decision.value, { kind: meeting.value.kind, seated }, session.actor);
  if (!decided.ok) return decided;
  await session.tx.agenda.putTopic(decided.value);
  await session.tx.agenda.save(meeting.value);
  return noted(session, row, 'decide-topic', `会议议定：${describeDecision(session, decision.value)}`);
}

/** 提请指定: two bodies refused (guard 13). */
export async function handOn(session: Session, id: string, body: ActBody<'hand-on'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const offer = designationOffer(
    opened.value.legs.map(({ leg }) => leg),
    session.desk.office,
  );
  if (offer === undefined) return refuse('not-two-refusals', {}, '信访工作条例24');
  const handed = await handOnCase(session, opened.value.row, { reason: body.reason, between: [] });
  return handed.ok ? answer(session, id, handed.value?.leg.id) : handed;
}
