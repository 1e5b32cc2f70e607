import type { Board } from '#contract';
import { EVENTS_PATH, readBoard } from '../api/node.js';
import type { Failure } from '../api/read.js';
import { movesBetween, type Move } from './moves.js';

/** What the page knows at the moment. A new object for every change, so that React sees it. */
export interface Live {
  readonly board: Board | undefined;
  /** live: events arrive; polling: only asked at intervals; lost: the last question got no answer. */
  readonly link: 'connecting' | 'live' | 'polling' | 'lost';
  readonly failure: Failure | undefined;
  /** Newest first. */
  readonly moves: readonly Move[];
}

/** Several commits within one step of casework become one question. */
const GATHER_MS = 120;
/** While events arrive, polling only guards against a channel that died silently. */
const POLL_LIVE_MS = 15_000;
const POLL_WITHOUT_EVENTS_MS = 3_000;
const REOPEN_MS = [1_000, 2_000, 4_000, 8_000] as const;
const MOVES_KEPT = 12;

/** Keeps the board fresh: events, a slow poll behind them, and retries that never give up. */
export class BoardFeed {
  private live: Live = { board: undefined, link: 'connecting', failure: undefined, moves: [] };
  private readonly listeners = new Set<() => void>();
  private events: EventSource | undefined;
  private eventsUp = false;
  private opens = 0;
  private reading = false;
  private again = false;
  private timers: Partial<Record<'gather' | 'poll' | 'reopen', number>> = {};

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  };

  readonly snapshot = (): Live => this.live;

  /** Asks now, and opens the event channel again if it is shut. */
  readonly retry = (): void => {
    if (!this.eventsUp) this.openEvents();
    void this.refetch();
  };

  private start(): void {
    this.openEvents();
    void this.refetch();
  }

  private stop(): void {
    this.events?.close();
    this.events = undefined;
    this.eventsUp = false;
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.timers = {};
  }

  private openEvents(): void {
    clearTimeout(this.timers.reopen);
    this.events?.close();
    const events = new EventSource(EVENTS_PATH);
    this.events = events;
    events.onopen = () => {
      this.eventsUp = true;
      this.opens = 0;
      // What was committed before the channel opened came without an event.
      void this.refetch();
    };
    events.addEventListener('changed', () => {
      this.gather();
    });
    events.onerror = () => {
      this.eventsUp = false;
      // The browser repeats a broken connection by itself, a refused one never.
      if (events.readyState === EventSource.CLOSED) {
        const wait = REOPEN_MS[Math.min(this.opens, REOPEN_MS.length - 1)];
        this.opens += 1;
        clearTimeout(this.timers.reopen);
        this.timers.reopen = window.setTimeout(() => {
          this.openEvents();
        }, wait);
      }
      void this.refetch();
    };
  }

  private gather(): void {
    if (this.timers.gather !== undefined) return;
    this.timers.gather = window.setTimeout(() => {
      delete this.timers.gather;
      void this.refetch();
    }, GATHER_MS);
  }

  private async refetch(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    const answer = await readBoard();
    this.reading = false;
    if (this.listeners.size === 0) return;
    if (answer.ok) this.keep(answer.value);
    else this.show({ ...this.live, link: 'lost', failure: answer.failure });
    if (this.again) {
      this.again = false;
      this.gather();
    }
    clearTimeout(this.timers.poll);
    this.timers.poll = window.setTimeout(
      () => void this.refetch(),
      this.eventsUp && answer.ok ? POLL_LIVE_MS : POLL_WITHOUT_EVENTS_MS,
    );
  }

  private keep(board: Board): void {
    const before = this.live.board;
    const fresh = before ? movesBetween(before, board) : [];
    this.show({
      board,
      link: this.eventsUp ? 'live' : this.live.link === 'connecting' ? 'connecting' : 'polling',
      failure: undefined,
      moves: [...fresh, ...this.live.moves].slice(0, MOVES_KEPT),
    });
  }

  private show(live: Live): void {
    this.live = live;
    for (const listener of this.listeners) listener();
  }
}
