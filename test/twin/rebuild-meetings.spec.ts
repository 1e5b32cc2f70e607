import { describe, expect, test } from '@jest/globals';
import type { StagedMeeting, Topic } from '#domain';
import { TwinMatter } from '../support/twin-matter.js';
import { TwinMeeting, disputed, done } from '../support/twin-meeting.js';
import { setBackTwin, twinBackup, type TwinLeft } from '../support/twin-rebuild.js';

/* 会议 at an office that is set back: what a member and the convener have again from what they told each other. */

const EDU = 'agency:education';
const COURT = 'agency:court';
const OWN = 'unit:liquidators';
const NOTICE = { on: '2026-04-09', time: '09:30', place: '二楼会议室' };
const ASSIGN = {
  ...{ kind: 'assign', lead: EDU, co: [COURT], days: 30 },
  forThisKind: { topic: '教育体育/教师待遇', to: EDU },
} as const;

/** Two bureaus object; a coordination meeting is planned for them. */
async function planned(): Promise<{ matter: TwinMatter; meeting: TwinMeeting }> {
  const matter = await TwinMatter.registered();
  await disputed(matter, [EDU, COURT]);
  const meeting = await TwinMeeting.planned(matter.net, [EDU, COURT, OWN]);
  await meeting.take(matter);
  return { matter, meeting };
}
async function called(): Promise<{ matter: TwinMatter; meeting: TwinMeeting }> {
  const begun = await planned();
  await done(begun.meeting.do('give-notice', NOTICE));
  await done(begun.meeting.reply(EDU, { who: '副局长' }));
  await done(begun.meeting.reply(COURT, { comes: false, reason: '另有公务' }));
  return begun;
}
async function concluded(): Promise<{ matter: TwinMatter; meeting: TwinMeeting }> {
  const begun = await called();
  await begun.matter.net.day('2026-04-09');
  await done(begun.meeting.do('hold-meeting', { present: [EDU, COURT, OWN] }));
  await done(begun.meeting.decide(begun.matter, ASSIGN));
  await done(begun.meeting.do('issue-minutes', { signedBy: [EDU, OWN] }));
  return begun;
}

/** A meeting without the ids of cases, which an office gives anew, and its members in one order. */
const shown = ({ agenda, members, rebuilt: _rebuilt, ...meeting }: StagedMeeting): object => ({
  ...meeting,
  agenda: agenda.map(({ topicId, originNumber }) => [topicId, originNumber]),
  members: members.toSorted((a, b) => (a.unit < b.unit ? -1 : 1)),
});
/** The same without the convener's own units, of which no message tells. */
const toldElsewhere = (meeting: StagedMeeting): object =>
  shown({ ...meeting, members: meeting.members.filter(({ unit }) => unit !== OWN) });
const topicShown = ({
  caseId: _case,
  why: _why,
  proposedBy: _by,
  proposedOn: _on,
  ...topic
}: Topic): object => topic;
const reasons = (left: readonly TwinLeft[]): readonly string[] => [
  ...new Set(left.map(({ reason }) => reason)),
];

describe('a member that is set back', () => {
  test.each([called, concluded])('has its seat back as it was: %p', async (lived) => {
    const { matter, meeting } = await lived();
    for (const unit of [EDU, COURT]) {
      const before = structuredClone(meeting.at(unit));
      for (const turned of [false, true]) {
        expect(await setBackTwin(matter.net, unit, { turned })).toEqual([]);
        expect(meeting.at(unit)).toEqual(before);
      }
    }
    expect(matter.net.differences()).toEqual([]);
  });

  test('has from an older backup what came since, and answers the newest notice only', async () => {
    const { matter, meeting } = await planned();
    await done(meeting.do('give-notice', NOTICE));
    const backup = twinBackup(matter.net, EDU);
    await done(meeting.reply(EDU, { who: '副局长' }));
    await done(meeting.do('postpone-meeting', { reason: '防汛' }));
    await done(meeting.do('give-notice', { ...NOTICE, on: '2026-04-14' }));
    await done(meeting.reply(EDU, { comes: false, reason: '出差' }));
    const before = structuredClone(meeting.at(EDU));
    expect(await setBackTwin(matter.net, EDU, { backup })).toEqual([]);
    expect(meeting.at(EDU)).toEqual(before);
    expect(before.seats[0]?.attendance).toMatchObject({ revision: 3, comes: false });
  });
});

