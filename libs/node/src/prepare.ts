import { type NodeIdentity, openNetwork, openReach, type OpenOptions, takeDirectory } from '#access';
import { parseTimeZone } from '#domain';
import { loadSteps, schemaOf } from '#persistence';
import {
  chineseSegmenter,
  createLog,
  type NodeSettings,
  readRedisUsers,
  redisProblem,
  redisUrlOf,
  type RedisUsers,
  systemClock,
} from '#platform';
import { databaseProblems } from './ask-databases.js';
import { LiveDirectory } from './live-directory.js';
import type { NodeApp } from './node-app.js';
import { CannotStart, sentenceOf } from './problems.js';
import { LoadedRules } from './loaded-rules.js';
import { openRules } from './rulebook.js';
import type { Common } from './start-node.js';

/** The nodes that a process hosts, before any of them is started. */
export interface PreparedNodes {
  readonly common: Common;
  readonly identities: readonly NodeIdentity[];
}

/**
 * Reads every file and asks Redis, and the databases when the start fails anyway; opens nothing that stays open.
 * @throws CannotStart with everything that is wrong, told at once.
 */
export async function prepareNodes(app: NodeApp, settings: NodeSettings): Promise<PreparedNodes> {
  const { NETWORK, NETWORK_ROOT_KEY, DATA_DIR, NODES, RULES, CALENDARS } = settings;
  const options: OpenOptions = {
    path: NETWORK,
    dataDir: DATA_DIR,
    rootKey: NETWORK_ROOT_KEY,
    role: app.role,
    hosted: NODES,
    now: () => systemClock.now(),
  };
  const opened = openNetwork(options);
  const sentences: string[] = opened.ok
    ? []
    : opened.problems.map(({ at, sentence }) => `${at}: ${sentence}`);
  const folders = { rules: RULES, calendars: CALENDARS };
  const rules = attempt(sentences, () => openRules(folders));
  const { REDIS_USERS } = settings;
  const users = REDIS_USERS === undefined ? undefined : usersOf(REDIS_USERS, sentences);
  const nameless = users === undefined ? [] : NODES.filter((node) => users[node] === undefined);
  if (nameless.length > 0)
    sentences.push(`REDIS_USERS: ${REDIS_USERS ?? ''} has no password for ${nameless.join(', ')}.`);
  const redisUrl = (node: string): string => redisUrlOf(settings.REDIS_URL, node, users);
  const redis = await Promise.all([...new Set(NODES.map(redisUrl))].map(redisProblem));
  sentences.push(...new Set(redis.flatMap((problem) => problem ?? [])));
  const steps = await loadSteps();
  const cannotStart = async (): Promise<CannotStart> => {
    // A node that the directory does not know has no database to be asked for.
    const named = opened.ok || opened.problems.every(({ at }) => at !== 'NODES');
    const databases = named ? await databaseProblems(settings, NODES, steps) : [];
    return new CannotStart([...sentences, ...databases]);
  };
  if (!opened.ok || rules === undefined) throw await cannotStart();
  const { directory, identities } = opened;
  const speaking = await openReach(directory, {
    dataDir: DATA_DIR,
    hosted: NODES,
    now: () => systemClock.now(),
  });
  if (!speaking.ok) sentences.push(...speaking.problems.map(({ at, sentence }) => `${at}: ${sentence}`));
  const zone = parseTimeZone(directory.settings.timeZone);
  if (!zone.ok) sentences.push(`network.yaml timeZone: ${zone.message}`);
  const rulebook = attempt(sentences, () => new LoadedRules(folders, directory.settings, rules));
  if (!zone.ok || rulebook === undefined || !speaking.ok || sentences.length > 0) throw await cannotStart();
  return {
    common: {
      app,
      settings,
      directory,
      rulebook,
      zone: zone.value,
      steps,
      segment: chineseSegmenter(),
      databaseOf,
      reaches: speaking.reaches,
      live: liveDirectory(opened, options, settings),
      redisUrlOf: redisUrl,
    },
    identities,
  };
}

const liveDirectory = (
  running: Parameters<typeof takeDirectory>[0],
  options: OpenOptions,
  { NODES, LOG_LEVEL }: NodeSettings,
): LiveDirectory =>
  new LiveDirectory(
    options.path,
    () => takeDirectory(running, options),
    createLog({ node: NODES.join(','), level: LOG_LEVEL, write: (line) => void process.stderr.write(line) }),
  );

const databaseOf: Common['databaseOf'] = (node) => ({ schema: schemaOf(node) });

/** The Redis users of a file; what is wrong with it is told with the rest. */
function usersOf(file: string, sentences: string[]): RedisUsers | undefined {
  try {
    return readRedisUsers(file);
  } catch (error) {
    sentences.push(`REDIS_USERS: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Gathers what is wrong instead of stopping at it. */
function attempt<T>(sentences: string[], open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    sentences.push(...sentenceOf('rules', error));
    return undefined;
  }
}
