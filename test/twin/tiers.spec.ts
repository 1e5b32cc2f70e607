import { describe, expect, test } from '@jest/globals';
import type { LegRow } from '#casework';
import type { ActAnswer } from '#contract';
import type { Refusal } from '#domain';
import { legTo } from '../support/crossing-situations.js';
import { refused } from '../support/guarded-matter.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

/* 省 → 地级市 → 县级市 → two townships and a bureau: a superior assignment with all that can come back. */

const UP = ['province', 'prefecture', 'city'] as const;
const YI = 'unit:yi-government';
const JIA = 'unit:jia-government';
const BUREAU = 'agency:education';
const asYi = { actor: { unit: YI } };
const asJia = { actor: { unit: JIA } };
const remarks = ['证据不足'];

/** The act must be done; a refusal is the failure of the test. */
async function done(act: Promise<ActAnswer | Refusal>): Promise<void> {
  const answer = await act;
  if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
}

const state = (matter: TwinMatter, node: string, of: (row: LegRow) => boolean): string =>
  matter.legAt(node, of).leg.state;

/** The province assigns, each tier passes it on; the city splits it among two townships and a bureau. */
async function split(): Promise<TwinMatter> {
  const matter = await TwinMatter.registeredAt('province', '2026-03-02');
  await done(matter.onCase('province', 'assign', { to: 'prefecture', wants: 'result', days: 90 }));
  await done(matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 45 }));
  await done(
    matter.onCase('city', 'dispatch', {
      receivers: [
        { to: 'township:yi', kind: 'assign', days: 25 },
        { to: 'township:jia', kind: 'assign', days: 25 },
        { to: BUREAU, kind: 'assign', days: 25 },
      ],
    }),
  );
  return matter;
}

async function workedBelow(matter: TwinMatter): Promise<void> {
  for (const [node, unit, as] of [
    ['township:yi', YI, asYi],
    ['township:jia', JIA, asJia],
  ] as const) {
    await done(matter.onLeg(node, 'pass-on', { to: unit }, legTo(node)));
    await done(matter.onLeg(node, 'report', { ...as, ...RESULT }, legTo(unit)));
    await done(matter.onLeg(node, 'review', { verdict: 'pass' }, legTo(unit)));
    await done(matter.onLeg(node, 'report-up', {}, legTo(node)));
  }
  await done(matter.onLeg(BUREAU, 'report', RESULT, legTo(BUREAU)));
  await done(matter.onLeg('committee:education', 'review-slip', { verdict: 'pass' }));
}

/** Everything was verified and reported, tier by tier; the province is to judge. */
async function reportedToTheTop(): Promise<TwinMatter> {
  const matter = await split();
  await matter.net.day('2026-03-20');
  await workedBelow(matter);
  await done(matter.onLeg('city', 'report-up', {}, legTo('city')));
  await done(matter.onLeg('prefecture', 'report-up', {}, legTo('prefecture')));
  expect(state(matter, 'province', legTo('prefecture'))).toBe('REPORTED');
  return matter;
}

function sound(matter: TwinMatter): void {
  expect(matter.net.quarantine).toEqual([]);
  expect(matter.net.differences()).toEqual([]);
}

describe('a superior assignment goes down four tiers', () => {
  test('each limit fits into the one above, less the reserve', async () => {
    const matter = await split();
    const ends = ['prefecture', 'city', 'township:yi'].map((node) => {
      const { leg } = matter.legAt(node, legTo(node));
      return leg.limit.notAfter;
    });
    expect(ends[0]).toBeUndefined();
    expect(ends[1] !== undefined && ends[2] !== undefined && ends[2] < ends[1]).toBe(true);
    sound(matter);
  });

  test('three receivers, one line: the worst of them and the nearest end; one objects, the others go on', async () => {
    const matter = await split();
    await done(matter.onLeg('township:jia', 'object', { reason: '属乙乡' }, legTo('township:jia')));
    expect(state(matter, 'city', legTo('township:jia'))).toBe('OBJECTED');
    expect(state(matter, 'city', legTo('township:yi'))).toBe('SENT');
    await done(matter.onLeg('city', 'agree-return', {}, legTo('township:jia')));
    const sent = matter.net.node('city').office.memory.history.filter(({ act }) => act.startsWith('send.'));
    expect(sent).toHaveLength(3);
    sound(matter);
  });

  test('no tier reports while one of its legs is open', async () => {
    const matter = await split();
    await done(matter.onLeg(BUREAU, 'report', RESULT, legTo(BUREAU)));
    await done(matter.onLeg('committee:education', 'review-slip', { verdict: 'pass' }));
    await refused(matter, () => matter.onLeg('city', 'report-up', {}, legTo('city')), 'child-open');
  });

  test('every middle tier gives its own verification report, and the answer below counts at the top', async () => {
    const matter = await reportedToTheTop();
    for (const node of ['prefecture', 'city', 'township:yi', 'township:jia']) {
      const papers = matter.net.node(node).office.memory.documents;
      expect(papers.some(({ kind, unit }) => kind === 'verification' && unit === node)).toBe(true);
    }
    await done(matter.onLeg('province', 'review', { verdict: 'pass' }, legTo('prefecture')));
    await done(matter.onLeg('township:yi', 'serve-answer', { ...asYi, how: '当面' }, legTo(YI)));
    await done(matter.onLeg('township:jia', 'serve-answer', { ...asJia, how: '当面' }, legTo(JIA)));
    await done(matter.onLeg(BUREAU, 'serve-answer', { how: '书面' }, legTo(BUREAU)));
    for (const node of UP) expect(['ANSWERED', 'CLOSED']).toContain(matter.caseAt(node).matter.state);
    expect(state(matter, 'province', legTo('prefecture'))).toBe('DONE');
    sound(matter);
  });
});

