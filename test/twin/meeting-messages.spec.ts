import { describe, expect, test } from '@jest/globals';
import {
  type InboundUseCase,
  handlerOf,
  receiveAttendance,
  receiveDecision,
  receiveMinutesV2,
  receiveNotice,
  receivePapers,
} from '#casework';
import { TwinMatter } from '../support/twin-matter.js';
import { TwinMeeting, disputed, done } from '../support/twin-meeting.js';

/* What a signed message of a meeting may claim beyond its sender's right, and what comes twice or too late. */

const EDU = 'agency:education';
const COURT = 'agency:court';
const TOPIC = '01900000-0000-7000-8000-0000000000aa';

async function called() {
  const matter = await TwinMatter.registered();
  await disputed(matter, [EDU, COURT]);
  const meeting = await TwinMeeting.planned(matter.net, [EDU, COURT]);
  await meeting.take(matter);
  await done(meeting.do('give-notice', { on: '2026-04-09' }));
  return { matter, meeting };
}

/** Handed over as the exchange does: the source is proven, the data is not parsed. */
async function take(
  { matter, meeting }: { matter: TwinMatter; meeting: TwinMeeting },
  name: string,
  useCase: InboundUseCase,
  data: object,
  { at = EDU, source = 'city', stream = meeting.id } = {},
): Promise<string> {
  const { desk, office } = matter.net.node(at);
  const message = {
    id: '01900000-0000-7000-8000-00000000ffff',
    source,
    dest: at,
    type: `huiyin.meeting.${name}`,
    subject: meeting.id,
    time: new Date('2026-04-02T01:00:00Z'),
    stream: { kind: 'meeting', id: stream } as const,
    sequence: 1,
    bodyKey: meeting.id,
    data: { meetingId: meeting.id, unit: at, ...data },
  };
  const applied = await office.run(() => handlerOf(desk, useCase).handle(message));
  return applied.kind === 'applied' ? 'applied' : `${applied.kind} ${applied.reason}`;
}

const notice = (over: object = {}) => ({
  kind: 'coordination',
  title: '四月协调会',
  convenedBy: 'city',
  revision: 2,
  status: 'called',
  on: '2026-04-10',
  topics: [],
  ...over,
});
const papers = (over: object = {}) => ({
  revision: 1,
  topicId: TOPIC,
  originNumber: 'CS-2026-1-00001',
  place: '甲镇',
  summary: '概况',
  request: '诉求',
  ...over,
});
const attendance = (over: object = {}, by: object = {}) => ({
  unit: EDU,
  attendance: {
    revision: 1,
    comes: true,
    on: '2026-04-02',
    by: { unit: EDU, user: '办公室', role: 'registrar', ...by },
    ...over,
  },
});
const minutes = (over: object = {}) => ({
  kind: 'coordination',
  title: '四月协调会',
  convenedBy: 'city',
  number: '市人信纪〔2026〕9号',
  heldOn: '2026-04-09',
  present: [],
  signedBy: [],
  notSigned: [],
  ...over,
});

describe('a notice', () => {
  test('that is not newer than the one known changes nothing, however often it comes', async () => {
    const both = await called();
    const before = structuredClone(both.meeting.at(EDU));
    for (const status of ['called', 'cancelled'])
      expect(await take(both, 'notice.v1', receiveNotice, notice({ revision: 1, status }))).toBe('applied');
    expect(both.meeting.at(EDU)).toEqual(before);
  });

  test('in the name of another convener, on another stream or to a unit elsewhere is kept apart', async () => {
    const both = await called();
    const before = structuredClone(both.matter.net.node(EDU).office.memory);
    const wrong = 'quarantined meeting-of-another-convener';
    const tell = (data: object, over = {}) => take(both, 'notice.v1', receiveNotice, data, over);
    expect(await tell(notice({ convenedBy: 'prefecture' }))).toBe(wrong);
    expect(await tell(notice(), { stream: TOPIC })).toBe(wrong);
    expect(await tell(notice({ unit: COURT }))).toBe(wrong);
    expect(await tell(notice(), { source: COURT })).toBe('quarantined sender-role');
    expect(both.matter.net.node(EDU).office.memory).toEqual(before);
  });

  test.each([
    ['an unknown kind', { kind: 'party' }, 'malformed-kind'],
    ['a revision of nothing', { revision: 0 }, 'malformed-revision'],
    ['30 February', { on: '2026-02-30' }, 'malformed-on'],
    ['25 o’clock', { time: '25:00' }, 'malformed-time'],
    ['a title without end', { title: '会'.repeat(201) }, 'malformed-title'],
    ['a control character', { place: '会议室\u0000' }, 'malformed-place'],
    [
      'an agenda without end',
      { topics: Array.from({ length: 201 }, () => ({ topicId: TOPIC, originNumber: 'CS', about: '事' })) },
      'malformed-topics',
    ],
  ])('with %s is kept apart', async (_name, over, reason) => {
    expect(await take(await called(), 'notice.v1', receiveNotice, notice(over))).toBe(
      `quarantined ${reason}`,
    );
  });
});

