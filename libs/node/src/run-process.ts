import type { NodeIdentity } from '#access';
import {
  createLog,
  handleSignals,
  type NodeSettings,
  portsOf,
  printProblems,
  type Settings,
  stopAll,
} from '#platform';
import type { NodeApp } from './node-app.js';
import { prepareNodes } from './prepare.js';
import { CannotStart, isExpected, sentenceOf } from './problems.js';
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
  const stop = handleSignals(() => running, log);
  process.on('unhandledRejection', (error) => {
    log.error('process.unhandled', {}, error);
    process.exitCode = 1;
    void stop();
  });
  try {
    const { FAILPOINTS: failpoint } = settings;
    await failpoint('P16');
    const { common, identities } = await prepareNodes(app, settings);
    // A signal before this ends the process at once: nothing has been promised to anybody yet.
    running = await startAll(common, identities, settings, log);
    await failpoint('P16');
    common.live?.start();
    process.stdout.write(`${JSON.stringify({ ready: addresses(running) })}\n`);
  } catch (error) {
    if (!isExpected(error)) log.error('process.cannot-start', {}, error);
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

/** All nodes at once; when one cannot start, the others are stopped again and every reason is told. */
async function startAll(
  common: Common,
  identities: readonly NodeIdentity[],
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
  for (const { node, error } of failed) {
    if (!isExpected(error)) log.error('node.cannot-start', { failed: node }, error);
  }
  await stopAll(nodes, log, 5_000);
  throw new CannotStart([...new Set(failed.flatMap(({ node, error }) => sentenceOf(node, error)))]);
}

const reasonOf = (one: PromiseRejectedResult): unknown => one.reason;
