import { describeError, type LegalClock, uuidV7 } from '#platform';
import type { FrameOpener, OpenedFrame } from '../frames/open.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { FrameVerdict } from '../ports/transport.js';
import type { ExchangeSettings } from '../settings.js';
import { plainDigest } from '../suite/digest.js';
import { type Arrival, type Origin, proofOf } from './arrival.js';
import { FrameUnit, type FrameUnitDeps } from './frame-unit.js';
import { readMessage } from './decide.js';
import type { ReceiptDesk } from './receipts.js';
import type { Solo } from './solo.js';
import type { AtWork } from './stream-turns.js';

export interface InboxDeps extends FrameUnitDeps {
  readonly uow: UnitOfWork;
  readonly opener: FrameOpener;
  readonly receipts: ReceiptDesk;
  readonly solo: Solo;
  readonly legalClock: LegalClock;
  readonly settings: ExchangeSettings;
}

/** Takes frames in: verify, open, decode, then rows, effects and receipts in one unit of work. */
export class Inbox {
  constructor(private readonly deps: InboxDeps) {}

  /** Never throws. `retry` when the store is away; a refused frame is kept in the quarantine and done with. */
  async receive(bytes: Uint8Array): Promise<FrameVerdict> {
    const { log, failpoint } = this.deps;
    try {
      await failpoint('P6');
      const opening = this.deps.opener.open(bytes);
      await failpoint('P7');
      if (!opening.ok) {
        await this.quarantineFrame(bytes, opening.refusal, opening.claimed);
        return 'poison';
      }
      await this.take(opening.frame);
      await failpoint('P9');
      return 'applied';
    } catch (error) {
      log.warn('exchange.frame.not-taken', {}, error);
      return 'retry';
    }
  }

  private async take(frame: OpenedFrame): Promise<void> {
    const { manifest } = frame;
    const origin: Origin = { source: manifest.source, frameId: manifest.frame, attempt: manifest.attempt };
    const arrivals = frame.records.map((record, place): Arrival => ({
      ...record,
      place,
      reading: readMessage(record.id, record.bytes, origin.source, this.deps.node),
    }));
    const receipts = arrivals.filter(({ reading }) => reading.kind === 'receipt');
    const messages = arrivals.filter(({ reading }) => reading.kind !== 'receipt');
    if (messages.length > 0 && (await this.deps.solo.on())) {
      await this.deps.solo.take(messages, (some, poison) => this.apply(frame, origin, some, poison));
    } else await this.apply(frame, origin, messages, new Set());
    for (const receipt of receipts) await this.deps.receipts.take(frame, origin, receipt);
    if (receipts.length > 0) await this.deps.failpoint('P11');
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
    const { uow, store, settings, legalClock, log } = this.deps;
    const atWork: AtWork = { id: undefined };
    for (let tries = 1; ; tries++) {
      try {
        await uow.run(async () => {
          atWork.id = undefined;
          const unit = new FrameUnit(this.deps, origin, legalClock.now(), poison, atWork);
          if (await unit.run(arrivals)) await store.insertInFrames([proofOf(frame, origin)]);
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
