import { execFile } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** A model run takes longer than the half hour after which servers that nobody asks for end. */
const TOUCH_MS = 60_000;

/**
 * `npm test` gives the servers of its run in TEST_DATABASE_URL and TEST_REDIS_URL. Somebody who runs Jest
 * directly gets servers that are shared by everything that does so on this machine, started when first asked
 * for and stopped when unused for half an hour. Their data is worth nothing: use an own schema and an own
 * queue prefix per test file.
 */
async function find(): Promise<Servers> {
  const databaseUrl = process.env['TEST_DATABASE_URL'];
  const redisUrl = process.env['TEST_REDIS_URL'];
  if (databaseUrl !== undefined && redisUrl !== undefined) return { databaseUrl, redisUrl };
  const script = resolve('deploy/servers/shared.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 90_000 });
  const shared: unknown = JSON.parse(stdout);
  if (
    typeof shared !== 'object' ||
    shared === null ||
    !('databaseUrl' in shared && typeof shared.databaseUrl === 'string') ||
    !('redisUrl' in shared && typeof shared.redisUrl === 'string') ||
    !('used' in shared && typeof shared.used === 'string')
  ) {
    throw new Error(`${script} did not tell two addresses and a file`);
  }
  const { used } = shared;
  setInterval(() => void utimes(used, new Date(), new Date()).catch(() => undefined), TOUCH_MS).unref();
  return {
    databaseUrl: databaseUrl ?? shared.databaseUrl,
    redisUrl: redisUrl ?? shared.redisUrl,
  };
}

let found: Promise<Servers> | undefined;
const servers = (): Promise<Servers> => (found ??= find());

/** `mysql://root:…@127.0.0.1:port` without a schema: a user that may make schemas and users. */
export const databaseServerUrl = async (): Promise<string> => (await servers()).databaseUrl;

/** `redis://:…@127.0.0.1:port`, eviction policy `noeviction`, append-only file on. */
export const redisServerUrl = async (): Promise<string> => (await servers()).redisUrl;
