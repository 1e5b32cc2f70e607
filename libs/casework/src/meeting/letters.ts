import type { Attendance, StagedMeeting, Topic } from '#domain';
import type { CaseRow } from '../ports.js';
import type { Letter } from '../desk/desk.js';
import type { Session } from '../desk/session.js';
import { type Papers, papersFor } from './clearance.js';

/* What a meeting sends: to each member for itself, because each may know of other topics. */

type Name = 'notice' | 'papers' | 'attendance' | 'minutes' | 'decision';

function letter(
  session: Session,
  dest: string,
  meetingId: string,
  [name, version]: readonly [Name, 1 | 2],
  data: object,
): Letter {
  return {
    dest,
    type: `huiyin.meeting.${name}.v${version}`,
    stream: { kind: 'meeting', id: meetingId },
    // A meeting is about several cases; its own id is the one name that both ends have.
    subject: meetingId,
    // Papers have a key of their own, so that a member can destroy them when the meeting is over.
    bodyKey: name === 'papers' ? meetingId : `${meetingId}.m`,
    time: session.now,
    data,
  };
}

/** The node of a member elsewhere; undefined: this node keeps it, and has the meeting itself. */
function elsewhere(session: Session, unit: string): string | undefined {
  const node = session.desk.office.unit(unit)?.node;
  return node === session.self ? undefined : node;
}

const heading = (meeting: StagedMeeting, unit: string) => ({
  meetingId: meeting.id,
  kind: meeting.kind,
  title: meeting.title,
  convenedBy: meeting.convenedBy,
  unit,
});

/** What a topic is called in a notice: its content and place, as far as the register has them. */
export const aboutOf = ({ matter }: CaseRow): string => {
  const { dossier } = matter;
  return dossier === undefined ? matter.originNumber : `${dossier.topic}（${dossier.place}）`.slice(0, 200);
};

/** 会议通知, and the papers of each topic that the member may have. */
export async function noticesOf(
  session: Session,
  meeting: StagedMeeting,
  cases: ReadonlyMap<string, CaseRow>,
): Promise<readonly Letter[]> {
  const letters: Letter[] = [];
  for (const { unit, topics } of meeting.members) {
    const dest = elsewhere(session, unit);
    if (dest === undefined) continue;
    const lines = meeting.agenda.filter(({ topicId }) => topics.includes(topicId));
    const papers: {
      readonly line: (typeof lines)[number];
      readonly row: CaseRow;
      readonly papers: Papers;
    }[] = [];
    for (const line of lines) {
      const row = cases.get(line.caseId);
      const cleared = row === undefined ? undefined : await papersFor(session, row.matter, unit);
      if (row !== undefined && cleared !== undefined) papers.push({ line, row, papers: cleared });
    }
    const { on, time, place } = meeting;
    letters.push(
      letter(session, dest, meeting.id, ['notice', 1], {
        ...heading(meeting, unit),
        revision: meeting.revision,
        status: 'called',
        ...(on === undefined ? {} : { on }),
        ...(time === undefined ? {} : { time }),
        ...(place === undefined ? {} : { place }),
        topics: papers.map(({ line, row }) => ({
          topicId: line.topicId,
          originNumber: line.originNumber,
          about: aboutOf(row),
        })),
      }),
      ...papers.map(({ line, papers: given }) =>
        letter(session, dest, meeting.id, ['papers', 1], {
          meetingId: meeting.id,
          unit,
          revision: meeting.revision,
          topicId: line.topicId,
          originNumber: line.originNumber,
          ...given,
        }),
      ),
    );
  }
  return letters;
}

/** It is put off, or not held, or no longer for this unit. */
export function callingOff(
  session: Session,
  meeting: StagedMeeting,
  status: 'postponed' | 'cancelled',
  units: readonly string[],
): readonly Letter[] {
  if (meeting.revision === 0) return [];
  const { reason } = meeting;
  return units.flatMap((unit) => {
    const dest = elsewhere(session, unit);
    if (dest === undefined) return [];
    const data = {
      ...heading(meeting, unit),
      revision: meeting.revision,
      status,
      ...(reason === undefined ? {} : { reason }),
      topics: [],
    };
    return [letter(session, dest, meeting.id, ['notice', 1], data)];
  });
}

export const attendanceLetter = (
  session: Session,
  dest: string,
  meetingId: string,
  unit: string,
  attendance: Attendance,
): Letter => letter(session, dest, meetingId, ['attendance', 1], { meetingId, unit, attendance });

/** 纪要, to everybody who was asked or was there; of each case only to whom the wall lets it. */
export async function minutesLetters(
  session: Session,
  meeting: StagedMeeting,
  topics: readonly Topic[],
  cases: ReadonlyMap<string, CaseRow>,
): Promise<readonly Letter[]> {
  const { minutes, on } = meeting;
  if (minutes === undefined || on === undefined) return [];
  const { number, signedBy, notSigned } = minutes;
  const present = meeting.members.filter((member) => member.present === true).map(({ unit }) => unit);
  const letters: Letter[] = [];
  for (const { unit } of meeting.members) {
    const dest = elsewhere(session, unit);
    if (dest === undefined) continue;
    letters.push(
      letter(session, dest, meeting.id, ['minutes', 2], {
        ...heading(meeting, unit),
        number,
        heldOn: on,
        present,
        signedBy,
        notSigned,
      }),
    );
    for (const { id: topicId, caseId, originNumber, decision } of topics) {
      const row = cases.get(caseId);
      if (decision === undefined || row === undefined) continue;
      if ((await papersFor(session, row.matter, unit)) === undefined) continue;
      letters.push(
        letter(session, dest, meeting.id, ['decision', 1], {
          meetingId: meeting.id,
          unit,
          topicId,
          originNumber,
          decision,
        }),
      );
    }
  }
  return letters;
}
