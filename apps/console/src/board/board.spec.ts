import { describe, expect, it } from '@jest/globals';
import type { Board, LegView } from '#contract';
import { movesBetween } from '../live/moves.js';
import { groupLanes } from './lane-groups.js';
import { laneOf, place } from './placing.js';

const aLeg = (given: Partial<LegView>): LegView => ({
  id: 'leg',
  caseId: 'case',
  originNumber: 'CS-2026-00001',
  version: 1,
  kind: 'assign',
  wants: 'result',
  from: 'city',
  to: 'agency:court',
  state: 'HANDLING',
  round: 1,
  letterNumber: '1号',
  byMinutes: null,
  reviewOf: null,
  reviewers: [],
  sentOn: '2026-09-16',
  acceptedOn: null,
  endedOn: null,
  service: null,
  ticks: {
    delivered: '2026-09-16T02:00:00.000Z',
    registeredAs: null,
    registeredOn: null,
    refused: null,
    onPaper: false,
  },
  lamp: '绿',
  nearest: null,
  clocks: [],
  digest: '',
  ...given,
});

const lane = (id: string, role: string, level: string | null = null): Board['lanes'][number] => ({
  id,
  zh: id,
  en: id,
  role,
  level,
});
const aBoard = (legs: LegView[], node = 'city'): Board => ({
  node,
  today: '2026-09-16',
  simulated: true,
  lanes: [
    lane('province', 'city', 'province'),
    lane('prefecture', 'city', 'prefecture'),
    lane('city', 'city', 'county'),
    lane('agency:court', 'agency'),
    // As the directory gives it: a unit without a node has its keeper's role and no level.
    lane('unit:liquidators', 'city'),
  ],
  cases: [],
  legs,
});

describe('a leg lies', () => {
  const { delivered: _, ...others } = aLeg({}).ticks;
  const ticks = { ...others, delivered: null };
  it.each([
    ['at the sender until delivery is confirmed', aLeg({ state: 'SENT', ticks }), 'city'],
    ['at the addressee once it is delivered', aLeg({ state: 'SENT' }), 'agency:court'],
    ['at the handler while it is handled', aLeg({ state: 'HANDLING' }), 'agency:court'],
    ['at the sender while it waits for review', aLeg({ state: 'REPORTED' }), 'city'],
    ['at the handler while the answer is served', aLeg({ state: 'ANSWERING' }), 'agency:court'],
    ['at the sender when it is done', aLeg({ state: 'DONE', endedOn: '2026-09-16' }), 'city'],
  ])('%s', (_situation, leg, where) => expect(laneOf(leg)).toBe(where));
});

describe('the board', () => {
  it('puts superiors above and lower congresses below the office that shows it', () => {
    const groups = (node: string): unknown =>
      groupLanes(aBoard([], node), aBoard([], node).lanes).map(({ id, lanes }) => [
        id,
        lanes.map((one) => one.id),
      ]);
    expect(groups('city')).toEqual([
      ['above', ['province', 'prefecture']],
      ['home', ['city']],
      ['agencies', ['agency:court']],
      ['units', ['unit:liquidators']],
    ]);
    expect(groups('prefecture')).toEqual([
      ['above', ['province']],
      ['home', ['prefecture']],
      ['below', ['city']],
      ['agencies', ['agency:court']],
      ['units', ['unit:liquidators']],
    ]);
  });

  it('keeps the cards of an office that the directory no longer lists in sight', () => {
    const placed = place(aBoard([aLeg({ to: 'agency:abolished' })]));
    expect(placed.lanes.get('agency:abolished')?.open).toHaveLength(1);
  });

  it('tells as news what appeared or changed its state, and nothing else', () => {
    const still = aLeg({ id: 'still' });
    const before = aBoard([still, aLeg({ id: 'moving' })]);
    const after = aBoard([
      { ...still, version: 2 },
      aLeg({ id: 'moving', state: 'REPORTED' }),
      aLeg({ id: 'new' }),
    ]);
    expect(movesBetween(before, after).map(({ leg }) => leg.id)).toEqual(['new', 'moving']);
  });
});
