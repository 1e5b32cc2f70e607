import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
beforeAll(async () => {
  home = await freshDatabase();
});
afterAll(async () => {
  await home.drop();
});

const where = (): string => `${home.settings.host}:${String(home.settings.port)}`;

/** A port that takes the connection and never says a word. */
const silentServer = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });

describe('opening a database with wrong settings says one sentence', () => {
  it('wrong password', async () => {
    await expect(home.open({ password: 'wrong' })).rejects.toThrow(
      `The database at ${where()} refuses the user "${home.settings.user}"`,
    );
  });

  it('a schema that does not exist', async () => {
    await expect(home.open({ schema: 'hy_nowhere' })).rejects.toThrow(
      `The schema "hy_nowhere" does not exist at ${where()}, or the user "${home.settings.user}" has no rights on it: run what "npm run db -- provision --print" prints.`,
    );
  });

  it('nobody listens', async () => {
    await expect(home.open({ port: 1 })).rejects.toThrow(
      'No database answers at 127.0.0.1:1 (ECONNREFUSED): start it, or correct the database address in the settings.',
    );
  });

  it('somebody listens and never answers', async () => {
    const silent = await silentServer();
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(home.open({ port, connectTimeout: 200 })).rejects.toThrow('No database answers at');
    silent.close();
  });

  it('a schema that was never migrated', async () => {
    const empty = await freshDatabase({ migrated: false });
    await expect(empty.open()).rejects.toThrow('run "npm run migrate"');
    await empty.drop();
  });

  it('too many connections for one node', async () => {
    await expect(home.open({ poolSize: 5 })).rejects.toThrow('a node may hold 1 to 4 connections');
  });
});

describe('the test support', () => {
  it('fails a test file that leaves a connection open', async () => {
    const leaky = await freshDatabase();
    const left = await leaky.open();
    await expect(leaky.drop()).rejects.toThrow(/connection\(s\) to hyt_\w+ were left open/);
    await left.close();
  }, 15_000);
});
