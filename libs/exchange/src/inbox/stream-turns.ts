import type { Failpoint } from '#platform';
import type { InboundMessage, InboundTable, StreamRef } from '../ports/messages.js';
import type { InboxChange, InboxRow, InStream } from '../ports/store-rows.js';
import { chainHead, hex } from '../suite/digest.js';
import { findHandler, toVerdict, type Verdict } from './decide.js';

/** A message that waits for its turn in its stream. */
export interface Candidate {
  readonly message: InboundMessage;
  readonly prevhash: string;
  readonly digest: Uint8Array;
}

/** The handler that is at work, so that a throw can be laid at a message's door. */
export interface AtWork {
  id: string | undefined;
}

/** Gives the messages of one stream their turns, in order, inside the inbox's unit of work. */
export class StreamTurns {
  private state: InStream;

  constructor(
    stream: InStream,
    private readonly deps: {
      readonly table: InboundTable;
      /** Messages that broke the unit every time: they are not tried again. */
      readonly poison: ReadonlySet<string>;
      readonly atWork: AtWork;
      readonly failpoint: Failpoint;
    },
  ) {
    this.state = stream;
  }

  get stream(): InStream {
    return this.state;
  }

  /** The sequence that comes next, or undefined when the stream takes no more turns. */
  get next(): number | undefined {
    return this.state.status === 'open' ? this.state.last + 1 : undefined;
  }

  /** The verdict of a stopped stream over all that still comes. */
  get standing(): Verdict | undefined {
    const { status, reason, article } = this.state;
    if (status === 'open') return undefined;
    return {
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(article === undefined ? {} : { article }),
    };
  }

  async take(candidate: Candidate): Promise<Verdict> {
    return this.stop(candidate.message.sequence, candidate.digest, await this.judge(candidate));
  }

  /** Takes the turn with that verdict; any but `applied` stops the stream. */
  stop(sequence: number, digest: Uint8Array, verdict: Verdict): Verdict {
    const moved = { ...this.state, last: sequence, head: chainHead(this.state.head, digest) };
    const { status, reason, article } = verdict;
    if (status === 'applied') {
      this.state = moved;
      return verdict;
    }
    this.state = {
      ...moved,
      // what cannot be read today must not be jumped over: what follows may build on it
      status: status === 'rejected' ? 'rejected' : 'quarantined',
      ...(reason === undefined ? {} : { reason }),
      ...(article === undefined ? {} : { article }),
    };
    return verdict;
  }

  private async judge({ message, prevhash }: Candidate): Promise<Verdict> {
    if (prevhash !== hex(this.state.head)) return { status: 'quarantined', reason: 'broken-chain' };
    if (this.deps.poison.has(message.id)) return { status: 'quarantined', reason: 'poison' };
    const handler = findHandler(this.deps.table, message.type);
    if (handler === undefined) return { status: 'quarantined', reason: 'unknown-type' };
    if ('status' in handler) return handler;
    this.deps.atWork.id = message.id;
    const verdict = toVerdict(await handler.handle(message));
    await this.deps.failpoint('P8');
    this.deps.atWork.id = undefined;
    return verdict;
  }
}

export const streamName = (source: string, stream: StreamRef): string =>
  `${source} ${stream.kind}/${stream.id}`;

/** An inbox row's change to its verdict. */
export function toChange(id: string, verdict: Verdict, at: Date): InboxChange {
  return { id, at, ...verdict };
}

/** The stored verdict of a row that is decided. */
export function storedVerdict(row: InboxRow): Verdict | undefined {
  if (row.status === 'parked') return undefined;
  return {
    status: row.status,
    ...(row.reason === undefined ? {} : { reason: row.reason }),
    ...(row.article === undefined ? {} : { article: row.article }),
  };
}
