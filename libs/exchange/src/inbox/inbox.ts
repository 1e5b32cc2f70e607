import { describeError, type LegalClock, uuidV7 } from '#platform';
import type { Countersigning } from '../audit/countersign.js';
import type { FrameOpener, OpenedFrame } from '../frames/open.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { FrameVerdict } from '../ports/transport.js';
import type { ExchangeSettings } from '../settings.js';
import { plainDigest } from '../suite/digest.js';
import { type Arrival, type Origin, proofOf } from './arrival.js';
import { FrameUnit, type FrameUnitDeps } from './frame-unit.js';
import { readMessage } from './decide.js';
import type { Resync } from '../resync/resync.js';
import type { Standings } from '../resync/standings.js';
import type { ReceiptDesk } from './receipts.js';
import type { Solo } from './solo.js';
import type { AtWork } from './stream-turns.js';

export interface InboxDeps extends FrameUnitDeps {
  readonly uow: UnitOfWork;
  readonly opener: FrameOpener;
  readonly receipts: ReceiptDesk;
  readonly countersigning: Countersigning;
  readonly solo: Solo;
  readonly legalClock: LegalClock;
  readonly settings: ExchangeSettings;
  readonly resync: Resync;
  readonly standings: Standings;
}

/** Frames whose receipts may wait while the next frame is at hand already, so that they leave together. */
const RECEIPTS_TOGETHER = 3;

/** A frame that is opened and read. */
interface Opened {
  readonly frame: OpenedFrame;
  readonly origin: Origin;
  readonly arrivals: readonly Arrival[];
  readonly messages: readonly Arrival[];
  readonly receipts: readonly Arrival[];
}

/**
 * Takes frames in: verify, open, decode, then rows, effects and receipts in one unit of work. One frame is applied at a
 * time, in the order of their coming; the next one is opened meanwhile.
 */
export class Inbox {
  private turn: Promise<void> = Promise.resolve();
  /** Frames that have come and are not done with. */
  private atHand = 0;
  private held = 0;

  constructor(private readonly deps: InboxDeps) {}

  /** Never throws. `retry` when the store is away; a refused frame is kept in the quarantine and done with. */
  async receive(bytes: Uint8Array): Promise<FrameVerdict> {
    const before = this.turn;
    let done = (): void => undefined;
    this.turn = new Promise((resolve) => (done = resolve));
    this.atHand += 1;
    try {
      return await this.inTurn(bytes, before);
    } catch (error) {
      this.deps.log.warn('exchange.frame.not-taken', {}, error);
      return 'retry';
    } finally {
      this.atHand -= 1;
      // who comes next waits for those before as well, also when this one failed early
      void before.then(done);
    }
  }

  private async inTurn(bytes: Uint8Array, before: Promise<void>): Promise<FrameVerdict> {
    const { failpoint, opener, solo } = this.deps;
    await failpoint('P6');
    // a frame that kills while it is opened must not be taken for the one that is tried alone
    if (await solo.on()) await before;
    const opening = opener.open(bytes);
    await failpoint('P7');
    const opened = opening.ok ? this.read(opening.frame) : undefined;
    await before;
    if (!opening.ok) await this.quarantineFrame(bytes, opening.refusal, opening.claimed);
    if (opened === undefined) return 'poison';
    const refusal = await this.take(opened);
    if (refusal !== undefined) {
      await this.quarantineFrame(bytes, refusal, opened.frame.manifest);
      return 'poison';
    }
    await failpoint('P9');
    return 'applied';
  }

  private read(frame: OpenedFrame): Opened {
    const { manifest } = frame;
    const origin: Origin = { source: manifest.source, frameId: manifest.frame, attempt: manifest.attempt };
    const arrivals = frame.records.map((record, place): Arrival => ({
      ...record,
      place,
      reading: readMessage(record.id, record.bytes, origin.source, this.deps.node),
    }));
    return {
      frame,
      origin,
      arrivals,
      messages: arrivals.filter(({ reading }) => reading.kind !== 'receipt'),
      receipts: arrivals.filter(({ reading }) => reading.kind === 'receipt'),
    };
  }

