import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseworkReads, CaseworkTx, CaseworkUnitOfWork, Invitation } from '#casework';
import { parseLocalDate, type StagedMeeting, type Topic } from '#domain';
import { caseworkReads, caseworkUnitOfWork, type Database } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { testIndexing, testPlace } from '../../support/matter-indexing.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

const by = { unit: 'city', user: '分办员', role: 'dispatcher' } as const;
function day(text: string) {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}
const ON = day('2026-04-09');

let home: TestDatabase;
let database: Database;
let casework: CaseworkUnitOfWork;
let reads: CaseworkReads;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  casework = caseworkUnitOfWork(database.uow, 'city', testIndexing(), testPlace());
  reads = caseworkReads(database.uow);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const inTx = <T>(work: (tx: CaseworkTx) => Promise<T>): Promise<T> => casework.run(work);

const line = () => ({ topicId: uuidV7(), caseId: uuidV7(), originNumber: `CS-2026-${uuidV7().slice(-8)}` });
const planned = (over: Partial<StagedMeeting> = {}): StagedMeeting => ({
  id: uuidV7(),
  kind: 'coordination',
  title: '四月协调会',
  state: 'PLANNED',
  convenedBy: 'city',
  revision: 0,
  members: [{ unit: 'agency:court', topics: [] }],
  agenda: [],
  hearings: [],
  ...over,
});
const topicOf = (
  { topicId: id, caseId, originNumber }: ReturnType<typeof line>,
  over: Partial<Topic> = {},
): Topic => ({
  ...{ id, caseId, originNumber },
  wanted: 'coordination',
  why: '意见不一',
  proposedBy: by,
  proposedOn: ON,
  state: 'PROPOSED',
  ...over,
});

