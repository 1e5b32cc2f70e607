import { type LegalClock, uuidV7 } from '#platform';
import type { FrameUnitDeps } from '../inbox/frame-unit.js';
import { readMessage, type Verdict } from '../inbox/decide.js';
import { type AtWork, type Candidate, storedVerdict, StreamTurns } from '../inbox/stream-turns.js';
import type { InboxRevision, OperatorAct } from '../ports/operator.js';
import type { InboxRow, InStream } from '../ports/store-rows.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { chainHead, hex, sameBytes } from '../suite/digest.js';
import type {
  QuarantineObjection,
  QuarantineOutcome,
  QuarantineWish,
  Redecided,
} from './quarantine-answers.js';

export interface QuarantineDeskDeps extends FrameUnitDeps {
  readonly uow: UnitOfWork;
  readonly legalClock: LegalClock;
  /** Types whose refusal their sender has acted upon: applied now, the two ends would tell two stories. */
  readonly refusedForGood: ReadonlySet<string>;
}

/** Ends a dry run: everything is taken back, the answer stays. */
class TakenBack extends Error {
  constructor(readonly outcome: QuarantineOutcome) {
    super('a dry run');
  }
}

const DROPPED: Verdict = { status: 'rejected', reason: 'dropped' };
const putAway = ({ status }: InboxRow): boolean => status === 'quarantined' || status === 'unsupported';

/**
 * What an operator does about messages that were put away. Retry gives them their turn again, in their order, after the
 * cause is gone; drop tells the sender that they are refused. Rows, digests and receipts stay, so that either can be
 * proven.
 */
export class QuarantineDesk {
  constructor(private readonly deps: QuarantineDeskDeps) {}

  /** Tries the message again, and all that its stream put away behind it. */
  retry(wish: QuarantineWish): Promise<QuarantineOutcome> {
    return this.decide('quarantine-retry', wish, (row, atWork) => this.retryOne(row, atWork));
  }

  /** Gives it up, with all that its stream put away behind it: the sender is told so. */
  drop(wish: QuarantineWish & { readonly reason: string }): Promise<QuarantineOutcome> {
    return this.decide('quarantine-drop', wish, (row) => this.dropOne(row));
  }

  private async decide(
    act: OperatorAct,
    wish: QuarantineWish,
    work: (row: InboxRow, atWork: AtWork) => Promise<QuarantineOutcome>,
  ): Promise<QuarantineOutcome> {
    const { uow, store } = this.deps;
    const atWork: AtWork = { id: undefined };
    try {
      return await uow.run(async () => {
        atWork.id = undefined;
        const [row] = await store.readInbox([wish.id]);
        const outcome =
          row === undefined
            ? await this.frame(act, wish)
            : putAway(row)
              ? await work(row, atWork)
              : this.again(row);
        if (outcome.kind === 'done') {
          const { id: target, by, reason } = wish;
          const told = outcome.messages.map(({ now }) => now);
          await store.insertOperation({
            ...{ id: uuidV7(), act, target, by, outcome: counted(told) },
            ...(reason === undefined ? {} : { reason }),
          });
        }
        if (wish.dryRun) throw new TakenBack(outcome);
        return outcome;
      });
    } catch (error) {
      if (error instanceof TakenBack) return error.outcome;
      if (uow.isOutage(error) || atWork.id === undefined) throw error;
      this.deps.log.error('exchange.retry.failed', { message: atWork.id }, error);
      return { kind: 'objection', objection: 'handler-failed' };
    }
  }

  /** Nothing of it is kept but its digest: it can be taken off the list, not tried again. */
  private async frame(act: OperatorAct, { id, by, reason = '' }: QuarantineWish): Promise<QuarantineOutcome> {
    const { store } = this.deps;
    if (!(await store.hasRefusedFrame(id))) return { kind: 'unknown' };
    if (act === 'quarantine-retry') return { kind: 'objection', objection: 'not-kept' };
    const before = await store.acknowledge({ id, by, note: reason });
    return { kind: before === 'before' ? 'already' : 'done', messages: [] };
  }

  /** It was decided before: the sender may not have heard, so it is told again. */
  private again(row: InboxRow): QuarantineOutcome {
    this.tell(row.source, [{ row, verdict: storedVerdict(row), at: row.at }]);
    return { kind: 'already', messages: [shown(row, row.status, row.reason)] };
  }

  private async retryOne(row: InboxRow, atWork: AtWork): Promise<QuarantineOutcome> {
    const place = await this.placeOf(row);
    if ('objection' in place) return { kind: 'objection', ...place };
    const { stream, behind } = place;
    const candidates = await this.candidates(behind);
    const first = candidates.get(row.id);
    if (first === undefined) return { kind: 'objection', objection: 'body-gone' };
    if (!isLast(row, place.stopped)) return { kind: 'objection', objection: 'broken-chain' };
    if (this.deps.refusedForGood.has(first.message.type))
      return { kind: 'objection', objection: 'sender-took-it-back' };
    const { table, failpoint } = this.deps;
    const turns = new StreamTurns(stream, { table, failpoint, poison: new Set(), atWork });
    const now = this.deps.legalClock.now();
    const decided: { readonly row: InboxRow; readonly verdict: Verdict }[] = [];
    const left = [...behind];
    for (let next = turns.next; next !== undefined; next = turns.next) {
      const at = left.findIndex((one) => one.sequence === next && fits(one, turns.stream));
      const chosen = left[at];
      const candidate = chosen === undefined ? undefined : candidates.get(chosen.id);
      if (chosen === undefined || candidate === undefined) break;
      left.splice(at, 1);
      decided.push({ row: chosen, verdict: await turns.take(candidate) });
    }
    const { standing } = turns;
    const waiting = left.filter((one) => standing === undefined && (one.sequence ?? 0) > turns.stream.last);
    await this.write(stream.source, turns.stream, now, decided, standing === undefined ? waiting : []);
    return {
      kind: 'done',
      messages: [
        ...decided.map(({ row: one, verdict }) => shown(one, verdict.status, verdict.reason)),
        ...waiting.map((one) => shown(one, 'parked')),
      ],
    };
  }

