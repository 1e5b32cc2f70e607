import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { type Database, enclosureReads } from '#persistence';
import { enclosureStore } from '../../../libs/persistence/src/casework/enclosures.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { ENCLOSURE_SITUATIONS } from '../../support/enclosure-agreement.js';

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

describe('files that go along, in the database', () => {
  it.each(Object.entries(ENCLOSURE_SITUATIONS))('%s', async (_name, situation) => {
    const { uow } = database;
    const store = enclosureStore(uow);
    await situation({ write: (work) => uow.run(() => work(store)), reads: enclosureReads(uow) });
  });
});
