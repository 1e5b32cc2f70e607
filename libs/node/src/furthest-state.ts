import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '#exchange';
import type { Database } from '#persistence';
import type { Log } from '#platform';
import { z } from 'zod';

const KEEP_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 100;
const LAST_MARK_MS = 1_000;
/** Peers that have not answered for so long after the last that did are away. */
const ANSWERED_WITHIN_MS = 5_000;
/** What is still coming back then comes back while the office works. */
const WHOLE_WITHIN_MS = 30_000;

const markShape = z.object({
  /** Links of the audit chain: one for each unit of work. */
  links: z.int().min(0),
  epoch: z.int().min(1),
  /**
   * The database was set back. `closed`: nobody may act yet. `open`: somebody may, but not every peer has answered since:
   * nothing is taken from one before it has.
   */
  owed: z.exactOptional(z.enum(['closed', 'open'])),
});
type Mark = z.infer<typeof markShape>;

interface Parts {
  readonly node: string;
  readonly dataDir: string;
  readonly database: Pick<Database, 'dataSource'>;
  readonly exchange: Pick<Exchange, 'ready' | 'epoch' | 'setBack' | 'compareFirst' | 'resync'>;
  readonly log: Log;
}

/**
 * How far a node's database had come, written down beside it (`DATA_DIR/furthest/NODE.json`). A database that has not
 * come as far was set back, by whatever means. Its peers would tell the node so, but only after it has begun to work:
 * until then it would give numbers a second time and act on legs as they were. So it raises its epoch at once and lets
 * nobody act before its peers have given back what they hold.
 */
export class FurthestState {
  private timer: NodeJS.Timeout | undefined;
  private kept: Mark | undefined;
  private keeping: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parts: Parts,
    private owed: Mark['owed'],
  ) {}

  /** Compares, raises the epoch where the database was set back, and keeps the mark from then on. */
  static async open(parts: Parts): Promise<FurthestState> {
    const { exchange, log } = parts;
    await exchange.ready();
    const known = await readMark(parts);
    const links = await linksOf(parts);
    let owed = known?.owed;
    if (known !== undefined && links < known.links) {
      owed = 'closed';
      log.warn('node.set-back', { links, before: known.links });
      await exchange.setBack(known.epoch);
    } else if (owed !== undefined) exchange.compareFirst();
    const furthest = new FurthestState(parts, owed);
    await furthest.keep();
    furthest.timer = setInterval(() => void furthest.keep(), KEEP_EVERY_MS).unref();
    return furthest;
  }

  /** Resolves at once, unless the database was set back: then when the peers that answer have given back what they hold. */
  async whole(): Promise<void> {
    if (this.owed !== 'closed') return;
    await this.givenBack();
    this.owed = 'open';
    await this.keep();
  }

  private async givenBack(): Promise<void> {
    const from = performance.now();
    let open = -1;
    let changedAt = from;
    while (performance.now() - from < WHOLE_WITHIN_MS) {
      const now = await this.unanswered();
      if (now !== open) changedAt = performance.now();
      open = now;
      if (open === 0 || performance.now() - changedAt > ANSWERED_WITHIN_MS) return;
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Peers that have not answered, or have not given back everything. */
  private async unanswered(): Promise<number> {
    const { peers } = await this.parts.exchange.resync.status();
    return peers.filter(({ greeted, recovering }) => recovering || !greeted).length;
  }

  private owing(): Pick<Mark, 'owed'> {
    return this.owed === undefined ? {} : { owed: this.owed };
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    // a database that does not answer holds up no end
    await Promise.race([this.keep(), pause(LAST_MARK_MS, undefined, { ref: false })]);
  }

  /** Never rejects: without its mark the node learns from its peers that it was set back. */
  private keep(): Promise<void> {
    this.keeping = this.keeping
      .then(async () => {
        if (this.owed === 'open' && (await this.unanswered()) === 0) this.owed = undefined;
        const mark = {
          links: await linksOf(this.parts),
          epoch: this.parts.exchange.epoch(),
          ...this.owing(),
        };
        if (JSON.stringify(mark) === JSON.stringify(this.kept)) return;
        await writeMark(this.parts, mark);
        this.kept = mark;
      })
      .catch(() => this.parts.log.debug('node.mark-not-kept'));
    return this.keeping;
  }
}

async function linksOf({ database }: Parts): Promise<number> {
  const [head] = await database.dataSource.query<readonly { readonly seq: number }[]>(
    'SELECT seq FROM audit_head WHERE id = 1',
  );
  return head?.seq ?? 0;
}

const fileOf = ({ node, dataDir }: Parts): string =>
  join(dataDir, 'furthest', `${node.replaceAll(':', '_')}.json`);

/** Undefined when there is none, or none that can be read. */
async function readMark(parts: Parts): Promise<Mark | undefined> {
  const text = await readFile(fileOf(parts), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return markShape.parse(JSON.parse(text));
  } catch (error) {
    parts.log.warn('node.mark-unreadable', {}, error);
    return undefined;
  }
}

async function writeMark(parts: Parts, mark: Mark): Promise<void> {
  const file = fileOf(parts);
  await mkdir(join(parts.dataDir, 'furthest'), { recursive: true, mode: 0o700 });
  const half = `${file}.${process.pid}`;
  await writeFile(half, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
  await rename(half, file);
}
