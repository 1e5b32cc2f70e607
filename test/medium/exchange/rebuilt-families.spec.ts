import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { agencyApp } from '../../../apps/agency/src/agency.module.js';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { townshipApp } from '../../../apps/township/src/township.module.js';
import {
  askRecord,
  elsewhere,
  meetingAnswer,
  meetingDetail,
  pageOf,
  type MeetingAnswer,
  type MeetingDetail,
} from '#contract';
import { done, RealMatter, RealOffices } from '../../support/real-matter.js';
import { emptied, SetBack } from '../../support/set-back.js';
import { severalNodes, type SeveralNodes } from '../../support/several-nodes.js';

/*
 * Meetings and questions at real offices, of which one is set back while it is stopped: to an older backup, or to nothing.
 */

const TOKEN = randomBytes(24).toString('hex');
const EDU = 'agency:education';
const YI = 'township:yi';
let nodes: SeveralNodes;
let offices: RealOffices;
let past: SetBack;
beforeAll(async () => {
  // the city asks its upper office and those below it; so all of these run
  nodes = await severalNodes(
    { prefecture: cityApp, city: cityApp, [YI]: townshipApp, 'township:jia': townshipApp, [EDU]: agencyApp },
    TOKEN,
  );
  offices = new RealOffices(nodes, TOKEN);
  past = new SetBack(nodes, offices);
}, 240_000);
afterAll(() => nodes?.stop(), 60_000);

const figures = z.looseObject({ applied: z.int(), quarantined: z.int() });
const figuresOf = (node: string) => offices.client(node).get('/api/exchange/idle', figures);

async function meetingAt(node: string, id: string): Promise<MeetingDetail> {
  const found = await offices.client(node).get(`/api/meetings/${id}`, meetingDetail);
  if (found === undefined) throw new Error(`${node} holds no such meeting`);
  return found;
}
async function onMeeting(node: string, act: string, id: string, more: object): Promise<MeetingAnswer> {
  const path = id === '' ? '/api/meetings' : `/api/meetings/${id}/${act}`;
  const version = id === '' ? {} : { version: (await meetingAt(node, id)).version };
  const body = { actor: { unit: node }, ...version, ...more };
  const posted = await offices.client(node).post(path, body, randomUUID(), meetingAnswer);
  await offices.drained();
  if (!posted.ok) throw new Error(JSON.stringify(posted.problem));
  return posted.value;
}

/** What must be again as it was: not the ids that an office gives anew, and not how often it was written. */
function shown({ version: _version, topics, members, ...meeting }: MeetingDetail): object {
  return {
    ...meeting,
    members: members.map(({ topics: of, ...member }) => ({ ...member, topics: of.toSorted() })),
    topics: topics.map(({ caseId: _case, why: _why, proposedBy: _by, proposedOn: _on, ...topic }) => topic),
  };
}

/**
 * A coordination meeting that gives a new matter to the bureau; `lived` is called before its notice goes out. An objection
 * that the minutes end is left out: what was returned is destroyed at its addressee and comes back from nowhere.
 */
async function aMeeting(
  lived: () => Promise<void>,
): Promise<{ readonly matter: RealMatter; readonly id: string }> {
  const matter = await RealMatter.registered(offices, { summary: `教师住房修缮费未补（${randomUUID()}）。` });
  const plan = { kind: 'coordination', title: '一月协调会', members: [EDU] };
  const { meetingId: id } = await onMeeting('city', 'plan-meeting', '', plan);
  done(await matter.onCase('city', 'propose-for-meeting', { kind: 'coordination', why: '意见不一' }));
  done(await matter.onCase('city', 'admit-topic', { meeting: id }));
  await lived();
  const on = await offices.today();
  await onMeeting('city', 'give-notice', id, { on, time: '09:30', place: '二楼会议室' });
  await onMeeting(EDU, 'confirm-attendance', id, { comes: true, who: '副局长' });
  await onMeeting('city', 'hold-meeting', id, { present: [EDU] });
  const decision = { kind: 'assign', lead: EDU, co: [], days: 30 };
  done(await matter.onCase('city', 'decide-topic', { decision }));
  await onMeeting('city', 'issue-minutes', id, {});
  return { matter, id };
}

