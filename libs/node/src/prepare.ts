import { type NodeIdentity, openNetwork } from '#access';
import { parseTimeZone } from '#domain';
import { loadSteps, schemaOf } from '#persistence';
import { chineseSegmenter, type NodeSettings, redisProblem, systemClock } from '#platform';
import { databaseProblems } from './ask-databases.js';
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
  const opened = openNetwork({
    path: NETWORK,
    dataDir: DATA_DIR,
    rootKey: NETWORK_ROOT_KEY,
    role: app.role,
    hosted: NODES,
    now: () => systemClock.now(),
  });
  const sentences: string[] = opened.ok
    ? []
    : opened.problems.map(({ at, sentence }) => `${at}: ${sentence}`);
  const folders = { rules: RULES, calendars: CALENDARS };
  const rules = attempt(sentences, () => openRules(folders));
  const redis = await redisProblem(settings.REDIS_URL);
  if (redis !== undefined) sentences.push(redis);
  const steps = await loadSteps();
  const cannotStart = async (): Promise<CannotStart> => {
    // A node that the directory does not know has no database to be asked for.
    const named = opened.ok || opened.problems.every(({ at }) => at !== 'NODES');
    const databases = named ? await databaseProblems(settings, NODES, steps) : [];
    return new CannotStart([...sentences, ...databases]);
  };
  if (!opened.ok || rules === undefined) throw await cannotStart();
  const { directory, identities } = opened;
  const zone = parseTimeZone(directory.settings.timeZone);
  if (!zone.ok) sentences.push(`network.yaml timeZone: ${zone.message}`);
  const rulebook = attempt(sentences, () => new LoadedRules(folders, directory.settings, rules));
  if (!zone.ok || rulebook === undefined || sentences.length > 0) throw await cannotStart();
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
    },
    identities,
  };
}

const databaseOf: Common['databaseOf'] = (node) => ({ schema: schemaOf(node) });

/** Gathers what is wrong instead of stopping at it. */
function attempt<T>(sentences: string[], open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    sentences.push(...sentenceOf('rules', error));
    return undefined;
  }
}