describe('the province sends a report back', () => {
  const sentBack = async (verdict: 'redo' | 'supplement'): Promise<TwinMatter> => {
    const matter = await reportedToTheTop();
    await matter.net.day('2026-03-24');
    await done(matter.onLeg('province', 'review', { verdict, remarks }, legTo('prefecture')));
    return matter;
  };

  test.each(['redo', 'supplement'] as const)(
    '%s: it goes down tier by tier to the township that must work again',
    async (verdict) => {
      const matter = await sentBack(verdict);
      const again = verdict === 'redo' ? 'REDO' : 'HANDLING';
      expect(state(matter, 'prefecture', legTo('prefecture'))).toBe(again);
      await done(matter.onLeg('prefecture', 'review', { verdict, remarks }, legTo('city')));
      expect(state(matter, 'city', legTo('city'))).toBe(again);
      await done(matter.onLeg('city', 'review', { verdict, remarks }, legTo('township:yi')));
      expect(state(matter, 'township:yi', legTo('township:yi'))).toBe(again);
      await done(matter.onLeg('township:yi', 'review', { verdict, remarks }, legTo(YI)));
      expect(state(matter, 'township:yi', legTo(YI))).toBe(again);
      // What was good stays as it is.
      expect(state(matter, 'city', legTo(BUREAU))).toBe('ANSWERING');
      sound(matter);
    },
  );

  test('and comes up again the same way, to the end', async () => {
    const matter = await sentBack('redo');
    await done(matter.onLeg('prefecture', 'review', { verdict: 'redo', remarks }, legTo('city')));
    await done(matter.onLeg('city', 'review', { verdict: 'redo', remarks }, legTo('township:yi')));
    await done(matter.onLeg('township:yi', 'review', { verdict: 'redo', remarks }, legTo(YI)));
    await refused(
      matter,
      () => matter.onLeg('prefecture', 'report-up', {}, legTo('prefecture')),
      'child-open',
    );
    await done(
      matter.onLeg('township:yi', 'report', { ...asYi, ...RESULT, result: '重新调查，已补发' }, legTo(YI)),
    );
    await done(matter.onLeg('township:yi', 'review', { verdict: 'pass' }, legTo(YI)));
    await done(matter.onLeg('township:yi', 'report-up', {}, legTo('township:yi')));
    await done(matter.onLeg('city', 'report-up', {}, legTo('city')));
    await done(matter.onLeg('prefecture', 'report-up', {}, legTo('prefecture')));
    await done(matter.onLeg('province', 'review', { verdict: 'pass' }, legTo('prefecture')));
    await done(matter.onLeg('township:yi', 'serve-answer', { ...asYi, how: '当面' }, legTo(YI)));
    await done(matter.onLeg('township:jia', 'serve-answer', { ...asJia, how: '当面' }, legTo(JIA)));
    await done(matter.onLeg(BUREAU, 'serve-answer', { how: '书面' }, legTo(BUREAU)));
    expect(matter.legAt('province', legTo('prefecture')).leg).toMatchObject({ state: 'DONE', round: 2 });
    sound(matter);
  });

  test('the limit of each redo fits into the one above', async () => {
    const matter = await sentBack('redo');
    await done(matter.onLeg('prefecture', 'review', { verdict: 'redo', remarks }, legTo('city')));
    await done(matter.onLeg('city', 'review', { verdict: 'redo', remarks }, legTo('township:yi')));
    const ends = ['prefecture', 'city', 'township:yi'].map(
      (node) => matter.legAt(node, legTo(node)).leg.clocks.findLast(({ id }) => id === 'C7')?.effective ?? '',
    );
    expect(ends.toSorted().toReversed()).toEqual(ends);
    expect(new Set(ends).size).toBe(3);
  });

  test('an answer that goes out at that moment stands: the tier is told, and sends the matter out again', async () => {
    const matter = await sentBack('redo');
    await done(matter.onLeg('prefecture', 'review', { verdict: 'redo', remarks }, legTo('city')));
    const there = matter.legAt(BUREAU, legTo(BUREAU));
    const here = matter.legAt('city', legTo(BUREAU));
    const served = { actor: { unit: BUREAU }, version: there.version, how: '书面' };
    await matter.net.attempt(BUREAU, 'serve-answer', there.leg.id, served);
    const back = { actor: { unit: 'city' }, version: here.version, verdict: 'redo', remarks } as const;
    await matter.net.attempt('city', 'review', here.leg.id, back);
    await matter.net.deliver();
    sound(matter);
    expect(state(matter, 'city', legTo(BUREAU))).toBe('DONE');
    const acts = matter.net.node('city').office.memory.history.map(({ act }) => act);
    expect(acts).toContain('send-back-refused');
    const again = { to: BUREAU, wants: 'result', days: 5 };
    expect(await matter.onCase('city', 'assign', again)).toHaveProperty('legId');
    sound(matter);
  });

  test('what nobody above sent back stays passed', async () => {
    const matter = await reportedToTheTop();
    await refused(
      matter,
      () => matter.onLeg('city', 'review', { verdict: 'redo', remarks }, legTo('township:yi')),
      'not-the-deciding-end',
    );
  });
});

