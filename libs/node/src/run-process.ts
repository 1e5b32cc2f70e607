import { openNetwork, type OpenedNetwork } from '#access';
import { parseTimeZone } from '#domain';
import { loadSteps } from '#persistence';
import {
  createLog,
  handleSignals,
  type NodeSettings,
  portsOf,
  printProblems,
  redisProblem,
  type Settings,
  stopAll,
  systemClock,
} from '#platform';
import type { NodeApp } from './node-app.js';
import { CannotStart, sentenceOf } from './problems.js';
import { openRulebook } from './rulebook.js';
import { type Common, type RunningNode, startNode } from './start-node.js';

/**
 * The life of a process of one role: reads what it is told, starts its nodes together, says on standard output that
 * they are ready, and stops them on a signal. Whatever stands against a start is listed on standard error, a sentence
 * each, and the process exits with 1.
 */
export async function runProcess(app: NodeApp, read: Settings<NodeSettings>): Promise<void> {
  if (!read.ok) {
    giveUp(printProblems(read.problems).split('\n'));
    return;
  }
  const settings = read.value;
  const log = createLog({
    node: settings.NODES.join(','),
    level: settings.LOG_LEVEL,
    write: (line) => void process.stderr.write(line),
  });
  let running: readonly RunningNode[] = [];
  let stopping = false;
  const stop = handleSignals(() => {
    stopping = true;
    return running;
  }, log);
  process.on('unhandledRejection', (error) => {
    log.error('process.unhandled', {}, error);
    process.exitCode = 1;
    void stop();
  });
  try {
    const common = await prepare(app, settings);
    const nodes = await startAll(common.common, common.identities, settings, log);
    running = nodes;
    if (stopping) await stopAll(nodes, log, 15_000);
    else process.stdout.write(`${JSON.stringify({ ready: addresses(nodes) })}\n`);
  } catch (error) {
    log.error('process.cannot-start', {}, error);
    giveUp(sentenceOf(settings.NODES.join(','), error));
    // Sockets that are still closing must not hold up the news.
    process.exit(1);
  }
}

const addresses = (nodes: readonly RunningNode[]): Record<string, string> =>
  Object.fromEntries(nodes.map(({ name, url }) => [name, url]));

function giveUp(sentences: readonly string[]): void {
  process.exitCode = 1;
  process.stderr.write(sentences.map((sentence) => `${sentence}\n`).join(''));
}

/** Reads every file and asks Redis; all that is wrong is told at once. */
async function prepare(app: NodeApp, settings: NodeSettings) {
  const { NETWORK, NETWORK_ROOT_KEY, DATA_DIR, NODES, RULES, CALENDARS } = settings;
  const opened: OpenedNetwork = openNetwork({
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
  const redis = await redisProblem(settings.REDIS_URL);
  if (redis !== undefined) sentences.push(redis);
  if (!opened.ok) throw new CannotStart(sentences);
  const { directory, identities } = opened;
  const zone = parseTimeZone(directory.settings.timeZone);
  if (!zone.ok) sentences.push(`network.yaml timeZone: ${zone.message}`);
  const rulebook = rulesOr(sentences, () =>
    openRulebook({ rules: RULES, calendars: CALENDARS }, directory.settings),
  );
  if (!zone.ok || rulebook === undefined || sentences.length > 0) throw new CannotStart(sentences);
  const common: Common = {
    app,
    settings,
    directory,
    rulebook,
    zone: zone.value,
    steps: await loadSteps(),
  };
  return { common, identities };
}

function rulesOr<T>(sentences: string[], open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    sentences.push(...sentenceOf('rules', error));
    return undefined;
  }
}

/** All nodes at once; when one cannot start, the others are stopped again and every reason is told. */
async function startAll(
  common: Common,
  identities: readonly Parameters<typeof startNode>[1][],
  settings: NodeSettings,
  log: ReturnType<typeof createLog>,
): Promise<readonly RunningNode[]> {
  const ports = portsOf(settings);
  const started = await Promise.allSettled(
    identities.map((identity) => startNode(common, identity, ports.get(identity.node) ?? 0)),
  );
  const nodes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.flatMap((one, at) =>
    one.status === 'rejected' ? [{ node: identities[at]?.node ?? '?', error: reasonOf(one) }] : [],
  );
  if (failed.length === 0) return nodes;
  for (const { node, error } of failed) log.error('node.cannot-start', { failed: node }, error);
  await stopAll(nodes, log, 5_000);
  throw new CannotStart([...new Set(failed.flatMap(({ node, error }) => sentenceOf(node, error)))]);
}

const reasonOf = (one: PromiseRejectedResult): unknown => one.reason;
