import type { MeetingActBody, MeetingAnswer } from '#contract';
import {
  type Outcome,
  type StagedMeeting,
  type Topic,
  accepted,
  issueMinutes as issue,
  refuse,
  settleTopic,
} from '#domain';
import type { CaseRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { carryOut } from '../meeting/carry-out.js';
import { minutesLetters } from '../meeting/letters.js';
import { lockMeeting, meetingAnswerOf } from '../meeting/lock.js';
import { settleLadder } from '../meeting/ladder.js';
import { KIND_TEXT, describeDecision } from '../meeting/words.js';

/** 印发纪要: every decision is carried out, or nothing is: minutes that could not be kept would bind nobody. */
export async function issueMinutes(
  session: Session,
  id: string,
  body: MeetingActBody<'issue-minutes'>,
): Promise<Outcome<MeetingAnswer>> {
  const locked = await lockMeeting(session, id, body.version);
  if (!locked.ok) return locked;
  const { meeting, cases } = locked.value;
  const topics = (await session.tx.agenda.topicsOf(id)).filter((topic) =>
    meeting.agenda.some(({ topicId }) => topicId === topic.id),
  );
  const undecided = topics.find((topic) => topic.decision === undefined);
  if (undecided !== undefined) return refuse('topic-undecided', { topic: undecided.originNumber });
  const { signedBy } = body;
  const issued = issue(
    meeting,
    {
      number: await session.documentNumber('纪'),
      on: session.today,
      ...(signedBy === undefined ? {} : { signedBy }),
    },
    session.actor,
  );
  if (!issued.ok) return issued;
  await session.tx.agenda.save(issued.value);
  for (const topic of topics) {
    const row = cases.get(topic.caseId);
    if (row === undefined) return refuse('unknown-case');
    const done = await settle(session, issued.value, topic, row);
    if (!done.ok) return done;
  }
  const letters = await minutesLetters(session, issued.value, topics, cases);
  await session.desk.outbox.put(letters);
  return meetingAnswerOf(session, id);
}

async function settle(
  session: Session,
  meeting: StagedMeeting,
  topic: Topic,
  row: CaseRow,
): Promise<Outcome<undefined>> {
  const { decision } = topic;
  const { minutes, kind } = meeting;
  if (decision === undefined || minutes === undefined)
    return refuse('topic-undecided', { topic: topic.originNumber });
  const present = meeting.members.filter((member) => member.present === true).map(({ unit }) => unit);
  const { number, signedBy } = minutes;
  const made = await carryOut(session, row, decision, {
    meetingId: meeting.id,
    kind,
    number,
    signedBy,
    present,
  });
  if (!made.ok) return made;
  const settled = settleTopic(topic, made.value, session.actor);
  if (!settled.ok) return settled;
  await session.tx.agenda.putTopic(settled.value);
  await again(session, topic);
  if (decision.kind === 'heard') await settleLadder(session, topic, number);
  const text = describeDecision(session, decision);
  await session.note(
    row.matter.id,
    'meeting',
    '信访工作条例24',
    `${KIND_TEXT[kind]}，纪要 ${number}：${text}`,
  );
  await session.tx.documents.insert({
    id: session.desk.newId(),
    caseId: row.matter.id,
    kind: 'minutes',
    number,
    on: session.today,
    unit: session.self,
    signer: session.actor.user,
    text,
  });
  return accepted(undefined);
}

/** What was adjourned waits for the next meeting; what was heard may go to the next rung, where people admit it. */
async function again(session: Session, topic: Topic): Promise<void> {
  const { decision } = topic;
  const next =
    decision?.kind === 'adjourn'
      ? { wanted: topic.wanted, why: decision.reason }
      : decision?.kind === 'heard' && decision.next !== undefined
        ? { wanted: decision.next, why: decision.text }
        : undefined;
  if (next === undefined) return;
  const { caseId, originNumber, legId } = topic;
  await session.tx.agenda.putTopic({
    id: session.desk.newId(),
    caseId,
    originNumber,
    ...next,
    ...(legId === undefined ? {} : { legId }),
    proposedBy: session.actor,
    proposedOn: session.today,
    state: 'PROPOSED',
  });
}