describe('a meeting at its convener', () => {
  it('is kept whole, and its version grows with every save', async () => {
    const meeting = planned();
    await inTx((tx) => tx.agenda.open(meeting));
    expect(await inTx((tx) => tx.agenda.peek(meeting.id))).toEqual({ value: meeting, version: 1 });
    const put = line();
    const called: StagedMeeting = {
      ...meeting,
      state: 'CALLED',
      on: ON,
      time: '09:30',
      place: '二楼',
      revision: 1,
      agenda: [put],
      members: [{ unit: 'agency:court', topics: [put.topicId] }],
    };
    await inTx(async (tx) => {
      expect((await tx.agenda.load(meeting.id))?.version).toBe(1);
      await tx.agenda.save(called);
    });
    expect(await inTx((tx) => tx.agenda.load(meeting.id))).toEqual({ value: called, version: 2 });
    expect(await reads.agenda.meeting(meeting.id)).toMatchObject({
      state: 'CALLED',
      version: 2,
      heldOn: ON,
      originNumber: put.originNumber,
      parties: ['agency:court'],
      staged: called,
    });
    expect(await inTx((tx) => tx.agenda.invitation(meeting.id))).toBeUndefined();
    expect(await inTx((tx) => tx.agenda.peek(uuidV7()))).toBeUndefined();
  });

  it('about two cases is shown under neither number', async () => {
    const meeting = planned({ agenda: [line(), line()] });
    await inTx((tx) => tx.agenda.open(meeting));
    expect((await reads.agenda.meeting(meeting.id))?.originNumber).toBe('');
  });

  it('is found by its state, newest first, page by page', async () => {
    const held = [planned({ state: 'HELD' }), planned({ state: 'HELD' }), planned({ state: 'HELD' })];
    for (const meeting of held) await inTx((tx) => tx.agenda.open(meeting));
    const first = await reads.agenda.meetings({ state: 'HELD' }, { limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([held[2]?.id, held[1]?.id]);
    const second = await reads.agenda.meetings({ state: 'HELD' }, { limit: 2, after: first.next ?? '' });
    expect(second.items.map(({ id }) => id)).toEqual([held[0]?.id]);
    expect(second.next).toBeNull();
    expect((await reads.agenda.meetings({}, { limit: 2, after: '1; DROP' })).items).toEqual([]);
  });

  it('is opened by one act at a time: the second waits and sees what the first wrote', async () => {
    const meeting = planned();
    await inTx((tx) => tx.agenda.open(meeting));
    const retitled = (title: string) =>
      inTx(async (tx) => {
        const now = await tx.agenda.load(meeting.id);
        if (now !== undefined) await tx.agenda.save({ ...now.value, title: `${now.value.title}${title}` });
      });
    await Promise.all([retitled('甲'), retitled('乙')]);
    const after = await inTx((tx) => tx.agenda.peek(meeting.id));
    expect(after?.version).toBe(3);
    expect(after?.value.title).toMatch(/^四月协调会(甲乙|乙甲)$/u);
  });

  it('leaves nothing behind when its unit of work fails', async () => {
    const meeting = planned();
    const failing = inTx(async (tx) => {
      await tx.agenda.open(meeting);
      await tx.agenda.putTopic(topicOf(line(), { meetingId: meeting.id }));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await reads.agenda.meeting(meeting.id)).toBeUndefined();
    expect(await reads.agenda.topicsOf(meeting.id)).toEqual([]);
  });
});

describe('a meeting at a member', () => {
  const invitation = (id: string): Invitation => ({
    id,
    kind: 'directors',
    title: '主任会议',
    convenedBy: 'city',
    state: 'CALLED',
    on: ON,
    seats: [
      {
        unit: 'agency:court',
        revision: 1,
        topics: [
          {
            topicId: uuidV7(),
            originNumber: 'CS-2026-1-00001',
            about: '社会保险费（甲镇）',
            papers: { place: '甲镇', summary: '概况'.repeat(8_000), request: '诉求', guarded: true },
          },
        ],
      },
    ],
  });

  it('is kept and taken over by a later notice', async () => {
    const asked = invitation(uuidV7());
    await inTx((tx) => tx.agenda.saveInvitation(asked));
    expect(await inTx((tx) => tx.agenda.invitation(asked.id))).toEqual({ value: asked, version: 1 });
    const off: Invitation = { ...asked, state: 'CANCELLED', reason: '已商定', seats: [] };
    await inTx((tx) => tx.agenda.saveInvitation(off));
    expect(await inTx((tx) => tx.agenda.invitation(asked.id))).toEqual({ value: off, version: 2 });
    expect(await inTx((tx) => tx.agenda.load(asked.id))).toBeUndefined();
    expect(await reads.agenda.meeting(asked.id)).toMatchObject({ state: 'CANCELLED', invitation: off });
  });
});

describe('a topic', () => {
  it('is found by its case, by its meeting and by its state, as it was written last', async () => {
    const meeting = uuidV7();
    const put = line();
    const proposed = topicOf(put);
    await inTx((tx) => tx.agenda.putTopic(proposed));
    expect(await inTx((tx) => tx.agenda.topicsOfCase(put.caseId))).toEqual([proposed]);
    expect((await reads.agenda.topics({ state: 'PROPOSED' }, { limit: 1 })).items).toEqual([proposed]);
    const settled = topicOf(put, {
      state: 'SETTLED',
      meetingId: meeting,
      decision: { kind: 'assign', lead: 'agency:court', co: [], days: 30 },
      legs: [uuidV7()],
    });
    await inTx((tx) => tx.agenda.putTopic(settled));
    expect(await inTx((tx) => tx.agenda.topicsOf(meeting))).toEqual([settled]);
    expect(await reads.agenda.topicsOf(meeting)).toEqual([settled]);
    expect((await reads.agenda.topics({ state: 'SETTLED' }, { limit: 1 })).items).toEqual([settled]);
  });

  it('takes the objections of its case along, the oldest first', async () => {
    const caseId = uuidV7();
    const legId = uuidV7();
    const entry = { caseId, legId, on: ON, at: '2026-04-09T01:00:00.000Z', by, basis: '[I]' };
    await inTx((tx) =>
      tx.history.add([
        { ...entry, act: 'leg.object', text: '提出异议：不属本院' },
        { ...entry, act: 'leg.accept', text: '受理' },
        { ...entry, act: 'leg.object', text: '提出异议：仍不属本院' },
      ]),
    );
    expect(await inTx((tx) => tx.agenda.objections(caseId))).toEqual([
      { legId, on: ON, text: '提出异议：不属本院' },
      { legId, on: ON, text: '提出异议：仍不属本院' },
    ]);
  });
});
