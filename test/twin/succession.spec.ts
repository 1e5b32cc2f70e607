import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import { refused } from '../support/guarded-matter.js';
import { agricultureIsMerged, amended } from '../support/twin-directory.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const OLD = 'agency:agriculture';
const NEW = 'agency:natural-resources';
const BASIS = { basis: '临编〔2026〕9号' };
const ARTICLE = '信访工作条例24(2)';
const LAST_DAY = '2026-04-30';
const FIRST_DAY = '2026-05-06';

const handling = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';

/** Assigned to the bureau and accepted there; then the directory names its last day and its successor. */
async function merging(): Promise<TwinMatter> {
  const matter = await TwinMatter.registered('2026-04-02', { topic: '农村农业/惠农补贴' });
  await matter.onCase('city', 'assign', { to: OLD, wants: 'result', days: 60 });
  await matter.onLeg(OLD, 'accept');
  await matter.net.directory(amended(agricultureIsMerged(LAST_DAY)));
  return matter;
}

const countersign = (matter: TwinMatter, more: object = {}) =>
  matter.post(NEW, 'countersign-succession', matter.legAt('city', handling).leg.id, {
    actor: { unit: NEW },
    version: 1,
    ...more,
  });

async function signedByBoth(): Promise<TwinMatter> {
  const matter = await merging();
  await matter.net.day('2026-04-20');
  expect(await matter.onLeg(OLD, 'hand-to-successor', BASIS)).toHaveProperty('caseId');
  expect(await countersign(matter)).toHaveProperty('originNumber');
  return matter;
}

