import type { Log } from '#platform';
import type { OpenedFrame } from '../frames/open.js';
import type { PeerStanding } from '../ports/resync.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { ResyncAlarms } from './resync-alarms.js';

/**
 * Own epoch and how this node stands with each peer, kept in memory and written through. To a peer that has not answered
 * a hello in this life of the program, or from which the node is being refilled, no data goes.
 */
export class Standings {
  private loading: Promise<void> | undefined;
  private loaded = false;
  private own = 1;
  private readonly peers = new Map<string, PeerStanding>();
  private readonly greeted = new Set<string>();
  private comparesFirst = false;

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly alarms: ResyncAlarms;
      readonly log: Log;
    },
  ) {}

  /** Reads them once; a database that is away is asked again at the next call. */
  ready(): Promise<void> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<void> {
    const { store } = this.deps;
    this.own = Math.max(this.own, await store.ownEpoch());
    for (const standing of await store.standings()) this.peers.set(standing.node, standing);
    this.loaded = true;
  }

  /** This node's epoch, for a unit of work: it must not wait for a reading that may wait for it. */
  async epochInUnit(): Promise<number> {
    return this.loaded ? this.own : await this.deps.store.ownEpoch();
  }

  /** This node's epoch; 1 before `ready`. */
  get epoch(): number {
    return this.own;
  }

  of(node: string): PeerStanding {
    return this.peers.get(node) ?? { node, epoch: 0, recovering: false };
  }

  all(): readonly PeerStanding[] {
    return [...this.peers.values()];
  }

  /** From now on nothing is taken from a peer that has not been compared with: it may build on what is lost here. */
  compareFirst(): void {
    this.comparesFirst = true;
    this.greeted.clear();
  }

  /** Whether what that peer sends must wait: until it is compared with, or until all is refilled. */
  mustWait(node: string): boolean {
    return this.of(node).recovering || (this.comparesFirst && !this.greeted.has(node));
  }

  /** Whether data may go to that peer. */
  isOpen(node: string): boolean {
    return this.greeted.has(node) && !this.of(node).recovering;
  }

  isGreeted(node: string): boolean {
    return this.greeted.has(node);
  }

  greet(node: string): void {
    this.greeted.add(node);
  }

  /** Says hello to everybody anew: what was known of them was known before the node was set back. */
  forgetGreetings(): void {
    this.greeted.clear();
  }

  /**
   * Learns a peer's epoch from a frame that it signed. `older`: the peer has raised its epoch since.
   * What waited for messages of the older epoch is put away: those will never come.
   */
  async hear({ manifest, manifestBytes, signature }: OpenedFrame): Promise<'current' | 'older'> {
    await this.ready();
    const { source, epoch } = manifest;
    const known = this.of(source);
    if (epoch === known.epoch) return 'current';
    if (epoch < known.epoch) return 'older';
    const { uow, store, log } = this.deps;
    const standing = { ...known, epoch, signed: { manifest: manifestBytes, signature } };
    await uow.run(async () => {
      await store.saveStanding(standing);
      const dropped = known.epoch === 0 ? 0 : await store.dropParked(source, 'older-epoch');
      uow.afterCommit(() => {
        this.peers.set(source, standing);
        if (known.epoch > 0) log.warn('exchange.peer.epoch-raised', { source, epoch, dropped });
      });
    });
    return 'current';
  }

  /** Enters or leaves the recovery from a peer; it outlives the process. */
  async setRecovering(node: string, recovering: boolean): Promise<void> {
    const { uow, store } = this.deps;
    const standing = { ...this.of(node), recovering };
    await uow.run(async () => {
      await store.saveStanding(standing);
      uow.afterCommit(() => void this.peers.set(node, standing));
    });
  }

  /** Something that this node signed in that epoch was lost here: it goes on in a higher one, and somebody is told. */
  async outlive(epoch: number, shown?: Parameters<ResyncAlarms['setBack']>[0]): Promise<void> {
    await this.ready();
    if (epoch < this.own) return;
    const { uow, store, alarms, log } = this.deps;
    await uow.run(async () => {
      await store.raiseOwnEpoch(epoch + 1);
      await alarms.setBack(shown, epoch);
    });
    this.own = epoch + 1;
    log.warn('exchange.epoch.raised', { epoch: this.own });
  }
}
