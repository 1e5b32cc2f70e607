import { WIRE_LIMITS } from '#contract';
import { describeError, type Failpoint, type Log, uuidV7 } from '#platform';
import type { Bodies } from '../bodies/bodies.js';
import type { FrameBuilder } from '../frames/build.js';
import { type DueFrame, type FrameRow, type Lease, LeaseLost, type PeerWindow } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { FrameParcel, FrameSender, RelayHint } from '../ports/transport.js';
import type { Standings } from '../resync/standings.js';
import { type ExchangeSettings, retryDelay } from '../settings.js';
import { cutFrames, groupByDest, parcelId } from './cut.js';

const LEASE = 'relay';

interface Sending {
  readonly frameId: string;
  readonly dest: string;
  readonly attempt: number;
  readonly rows: readonly FrameRow[];
}

/**
 * Carries what is committed to the addressees' queues. One leader per node holds a lease with a fencing number; every
 * write of it checks that number. It sends at once when idle; what commits meanwhile is the next frame.
 */
export class Relay {
  private readonly holder = uuidV7();
  private lease: Lease | undefined;
  private renewAt = 0;
  /** Bytes of a message to that peer, in the last claim. */
  private readonly meanSizes = new Map<string, number>();
  private running: Promise<void> | undefined;
  private stopping = false;
  private woken = false;
  private wake: () => void = () => undefined;
  private unlisten: () => void = () => undefined;

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly bodies: Bodies;
      readonly builder: FrameBuilder;
      readonly sender: FrameSender;
      readonly hint: RelayHint;
      readonly settings: ExchangeSettings;
      readonly failpoint: Failpoint;
      readonly log: Log;
      /** Who may be sent to: a peer that has answered a hello, and from which nothing is being refilled. */
      readonly standings: Pick<Standings, 'ready' | 'isOpen'>;
    },
  ) {}

  start(): void {
    if (this.running !== undefined) return;
    this.stopping = false;
    this.unlisten = this.deps.hint.listen(() => {
      this.woken = true;
      this.wake();
    });
    this.running = this.loop();
  }

  /** Ends the running turn and lets the lease go. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.unlisten();
    this.wake();
    await this.running;
    this.running = undefined;
    const lease = this.lease;
    this.lease = undefined;
    if (lease === undefined) return;
    await this.deps.store.releaseLease(lease).catch((error: unknown) => {
      this.deps.log.warn('exchange.relay.release-failed', {}, error);
    });
  }

  private async loop(): Promise<void> {
    let troubles = 0;
    while (!this.stopping) {
      let busy = false;
      try {
        busy = await this.turn();
        troubles = 0;
      } catch (error) {
        if (error instanceof LeaseLost) this.lease = undefined;
        // a database that is away for an hour is not worth 18 000 lines
        if (troubles++ % 50 === 0) this.deps.log.warn('exchange.relay.turn-failed', { troubles }, error);
      }
      if (!busy) await this.pause();
    }
  }

  private async pause(): Promise<void> {
    if (this.woken || this.stopping) {
      this.woken = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.deps.settings.pollMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
    this.woken = false;
  }

  /** One round over all peers; true when something was sent, so that the next round follows at once. */
  private async turn(): Promise<boolean> {
    const lease = await this.hold();
    if (lease === undefined) return false;
    await this.deps.standings.ready();
    const windows = await this.deps.store.peerWindows();
    let busy = false;
    for (const window of windows) {
      if (this.stopping) return false;
      busy = (await this.sendNew(lease, window)) || busy;
    }
    if (windows.some((window) => window.dueFrames > 0)) busy = (await this.redrive(lease, windows)) || busy;
    return busy;
  }

  private async hold(): Promise<Lease | undefined> {
    const { store, settings } = this.deps;
    const now = performance.now();
    if (this.lease !== undefined && now < this.renewAt) return this.lease;
    this.lease = await store.acquireLease(LEASE, this.holder, settings.leaseMs);
    this.renewAt = now + settings.leaseMs / 3;
    return this.lease;
  }

  private silent(window: PeerWindow): boolean {
    return window.openFrames > 0 && window.silentMs > this.deps.settings.silentMs;
  }

  private async sendNew(lease: Lease, window: PeerWindow): Promise<boolean> {
    const { settings, store, uow, failpoint } = this.deps;
    // one frame first, so that an idle addressee can begin while the next are made
    const most = window.openFrames === 0 ? 1 : settings.framesPerClaim;
    const frames = Math.min(settings.windowFrames - window.openFrames, most);
    const bytes = Math.min(settings.windowBytes - window.openBytes, frames * WIRE_LIMITS.frameBytes);
    if (window.waiting === 0 || frames <= 0 || bytes <= 0 || this.silent(window)) return false;
    if (!this.deps.standings.isOpen(window.dest)) return false;
    await failpoint('P1');
    const sendings = await uow.run(async () => {
      const rows = await store.claimNew(lease, window.dest, {
        rows: Math.min(frames * WIRE_LIMITS.frameMessages, this.rowsOf(window.dest, bytes)),
        bytes,
      });
      const total = rows.reduce((sum, row) => sum + row.size, 0);
      if (rows.length > 0) this.meanSizes.set(window.dest, total / rows.length);
      const cut = cutFrames(rows, frames).map((part): Sending => ({
        frameId: uuidV7(),
        dest: window.dest,
        attempt: 1,
        rows: part,
      }));
      await store.insertOutFrames(
        lease,
        cut.map((sending) => ({
          frameId: sending.frameId,
          dest: sending.dest,
          attempt: 1,
          bytes: sending.rows.reduce((sum, row) => sum + row.size, 0),
          messageIds: sending.rows.map((row) => row.id),
        })),
        retryDelay(settings, 1),
      );
      return cut;
    });
    await this.send(lease, window.dest, sendings);
    return sendings.length > 0;
  }

  /** About how many rows so many bytes are: no more than these need be read and locked. */
  private rowsOf(dest: string, bytes: number): number {
    const mean = this.meanSizes.get(dest);
    return mean === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(bytes / mean) + 1;
  }

  /** Sends frames again whose time has come and whose earlier attempt does not wait any more. */
  private async redrive(lease: Lease, windows: readonly PeerWindow[]): Promise<boolean> {
    const { settings, store, uow, sender, log, standings } = this.deps;
    const silent = new Set(windows.filter((window) => this.silent(window)).map((window) => window.dest));
    const due = await uow.run(() => store.claimDue(lease, settings.framesPerClaim));
    if (due.length === 0) return false;
    const empty = due.filter((frame) => frame.rows.length === 0).map((frame) => frame.frameId);
    const again: Sending[] = [];
    const later: DueFrame[] = [];
    for (const [dest, frames] of groupByDest(due.filter((frame) => frame.rows.length > 0))) {
      const ids = frames.map(parcelId);
      const waiting = await sender.waiting(dest, ids).catch((error: unknown) => {
        log.warn('exchange.queue.unreachable', { dest }, error);
        return new Set(ids);
      });
      let probes = 0;
      for (const frame of frames) {
        if (!standings.isOpen(dest) || waiting.has(parcelId(frame)) || (silent.has(dest) && probes++ > 0))
          later.push(frame);
        else again.push({ ...frame, attempt: frame.attempt + 1 });
      }
    }
    await uow.run(() =>
      store.rescheduleFrames(
        lease,
        [
          ...again.map(({ frameId, attempt }) => ({
            frameId,
            attempt,
            retryInMs: retryDelay(settings, attempt),
          })),
          ...later.map(({ frameId, attempt }) => ({
            frameId,
            attempt,
            retryInMs: retryDelay(settings, attempt),
          })),
        ],
        empty,
      ),
    );
    for (const [dest, sendings] of groupByDest(again)) {
      log.info('exchange.frame.again', { dest, frames: sendings.length, attempt: sendings[0]?.attempt });
      await this.send(lease, dest, sendings);
    }
    return again.length > 0;
  }

  private async send(lease: Lease, dest: string, sendings: readonly Sending[]): Promise<void> {
    const { uow, store, sender, failpoint, log } = this.deps;
    if (sendings.length === 0) return;
    await failpoint('P2');
    try {
      const parcels = await this.build(dest, sendings);
      const sent = sender.send(dest, parcels);
      // heard here too, or a failpoint that throws would leave it unhandled
      await Promise.all([sent, failpoint('P3')]);
      await failpoint('P4');
      await uow.run(() =>
        store.markSent(
          lease,
          sendings.map(({ frameId, rows }) => ({
            frameId,
            messages: rows.some((row) => row.sequence !== undefined),
            receipts: rows.some((row) => row.sequence === undefined),
          })),
        ),
      );
      await failpoint('P5');
      if (sendings.some((sending) => sending.rows.some((row) => row.sequence === undefined)))
        await failpoint('P10');
      for (const { frameId, attempt, rows } of sendings) {
        log.debug('exchange.frame.sent', { dest, frame: frameId, attempt, count: rows.length });
      }
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      // the frames stay due: they are sent again after their back-off
      log.warn('exchange.frame.not-sent', { dest, frames: sendings.length, ...describeError(error) });
    }
  }

  private async build(peer: string, sendings: readonly Sending[]): Promise<readonly FrameParcel[]> {
    const { store, bodies, builder, log } = this.deps;
    const at = new Date();
    const audit = { ...(await store.auditHeads(peer)), at };
    const ids = sendings.flatMap((sending) => sending.rows.map((row) => row.id));
    const plain = await bodies.open(ids);
    const parcels: FrameParcel[] = [];
    for (const { frameId, attempt, dest, rows } of sendings) {
      const records = rows.flatMap(({ id }) => {
        const bytes = plain.get(id);
        if (bytes === undefined) log.error('exchange.body.missing', { dest, message: id });
        return bytes === undefined ? [] : [{ id, bytes }];
      });
      if (records.length > 0) parcels.push(builder.build({ frameId, attempt, dest, records, audit }));
    }
    return parcels;
  }
}
