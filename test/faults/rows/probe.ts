import { setTimeout as pause } from 'node:timers/promises';
import { registration } from '../clients/clerk.js';
import { ClientDesk } from '../clients/desk.js';
import type { OfficeName } from '../world/network.js';
import type { FaultWorld } from './row.js';

/** Milliseconds of each letter, of the sender that may be slowed and of the one that may not. */
export interface SideBySide {
  readonly tested: readonly number[];
  readonly control: readonly number[];
}

/** Percentiles of what letters took from one office to another, in whole milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

const CLIENT = 90;
const GIVE_UP_MS = 30_000;
const LOOK_MS = 4;

/** Measures how long a committed message takes until the other office has applied it. */
export class Probe {
  private readonly desk: ClientDesk;

  constructor(
    private readonly world: FaultWorld,
    private readonly day: string,
  ) {
    this.desk = new ClientDesk(CLIENT, world.network, world.operations);
  }

  /** One after the other, in turn: a sender that may be slowed, and one that may not; so noise strikes both alike. */
  async sideBySide(times: number): Promise<SideBySide> {
    const tested: number[] = [];
    const control: number[] = [];
    for (let at = 0; at < times; at += 1) {
      tested.push(await this.once('city', at % 2 === 0 ? 'township:jia' : 'township:yi'));
      control.push(await this.once('province', 'prefecture'));
    }
    return { tested, control };
  }

  /** Registers a letter, assigns it, and waits until the assignment is in the other office's inbox. */
  private async once(from: OfficeName, to: OfficeName): Promise<number> {
    const letter = registration(from, this.day, this.world.choices);
    const registered = await this.desk.act(from, '/api/items', letter);
    if (!registered.ok) throw new Error(`${from} does not register: ${registered.slug}`);
    const { caseId, caseVersion } = registered.value;
    const assigned = await this.desk.act(from, `/api/cases/${caseId}/assign`, {
      ...{ actor: { unit: from }, version: caseVersion, to, wants: 'result', days: 60 },
    });
    if (!assigned.ok) throw new Error(`${from} does not assign: ${assigned.slug}`);
    const committed = performance.now();
    while (performance.now() - committed < GIVE_UP_MS) {
      const rows = await this.world.network.sql(
        `SELECT 1 FROM {${to}}.exchange_inbox WHERE stream_id = ? AND source = ? AND status = 1 LIMIT 1`,
        [assigned.value.legId, from],
      );
      if (rows.length > 0) return performance.now() - committed;
      await pause(LOOK_MS);
    }
    return GIVE_UP_MS;
  }
}

/** Of several windows together. */
export function percentiles(times: readonly number[]): Times {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (part: number): number => Math.round(sorted[Math.ceil(sorted.length * part) - 1] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}