describe('time and recall through the tiers', () => {
  test('a child may not take more than is left above; the tier asks above first, then grants below', async () => {
    const matter = await split();
    await done(matter.onLeg('township:yi', 'accept', {}, legTo('township:yi')));
    const asked = { days: 17, reason: '需勘界' };
    await done(matter.onLeg('township:yi', 'request-extension', asked, legTo('township:yi')));
    const granting = () => matter.onLeg('city', 'approve-extension', { told: '书面' }, legTo('township:yi'));
    const first = await granting();
    expect(first).toMatchObject({ ok: false, slug: 'extension-past-limit' });
    await done(matter.onLeg('city', 'request-extension', { days: 8, reason: '下级需勘界' }, legTo('city')));
    await done(matter.onLeg('prefecture', 'approve-extension', { told: '书面' }, legTo('city')));
    sound(matter);
    expect(state(matter, 'city', legTo('city'))).not.toBe('EXTENSION_PENDING');
    expect(await granting()).toHaveProperty('caseId');
    sound(matter);
  });

  test('what was passed on is not given back: the province is told, nothing below moves', async () => {
    const matter = await split();
    await refused(
      matter,
      () => matter.onLeg('province', 'recall', { reason: '误发' }, legTo('prefecture')),
      'already-accepted',
    );
  });

  test('a recall that crosses the passing on of a tier ends alike at both ends', async () => {
    const matter = await TwinMatter.registeredAt('province', '2026-03-02');
    await done(matter.onCase('province', 'assign', { to: 'prefecture', wants: 'result', days: 90 }));
    const above = matter.legAt('province');
    const below = matter.caseAt('prefecture');
    await matter.net.attempt('province', 'recall', above.leg.id, {
      actor: { unit: 'province' },
      version: above.version,
      reason: '误发',
    });
    await matter.net.attempt('prefecture', 'assign', below.matter.id, {
      actor: { unit: 'prefecture' },
      version: below.version,
      to: 'city',
      wants: 'result',
      days: 45,
    });
    await matter.net.deliver();
    sound(matter);
    expect(state(matter, 'province', legTo('prefecture'))).toBe('WAITING');
    expect(matter.net.node('province').office.memory.history.map(({ act }) => act)).toContain(
      'recall-refused',
    );
  });

  test('a tier whose legs all came back sends the matter to another, and still answers above', async () => {
    const matter = await TwinMatter.registeredAt('province', '2026-03-02');
    await done(matter.onCase('province', 'assign', { to: 'prefecture', wants: 'result', days: 90 }));
    await done(matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 45 }));
    await done(matter.onLeg('city', 'object', { reason: '非本市' }, legTo('city')));
    await done(matter.onLeg('prefecture', 'agree-return', {}, legTo('city')));
    expect(matter.caseAt('city').matter.dossier).toBeUndefined();
    await done(matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 30 }));
    expect(state(matter, 'prefecture', legTo('prefecture'))).toBe('WAITING');
    sound(matter);
  });
});
