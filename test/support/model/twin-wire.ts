import type { Letter } from '#casework';
import type { Applied } from '#exchange';

/** A message on its way, with the act that made it: what crosses is told by these names. */
export interface InFlight extends Letter {
  readonly id: string;
  readonly source: string;
  readonly sequence: number;
  /** The act, or what made it without a person: `sweep`, or the type of the message that it follows. */
  readonly by: string;
}

/** A receipt on its way back: the addressee's final answer. */
export interface Receipt {
  readonly letter: InFlight;
  readonly outcome: Applied;
}

/**
 * The wire as the exchange keeps it: in order within a stream, in any order between streams, a message again and again
 * until its receipt is back, nothing lost. What an office took in it knows by its id and takes in once.
 */
export class TwinWire {
  private readonly streams = new Map<string, InFlight[]>();
  private receipts: Receipt[] = [];
  private readonly held = new Set<string>();
  private readonly taken = new Map<string, Applied>();
  private readonly stopped = new Map<string, Applied>();

  post(letter: InFlight): void {
    const key = keyOf(letter);
    this.streams.set(key, [...(this.streams.get(key) ?? []), letter]);
  }

  receipt(receipt: Receipt): void {
    this.receipts.push(receipt);
  }

  hold(node: string): void {
    this.held.add(node);
  }

  release(): void {
    this.held.clear();
  }

  /** One of the messages or receipts that may be handed over now. */
  pick(at: number): InFlight | Receipt | undefined {
    const heads: (InFlight | Receipt)[] = [];
    for (const [head] of this.streams.values())
      if (head !== undefined && !this.held.has(head.dest)) heads.push(head);
    for (const receipt of this.receipts) if (!this.held.has(receipt.letter.source)) heads.push(receipt);
    return heads[at % Math.max(1, heads.length)];
  }

  /** Off the wire: it was taken in, or its receipt was. */
  done(what: InFlight | Receipt): void {
    if ('letter' in what) {
      this.receipts = this.receipts.filter((one) => one !== what);
      return;
    }
    const key = keyOf(what);
    const left = (this.streams.get(key) ?? []).filter((one) => one !== what);
    if (left.length === 0) this.streams.delete(key);
    else this.streams.set(key, left);
  }

  waiting({ source, dest, stream }: InFlight): number {
    return this.streams.get(keyOf({ source, dest, stream }))?.length ?? 0;
  }

  /** What an office answered before, or answers to all that comes on a stream that it stopped. */
  standing(letter: InFlight): Applied | undefined {
    return this.taken.get(letter.id) ?? this.stopped.get(keyOf(letter));
  }

  took(letter: InFlight, outcome: Applied): void {
    this.taken.set(letter.id, outcome);
    if (outcome.kind !== 'applied') this.stopped.set(keyOf(letter), outcome);
  }

  /** What is on its way to an office about a leg, made there by the acts of these names. */
  about(dest: string, legId: string): readonly InFlight[] {
    return [...this.streams.values()]
      .flat()
      .filter(({ dest: to, stream }) => to === dest && stream.kind === 'leg' && stream.id === legId);
  }

  get idle(): boolean {
    return this.streams.size === 0 && this.receipts.length === 0;
  }
}

const keyOf = ({ source, dest, stream }: Pick<InFlight, 'source' | 'dest' | 'stream'>): string =>
  `${source} ${dest} ${stream.kind}/${stream.id}`;
