import {
  addDays,
  compareDates,
  parseLocalDate,
  parseTimeZone,
  startOfLegalDay,
  type LocalDate,
  type TimeZone,
} from '#domain';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { NodeFailure, refusalText, type NodeClient } from './node-client.js';

/** The office opens: every simulated day is this far gone when its steps happen. */
const NINE_O_CLOCK_MS = 9 * 3_600_000;
const BETWEEN_PASSES_MS = 15;

const stateShape = z.looseObject({
  now: z.string(),
  today: z.string(),
  idle: z.boolean(),
  pending: z.number(),
  parked: z.number(),
  put: z.number(),
});
type NodeState = z.infer<typeof stateShape> & { readonly node: string };

interface Pass {
  readonly idle: boolean;
  readonly put: number;
  readonly states: readonly NodeState[];
}

/** The one simulated clock of a network: it moves on all nodes at once, and only when nothing is under way. */
export class NetworkClock {
  private readonly zone: TimeZone;
  private last: Pass | undefined;
  private at: LocalDate | undefined;

  constructor(
    private readonly nodes: readonly NodeClient[],
    timeZone: string,
    private readonly run: string,
    private readonly patienceMs: number,
  ) {
    const zone = parseTimeZone(timeZone);
    if (!zone.ok) throw new Error(zone.message);
    this.zone = zone.value;
  }

  /** The latest day that any node shows. */
  async today(): Promise<LocalDate> {
    const { states } = await this.pass();
    const [latest] = states.map(({ node, today }) => readDay(node, today)).sort((a, b) => compareDates(b, a));
    if (latest === undefined) throw new NodeFailure('the network has no node');
    return latest;
  }

  /**
   * Waits until nothing is under way: two passes over all nodes in a row find every node idle and the same number of
   * messages ever put. A message put between them would have raised the sum.
   * @throws NodeFailure with the nodes that were last seen busy.
   */
  async drained(): Promise<void> {
    const deadline = Date.now() + this.patienceMs;
    while (!this.settled(await this.pass())) {
      if (Date.now() > deadline)
        throw new NodeFailure(`still busy after ${this.patienceMs / 1000} s: ${busy(this.last)}`);
      if (this.last?.idle === false) await pause(BETWEEN_PASSES_MS);
    }
  }

  /**
   * Brings every node to nine o'clock of a day; with `daily` each day between lives through its sweep. Begins and ends
   * drained, for every step waits until the network is.
   */
  async moveTo(day: LocalDate, daily: boolean): Promise<void> {
    if (this.at === undefined) await this.drained();
    let at = this.at ?? (await this.today());
    while (this.at !== day) {
      at = daily && at < day ? addDays(at, 1) : day;
      const set = await this.set(at);
      // What each node answers after its sweep is a pass as well.
      if (set.length < this.nodes.length || !this.settled(passOf(set))) await this.drained();
      if (at >= day) this.at = day;
    }
  }

  /** Posts the day to every node that has not reached it, and gives back what those say after their sweep. */
  private async set(day: LocalDate): Promise<readonly NodeState[]> {
    const now = new Date(startOfLegalDay(day, this.zone).getTime() + NINE_O_CLOCK_MS).toISOString();
    const key = createHash('sha256').update(`${this.run} clock ${now}`).digest('hex').slice(0, 40);
    // A network that was left on this very day may be past nine already; its clock never goes back.
    const reached = new Set(this.last?.states.filter((state) => state.now >= now).map(({ node }) => node));
    const behind = this.nodes.filter(({ node }) => !reached.has(node.id));
    return Promise.all(behind.map((client) => this.setOne(client, now, key, day)));
  }

  private async setOne(client: NodeClient, now: string, key: string, day: LocalDate): Promise<NodeState> {
    const deadline = Date.now() + this.patienceMs;
    for (;;) {
      const set = await client.post('/simulation/clock', { now }, key, stateShape);
      if (set.ok) return { ...set.value, node: client.node.id };
      // The sweep of a node that went first may have sent something here meanwhile.
      if (set.problem.slug !== 'not-drained' || Date.now() > deadline) {
        throw new NodeFailure(`${client.node.id} does not go to ${day}: ${refusalText(set.problem)}`);
      }
      await pause(BETWEEN_PASSES_MS);
    }
  }

  private async pass(): Promise<Pass> {
    return passOf(await Promise.all(this.nodes.map(stateOf)));
  }

  /** Remembers a pass; true when nothing was under way at it and at the one before, and nothing was put between. */
  private settled(now: Pass): boolean {
    const before = this.last;
    this.last = now;
    return before?.idle === true && now.idle && before.put === now.put;
  }
}

const passOf = (states: readonly NodeState[]): Pass => ({
  idle: states.every(({ idle }) => idle),
  put: states.reduce((sum, { put }) => sum + put, 0),
  states,
});

async function stateOf(client: NodeClient): Promise<NodeState> {
  const state = await client.get('/simulation/state', stateShape);
  if (state === undefined)
    throw new NodeFailure(`${client.node.id} has no simulated clock: the network is not marked simulated`);
  return { ...state, node: client.node.id };
}

function readDay(node: string, text: string): LocalDate {
  const day = parseLocalDate(text);
  if (!day.ok) throw new NodeFailure(`${node} tells a day that is none: ${day.message}`);
  return day.value;
}

const busy = (pass: Pass | undefined): string =>
  pass === undefined || pass.idle
    ? 'messages keep being put'
    : pass.states
        .filter((state) => !state.idle)
        .map(({ node, pending, parked }) => `${node} (${pending} pending, ${parked} parked)`)
        .join(', ');