  private async dropOne(row: InboxRow): Promise<QuarantineOutcome> {
    const now = this.deps.legalClock.now();
    const place = await this.placeOf(row);
    const alone = 'objection' in place;
    if (alone && place.objection === 'not-the-first') return { kind: 'objection', ...place };
    // What has no turn in a stream goes alone; what stopped a stream goes with all that waits behind it.
    const rows = alone ? [row] : place.behind;
    const decided = rows.map((one) => ({ row: one, verdict: DROPPED }));
    const stream: InStream | undefined = alone
      ? undefined
      : { ...place.stopped, status: 'rejected', reason: 'dropped' };
    await this.write(row.source, stream, now, decided, []);
    return { kind: 'done', messages: rows.map((one) => shown(one, 'rejected', 'dropped')) };
  }

  /** Where a message stands: its stream as it was before it, and everything put away from it on. */
  private async placeOf(
    row: InboxRow,
  ): Promise<
    | { readonly stopped: InStream; readonly stream: InStream; readonly behind: readonly InboxRow[] }
    | { readonly objection: QuarantineObjection; readonly first?: string }
  > {
    const { store } = this.deps;
    if (row.stream === undefined || row.sequence === undefined) return { objection: 'unreadable' };
    const key = { source: row.source, ...row.stream };
    const [stopped] = await store.lockInStreams([key]);
    if (stopped?.status !== 'quarantined' || row.sequence < stopped.last) return { objection: 'place-taken' };
    const behind = await store.readPutAway(key, stopped.last);
    const culprit =
      behind.find((one) => isLast(one, stopped)) ??
      behind.find((one) => one.sequence === stopped.last && one.reason === stopped.reason);
    if (culprit === undefined) return { objection: 'place-taken' };
    if (culprit.id !== row.id) {
      return row.sequence > stopped.last
        ? { objection: 'not-the-first', first: culprit.id }
        : { objection: 'place-taken' };
    }
    const { reason: _reason, article: _article, ...open } = stopped;
    const stream: InStream = {
      ...open,
      last: stopped.last - 1,
      head: row.prevhash ?? stopped.head,
      status: 'open',
    };
    return { stopped, stream, behind };
  }

  private async candidates(rows: readonly InboxRow[]): Promise<ReadonlyMap<string, Candidate>> {
    const bodies = await this.deps.bodies.open(rows.map(({ id }) => id));
    return new Map(
      rows.flatMap((row): [string, Candidate][] => {
        const bytes = bodies.get(row.id);
        const read = bytes === undefined ? undefined : readMessage(row.id, bytes, row.source, this.deps.node);
        if (read?.kind !== 'sequenced') return [];
        return [[row.id, { message: read.message, prevhash: read.prevhash, digest: row.digest }]];
      }),
    );
  }

  private async write(
    source: string,
    stream: InStream | undefined,
    at: Date,
    decided: readonly { readonly row: InboxRow; readonly verdict: Verdict }[],
    waiting: readonly InboxRow[],
  ): Promise<void> {
    const { store } = this.deps;
    const revisions: InboxRevision[] = [
      ...decided.map(({ row, verdict }) => ({ id: row.id, at, ...verdict })),
      ...waiting.map(({ id }): InboxRevision => ({ id, status: 'parked', at })),
    ];
    await store.reviseInbox(revisions);
    if (stream !== undefined) await store.saveInStreams([stream]);
    this.tell(
      source,
      decided.map((one) => ({ ...one, at })),
    );
  }

  private tell(
    source: string,
    told: readonly { readonly row: InboxRow; readonly verdict: Verdict | undefined; readonly at: Date }[],
  ): void {
    this.deps.outbox.putReceipts(
      source,
      told.map(({ row, verdict, at }) => ({
        id: row.id,
        digest: hex(row.digest),
        at: at.toISOString(),
        ...(verdict ?? { status: 'stored' as const }),
      })),
    );
  }
}

/** The message whose verdict stopped the stream: the head after it is the stream's. */
const isLast = (row: InboxRow, stream: InStream): boolean =>
  row.sequence === stream.last &&
  row.prevhash !== undefined &&
  sameBytes(chainHead(row.prevhash, row.digest), stream.head);

const fits = (row: InboxRow, stream: InStream): boolean =>
  row.prevhash !== undefined && sameBytes(row.prevhash, stream.head);

const shown = ({ id, type, sequence }: InboxRow, now: InboxRow['status'], reason?: string): Redecided => ({
  id,
  now,
  ...(type === undefined ? {} : { type }),
  ...(sequence === undefined ? {} : { sequence }),
  ...(reason === undefined ? {} : { reason }),
});

/** `applied 3, quarantined 1`. */
function counted(all: readonly string[]): string {
  if (all.length === 0) return 'frame';
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${status} ${String(count)}`).join(', ');
}
