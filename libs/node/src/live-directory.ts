import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { TakenDirectory } from '#access';
import type { Log } from '#platform';

/** How often the files are looked at. */
const LOOK_EVERY_MS = 2_000;
const FILES = ['network.yaml', 'network.sig', 'staff.yaml'];

/**
 * The network directory of a process, taken in anew when its files change. A newer one counts for all nodes of the
 * process at once; one that is refused is told in the log, a sentence each, and changes nothing. Files are replaced one
 * after another, so that the one that completes a signature is what brings it in.
 */
export class LiveDirectory {
  private readonly listeners = new Set<() => Promise<unknown>>();
  private seen: string;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    /** Folder of the directory. */
    private readonly path: string,
    private readonly take: () => TakenDirectory,
    private readonly log: Pick<Log, 'info' | 'error'>,
  ) {
    this.seen = this.stamp();
  }

  /** Told after a newer directory was taken in; returns the function that stops listening. */
  onTaken(listener: () => Promise<unknown>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    // It holds up no end: a stop waits for the nodes, not for this.
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  /** Looks now. Never rejects: what goes wrong is told in the log. */
  look(): Promise<void> {
    this.looking = this.looking
      .then(() => this.lookOnce())
      .catch((error: unknown) => this.log.error('directory.not-read', {}, error));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const stamp = this.stamp();
    if (stamp === this.seen) return;
    this.seen = stamp;
    const taken = this.take();
    if (taken.kind === 'refused') {
      const problems = taken.problems.map(({ at, sentence }) => `${at}: ${sentence}`);
      this.log.error('directory.refused', { problems: problems.join(' ').slice(0, 4_000) });
    }
    if (taken.kind !== 'taken') return;
    this.log.info('directory.taken', { from: taken.from, to: taken.to });
    for (const listener of this.listeners) {
      await listener().catch((error: unknown) => this.log.error('directory.follow-up-failed', {}, error));
    }
  }

  private stamp(): string {
    return FILES.map((name) => {
      const there = statSync(join(this.path, name), { throwIfNoEntry: false });
      return there === undefined ? '-' : `${there.ino}/${there.size}/${there.mtimeMs}`;
    }).join(' ');
  }
}