  /** The reason why the frame as a whole is not taken. */
  private async take({ frame, origin, arrivals, messages, receipts }: Opened): Promise<string | undefined> {
    const { standings, resync } = this.deps;
    const age = await standings.hear(frame);
    // a peer that was set back says hello in an older epoch than it is known by: that is how it learns
    if (arrivals[0]?.reading.kind === 'resync') return resync.take(frame, arrivals);
    if (age === 'older') return 'older-epoch';
    if (standings.mustWait(origin.source)) throw new Error('nothing is taken in until all is refilled');
    if (messages.length > 0 && (await this.deps.solo.on())) {
      await this.deps.solo.take(messages, (some, poison) => this.apply(frame, origin, some, poison));
    } else await this.apply(frame, origin, messages, new Set());
    if (receipts.length === 0) return undefined;
    await this.deps.receipts.take(frame, origin, receipts);
    await this.deps.failpoint('P11');
    return undefined;
  }

  /** Whether receipts that are ready may wait for those of the next frame. */
  private receiptsMayWait(): boolean {
    this.held = this.atHand > 1 && this.held < RECEIPTS_TOGETHER ? this.held + 1 : 0;
    return this.held > 0;
  }

  /**
   * Applies messages in one unit of work. When that fails every time, the message whose handler threw is taken for
   * poison; when it fails elsewhere, the messages are halved until the one that does it stands alone.
   */
  private async apply(
    frame: OpenedFrame,
    origin: Origin,
    arrivals: readonly Arrival[],
    poison: ReadonlySet<string>,
  ): Promise<void> {
    if (arrivals.length === 0) return;
    const failure = await this.tryApply(frame, origin, arrivals, poison);
    if (failure === undefined) return;
    const { log } = this.deps;
    const culprit = failure.culprit ?? (arrivals.length === 1 ? arrivals[0]?.id : undefined);
    if (culprit !== undefined) {
      // poison already, and it still fails: the trouble is not the message, so leave the frame to its sender
      if (poison.has(culprit)) throw failure.error;
      log.error('exchange.message.poison', { message: culprit, source: origin.source }, failure.error);
      await this.apply(frame, origin, arrivals, new Set([...poison, culprit]));
      return;
    }
    const middle = Math.ceil(arrivals.length / 2);
    log.warn('exchange.frame.halved', { frame: origin.frameId, count: arrivals.length });
    await this.apply(frame, origin, arrivals.slice(0, middle), poison);
    await this.apply(frame, origin, arrivals.slice(middle), poison);
  }

  /** Undefined when it went in; throws when the store is away. */
  private async tryApply(
    frame: OpenedFrame,
    origin: Origin,
    arrivals: readonly Arrival[],
    poison: ReadonlySet<string>,
  ): Promise<{ readonly error: unknown; readonly culprit: string | undefined } | undefined> {
    const { uow, store, settings, legalClock, countersigning, log } = this.deps;
    const atWork: AtWork = { id: undefined };
    for (let tries = 1; ; tries++) {
      try {
        await uow.run(async () => {
          atWork.id = undefined;
          const unit = new FrameUnit(this.deps, origin, legalClock.now(), poison, atWork);
          if (await unit.run(arrivals, () => this.receiptsMayWait()))
            await store.insertInFrames([proofOf(frame, origin)]);
          await countersigning.take(frame);
        });
        return undefined;
      } catch (error) {
        if (uow.isOutage(error)) throw error;
        log.warn('exchange.frame.try-failed', { frame: origin.frameId, tries, ...describeError(error) });
        if (tries >= settings.tries) return { error, culprit: atWork.id };
        await new Promise((resolve) => setTimeout(resolve, settings.tryMs * tries));
      }
    }
  }

  private async quarantineFrame(
    bytes: Uint8Array,
    reason: string,
    claimed: { readonly source: string; readonly frame: string } | undefined,
  ): Promise<void> {
    const { uow, store, log } = this.deps;
    const entry = {
      id: uuidV7(),
      ...(claimed === undefined ? {} : { claimedSource: claimed.source, frameId: claimed.frame }),
      reason,
      digest: plainDigest(bytes),
      size: bytes.byteLength,
    };
    await uow.run(() => store.insertQuarantine([entry]));
    log.warn('exchange.frame.refused', { reason, claimed: claimed?.source, frame: claimed?.frame });
  }
}
