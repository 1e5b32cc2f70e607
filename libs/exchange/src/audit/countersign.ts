import { type Log, uuidV7 } from '#platform';
import type { OpenedFrame } from '../frames/open.js';
import type { AuditSaying } from '../ports/audit.js';
import type { QuarantineEntry } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { plainDigest } from '../suite/digest.js';

type Sides = Partial<Record<AuditSaying['of'], AuditSaying>>;

/**
 * Keeps what peers say of audit chains: the last end of each peer's own, which the next frame to it countersigns, and the
 * last end of this node's that the peer countersigned. Two ends of one length, or a chain that got shorter, are put away
 * with the frame that says so: somebody rewrote or cut what he had signed.
 */
export class Countersigning {
  /** What the database holds; a node has one applier. */
  private readonly known = new Map<string, Sides>();
  /** A peer that was set back says so with every frame: once is enough. */
  private readonly reported = new Set<string>();

  constructor(
    private readonly deps: { readonly uow: UnitOfWork; readonly store: ExchangeStore; readonly log: Log },
  ) {}

  /** Inside the unit of work that takes the frame in. */
  async take(frame: OpenedFrame): Promise<void> {
    const { manifest } = frame;
    const { audit, seen, source } = manifest;
    if (audit === undefined && seen === undefined) return;
    const { uow, store } = this.deps;
    const held = this.known.get(source) ?? bySide(await store.auditSayings(source));
    const common = {
      peer: source,
      manifest: frame.manifestBytes,
      signature: frame.signature,
    };
    const said: AuditSaying[] = [];
    if (audit !== undefined)
      said.push({
        ...common,
        of: 'theirs',
        epoch: manifest.epoch,
        head: endOf(audit),
        made: new Date(audit.at),
      });
    if (seen !== undefined)
      said.push({
        ...common,
        of: 'ours',
        epoch: seen.epoch,
        head: endOf(seen),
        made: new Date(manifest.made),
      });
    const judged = said.map((saying) => ({ saying, verdict: judge(held[saying.of], saying) }));
    const news = judged.flatMap(({ saying, verdict }) => (verdict === 'news' ? [saying] : []));
    await store.saveAuditSayings(news);
    await store.insertQuarantine(
      judged.flatMap(({ saying, verdict }) =>
        (verdict === 'forked' || verdict === 'shorter') && !this.reported.has(`${source} ${verdict}`)
          ? [this.contradiction(frame, saying, verdict)]
          : [],
      ),
    );
    uow.afterCommit(() => {
      this.known.set(source, { ...held, ...bySide(news) });
      for (const { verdict } of judged) this.reported.add(`${source} ${verdict}`);
    });
  }

  private contradiction(
    frame: OpenedFrame,
    { head }: AuditSaying,
    verdict: 'forked' | 'shorter',
  ): QuarantineEntry {
    const { source, frame: frameId } = frame.manifest;
    this.deps.log.error('exchange.audit.contradicted', { source, verdict, sequence: head.sequence });
    return {
      id: uuidV7(),
      claimedSource: source,
      frameId,
      reason: `audit-chain-${verdict}`,
      detail: `the audit chain of ${source} at link ${head.sequence}`,
      digest: plainDigest(frame.manifestBytes),
      size: frame.manifestBytes.byteLength,
    };
  }
}

/** What a statement is, beside the last one of its side. A frame that was on its way longer says nothing new. */
function judge(held: AuditSaying | undefined, { of, epoch, head, made }: AuditSaying): string {
  if (held === undefined || epoch > held.epoch) return 'news';
  if (epoch < held.epoch) return 'old';
  if (head.sequence > held.head.sequence) return 'news';
  if (head.sequence === held.head.sequence) return head.hash === held.head.hash ? 'old' : 'forked';
  // a peer that was set back has seen less of our chain: that is no word against it
  return of === 'theirs' && made > held.made ? 'shorter' : 'old';
}

const endOf = ({ sequence, hash }: AuditSaying['head']): AuditSaying['head'] => ({ sequence, hash });
const bySide = (sayings: readonly AuditSaying[]): Sides =>
  Object.fromEntries(sayings.map((saying) => [saying.of, saying]));