describe('papers', () => {
  test('without a notice, of a topic that the notice does not name, or of a stranger are kept apart', async () => {
    const both = await called();
    const tell = (data: object, over = {}) => take(both, 'papers.v1', receivePapers, data, over);
    expect(await tell(papers())).toBe('quarantined papers-of-another-topic');
    expect(await tell(papers(), { at: 'agency:health' })).toBe('quarantined papers-without-notice');
    expect(await tell(papers(), { source: 'prefecture' })).toBe('quarantined papers-without-notice');
    expect(await tell(papers({ summary: '长'.repeat(20_001) }))).toBe('quarantined malformed-summary');
  });

  test('of an earlier notice, or after the meeting was cancelled, are not kept', async () => {
    const both = await called();
    const [topic] = both.meeting.at(EDU).seats[0]?.topics ?? [];
    const late = papers({ topicId: topic?.topicId, summary: '迟到的材料' });
    await done(both.meeting.do('give-notice', { on: '2026-04-10' }));
    expect(await take(both, 'papers.v1', receivePapers, late)).toBe('applied');
    await done(both.meeting.do('cancel-meeting', { reason: '已商定' }));
    expect(await take(both, 'papers.v1', receivePapers, { ...late, revision: 3 })).toBe('applied');
    expect(JSON.stringify(both.matter.net.node(EDU).office.memory.agenda)).not.toContain('迟到的材料');
  });
});

describe('an answer to a notice', () => {
  const at = { at: 'city', source: EDU };

  test('comes twice and counts once; one to an earlier notice counts for nothing', async () => {
    const both = await called();
    const tell = (data: object) => take(both, 'attendance.v1', receiveAttendance, data, at);
    expect(await tell(attendance())).toBe('applied');
    expect(await tell(attendance())).toBe('applied');
    await done(both.meeting.do('give-notice', { on: '2026-04-10' }));
    expect(await tell(attendance())).toBe('applied');
    expect(both.meeting.row().value.members[0]?.attendance).toBeUndefined();
  });

  test('for another unit, of a person elsewhere, or to a meeting that nobody called is kept apart', async () => {
    const both = await called();
    const tell = (data: object, over = {}) =>
      take(both, 'attendance.v1', receiveAttendance, data, { ...at, ...over });
    const wrong = 'quarantined attendance-of-another-unit';
    expect(await tell({ ...attendance(), unit: COURT })).toBe(wrong);
    expect(await tell(attendance({}, { unit: COURT }))).toBe(wrong);
    expect(
      await tell(
        { ...attendance({}, { unit: 'agency:health' }), unit: 'agency:health' },
        { source: 'agency:health' },
      ),
    ).toBe(wrong);
    expect(await tell({ ...attendance(), meetingId: TOPIC }, { stream: TOPIC })).toBe(
      'quarantined meeting-unknown',
    );
    expect(await tell(attendance({}, { role: 'supervisor' }))).toBe('quarantined role-not-allowed');
  });
});

describe('minutes', () => {
  test('of another convener are kept apart, and a decision waits for none that never came', async () => {
    const both = await called();
    expect(await take(both, 'minutes.v2', receiveMinutesV2, minutes({ convenedBy: 'prefecture' }))).toBe(
      'quarantined minutes-of-another-convener',
    );
    const decided = { topicId: TOPIC, originNumber: 'CS', decision: { kind: 'adjourn', reason: '再议' } };
    expect(await take(both, 'decision.v1', receiveDecision, decided)).toBe(
      'quarantined decision-without-minutes',
    );
  });

  test('of somebody who was not asked in time are taken in all the same, once', async () => {
    const both = await called();
    const told = () => take(both, 'minutes.v2', receiveMinutesV2, minutes(), { at: 'agency:health' });
    expect(await told()).toBe('applied');
    expect(await told()).toBe('applied');
    expect(both.meeting.at('agency:health')).toMatchObject({
      state: 'CONCLUDED',
      minutes: { number: '市人信纪〔2026〕9号' },
      seats: [{ topics: [] }],
    });
  });

  test('a decision of a kind that nobody knows is kept apart', async () => {
    const both = await called();
    await take(both, 'minutes.v2', receiveMinutesV2, minutes());
    const decided = { topicId: TOPIC, originNumber: 'CS', decision: { kind: 'punish', whom: '陈某' } };
    expect(await take(both, 'decision.v1', receiveDecision, decided)).toBe(
      'quarantined malformed-decision-kind',
    );
  });
});