describe('a body is merged into another (L1 24(2))', () => {
  test('both sign before the day: nothing moves; on the day its successor has the open leg', async () => {
    const matter = await signedByBoth();
    const before = matter.legAt('city', handling).leg;
    expect(before).toMatchObject({ to: OLD, toNode: OLD });
    await matter.net.day(FIRST_DAY);
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
    const after = matter.legAt(NEW).leg;
    expect(after).toEqual(matter.legAt('city', handling).leg);
    expect(after).toEqual({
      ...before,
      to: NEW,
      toNode: NEW,
      formerly: [{ unit: OLD, node: OLD, until: FIRST_DAY }],
    });
    expect(matter.net.node(OLD).office.memory.legs.size).toBe(0);
  });

  test('the history keeps the old name, the paper, and both signatures', async () => {
    const matter = await signedByBoth();
    await matter.net.day(FIRST_DAY);
    const line = matter.net.node('city').office.memory.history.find(({ act }) => act === 'leg-moved');
    expect(line).toMatchObject({ basis: ARTICLE });
    for (const word of ['临洄市农业农村局', '临洄市自然资源局', '临编〔2026〕9号', '移交', '会签接收'])
      expect(line?.text).toContain(word);
  });

  test('the successor works it to the end', async () => {
    const matter = await signedByBoth();
    await matter.net.day(FIRST_DAY);
    expect(await matter.onLeg(NEW, 'report', RESULT, handling)).toHaveProperty('caseId');
    await matter.onLeg('committee:agriculture', 'review-slip', { verdict: 'pass' });
    await matter.onLeg(NEW, 'serve-answer', { how: '当面' }, handling);
    expect(matter.caseAt('city').matter.state).toBe('ANSWERED');
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test('what the predecessor still does before the day counts, also what crosses the signatures', async () => {
    const matter = await merging();
    await matter.onLeg(OLD, 'hand-to-successor', BASIS);
    const { leg, version } = matter.legAt(OLD, handling);
    const body = { actor: { unit: OLD }, version, days: 10, reason: '需勘界' };
    await matter.net.attempt(OLD, 'request-extension', leg.id, body);
    await countersign(matter);
    await matter.net.day(FIRST_DAY);
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
    expect(matter.legAt(NEW).leg.state).toBe('EXTENSION_PENDING');
  });

  test('the successor does not agree, with its reason: the leg stays, and may be offered again', async () => {
    const matter = await merging();
    await matter.onLeg(OLD, 'hand-to-successor', BASIS);
    await countersign(matter, { refuse: '职责未划入' });
    await matter.net.day(FIRST_DAY);
    expect(matter.legAt('city', handling).leg.to).toBe(OLD);
    const lines = matter.net.node(OLD).office.memory.history.map(({ text }) => text);
    expect(lines.some((text) => text.includes('职责未划入'))).toBe(true);
    expect(await matter.onLeg(OLD, 'hand-to-successor', BASIS, handling)).toHaveProperty('caseId');
    expect(matter.net.quarantine).toEqual([]);
  });

  test('its node is gone already: the office above signs in its stead', async () => {
    const matter = await merging();
    await matter.net.day(FIRST_DAY);
    expect(await matter.onLeg('city', 'hand-to-successor', BASIS, handling)).toHaveProperty('caseId');
    await countersign(matter);
    expect(matter.legAt(NEW).leg).toEqual(matter.legAt('city', handling).leg);
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test('a late act of the predecessor after the superior signed moves nothing, and is in the history', async () => {
    const matter = await merging();
    await matter.net.day(FIRST_DAY);
    await matter.onLeg('city', 'hand-to-successor', BASIS, handling);
    const { leg, version } = matter.legAt(OLD);
    const body = ACTS.report.body.parse({ actor: { unit: OLD }, version, ...RESULT });
    const id = matter.legAt('city', handling).leg.id;
    await matter.net.attempt(NEW, 'countersign-succession', id, { actor: { unit: NEW }, version: 1 });
    await matter.net.attempt(OLD, 'report', leg.id, body);
    await matter.net.deliver();
    expect(matter.net.differences()).toEqual([]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('all its open legs go in one act', async () => {
    const matter = await merging();
    const second = await matter.register('2026-04-02', { topic: '农村农业/惠农补贴', place: '乙乡' });
    if (!('caseId' in second)) throw new Error('not registered');
    const body = { actor: { unit: 'city' }, version: second.caseVersion, to: OLD, wants: 'result', days: 60 };
    await matter.post('city', 'assign', second.caseId, body);
    await matter.onLeg(OLD, 'hand-to-successor', { ...BASIS, all: true });
    expect(matter.net.node(NEW).office.memory.successions.size).toBe(2);
  });
});

describe('after a body is gone', () => {
  test('a dispatch to it is refused, naming its successor', async () => {
    const matter = await TwinMatter.registered('2026-05-06');
    await matter.net.directory(amended(agricultureIsMerged(LAST_DAY)));
    await refused(
      matter,
      () => matter.onCase('city', 'assign', { to: OLD, wants: 'result' }),
      'body-abolished',
      ARTICLE,
    );
    const answer = await matter.onCase('city', 'assign', { to: OLD, wants: 'result' });
    expect(answer).toMatchObject({ details: { successor: '临洄市自然资源局', until: LAST_DAY } });
  });

  test('on its last day it still receives', async () => {
    const matter = await TwinMatter.registered('2026-04-30');
    await matter.net.directory(amended(agricultureIsMerged(LAST_DAY)));
    expect(await matter.onCase('city', 'assign', { to: OLD, wants: 'result' })).toHaveProperty('legId');
  });

  test('a case that it closed stays readable under its old name', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { topic: '农村农业/惠农补贴' });
    await matter.onCase('city', 'refer', { to: OLD });
    await matter.onLeg(OLD, 'report', RESULT, handling);
    await matter.onLeg('city', 'review', { verdict: 'pass' }, handling);
    await matter.onLeg(OLD, 'serve-answer', { how: '当面' }, handling);
    await matter.net.directory(amended(agricultureIsMerged(LAST_DAY)));
    await matter.net.day(FIRST_DAY);
    expect(matter.legAt('city', handling).leg).toMatchObject({ to: OLD, state: 'DONE' });
    expect(matter.net.node('city').desk.office.unit(OLD)?.zh).toBe('临洄市农业农村局');
    const answer = await matter.onLeg('city', 'hand-to-successor', BASIS, handling);
    expect(answer).toMatchObject({ ok: false, slug: 'not-in-this-state' });
  });

  test('a body that exists has nobody to hand over to', async () => {
    const matter = await TwinMatter.assigned();
    await refused(
      matter,
      () => matter.onLeg('agency:education', 'hand-to-successor', BASIS),
      'not-the-successor',
      ARTICLE,
    );
  });

  test('nobody countersigns what was not offered, or in the name of another', async () => {
    const matter = await merging();
    await refused(matter, () => countersign(matter), 'no-succession');
    await matter.onLeg(OLD, 'hand-to-successor', BASIS);
    const { id } = matter.legAt('city', handling).leg;
    const forged = { actor: { unit: 'agency:education' }, version: 1 };
    await refused(
      matter,
      () => matter.post('agency:education', 'countersign-succession', id, forged),
      'no-succession',
    );
  });
});
