import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { StreamRef } from '#exchange';
import type { Database } from '#persistence';
import { uuidV7 } from '#platform';
import type { TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { ChildOffice } from '../../support/exchange-children.js';
import { testKeysText } from '../../support/exchange-keys.js';
import { aStream, type OfficeDatabase } from '../../support/exchange-offices.js';
import { effectSchema, officeDatabase, officeWire } from '../../support/exchange-real.js';
import { redisServerUrl } from '../../support/servers.js';

jest.setTimeout(120_000);

const CITY = 'city';
const YI = 'township:yi';
const homes: TestDatabase[] = [];
const opened: Database[] = [];
let books: { readonly city: OfficeDatabase; readonly yi: OfficeDatabase };
let city: ChildOffice;
let yi: ChildOffice;
let flush: () => Promise<void>;

beforeAll(async () => {
  const everybody = [testKeysText(CITY), testKeysText(YI)];
  const redisUrl = await redisServerUrl();
  const space = `t${randomBytes(6).toString('hex')}`;
  const office = async (node: string): Promise<[ChildOffice, OfficeDatabase]> => {
    const home = await effectSchema();
    const database = await home.open({ poolSize: 1 });
    homes.push(home);
    opened.push(database);
    const child = new ChildOffice({
      node,
      everybody,
      settings: home.settings,
      redisUrl,
      space,
    });
    return [child, officeDatabase(database, () => database.close())];
  };
  const [cityChild, cityBook] = await office(CITY);
  const [yiChild, yiBook] = await office(YI);
  [city, yi, books] = [cityChild, yiChild, { city: cityBook, yi: yiBook }];
  flush = () => officeWire(redisUrl, space).flush();
});
afterAll(async () => {
  await Promise.all([city.end(), yi.end()]);
  for (const database of opened) await database.close();
  for (const home of homes) await home.drop();
});

/** Starts whoever is dead until nobody has anything unanswered. */
async function drain(): Promise<void> {
  await eventually(
    async () => {
      await Promise.all([city, yi].filter((office) => !office.alive).map((office) => office.start()));
      return Promise.all([books.city.store.figures(), books.yi.store.figures()]);
    },
    (all) => all.every((figures) => figures.pending === 0 && figures.parked === 0),
    60_000,
  );
}

/** I1–I3: every message took effect once, in order; both ends hold the same chain; each sending has its final tick. */
async function nothingLostNothingTwice(stream: StreamRef, count: number): Promise<void> {
  const name = `${stream.kind}/${stream.id}`;
  const all = Array.from({ length: count }, (_, at) => at + 1);
  for (const [here, there, peer, self] of [
    [books.city, books.yi, YI, CITY],
    [books.yi, books.city, CITY, YI],
  ] as const) {
    const effects = (await there.effects()).filter((effect) => effect.stream === name);
    expect(effects.map((effect) => effect.n)).toEqual(all);
    expect(effects.map((effect) => effect.sequence)).toEqual(all);
    expect((await here.store.heads(peer, stream)).sent).toEqual(
      (await there.store.heads(self, stream)).applied,
    );
    const ticks = await here.store.deliveries(stream);
    expect(ticks.map((tick) => tick.status)).toEqual(all.map(() => 'applied'));
  }
}

async function sendAll(stream: StreamRef, count: number): Promise<void> {
  for (let at = 1; at <= count; at += 4) {
    const errands = [0, 1, 2, 3].map((more) => ({ n: at + more, act: 'answer' as const }));
    await city.act({ id: uuidV7(), dest: YI, stream, errands });
  }
}

describe('kill -9', () => {
  const points = Array.from({ length: 13 }, (_, at) => `P${at}`);
  it.each(points)('of both offices at %s loses nothing and doubles nothing', async (point) => {
    const before = [city.deaths, yi.deaths];
    await Promise.all([city.arm(`${point}:crash@1`), yi.arm(`${point}:crash@1`)]);
    const stream = aStream();
    await sendAll(stream, 12);
    await drain();
    await nothingLostNothingTwice(stream, 12);
    // a point that nobody reached would prove nothing
    expect([city.deaths, yi.deaths]).toEqual(before.map((deaths) => deaths + 1));
  });

  it('of both offices at any time, with the queues wiped in between, loses nothing and doubles nothing', async () => {
    const stream = aStream();
    const sending = sendAll(stream, 40);
    let over = false;
    void sending.finally(() => {
      over = true;
    });
    for (let round = 0; round < 4 && !over; round++) {
      const effects = (await books.yi.effects()).length;
      await eventually(
        async () => over || (await books.yi.effects()).length > effects,
        (moved) => moved,
        20_000,
      );
      await (round % 2 === 0 ? city : yi).kill();
      if (round % 3 === 0) await flush();
      if (round % 2 === 1) await yi.start();
    }
    await sending;
    await drain();
    await nothingLostNothingTwice(stream, 40);
  });
});

describe('a message that kills the process that takes it in', () => {
  it('is found and put away with its stream, and what came in the same frame is taken once', async () => {
    const before = yi.deaths;
    const [deadly, beside] = [aStream(), aStream()];
    // Both offices rest while the backlog is written, so that all of it travels in one frame.
    await yi.kill();
    await city.act({ id: uuidV7(), dest: YI, stream: beside, errands: [{ n: 1 }] });
    await city.act({ id: uuidV7(), dest: YI, stream: deadly, errands: [{ n: 1, act: 'die' }, { n: 2 }] });
    await city.act({ id: uuidV7(), dest: YI, stream: beside, errands: [{ n: 2 }, { n: 3 }] });
    await drain();
    const ticksOf = async (stream: StreamRef): Promise<readonly string[]> =>
      (await books.city.store.deliveries(stream)).map(({ status, reason = '' }) =>
        `${status} ${reason}`.trim(),
      );
    expect(await ticksOf(deadly)).toEqual(['quarantined poison', 'quarantined poison']);
    expect(await ticksOf(beside)).toEqual(['applied', 'applied', 'applied']);
    const effects = (await books.yi.effects()).filter(({ stream }) => stream === `leg/${beside.id}`);
    expect(effects.map(({ n }) => n)).toEqual([1, 2, 3]);
    // Alone three times, and before that in company: never more often than it takes to be sure.
    expect(yi.deaths - before).toBeLessThanOrEqual(7);
    const left = await homes[1]?.sql('SELECT COUNT(*) AS n FROM exchange_trial');
    expect(left?.[0]?.['n']).toBe(0);
  });
});