describe('an office that is set back', () => {
  it.each([
    ['city', EDU, 'an older backup', []],
    ['city', EDU, 'an empty database', ['meeting-own-books']],
    [EDU, 'city', 'an older backup', []],
    [EDU, 'city', 'an empty database', []],
  ] as const)(
    '%s holds the meeting again as it and %s held it, from %s',
    async (lost, other, from, without) => {
      let restore = emptied;
      const { matter, id } = await aMeeting(async () => {
        if (from === 'an older backup') restore = await past.backup(lost);
      });
      const before = { here: await meetingAt(lost, id), there: await meetingAt(other, id) };
      const quiet = await figuresOf(other);

      const told = await past.of(lost, restore);
      const about = told.leftOut.filter(({ subject }) => subject === id || subject === matter.originNumber);
      expect(
        [...new Set(about.map(({ reason }) => reason))].filter((reason) => reason !== 'body-gone'),
      ).toEqual(without);
      expect(shown(await meetingAt(lost, id))).toEqual(shown(before.here));
      expect(await meetingAt(other, id)).toEqual(before.there);
      // nobody was told anything twice
      expect(await figuresOf(other)).toMatchObject({
        applied: quiet?.applied,
        quarantined: quiet?.quarantined,
      });
      const ends = await Promise.all([matter.at('city'), matter.at(EDU)]);
      const [mine, theirs] = ends.map(({ legs }) =>
        legs.map(({ id: leg, digest }) => `${leg} ${digest}`).toSorted(),
      );
      expect(mine).toEqual(theirs);
      expect(mine).toHaveLength(1);

      // and both go on
      done(await matter.onLeg(EDU, 'sign', {}, ({ kind }) => kind === 'lead'));
      const [topic] = (await meetingAt('city', id)).topics;
      expect(topic?.fulfilment?.legs).toHaveLength(1);
    },
    240_000,
  );

  it.each(['an older backup', 'an empty database'])(
    'from %s the asked office knows who asked it, and the asker its answers, or what it must register again',
    async (from) => {
      const fresh = from === 'an empty database';
      const land = {
        ...{
          topic: '农村农业/征地补偿',
          place: fresh ? '甲镇丁村' : '甲镇己村',
          respondents: ['甲镇人民政府'],
        },
        ...{ summary: '征地补偿款未按公告标准发放。', request: '按公告标准补发。' },
      };
      const below = await RealMatter.registered(offices, land, YI);
      const above = await RealMatter.registered(offices, land);
      const restore = new Map(
        await Promise.all(
          [YI, 'city'].map(async (node) => [node, fresh ? emptied : await past.backup(node)] as const),
        ),
      );
      done(await below.onCase(YI, 'ask-elsewhere'));
      const { id } = await below.at(YI);
      // By id: several streams bring the questions of one day back in any order.
      const asks = async () =>
        (await offices.client('city').get('/api/matter/asks', pageOf(askRecord)))?.items
          .filter(({ originNumber }) => originNumber === below.originNumber)
          .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const answers = () => offices.client(YI).get(`/api/cases/${id}/elsewhere`, elsewhere);
      const before = { asks: await asks(), answers: await answers() };
      expect(before.asks?.map(({ outcome }) => outcome).toSorted()).toEqual(['answered', 'nothing']);
      expect(before.answers?.answers.map(({ originNumber }) => originNumber)).toContain(above.originNumber);

      await past.of('city', restore.get('city') ?? emptied);
      expect(await asks()).toEqual(before.asks);
      const told = await past.of(YI, restore.get(YI) ?? emptied);
      const about = told.leftOut.filter(({ subject }) => subject === below.originNumber);
      if (!fresh) {
        expect(about).toEqual([]);
        expect(await answers()).toEqual(before.answers);
        return;
      }
      // the entry was in no message: it is named, with what the clerk is to do
      expect([...new Set(about.map(({ reason }) => reason))].toSorted()).toEqual([
        'case-not-back',
        'question-not-back',
      ]);
      expect(about.find(({ reason }) => reason === 'case-not-back')?.told.zh).toContain('请凭原件重新登记');
    },
    240_000,
  );
});
