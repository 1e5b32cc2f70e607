import { type Failpoint, type Log, uuidV7 } from '#platform';
import { proofOf } from '../inbox/arrival.js';
import type { Bodies } from '../bodies/bodies.js';
import type { StreamRef } from '../ports/messages.js';
import type { Rebuild } from '../ports/rebuild.js';
import type { InStream, OutStream, StoredOutboxRow } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { chainHead, sameBytes } from '../suite/digest.js';
import type { Arrived } from './entry.js';
import { type Left, mergeInto, returningOf } from './merge.js';
import { leftOutLines } from './left-out.js';
import { renumbered } from './renumber.js';
import { bodyOf, inboxRow, outboxRow, stoppedBy, verdictOf } from './rows.js';
import type { Standings } from './standings.js';

/** What became of a stream's refill. `forked`: two messages claim one place, and nothing was overwritten. */
export type Taken = 'taken' | 'nothing-new' | 'forked';

export interface TakingDeps {
  readonly uow: UnitOfWork;
  readonly store: ExchangeStore;
  readonly bodies: Bodies;
  readonly standings: Standings;
  readonly rebuild: () => Rebuild;
  readonly failpoint: Failpoint;
  readonly log: Log;
}

/** Puts back what a peer held of one stream: rows, chain, receipts and effects in one unit of work. */
export class Taking {
  constructor(private readonly deps: TakingDeps) {}

  /** Throws only when the store is away. */
  async take(peer: string, stream: StreamRef, arrived: readonly Arrived[]): Promise<Taken> {
    const { uow, log } = this.deps;
    try {
      return await uow.run(() => this.put(peer, stream, arrived, true));
    } catch (error) {
      if (uow.isOutage(error)) throw error;
      // what the casework cannot take up must not keep the exchange from being whole
      log.error('exchange.refill.not-rebuilt', { peer, stream: stream.id }, error);
      return await uow.run(() => this.put(peer, stream, arrived, false));
    }
  }

  private async put(
    peer: string,
    stream: StreamRef,
    arrived: readonly Arrived[],
    rebuilding: boolean,
  ): Promise<Taken> {
    const { store } = this.deps;
    const [out] = await store.lockOutStreams([{ dest: peer, ...stream }]);
    const [into] = await store.lockInStreams([{ source: peer, ...stream }]);
    if (out === undefined || into === undefined) throw new Error('the store gave no row for a stream');
    const unsent = await store.lockUnsent(peer, stream);
    const ends = { out: before(out, unsent), into };
    const own = following(arrived, 'yours', ends.out);
    const theirs = following(arrived, 'mine', into);
    if (own === undefined || theirs === undefined) {
      await this.quarantine(peer, stream, arrived);
      return 'forked';
    }
    if (own.length + theirs.length === 0) return 'nothing-new';
    // what had not left yet in the older state may have left since: then it comes back, and its effects never went
    const standing = new Set(unsent.map(({ id }) => id));
    const back = new Set(own.map(({ entry }) => entry.id));
    const waiting = (await this.withdraw(unsent)).filter(({ row }) => !back.has(row.id));
    const lost = own.filter(({ entry }) => !standing.has(entry.id));
    const sent = await this.putOwn(peer, ends.out, own);
    const applied = await this.putTheirs(into, theirs);
    const left = rebuilding
      ? await mergeInto(this.deps.rebuild(), lost.map(returningOf), theirs.map(returningOf))
      : allLeft(lost, theirs);
    await this.follow(sent, waiting);
    await store.saveInStreams([applied]);
    await this.book(peer, stream, own, theirs, waiting.length, left);
    if (rebuilding) await this.deps.rebuild().done(peer, stream);
    await this.deps.failpoint('P13');
    return 'taken';
  }

  private async putOwn(peer: string, out: OutStream, own: readonly Arrived[]): Promise<OutStream> {
    const { store, bodies } = this.deps;
    await store.insertOutbox(own.map((one) => outboxRow(peer, one)));
    await bodies.keep(own.flatMap(bodyOf));
    await this.keepFrames(own);
    const receipts = new Map(
      own.flatMap((one) => (one.receipt === undefined ? [] : [[one.receipt.id, one]])),
    );
    await store.insertReceipts(
      [...receipts.values()].flatMap(({ frame, receipt }) =>
        receipt === undefined
          ? []
          : [
              {
                id: receipt.id,
                source: peer,
                frameId: frame.manifest.frame,
                attempt: frame.manifest.attempt,
                place: receipt.place,
                bytes: receipt.bytes,
              },
            ],
      ),
    );
    await store.answerOutbox(
      peer,
      own.map(({ entry, receipt }) => ({
        id: entry.id,
        status: entry.status,
        at: new Date(entry.at),
        receiptId: receipt?.id ?? entry.id,
        ...(entry.reason === undefined ? {} : { reason: entry.reason }),
        ...(entry.article === undefined ? {} : { article: entry.article }),
      })),
    );
    return own.reduce(
      (stream, { entry, digest }) => ({
        ...stream,
        last: entry.sequence,
        head: chainHead(stream.head, digest),
      }),
      out,
    );
  }

