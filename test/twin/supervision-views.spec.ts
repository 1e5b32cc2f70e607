import { describe, expect, test } from '@jest/globals';
import {
  bulletinView,
  noticeDigest,
  selectionView,
  superiorLetterView,
  supervisionDraft,
  supervisionView,
} from '#contract';
import { SupervisionViews } from '../../libs/casework/src/views/supervision-views.js';
import { RESULT, type TwinMatter } from '../support/twin-matter.js';
import { HOLDER, accepted, dueOf, liveUntil } from '../support/twin-late.js';
import { twinSupervisionReads } from '../support/twin-supervision-reads.js';

const viewsOf = ({ net }: TwinMatter, node: string): SupervisionViews => {
  const { desk, office } = net.node(node);
  return new SupervisionViews({
    reads: { supervision: twinSupervisionReads(office) },
    office: desk.office,
    today: () => net.today,
  });
};
const legId = (matter: TwinMatter): string => matter.legAt('city', (row) => row.leg.kind === 'assign').leg.id;

describe('what the screens show of supervision', () => {
  test('a letter shows its ticks and its reply date, red once late, grey once answered late', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'supervise', { replyWithin: '5工作日' });
    const shown = async () => supervisionView.parse((await viewsOf(matter, 'city').ofLeg(legId(matter)))[0]);
    expect(await shown()).toMatchObject({ late: false, lamp: '绿', replyDue: '2026-04-10', readOn: null });
    expect((await shown()).delivered).not.toBeNull();
    await matter.net.day('2026-04-13');
    expect(await shown()).toMatchObject({ late: true, lamp: '红' });
    expect(await viewsOf(matter, 'city').openLetters()).toHaveLength(1);
    await matter.onLeg(HOLDER, 'reply-to-supervision', { adopted: true, text: '已办。' });
    expect(await shown()).toMatchObject({
      late: true,
      lamp: '灰',
      readBy: '承办人',
      reply: { adopted: true, text: '已办。' },
      settled: { how: 'reply' },
    });
    expect(await viewsOf(matter, 'city').openLetters()).toEqual([]);
  });

  test('what the system drafted stands on the list of the supervisor until it is signed', async () => {
    const matter = await accepted();
    await liveUntil(matter, dueOf(matter), 1);
    const drafts = await viewsOf(matter, 'city').drafts();
    expect(drafts.map((draft) => supervisionDraft.parse(draft))).toMatchObject([
      { draft: 'slip-1', to: HOLDER, due: '2026-05-06' },
    ]);
    await matter.onLeg('city', 'remind', { how: 'slip' });
    expect(await viewsOf(matter, 'city').drafts()).toEqual([]);
  });

  test('one notice a person a day, however many papers came', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'remind', { how: 'telephone', promised: '明日回复' });
    await matter.onLeg('city', 'remind', { how: 'slip' });
    await matter.onLeg('city', 'supervise');
    const digests = await viewsOf(matter, HOLDER).notices('2026-04-02');
    expect(digests.map((digest) => noticeDigest.parse(digest))).toMatchObject([
      { recipient: '承办人', lines: [{}, {}, {}] },
      { recipient: '负责人', lines: [{}] },
    ]);
    expect(await viewsOf(matter, HOLDER).notices('2026-04-03')).toEqual([]);
    expect(await viewsOf(matter, HOLDER).notices('2026-02-30')).toEqual([]);
  });

  test('the letter of a superior without a node is registered from paper, shown late, and answered once in print', async () => {
    const matter = await accepted();
    const letter = { from: '国家信访局', number: '国信督〔2026〕8号', receivedOn: '2026-04-02' };
    const before = structuredClone(matter.net.node('city').office.memory);
    expect(
      await matter.onCase('city', 'note-superior-supervision', { ...letter, replyBy: '2026-04-01' }),
    ).toMatchObject({ slug: 'date-before-event' });
    expect(matter.net.node('city').office.memory).toEqual(before);
    await matter.onCase('city', 'note-superior-supervision', { ...letter, replyBy: '2026-04-20' });
    await matter.net.day('2026-04-21');
    const [shown] = await viewsOf(matter, 'city').openSuperiors();
    expect(superiorLetterView.parse(shown)).toMatchObject({ late: true, number: '国信督〔2026〕8号' });
    await matter.onCase('city', 'answer-superior-supervision', { text: '已督促教育局。' });
    expect(await viewsOf(matter, 'city').openSuperiors()).toEqual([]);
    expect(await matter.onCase('city', 'answer-superior-supervision', { text: '再答' })).toMatchObject({
      slug: 'no-reply-owed',
    });
  });

  test('反馈率 is answered by selected', async () => {
    const matter = await accepted();
    await matter.onCase('city', 'select-for-supervision', { why: 'monthly', letter: true });
    const selected = async () => selectionView.parse(await viewsOf(matter, 'city').selected('2026-04'));
    expect(await selected()).toMatchObject({ selected: 1, answered: 0 });
    await matter.onLeg(HOLDER, 'reply-to-supervision', { adopted: true, text: '已办。' });
    expect(await selected()).toMatchObject({ selected: 1, answered: 1, items: [{ why: 'monthly' }] });
    expect(await viewsOf(matter, 'city').selected('2026-05')).toMatchObject({ selected: 0 });
  });

  test('the overdue bulletin names units, never people, and counts a leg with two limits once', async () => {
    const matter = await accepted();
    const due = dueOf(matter);
    await liveUntil(matter, due, 3);
    const bulletin = async () => bulletinView.parse(await viewsOf(matter, 'city').bulletin('2026-05'));
    expect(await bulletin()).toMatchObject({
      units: [{ unit: HOLDER, name: '临洄市教育局', overdue: 1, stillOpen: 1, items: [{ doneOn: null }] }],
    });
    const text = JSON.stringify(await bulletin());
    for (const person of ['陈某', '承办人', '负责人', '督办员']) expect(text).not.toContain(person);
    await matter.onLeg(HOLDER, 'report', RESULT);
    expect(await bulletin()).toMatchObject({ units: [{ overdue: 1, stillOpen: 0 }] });
    expect(await viewsOf(matter, 'city').bulletin('not-a-month')).toMatchObject({ units: [] });
  });
});
