import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateSchema, schemaState } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

/* What a command can say of a node's database before the node runs. */

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ migrated: false });
}, 60_000);
afterAll(() => database?.drop(), 30_000);

const look = () => schemaState(database.owner, database.settings.schema);

describe('a schema', () => {
  it('is told as it is: without tables, empty, with messages, half restored', async () => {
    expect(await look()).toEqual({ kind: 'unmigrated' });
    await migrateSchema(database.owner, database.settings.schema, database.steps);
    expect(await look()).toEqual({ kind: 'empty', cases: 0, sent: 0, taken: 0, epoch: 1 });
    await database.sql("INSERT INTO exchange_self (name, epoch) VALUES ('self', 3)");
    await database.sql(
      "INSERT INTO exchange_inbox (id, source, digest, status, at, frame_id, attempt, place) VALUES (?, 'x', ?, 1, UTC_TIMESTAMP(3), ?, 1, 0)",
      [Buffer.alloc(16, 2), Buffer.alloc(32), Buffer.alloc(16)],
    );
    expect(await look()).toEqual({ kind: 'holds', cases: 0, sent: 0, taken: 1, epoch: 3 });
    await database.sql('CREATE TABLE restore_unfinished (was_empty TINYINT NOT NULL)');
    expect(await look()).toEqual({ kind: 'restoring' });
  }, 60_000);

  it('that is not there, or a server that is not there, is told in a sentence', async () => {
    await expect(schemaState(database.owner, 'hy_nowhere')).rejects.toThrow('does not exist at');
    await expect(schemaState({ ...database.owner, port: 1 }, 'hy_city')).rejects.toThrow(
      'No database answers at',
    );
  });
});
