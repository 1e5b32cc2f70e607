import { describeError, type Log } from './log.js';

/** Something that main.ts stops: a node. */
export interface Stoppable {
  readonly name: string;
  stop(): Promise<void>;
}

/**
 * The one place that handles signals: on SIGTERM or SIGINT closes all nodes in parallel, each within `limitMs`
 * (default 15 000), and exits 0; one that fails or hangs is logged and does not hold up the others. A second signal
 * changes nothing. Returns the same shutdown for a caller that wants it without a signal.
 */
export function handleSignals(
  nodes: () => readonly Stoppable[],
  log: Log,
  options: { readonly limitMs?: number; readonly exit?: (code: number) => void } = {},
): () => Promise<void> {
  const exit = options.exit ?? ((code: number) => process.exit(code));
  let running: Promise<void> | undefined;
  const shutdown = (): Promise<void> =>
    (running ??= stopAll(nodes(), log, options.limitMs ?? 15_000).then(() => exit(0)));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info('process.signal', { signal });
      void shutdown();
    });
  }
  return shutdown;
}

/** Stops all in parallel; resolves when each has stopped, failed or used up its time. Never rejects. */
export async function stopAll(nodes: readonly Stoppable[], log: Log, limitMs: number): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), limitMs);
      });
      try {
        const end = await Promise.race([node.stop(), late]);
        if (end === 'late') log.error('node.stop.late', { stopped: node.name, limitMs });
        else log.info('node.stopped', { stopped: node.name });
      } catch (error) {
        log.error('node.stop.failed', { stopped: node.name, ...describeError(error) });
      } finally {
        clearTimeout(timer);
      }
    }),
  );
}