  private async putTheirs(into: InStream, theirs: readonly Arrived[]): Promise<InStream> {
    const { store, bodies } = this.deps;
    const known = new Set((await store.readInbox(theirs.map(({ entry }) => entry.id))).map(({ id }) => id));
    const fresh = theirs.filter(({ entry }) => !known.has(entry.id));
    await store.insertInbox(fresh.map((one) => inboxRow(into.source, one)));
    await bodies.keep(fresh.flatMap(bodyOf));
    await this.keepFrames(fresh);
    await store.settleInbox(
      theirs
        .filter(({ entry }) => known.has(entry.id))
        .map(({ entry }) => ({ ...verdictOf(entry), id: entry.id })),
    );
    return theirs.reduce(
      (stream, { entry, digest }): InStream =>
        stream.status === 'open'
          ? {
              ...stream,
              last: entry.sequence,
              head: chainHead(stream.head, digest),
              ...(entry.status === 'applied' ? {} : stoppedBy(entry)),
            }
          : stream,
      into,
    );
  }

  private async keepFrames(arrived: readonly Arrived[]): Promise<void> {
    const frames = new Map(arrived.map(({ frame }) => [frame.manifest.frame, frame]));
    await this.deps.store.insertInFrames(
      [...frames.values()].map((frame) => {
        const { source, frame: frameId, attempt } = frame.manifest;
        return proofOf(frame, { source, frameId, attempt });
      }),
    );
  }

  /** Takes out what was put on the older state and has not left. */
  private async withdraw(
    unsent: readonly StoredOutboxRow[],
  ): Promise<readonly { readonly row: StoredOutboxRow; readonly bytes: Uint8Array }[]> {
    const { store, bodies } = this.deps;
    const ids = unsent.map(({ id }) => id);
    const plain = await bodies.open(ids);
    await store.withdraw(ids);
    return unsent.flatMap((row) => {
      const bytes = plain.get(row.id);
      return bytes === undefined ? [] : [{ row, bytes }];
    });
  }

  /** Puts it after what came back, in the epoch of today. */
  private async follow(
    out: OutStream,
    waiting: readonly { readonly row: StoredOutboxRow; readonly bytes: Uint8Array }[],
  ): Promise<void> {
    const { store, bodies, standings } = this.deps;
    const { rows, kept, stream } = renumbered({ ...out, epoch: standings.epoch }, waiting);
    await bodies.keep(kept);
    await store.insertOutbox(rows);
    await store.saveOutStreams([stream]);
  }

  private async book(
    peer: string,
    stream: StreamRef,
    own: readonly Arrived[],
    theirs: readonly Arrived[],
    renumbering: number,
    left: readonly Left[],
  ): Promise<void> {
    const { store, standings, log } = this.deps;
    const arrived = [...own, ...theirs];
    const gone = arrived.filter(({ whole }) => whole === undefined).length;
    const notTaken = left.filter(({ kind }) => kind !== 'partly');
    const [first] = notTaken;
    await store.keepLeftOut(leftOutLines(peer, stream, standings.epoch, arrived, left));
    await store.bookRefill({
      peer,
      stream,
      epoch: standings.epoch,
      sent: own.length,
      applied: theirs.length,
      gone,
      notRebuilt: notTaken.length,
      renumbered: renumbering,
      ...(first === undefined ? {} : { reason: first.reason }),
    });
    log.info('exchange.refill.taken', { peer, stream: stream.id, sent: own.length, applied: theirs.length });
  }

  private async quarantine(peer: string, stream: StreamRef, arrived: readonly Arrived[]): Promise<void> {
    const { store, log } = this.deps;
    log.error('exchange.stream.forked', { peer, stream: stream.id });
    await store.insertQuarantine(
      arrived.slice(0, 1).map(({ entry, digest, frame, size }) => ({
        id: uuidV7(),
        claimedSource: peer,
        frameId: frame.manifest.frame,
        messageId: entry.id,
        reason: 'fork',
        detail: `${stream.kind}/${stream.id}`,
        digest,
        size,
      })),
    );
  }
}

/** The casework stumbled over one of them: all are tried again when more is back. */
const allLeft = (own: readonly Arrived[], theirs: readonly Arrived[]): readonly Left[] =>
  (['own', 'theirs'] as const).flatMap((side) =>
    (side === 'own' ? own : theirs).map(({ entry, whole }): Left => ({
      side,
      id: entry.id,
      ...(whole === undefined
        ? { reason: 'body-gone', kind: 'lost' }
        : { reason: 'casework-failed', kind: 'waiting' }),
    })),
  );

/** The end of what has left: what no frame has yet follows later. */
function before(out: OutStream, [first]: readonly StoredOutboxRow[]): OutStream {
  return first?.sequence === undefined || first.prevhash === undefined
    ? out
    : { ...out, last: first.sequence - 1, head: first.prevhash };
}

/** Those that come after the head here, each on its predecessor; undefined when the chain breaks. */
function following(
  arrived: readonly Arrived[],
  of: 'yours' | 'mine',
  end: { readonly last: number; readonly head: Uint8Array },
): readonly Arrived[] | undefined {
  const next = arrived
    .filter(({ entry }) => entry.of === of && entry.sequence > end.last)
    .toSorted((a, b) => a.entry.sequence - b.entry.sequence);
  let { last, head } = end;
  for (const { entry, prevhash, digest } of next) {
    if (entry.sequence !== last + 1 || !sameBytes(prevhash, head)) return undefined;
    last = entry.sequence;
    head = chainHead(head, digest);
  }
  return next;
}
