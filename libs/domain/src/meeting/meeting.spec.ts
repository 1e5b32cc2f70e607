import { describe, expect, test } from '@jest/globals';
import { parseLocalDate } from '../time/local-date.js';
import {
  callOff,
  confirmAttendance,
  excludeHearingDays,
  giveNotice,
  hold,
  issueMinutes,
  putOnAgenda,
  takeOffAgenda,
  type StagedMeeting,
} from './meeting.js';
import { decideTopic, mayDecideSo, proposeTopic, type Topic } from './topic.js';

const day = (text: string) => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const DISPATCHER = { unit: 'city', user: '分办员', role: 'dispatcher' } as const;
const HANDLER = { unit: 'agency:court', user: '承办人', role: 'handler' } as const;
const CONTEXT = { today: day('2026-04-02'), actor: DISPATCHER };
const LINE = { topicId: 't1', caseId: 'c1', originNumber: 'CS-2026-1-00001' };

const planned: StagedMeeting = {
  id: 'm',
  kind: 'coordination',
  title: '四月协调会',
  state: 'PLANNED',
  convenedBy: 'city',
  revision: 0,
  members: [],
  agenda: [],
  hearings: [],
};

function must<T>(outcome: { ok: true; value: T } | { ok: false; slug: string }): T {
  if (!outcome.ok) throw new Error(outcome.slug);
  return outcome.value;
}
const withCase = must(putOnAgenda(planned, LINE, DISPATCHER));
const CLEARED = new Map([
  ['agency:court', ['t1']],
  ['agency:labour', ['t1']],
]);
const called = must(giveNotice(withCase, { on: day('2026-04-09') }, CLEARED, CONTEXT));
const reply = (revision: number) => ({ revision, comes: true, on: day('2026-04-03'), by: HANDLER });
const held = must(
  hold(called, { on: day('2026-04-02'), present: ['agency:court', 'agency:labour'] }, CONTEXT),
);

describe('a meeting on its way', () => {
  test('a case stands on an agenda once', () => {
    expect(putOnAgenda(withCase, LINE, DISPATCHER)).toMatchObject({ slug: 'on-agenda-already' });
  });

  test('no notice goes out without an agenda, for a day that is past, or to nobody', () => {
    const notice = (meeting: StagedMeeting, on: string, cleared: ReadonlyMap<string, readonly string[]>) =>
      giveNotice(meeting, { on: day(on) }, cleared, CONTEXT);
    expect(notice(planned, '2026-04-09', CLEARED)).toMatchObject({ slug: 'agenda-empty' });
    expect(notice(withCase, '2026-04-01', CLEARED)).toMatchObject({ slug: 'meeting-day-past' });
    expect(notice(withCase, '2026-04-09', new Map([['agency:court', []]]))).toMatchObject({
      slug: 'nobody-to-invite',
      article: '信访工作条例30(3)',
    });
  });

  test('a unit that may see nothing of the agenda is no member', () => {
    const some = new Map([...CLEARED, ['agency:education', []]] as const);
    const { members } = must(giveNotice(withCase, { on: day('2026-04-09') }, some, CONTEXT));
    expect(members.map(({ unit }) => unit)).toEqual(['agency:court', 'agency:labour']);
  });

  test('a new date asks everybody again, and an answer to the old notice counts no more', () => {
    const confirmed = must(confirmAttendance(called, 'agency:court', reply(1)));
    expect(confirmed.members[0]?.attendance?.comes).toBe(true);
    const again = must(giveNotice(confirmed, { on: day('2026-04-10') }, CLEARED, CONTEXT));
    expect(again).toMatchObject({ revision: 2, on: '2026-04-10' });
    expect(again.members.every(({ attendance }) => attendance === undefined)).toBe(true);
    expect(confirmAttendance(again, 'agency:labour', reply(1))).toMatchObject({ slug: 'notice-outdated' });
    expect(confirmAttendance(again, 'agency:education', reply(2))).toMatchObject({
      slug: 'meeting-party-unknown',
    });
  });

  test('a postponed meeting is called again with a new date and forgets why it was put off', () => {
    const off = must(callOff(called, 'postpone', '会场维修', DISPATCHER));
    expect(off).toMatchObject({ state: 'POSTPONED', reason: '会场维修', revision: 2 });
    expect(hold(off, { on: day('2026-04-02'), present: [] }, CONTEXT)).toMatchObject({
      slug: 'not-in-this-state',
      details: { state: 'H2p' },
    });
    const again = must(giveNotice(off, { on: day('2026-04-20') }, CLEARED, CONTEXT));
    expect(again).toMatchObject({ state: 'CALLED', revision: 3 });
    expect(again.reason).toBeUndefined();
  });

  test('a plan that nobody was told of is cancelled without telling anybody', () => {
    expect(must(callOff(withCase, 'cancel', '已另行解决', DISPATCHER)).revision).toBe(0);
  });

  test('it is not held on a day to come, nor by somebody who is no member', () => {
    expect(hold(called, { on: day('2026-04-09'), present: [] }, CONTEXT)).toMatchObject({
      slug: 'date-in-future',
    });
    expect(hold(called, { on: day('2026-04-02'), present: ['agency:education'] }, CONTEXT)).toMatchObject({
      slug: 'meeting-party-unknown',
    });
  });

  test('who keeps the agenda is the secretariat, not a handler', () => {
    expect(putOnAgenda(planned, LINE, HANDLER)).toMatchObject({ slug: 'role-not-allowed' });
  });

  test('a topic that is taken off goes from every member as well', () => {
    const off = takeOffAgenda(called, 't1');
    expect(off.agenda).toEqual([]);
    expect(off.members.flatMap(({ topics }) => topics)).toEqual([]);
  });
});

