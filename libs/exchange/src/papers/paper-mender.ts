import { ATTACHMENT_LIMIT, type EnclosureProblem } from '#contract';
import { type Log, uuidV7 } from '#platform';
import type { HealWish } from '../heal/healed.js';
import type { Operation } from '../ports/operator.js';
import type { PaperParts, PaperRepairs, PaperStanding, WantedPaper } from '../ports/papers.js';
import type { PaperClient } from './paper-client.js';
import { onDisk } from './paper-fetcher.js';

/** What came of one paper; with neither `from` nor `left` its file is what it should be. */
export interface MendedPaper {
  readonly id: string;
  /** The node from which it was, or in a dry run would be, fetched anew. */
  readonly from?: string;
  /**
   * Why it was left. `not-here`: no such file is kept. `no-copy`: no other office holds it. `under-way`: a part of it came,
   * asked again it goes on there. `failed`: see the log (exchange.paper.not-mended). Else what the peer's answer was;
   * `digest`: its copy is damaged too.
   */
  readonly left?: 'not-here' | 'no-copy' | 'under-way' | 'failed' | EnclosureProblem;
}

export interface PaperMenderOptions {
  readonly repairs: PaperRepairs;
  /** Where what is fetched anew grows. */
  readonly parts: Omit<PaperParts, 'all'>;
  readonly client: Pick<PaperClient, 'fetch'>;
  /** Keeps what was done; joins the open unit of work. */
  readonly record: (operation: Operation) => Promise<void>;
  readonly log: Log;
  /** Time for one paper; what came until then stays. Default 40 s: whoever asks waits a minute. */
  readonly givenMs?: number;
}

const GIVEN_MS = 40_000;

/**
 * Fetches kept papers anew whose files were damaged on this node's disk: from the node they came from, or back from one
 * that has taken them. One at a time; size and digest are those of this node's own row, whoever gives the bytes.
 */
export class PaperMender {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PaperMenderOptions) {}

  async mend(wish: HealWish): Promise<readonly MendedPaper[]> {
    const mended: MendedPaper[] = [];
    for (const id of wish.ids) {
      const done = this.last.then(() => this.one(id, wish));
      this.last = done.catch(() => undefined);
      mended.push(await done);
    }
    return mended;
  }

  private async one(id: string, { dryRun, by }: HealWish): Promise<MendedPaper> {
    const { repairs, parts, log } = this.options;
    try {
      const standing = await repairs.standing(id);
      if (standing === undefined || standing.whole) {
        await parts.discard(id);
        return standing === undefined ? { id, left: 'not-here' } : { id };
      }
      const [first] = standing.holders;
      if (first === undefined) return { id, left: 'no-copy' };
      if (dryRun) return { id, from: first.peer };
      return await this.fromAny(id, standing, by);
    } catch (error) {
      log.error('exchange.paper.not-mended', { paper: id }, error);
      return { id, left: 'failed' };
    }
  }

  private async fromAny(id: string, standing: PaperStanding, by: Operation['by']): Promise<MendedPaper> {
    const { repairs, parts, record, log } = this.options;
    const signal = AbortSignal.timeout(this.options.givenMs ?? GIVEN_MS);
    let left: MendedPaper['left'] = 'no-copy';
    for (const { peer, ref } of standing.holders) {
      const problem = await this.fetched({ ...standing, id, peer, ref, tries: 0 }, signal);
      if (problem !== undefined) {
        left = problem;
        log.warn('exchange.paper.not-mended', { paper: id, peer, problem });
        if (problem === 'under-way') break;
        continue;
      }
      const outcome = `file from ${peer}`;
      const put = await repairs.replace(id, () =>
        record({ id: uuidV7(), act: 'heal', target: id, by, outcome }),
      );
      if (put) log.info('exchange.paper.mended', { paper: id, peer });
      else await parts.discard(id);
      return put ? { id, from: peer } : { id };
    }
    return { id, left };
  }

  /** Undefined: the whole paper lies among the parts, with its digest. */
  private async fetched(wanted: WantedPaper, signal: AbortSignal): Promise<MendedPaper['left']> {
    const { parts } = this.options;
    const { id, size, sha256 } = wanted;
    if (size > ATTACHMENT_LIMIT) return 'oversize';
    const began = await parts.size(id);
    try {
      if (began > size) await parts.discard(id);
      const missing = await this.rest(wanted, signal);
      if (missing !== undefined) {
        if (missing === 'digest') await parts.discard(id);
        return missing;
      }
      if ((await parts.digest(id)) === sha256) return undefined;
    } catch (error) {
      return onDisk(error).problem;
    }
    await parts.discard(id);
    // what lay there before may be to blame, not this peer
    return began > 0 ? this.fetched(wanted, signal) : 'digest';
  }

  /** Goes on where it was cut, as long as each connection brings something. */
  private async rest(wanted: WantedPaper, signal: AbortSignal): Promise<MendedPaper['left']> {
    const { parts, client } = this.options;
    const { id, size } = wanted;
    const began = await parts.size(id);
    for (let from = began; from < size;) {
      let end = from;
      const failed = await client.fetch(
        wanted,
        from,
        async (at, plain) => {
          await parts.append(id, at, plain);
          end = at + plain.byteLength;
        },
        signal,
      );
      if (failed === undefined) return undefined;
      const stuck = signal.aborted || end === from;
      if (failed.problem !== 'unreachable') return failed.problem;
      if (stuck) return end > began ? 'under-way' : 'unreachable';
      from = end;
    }
    return undefined;
  }
}
