import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../clients/operations.js';
import { lineOf } from './casework.js';
import type { SetBack } from '../clients/set-backs.js';
import { cameBack, expectedAt } from './set-back.js';

const LEG = '01a208d0-a2dc-71ef-93a5-d6aed0d16662';
const OTHER = '01a208d0-a2dc-71ef-93a5-d6aed0d16663';
const MATTER = '01a208d0-a2dc-71ef-93a5-d6aed0d16664';
const plain = (id: string): string => id.replaceAll('-', '');

const acknowledged = (path: string, told?: string): Operation => ({
  ...{ client: 1, key: 'k', node: 'city', path, what: 'ok', at: '2026-01-05T01:00:00Z' },
  ...(told === undefined ? {} : { told }),
});

/** Offices of which one holds these messages of the city. */
const holding = (...ids: readonly string[]) => ({
  sql: () => Promise.resolve(ids.map((id) => ({ id: plain(id) }))),
});

const lost = (parts: Partial<SetBack>): SetBack => ({
  ...{
    node: 'city',
    short: new Map(),
    messages: new Map(),
    unsent: new Map(),
    cases: new Map(),
    gone: new Set(),
    lostLegs: new Set(),
  },
  ...parts,
});

const passed = { dest: 'township:jia', stream: LEG, type: 'huiyin.leg.pass.v1' };
const sent = { dest: 'township:jia', stream: LEG, type: 'huiyin.leg.sent.v1' };

describe('what must stand in an office whose database was set back', () => {
  const operations = [acknowledged(`/api/legs/${LEG}/review`), acknowledged('/api/items', MATTER)];
  const ask = (network: ReturnType<typeof holding>, setBacks: readonly SetBack[]) =>
    expectedAt(network, { all: () => operations, setBacks: [...setBacks] }, 'city', lineOf);

  it('is all that was acknowledged while nothing was set back', async () => {
    expect(await ask(holding(), [])).toEqual({
      lines: new Map([[`${LEG} leg.pass`, 1]]),
      registrations: 1,
    });
  });

  it('an act that another office holds must be there again', async () => {
    const setBack = lost({ short: new Map([[`${LEG} leg.pass`, 1]]), messages: new Map([[OTHER, passed]]) });
    expect((await ask(holding(OTHER), [setBack])).lines.get(`${LEG} leg.pass`)).toBe(1);
    expect((await ask(holding(), [setBack])).lines.get(`${LEG} leg.pass`)).toBe(0);
  });

  it('an act whose text was destroyed at both ends may be gone, though its message is held', async () => {
    const gone = new Set([OTHER]);
    const setBack = lost({
      short: new Map([[`${LEG} leg.pass`, 1]]),
      messages: new Map([[OTHER, passed]]),
      gone,
    });
    expect((await ask(holding(OTHER), [setBack])).lines.get(`${LEG} leg.pass`)).toBe(0);
  });

  it('an act of the older state is asked for as ever', async () => {
    const setBack = lost({ short: new Map([[`${LEG} leg.pass`, 0]]) });
    expect((await ask(holding(), [setBack])).lines.get(`${LEG} leg.pass`)).toBe(1);
  });

  it('a registration may be gone only when no leg of it had arrived anywhere', async () => {
    const messages = new Map([[OTHER, sent]]);
    const setBack = lost({ messages, cases: new Map([[MATTER, [LEG]]]) });
    expect((await ask(holding(OTHER), [setBack])).registrations).toBe(1);
    expect((await ask(holding(), [setBack])).registrations).toBe(0);
  });

  it('a registration that nobody was told of is not missed', async () => {
    const setBack = lost({ cases: new Map([[OTHER, []]]) });
    expect((await ask(holding(), [setBack])).registrations).toBe(1);
  });

  it('another office being set back excuses nothing here', async () => {
    const setBack = lost({ node: 'province', short: new Map([[`${LEG} leg.pass`, 1]]) });
    expect((await ask(holding(), [setBack])).lines.get(`${LEG} leg.pass`)).toBe(1);
  });
});

describe('what must have come back of an office that was set back', () => {
  const NEVER_LEFT = '01a208d0-a2dc-71ef-93a5-d6aed0d16665';
  const LOST_UNSENT = '01a208d0-a2dc-71ef-93a5-d6aed0d16666';

  it('is what it lost and what its older state held unsent, where these had reached their addressee', async () => {
    const network = {
      sql: (text: string) =>
        // what had never left stands at home in the new epoch by now, and has reached its addressee in it
        Promise.resolve(
          (text.includes('exchange_inbox') ? [LEG, OTHER, NEVER_LEFT] : [OTHER]).map((id) => ({
            id: plain(id),
          })),
        ),
    };
    const setBack = lost({
      messages: new Map([
        [LEG, sent],
        [LOST_UNSENT, sent],
      ]),
      unsent: new Map([
        [OTHER, passed],
        [NEVER_LEFT, passed],
      ]),
    });
    expect([...(await cameBack(network, setBack, 1)).keys()].toSorted()).toEqual([OTHER, LEG].toSorted());
  });
});