describe('minutes', () => {
  const issue = (signedBy?: readonly string[]) =>
    issueMinutes(
      held,
      { number: '纪1号', on: day('2026-04-03'), ...(signedBy === undefined ? {} : { signedBy }) },
      DISPATCHER,
    );

  test('bind those who sign, and say who sat there and did not', () => {
    expect(must(issue(['agency:court'])).minutes).toMatchObject({
      signedBy: ['agency:court'],
      notSigned: ['agency:labour'],
    });
    expect(must(issue()).minutes?.notSigned).toEqual([]);
  });

  test('nobody signs who was not there', () => {
    expect(issue(['agency:education'])).toMatchObject({ slug: 'signer-not-present' });
  });
});

describe('hearing days', () => {
  const days = (from: string, to: string) => ({ legId: 'l', caseId: 'c1', from: day(from), to: day(to) });
  const exclude = (meeting: StagedMeeting, from: string, to: string) =>
    excludeHearingDays(meeting, days(from, to), CONTEXT);

  test('are counted once for a leg, not before they were and not backwards', () => {
    const one = must(exclude(held, '2026-03-30', '2026-04-01'));
    expect(one.hearings).toHaveLength(1);
    expect(exclude(one, '2026-04-01', '2026-04-02')).toMatchObject({ slug: 'hearing-days-counted' });
    expect(exclude(held, '2026-04-02', '2026-04-03')).toMatchObject({ slug: 'date-in-future' });
    expect(exclude(held, '2026-04-02', '2026-04-01')).toMatchObject({ slug: 'date-before-event' });
  });
});

describe('a topic', () => {
  const topic: Topic = {
    id: 't1',
    caseId: 'c1',
    originNumber: LINE.originNumber,
    wanted: 'coordination',
    why: '两单位均称不属其职责',
    proposedBy: DISPATCHER,
    proposedOn: day('2026-04-02'),
    state: 'ADMITTED',
    meetingId: 'm',
  };
  const seated = { kind: 'coordination', seated: ['agency:court', 'agency:labour'] } as const;
  const assign = (lead: string, co: readonly string[]) => ({ kind: 'assign', lead, co, days: 30 }) as const;

  test('waits on one list at a time', () => {
    expect(proposeTopic({ ...topic, id: 't2', state: 'PROPOSED' }, [topic])).toMatchObject({
      slug: 'on-agenda-already',
    });
    expect(proposeTopic(topic, [{ ...topic, state: 'SETTLED' }])).toMatchObject({ ok: true });
  });

  test('gives work only to those who sat there for it, and to each once', () => {
    expect(decideTopic(topic, assign('agency:education', []), seated, DISPATCHER)).toMatchObject({
      slug: 'meeting-party-unknown',
    });
    expect(decideTopic(topic, assign('agency:court', ['agency:court']), seated, DISPATCHER)).toMatchObject({
      slug: 'unit-named-twice',
    });
    expect(decideTopic(topic, assign('agency:court', []), seated, DISPATCHER)).toMatchObject({ ok: true });
  });

  test('questions to a body are for the directors’ meeting to bring before the Standing Committee', () => {
    const questions = { kind: 'instrument', instrument: 'questioning', text: '提请质询' } as const;
    expect(mayDecideSo(questions, 'coordination')).toBe(false);
    expect(mayDecideSo(questions, 'directors')).toBe(true);
    expect(decideTopic(topic, questions, seated, DISPATCHER)).toMatchObject({ slug: 'not-for-this-meeting' });
  });
});
