import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import { eventsAt } from '../support/crossing.js';
import { amended, liquidatorsGetANode, parlourGetsANode } from '../support/twin-directory.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const UNIT = 'unit:liquidators';
const NODE = 'agency:liquidators';
const ON_PAPER = { actor: { unit: UNIT, onPaper: { source: 'paper' } } };
const AT_NODE = { actor: { unit: UNIT } };

const sentOnPaper = async (): Promise<TwinMatter> => {
  const matter = await TwinMatter.registered();
  await matter.onCase('city', 'assign', { to: UNIT, wants: 'result', days: 40 });
  return matter;
};

const PARLOUR = 'unit:funeral-parlour';
const BUREAU = 'agency:civil-affairs';
const PAPER_AT_BUREAU = { actor: { unit: PARLOUR, onPaper: { source: 'telephone' } } };

describe('a unit without a node gets one', () => {
  test('its open leg goes there as it stands: same number, state, clocks and digest at both ends', async () => {
    const matter = await sentOnPaper();
    await matter.onLeg('city', 'accept', ON_PAPER);
    const before = matter.legAt('city').leg;
    await matter.net.directory(amended(liquidatorsGetANode));
    await matter.net.deliver();
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
    const here = matter.legAt(NODE).leg;
    expect(here).toEqual(matter.legAt('city').leg);
    expect(here).toEqual({
      ...before,
      toNode: NODE,
      formerly: [{ unit: UNIT, node: 'city', until: '2026-04-02' }],
    });
    expect(matter.caseAt(NODE).matter).toMatchObject({ state: 'OUT', originNode: 'city' });
  });

  test('the history that comes along keeps who entered what on paper', async () => {
    const matter = await sentOnPaper();
    await matter.onLeg('city', 'accept', ON_PAPER);
    await matter.net.directory(amended(liquidatorsGetANode));
    await matter.net.deliver();
    const { id } = matter.legAt(NODE).leg;
    expect(eventsAt(matter, NODE, id)).toEqual(eventsAt(matter, 'city', id));
    const accepted = matter.net.node(NODE).office.memory.history.find((line) => line.act === 'leg.accept');
    expect(accepted?.by.onPaper).toEqual({ recordedBy: 'city', source: 'paper' });
  });

  test('the keeper enters nothing for it any more, and the unit itself goes on to the end', async () => {
    const matter = await sentOnPaper();
    await matter.net.directory(amended(liquidatorsGetANode));
    await matter.net.deliver();
    const onPaper = await matter.onLeg('city', 'report', { ...ON_PAPER, ...RESULT });
    expect(onPaper).toMatchObject({ ok: false, slug: 'not-your-unit' });
    await matter.onLeg(NODE, 'report', { ...AT_NODE, ...RESULT });
    expect(
      await matter.onLeg('city', 'review', { verdict: 'pass' }, (row) => row.leg.kind !== 'slip'),
    ).toHaveProperty('caseId');
    expect(matter.net.quarantine).toEqual([]);
    expect(await matter.onLeg(NODE, 'serve-answer', { ...AT_NODE, how: '当面' })).toHaveProperty('caseId');
    expect(matter.legAt('city', (row) => row.leg.to === UNIT).leg.state).toBe('DONE');
    expect(matter.caseAt('city').matter.state).toBe('ANSWERED');
    expect(matter.net.differences()).toEqual([]);
  });

  test('what had ended stays where it ended', async () => {
    const matter = await sentOnPaper();
    await matter.onLeg('city', 'object', { ...ON_PAPER, reason: '非清算范围' });
    await matter.onLeg('city', 'agree-return');
    await matter.net.directory(amended(liquidatorsGetANode));
    await matter.net.deliver();
    expect(matter.legAt('city').leg).toMatchObject({ toNode: 'city', state: 'RETURNED' });
    expect(matter.net.node(NODE).office.memory.legs.size).toBe(0);
  });

  test('a breach that the keeper recorded is not recorded a second time', async () => {
    const matter = await sentOnPaper();
    await matter.onLeg('city', 'accept', ON_PAPER);
    await matter.net.day('2026-07-01');
    await matter.net.directory(amended(liquidatorsGetANode));
    await matter.net.day('2026-07-02');
    const breaches = matter.net
      .node(NODE)
      .office.memory.history.filter((line) => line.act === 'overdue' && line.text.startsWith("C4'"));
    expect(breaches).toHaveLength(1);
  });

  test('a new leg goes to the node at once', async () => {
    const matter = await sentOnPaper();
    await matter.net.directory(amended(liquidatorsGetANode));
    await matter.net.deliver();
    const other = await TwinMatter.registered();
    await other.net.directory(amended(liquidatorsGetANode));
    await other.onCase('city', 'assign', { to: UNIT, wants: 'result', days: 40 });
    expect(other.legAt(NODE).leg).toMatchObject({ state: 'SENT', to: UNIT, toNode: NODE });
  });
});

describe('the keeper is another office than the sender', () => {
  const sent = async (): Promise<TwinMatter> => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: PARLOUR, wants: 'result', days: 40 });
    await matter.onLeg(BUREAU, 'accept', PAPER_AT_BUREAU);
    return matter;
  };

  test('sender and new node agree, the keeper keeps the history and nothing of the matter', async () => {
    const matter = await sent();
    await matter.net.directory(amended(parlourGetsANode));
    await matter.net.deliver();
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
    expect(matter.legAt('agency:parlour').leg).toEqual(matter.legAt('city').leg);
    const keeper = matter.net.node(BUREAU);
    expect(keeper.office.memory.legs.size).toBe(0);
    expect(matter.caseAt(BUREAU).matter.dossier).toBeUndefined();
    expect(keeper.office.memory.petitioners.size).toBe(0);
    expect(keeper.office.memory.history.map(({ act }) => act)).toContain('leg-moved');
    expect(keeper.bodies.size).toBe(0);
  });

  test('an act on paper that is under way when the directory changes counts, and once', async () => {
    const matter = await sent();
    const { leg, version } = matter.legAt(BUREAU);
    const body = ACTS.report.body.parse({ ...PAPER_AT_BUREAU, version, ...RESULT });
    expect(await matter.net.attempt(BUREAU, 'report', leg.id, body)).toBe(true);
    await matter.net.directory(amended(parlourGetsANode));
    await matter.net.deliver();
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.legAt('agency:parlour').leg.state).toBe('REPORTED');
    expect(matter.net.differences()).toEqual([]);
  });

  test('a request to give it back that crosses the move is asked of nobody and changes nothing', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: PARLOUR, wants: 'result', days: 40 });
    const { leg, version } = matter.legAt('city');
    await matter.net.attempt('city', 'recall', leg.id, { actor: { unit: 'city' }, version, reason: '误发' });
    await matter.net.directory(amended(parlourGetsANode));
    await matter.net.deliver();
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });
});