describe('the convener that is set back', () => {
  test.each([false, true])('has the meeting as its members were told, streams turned: %p', async (turned) => {
    const { matter, meeting } = await called();
    const before = meeting.row().value;
    const left = await setBackTwin(matter.net, 'city', { turned });
    expect(toldElsewhere(meeting.row().value)).toEqual(toldElsewhere(before));
    expect(reasons(left)).toEqual(['meeting-own-books']);
    expect(meeting.topics()).toMatchObject([
      { state: 'ADMITTED', meetingId: meeting.id, wanted: 'coordination' },
    ]);
    // and goes on with it
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT] }));
    await done(meeting.decide(matter, ASSIGN));
    await done(meeting.do('issue-minutes'));
    expect(meeting.at(COURT).state).toBe('CONCLUDED');
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test.each([false, true])('has minutes, decision and its legs, streams turned: %p', async (turned) => {
    const { matter, meeting } = await concluded();
    const { memory } = matter.net.node('city').office;
    const before = { meeting: meeting.row().value, topics: meeting.topics().map(topicShown) };
    const competences = [...memory.competences];
    const left = await setBackTwin(matter.net, 'city', { turned });
    expect(shown({ ...meeting.row().value, members: [] })).toEqual(shown({ ...before.meeting, members: [] }));
    expect(toldElsewhere(meeting.row().value)).toEqual(toldElsewhere(before.meeting));
    expect(meeting.row().value.members.find(({ unit }) => unit === OWN)?.present).toBe(true);
    expect(
      meeting.topics().map((topic) => ({ ...topicShown(topic), legs: [...(topic.legs ?? [])].toSorted() })),
    ).toEqual(before.topics);
    const now = matter.net.node('city').office.memory;
    expect(now.competences).toEqual(competences);
    expect(now.documents.filter(({ kind }) => kind === 'minutes')).toHaveLength(1);
    expect(reasons(left)).toEqual(['meeting-own-books']);
    expect(matter.net.differences()).toEqual([]);
  });

  test('has from an older backup what was done since, also what its own books alone knew before', async () => {
    const { matter, meeting } = await planned();
    const backup = twinBackup(matter.net, 'city');
    await done(meeting.do('give-notice', NOTICE));
    await done(meeting.reply(EDU, { who: '副局长' }));
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT, OWN] }));
    await done(meeting.decide(matter, ASSIGN));
    await done(meeting.do('issue-minutes', { signedBy: [EDU, OWN] }));
    const before = meeting.row().value;
    const topics = meeting.topics();
    expect(await setBackTwin(matter.net, 'city', { backup })).toEqual([]);
    expect(toldElsewhere(meeting.row().value)).toEqual(toldElsewhere(before));
    expect(meeting.topics()).toEqual(topics);
    expect(matter.net.differences()).toEqual([]);
  });

  test('tells a meeting that is off from a member that is asked no longer', async () => {
    const { matter, meeting } = await called();
    await done(meeting.do('give-notice', { ...NOTICE, on: '2026-04-10', members: [COURT, OWN] }));
    const dropped = meeting.row().value;
    for (const turned of [false, true]) {
      await setBackTwin(matter.net, 'city', { turned });
      expect(toldElsewhere(meeting.row().value)).toEqual(toldElsewhere(dropped));
    }
    await done(meeting.do('cancel-meeting', { reason: '已协商一致' }));
    const off = meeting.row().value;
    for (const turned of [false, true]) {
      await setBackTwin(matter.net, 'city', { turned });
      expect(meeting.row().value).toMatchObject({
        state: 'CANCELLED',
        revision: off.revision,
        reason: '已协商一致',
      });
      expect(meeting.topics()).toMatchObject([{ state: 'PROPOSED' }]);
    }
  });

  test('has minutes that were entered in one go, and names what was put off as to be proposed again', async () => {
    const matter = await TwinMatter.registered();
    await disputed(matter, [EDU, COURT]);
    const decides = { lead: EDU, co: [COURT], days: 30 };
    await done(matter.onCase('city', 'meeting', { kind: 'coordination', parties: [EDU, COURT], decides }));
    const agenda = () => matter.net.node('city').office.memory.agenda;
    const [before] = [...agenda().meetings.values()];
    if (before === undefined) throw new Error('no meeting');
    const alone = (meeting: StagedMeeting) => ({
      ...shown(meeting),
      agenda: meeting.agenda.length,
      members: meeting.members.length,
    });
    expect(await setBackTwin(matter.net, 'city')).toEqual([]);
    expect([...agenda().meetings.values()].map(({ value }) => alone(value))).toEqual([alone(before.value)]);
    expect([...agenda().topics.values()]).toMatchObject([{ state: 'SETTLED', decision: { lead: EDU } }]);
  });

  test('knows a decision to put the case off, and that it must be proposed again', async () => {
    const { matter, meeting } = await called();
    await matter.net.day('2026-04-09');
    await done(meeting.do('hold-meeting', { present: [EDU, COURT] }));
    await done(meeting.decide(matter, { kind: 'adjourn', reason: '材料不全' }));
    await done(meeting.do('issue-minutes'));
    const left = await setBackTwin(matter.net, 'city');
    expect(reasons(left).toSorted()).toEqual(['meeting-own-books', 'topic-to-propose-again']);
    expect(matter.net.differences()).toEqual([]);
  });
});
