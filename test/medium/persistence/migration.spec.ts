import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { migrateSchema, type MigrationStep } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

const step = (name: string, sql: string, doneWhen?: string): MigrationStep => ({
  name,
  sql,
  checksum: name.padEnd(64, '0'),
  ...(doneWhen === undefined ? {} : { doneWhen }),
});
const letters = step('0001-letter', 'CREATE TABLE IF NOT EXISTS letter (id INT PRIMARY KEY)');
const received = step(
  '0002-letter-received',
  'ALTER TABLE letter ADD COLUMN received DATE NULL',
  "SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'letter' AND COLUMN_NAME = 'received'",
);
const visits = step('0003-visit', 'CREATE TABLE IF NOT EXISTS visit (id INT PRIMARY KEY)');
const all = [letters, received, visits];

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
beforeEach(async () => {
  home = await freshDatabase({ steps: all, migrated: false });
});
afterEach(async () => {
  await home.drop();
});

const migrate = (steps: readonly MigrationStep[] = all) =>
  migrateSchema(home.owner, home.settings.schema, steps);

describe('migrating a schema', () => {
  it('runs each step once', async () => {
    expect((await migrate()).applied).toEqual(['0001-letter', '0002-letter-received', '0003-visit']);
    expect((await migrate()).applied).toEqual([]);
  });

  for (const moment of ['begun', 'ran'] as const) {
    for (const victim of all) {
      it(`goes on after a kill when ${victim.name} had ${moment}`, async () => {
        const killed = migrateSchema(home.owner, home.settings.schema, all, {
          observer: {
            [moment]: (at: MigrationStep) => {
              if (at.name === victim.name) throw new Error('killed');
            },
          },
        });
        await expect(killed).rejects.toThrow('killed');
        await expect(home.open()).rejects.toThrow('run "npm run migrate"');
        await migrate();
        const database = await home.open();
        await database.close();
      });
    }
  }

  it('runs every step once when two processes start at once', async () => {
    const both = await Promise.all([migrate(), migrate()]);
    expect(both.flatMap((report) => report.applied)).toEqual(all.map(({ name }) => name));
  });

  it('says so when another migration holds the schema for too long', async () => {
    let second: Promise<unknown> = Promise.resolve();
    await migrateSchema(home.owner, home.settings.schema, all, {
      observer: {
        ran: async () => {
          second = migrateSchema(home.owner, home.settings.schema, all, { lockWait: 0 }).catch(
            (error: unknown) => error,
          );
          await second;
        },
      },
    });
    expect(await second).toHaveProperty('message', expect.stringContaining('still running'));
  });

  it('stops the node when the schema is behind, newer, or was made from an edited file', async () => {
    await migrate([letters, received]);
    await expect(home.open()).rejects.toThrow(
      `The schema "${home.settings.schema}" is 1 migration(s) behind this program (first: 0003-visit): run "npm run migrate".`,
    );
    await migrate([...all, step('0004-later', 'CREATE TABLE IF NOT EXISTS later (id INT PRIMARY KEY)')]);
    await expect(home.open()).rejects.toThrow('is newer than this program (it has been through 0004-later)');
    await expect(migrate()).rejects.toThrow('is newer than this program');
    await home.sql("DELETE FROM schema_migration WHERE step = '0004-later'");
    await expect(migrate([{ ...letters, checksum: 'f'.repeat(64) }, received, visits])).rejects.toThrow(
      '0001-letter was changed after it ran',
    );
  });

  it('names schema and step when a statement fails', async () => {
    await expect(
      migrate([letters, step('0002-broken', 'ALTER TABLE nowhere ADD COLUMN x INT')]),
    ).rejects.toThrow(`The migration 0002-broken failed on the schema "${home.settings.schema}"`);
  });
});
