import { caseworkRebuild } from '#casework';
import type { InboundMessage, Rebuild, StreamRef } from '#exchange';
import { type Left, mergeInto, type Returning } from '../../libs/exchange/src/resync/merge.js';
import { emptyMemory } from '../../libs/casework/src/testing/memory.js';
import type { TwinNetwork } from './twin-network.js';

/* A node of the twin network is set back, and takes its casework up again from what was exchanged, as the exchange gives it. */

/** What a node held at a moment, for a later set-back. */
export interface TwinBackup {
  readonly memory: ReturnType<typeof emptyMemory>;
  /** How many messages the network had exchanged. */
  readonly exchanged: number;
}

export const twinBackup = (net: TwinNetwork, id: string): TwinBackup => ({
  memory: structuredClone(net.node(id).office.memory),
  exchanged: net.exchanged.length,
});

interface Stream {
  readonly peer: string;
  readonly ref: StreamRef;
  readonly own: Returning[];
  readonly theirs: Returning[];
}

/** What stayed out, with its type. */
export interface TwinLeft extends Left {
  readonly type: string;
  readonly subject: string;
}

/**
 * Sets the node back to that backup, or to nothing, and refills it stream by stream; `turned`: the streams in the opposite
 * order. What waits is tried again as long as anything moves. Throws when the rebuilding put anything on the wire.
 */
export async function setBackTwin(
  net: TwinNetwork,
  id: string,
  { backup, turned = false }: { readonly backup?: TwinBackup; readonly turned?: boolean } = {},
): Promise<readonly TwinLeft[]> {
  const { office, desk } = net.node(id);
  office.memory = backup === undefined ? emptyMemory() : structuredClone(backup.memory);
  const messages = new Map<string, InboundMessage>();
  const streams = new Map<string, Stream>();
  for (const message of net.exchanged.slice(backup?.exchanged ?? 0)) {
    if (message.source !== id && message.dest !== id) continue;
    const peer = message.source === id ? message.dest : message.source;
    const name = `${peer} ${message.stream.kind}/${message.stream.id}`;
    const stream = streams.get(name) ?? { peer, ref: message.stream, own: [], theirs: [] };
    streams.set(name, stream);
    stream[message.source === id ? 'own' : 'theirs'].push({ id: message.id, status: 'applied', message });
    messages.set(message.id, message);
  }
  const again = caseworkRebuild(desk);
  const inUnits: Rebuild = {
    own: (message) => office.run(() => again.own(message)),
    theirs: (message) => office.run(() => again.theirs(message)),
    done: (peer, stream) => again.done(peer, stream),
  };
  let waiting = turned ? [...streams.values()].toReversed() : [...streams.values()];
  const left: Left[] = [];
  for (let before = Number.POSITIVE_INFINITY; ;) {
    const next: Stream[] = [];
    for (const { peer, ref, own, theirs } of waiting) {
      const outs = await mergeInto(inUnits, own, theirs);
      await again.done(peer, ref);
      left.push(...outs.filter(({ kind }) => kind !== 'waiting'));
      const still = new Set(outs.flatMap(({ kind, id: one }) => (kind === 'waiting' ? [one] : [])));
      const of = (list: readonly Returning[]): Returning[] => list.filter((one) => still.has(one.id));
      if (still.size > 0) next.push({ peer, ref, own: of(own), theirs: of(theirs) });
    }
    const count = next.reduce((sum, { own, theirs }) => sum + own.length + theirs.length, 0);
    if (count === 0 || count === before) {
      for (const { own, theirs } of next) left.push(...(await mergeInto(inUnits, own, theirs)));
      break;
    }
    before = count;
    waiting = next;
  }
  if (office.memory.outbox.length > (backup?.memory.outbox.length ?? 0))
    throw new Error(`the rebuilding of ${id} sent something`);
  return left.map((one) => {
    const { type = '', subject = '' } = messages.get(one.id) ?? {};
    return { ...one, type, subject };
  });
}
