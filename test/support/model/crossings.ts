import type { LegRow } from '#casework';
import type { ActName } from '#contract';
import { ACTS } from '#contract';
import { type End, LEG_TABLE, type LegEventType, type LegState, type LegTransition } from '#domain';
import type { InFlight } from './twin-wire.js';
import { caseAct, legAct } from './act-table.js';
import { IMPLICIT } from './judge.js';
import type { OnWire } from './seen.js';

/** `the sender's act × the receiver's act`. */
export type Pair = `${string} × ${string}`;

/** Acts that chance does not bring into a crossing, and why: they are drawn, and no pair with them is asked for. */
const TOO_DEEP: Readonly<Partial<Record<ActName, string>>> = {
  'hand-on': 'two bodies must have refused the matter before',
};

/** A slip carries an opinion to be countersigned: no limit that was extended, and nobody is supervised for it. */
const NOT_ON_SLIPS: ReadonlySet<ActName> = new Set(['select-for-supervision', 'revoke-extension']);
const ONLY_ON_SLIPS: ReadonlySet<ActName> = new Set(['review-slip']);

/** Counts which acts of the two ends of a leg met on the wire: each was done before the other end heard of it. */
export class Crossings {
  private readonly seen = new Map<Pair, number>();

  /** A new message of one end while one of the other end is on its way to it. */
  met(now: InFlight, before: InFlight, legs: readonly LegRow[]): void {
    const leg = legs.find((row) => row.leg.id === now.stream.id)?.leg;
    if (leg === undefined || !isAct(now.by) || !isAct(before.by)) return;
    const [sender, receiver] = now.source === leg.fromNode ? [now.by, before.by] : [before.by, now.by];
    const pair: Pair = `${sender} × ${receiver}`;
    this.seen.set(pair, (this.seen.get(pair) ?? 0) + 1);
  }

  /** What crossed how often, and what the tables allow and never crossed. */
  report(runs: number): string {
    const allowed = allowedPairs();
    const counted = allowed.flatMap((pair) => this.seen.get(pair) ?? []).toSorted((a, b) => a - b);
    const { missing } = this;
    return (
      `in ${String(runs)} sequences ${String(counted.length)} of the ${String(allowed.length)} pairs of acts that the tables allow crossed on the wire, the rarest ${String(counted[0] ?? 0)} times` +
      (missing.length === 0 ? '' : `; never: ${missing.join(', ')}`)
    );
  }

  /** Pairs that the tables allow and that never met. */
  get missing(): readonly Pair[] {
    return allowedPairs().filter((pair) => !this.seen.has(pair));
  }
}

const isAct = (name: string): name is ActName => Object.hasOwn(ACTS, name);

interface Mover {
  readonly act: ActName;
  readonly events: readonly LegEventType[];
  readonly states: readonly LegState[];
}

/** The acts of one end, by what they do to a leg. */
function moversAt(end: End): readonly Mover[] {
  return Object.keys(ACTS)
    .filter(isAct)
    .filter((act) => TOO_DEEP[act] === undefined)
    .flatMap((act): readonly Mover[] => {
      const leg = legAct(act);
      const wires: readonly OnWire[] = leg === undefined ? (caseAct(act)?.onWire ?? []) : [leg];
      return wires
        .filter((wire) => wire.end === end || wire.end === 'either')
        .map(({ events = [], states = [] }) => ({ act, events, states }));
    });
}

/** Events that an act brings about, by itself or on its way. */
const BROUGHT: ReadonlySet<LegEventType> = new Set([
  ...IMPLICIT,
  'wait-by-minutes',
  'return-by-minutes',
  ...(['sender', 'receiver'] as const).flatMap((end) => moversAt(end).flatMap(({ events }) => events)),
]);

/** What the conditions of the rows may say of one leg while acts of both ends cross on it. */
interface Variant {
  readonly convener: End;
  readonly extension: 'legal-extension' | 'assigned-extension';
  readonly answering: 'answered-by-handler' | 'answered-by-sender';
}

const VARIANTS: readonly Variant[] = (['sender', 'receiver'] as const).flatMap((convener) =>
  (['legal-extension', 'assigned-extension'] as const).flatMap((extension) =>
    (['answered-by-handler', 'answered-by-sender'] as const).map((answering) => ({
      convener,
      extension,
      answering,
    })),
  ),
);

/** The rows by which persons at one end move such a leg. */
const rowsFor = (end: End, { convener, extension, answering }: Variant): readonly LegTransition[] =>
  LEG_TABLE.filter((row) => row.end === end && BROUGHT.has(row.event)).filter(({ when }) => {
    if (when === 'convened-by-end') return convener === end;
    if (when === 'legal-extension' || when === 'assigned-extension') return when === extension;
    return when === 'answered-by-handler' || when === 'answered-by-sender' ? when === answering : true;
  });

/** The states to which one end alone can bring a leg, from the one that both ends know. */
function alone(from: LegState, rows: readonly LegTransition[]): ReadonlySet<LegState> {
  const reached = new Set<LegState>([from]);
  for (const state of reached) for (const row of rows) if (row.from === state) reached.add(row.to);
  return reached;
}

/** The acts of one end of which the other end hears. */
export const crossingActs = (end: End): ReadonlySet<ActName> => new Set(moversAt(end).map(({ act }) => act));

const can = (
  { events, states }: Mover,
  rows: readonly LegTransition[],
  reached: ReadonlySet<LegState>,
): boolean =>
  states.some((state) => reached.has(state)) ||
  rows.some((row) => reached.has(row.from) && events.includes(row.event));

/** Every pair that may cross: from a state that both ends know, each gets to its act without hearing of the other. */
export function allowedPairs(): readonly Pair[] {
  const pairs = new Set<Pair>();
  const bySenders = moversAt('sender');
  const byReceivers = moversAt('receiver');
  for (const variant of VARIANTS) {
    const up = rowsFor('sender', variant);
    const down = rowsFor('receiver', variant);
    for (const known of new Set(LEG_TABLE.map(({ from }) => from))) {
      const senders = alone(known, up);
      const receivers = alone(known, down);
      for (const sender of bySenders.filter((mover) => can(mover, up, senders)))
        for (const receiver of byReceivers.filter((mover) => can(mover, down, receivers)))
          if (!NOT_ON_SLIPS.has(sender.act) || !ONLY_ON_SLIPS.has(receiver.act))
            pairs.add(`${sender.act} × ${receiver.act}`);
    }
  }
  return [...pairs];
}
