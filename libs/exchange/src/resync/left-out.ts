import { decodeEnvelope } from '#contract';
import type { Log } from '#platform';
import type { Bodies } from '../bodies/bodies.js';
import { toInbound } from '../inbox/decide.js';
import type { StreamRef } from '../ports/messages.js';
import type { Rebuild } from '../ports/rebuild.js';
import type { LeftOut } from '../ports/resync.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { Arrived } from './entry.js';
import { type Left, mergeInto, type Returning } from './merge.js';

/** Streams that are looked at together, and messages of one stream in one unit of work. */
const STREAMS = 200;
const MESSAGES = 2_000;
/** What one stream brings another one may wait for: a case its question, a question its answer. */
const ROUNDS = 4;

/** What is kept of the messages of a refill that the casework left out. */
export function leftOutLines(
  peer: string,
  stream: StreamRef,
  epoch: number,
  arrived: readonly Arrived[],
  left: readonly Left[],
): readonly Omit<LeftOut, 'at'>[] {
  const byId = new Map(arrived.map((one) => [one.entry.id, one]));
  return left.map(({ id: messageId, side, reason, kind }) => {
    const { entry, whole } = byId.get(messageId) ?? {};
    const type = whole?.message.type ?? entry?.gone?.type ?? '';
    const subject = whole?.message.subject ?? entry?.gone?.subject ?? '';
    return { messageId, peer, stream, side, type, subject, epoch, reason, kind };
  });
}

/**
 * Takes up what was left out of a refill, once more is back: a leg that came by one peer may be the one that a message
 * from another peer is about. Each stream in a unit of work of its own; a message is taken up once, for its line goes in
 * the same unit.
 */
export class LeftOutAgain {
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: {
      readonly uow: UnitOfWork;
      readonly store: ExchangeStore;
      readonly bodies: Bodies;
      readonly rebuild: () => Rebuild;
      readonly log: Log;
    },
  ) {}

  /** After each other when two peers are done at once. Throws only when the store is away. */
  takeUp(): Promise<void> {
    const next = this.running.then(() => this.rounds());
    this.running = next.catch(() => undefined);
    return next;
  }

  private async rounds(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      if (!(await this.everyStream())) return;
    }
  }

  /** Whether anything was taken up. */
  private async everyStream(): Promise<boolean> {
    const { store, uow, log } = this.deps;
    let taken = 0;
    let after: number | undefined;
    for (;;) {
      const streams = await store.leftOutStreams(STREAMS, after);
      for (const { peer, stream } of streams) {
        try {
          taken += await uow.run(() => this.ofStream(peer, stream));
        } catch (error) {
          if (uow.isOutage(error)) throw error;
          log.error('exchange.refill.not-rebuilt', { peer, stream: stream.id }, error);
        }
      }
      const last = streams.at(-1);
      if (last === undefined || streams.length < STREAMS) return taken > 0;
      after = last.position;
    }
  }

  private async ofStream(peer: string, stream: StreamRef): Promise<number> {
    const { store, rebuild, log } = this.deps;
    // as every writer of the stream does, and in the same order
    await store.lockOutStreams([{ dest: peer, ...stream }]);
    await store.lockInStreams([{ source: peer, ...stream }]);
    const waiting = await store.leftOutOf(peer, stream, MESSAGES);
    const returning = await this.returning(waiting);
    const of = (side: LeftOut['side']): readonly Returning[] =>
      waiting.flatMap(({ messageId, side: its }) => (its === side ? (returning.get(messageId) ?? []) : []));
    const left = await mergeInto(rebuild(), of('own'), of('theirs'));
    const still = new Map(left.map((one) => [one.id, one]));
    const done = waiting.filter(({ messageId }) => (still.get(messageId)?.kind ?? 'partly') === 'partly');
    await store.takenUpLater(
      peer,
      stream,
      done.map(({ messageId }) => messageId),
    );
    await store.keepLeftOut(
      waiting.flatMap(({ at: _at, ...line }) => {
        const now = still.get(line.messageId);
        return now === undefined || (now.kind === line.kind && now.reason === line.reason)
          ? []
          : [{ ...line, kind: now.kind, reason: now.reason }];
      }),
    );
    if (done.length === 0) return 0;
    await rebuild().done(peer, stream);
    log.info('exchange.refill.taken-up-later', { peer, stream: stream.id, messages: done.length });
    return done.length;
  }

  private async returning(waiting: readonly LeftOut[]): Promise<ReadonlyMap<string, Returning>> {
    const bytes = await this.deps.bodies.open(waiting.map(({ messageId }) => messageId));
    return new Map(
      waiting.map(({ messageId: id }): [string, Returning] => {
        const body = bytes.get(id);
        const decoded = body === undefined ? undefined : decodeEnvelope(body);
        const message =
          decoded?.ok === true && decoded.kind === 'sequenced'
            ? { message: toInbound(decoded.envelope) }
            : {};
        return [id, { id, status: 'applied', ...message }];
      }),
    );
  }
}
