import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { openDatabaseClock, openSimulatedClock, type Database } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const start = new Date('2026-03-02T01:00:00.000Z');
const later = new Date('2026-03-05T01:00:00.000Z');

it('the simulated clock moves forward only, and a restart goes on where it stood', async () => {
  const clock = await openSimulatedClock(database.uow, start);
  expect(clock.now()).toEqual(start);
  expect(await clock.moveTo(later)).toBe(true);
  expect(await clock.moveTo(start)).toBe(false);
  expect(await clock.moveTo(later)).toBe(true);
  expect(clock.now()).toEqual(later);
  expect((await openSimulatedClock(database.uow, start)).now()).toEqual(later);
});

it('the real clock tells the database time, whatever the machine thinks', async () => {
  const hourSlow = { now: () => new Date(Date.now() - 3_600_000) };
  const clock = await openDatabaseClock(database.uow, hourSlow);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(2000);
});
