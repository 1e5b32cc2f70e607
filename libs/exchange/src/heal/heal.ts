import { decodeEnvelope, type ReceiptItem } from '#contract';
import { type Log, uuidV7 } from '#platform';
import type { Bodies } from '../bodies/bodies.js';
import { proofOf } from '../inbox/arrival.js';
import { toStream } from '../inbox/decide.js';
import type { Hole, MessagePlace } from '../ports/heal.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { ProofRows } from '../ports/store-rows.js';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { signedOf } from '../proof/make-proof.js';
import { verifyProof } from '../proof/verify-proof.js';
import { wireName } from '../resync/compare.js';
import type { Arrived } from '../resync/entry.js';
import { inboxRow, outboxRow } from '../resync/rows.js';
import { hex, messageDigest, sameBytes } from '../suite/digest.js';
import type { Suite } from '../suite/suite.js';
import type { Copies, Wanted } from './copies.js';
import type { HealedMessage, HealPart, HealResult, HealWish } from './healed.js';

export interface HealDeps {
  readonly keys: NodeKeys;
  readonly directory: PeerDirectory;
  readonly suite: Suite;
  readonly uow: UnitOfWork;
  readonly store: ExchangeStore;
  readonly bodies: Bodies;
  readonly copies: Copies;
  readonly log: Log;
}

/** Ends a dry run: everything is taken back, the answer stays. */
class TakenBack extends Error {
  constructor(readonly parts: readonly HealPart[]) {
    super('a dry run');
  }
}

/**
 * Puts messages whose rows were changed behind the office's back right again, from the copy of the other end: what this
 * node had sent by its own signature, what it had answered by its own receipt. Nothing is taken on the peer's word but its
 * answer, which it signs anew. A body that was destroyed with its dossier stays destroyed.
 */
export class Healing {
  constructor(private readonly deps: HealDeps) {}

  async heal(wish: HealWish): Promise<HealResult> {
    const places = new Map<string, MessagePlace & Partial<Wanted>>();
    for (const id of wish.ids) {
      const place = await this.locate(id);
      if (place !== undefined) places.set(id, place);
    }
    const lost = new Set(wish.ids.filter((id) => !places.has(id)));
    const healed: HealedMessage[] = [...(await this.healLost(lost, wish))];
    for (const group of grouped(places)) healed.push(...(await this.healStream(group, wish)));
    return { dryRun: wish.dryRun, messages: healed };
  }

  /** Rows that were taken away: what the peers hold at the places of their streams that are empty here. */
  private async healLost(lost: Set<string>, wish: HealWish): Promise<readonly HealedMessage[]> {
    const { directory, copies, store } = this.deps;
    const healed: HealedMessage[] = [];
    const streams = lost.size === 0 ? [] : byStream(await store.holes(MOST_HOLES));
    let silent = false;
    for (const holes of streams) {
      const [{ peer }] = holes;
      if (lost.size === 0) break;
      if (!directory.isPeer(peer)) continue;
      const found = await copies.of(peer, holes, lost);
      silent ||= found === undefined;
      for (const [id, copy] of found ?? []) {
        const hole = holes.find((one) => isAt(one, copy));
        if (hole === undefined) continue;
        lost.delete(id);
        healed.push(await this.put({ ...hole, id, open: false, lost: true }, copy, wish));
      }
    }
    const left = silent ? 'no-answer' : 'not-here';
    return [...healed, ...[...lost].map((id) => ({ id, parts: [], left }) as const)];
  }

  /** The signed bytes say it best; where they do not open, the row. */
  private async locate(id: string): Promise<(MessagePlace & Partial<Wanted>) | undefined> {
    const { uow, store, bodies, keys } = this.deps;
    const place = await store.placeOf(id);
    if (place === undefined) return undefined;
    const plain = await uow.run(() => bodies.open([id])).catch(() => new Map<string, Uint8Array>());
    const bytes = plain.get(id);
    const read = bytes === undefined ? undefined : decodeEnvelope(bytes);
    if (read?.ok !== true || read.kind !== 'sequenced' || read.envelope.id !== id) return place;
    const { source, dest, streamid, sequence } = read.envelope;
    const peer = source === keys.node ? dest : source;
    return { ...place, peer, stream: toStream(streamid), sequence };
  }

  private async healStream(group: readonly Located[], wish: HealWish): Promise<readonly HealedMessage[]> {
    const { directory, copies } = this.deps;
    const [first] = group;
    if (first === undefined) return [];
    const all = (left: HealedMessage['left']): readonly HealedMessage[] =>
      group.map(({ id }) => ({ id, parts: [], ...(left === undefined ? {} : { left }) }));
    const wanted = group.flatMap((one) => wantedOf(one) ?? []);
    if (!directory.isPeer(first.peer)) return all('not-here');
    if (wanted.length < group.length) return all('no-place');
    const found = await copies.of(first.peer, wanted, new Set(group.map(({ id }) => id)));
    if (found === undefined) return all('no-answer');
    const healed: HealedMessage[] = [];
    for (const one of group) {
      const copy = found.get(one.id);
      if (copy === undefined) healed.push({ id: one.id, parts: [], left: 'not-held' });
      else healed.push(await this.put(one, copy, wish));
    }
    return healed;
  }

  private async put(place: Located, copy: Arrived, { dryRun, by }: HealWish): Promise<HealedMessage> {
    const { uow, store, log } = this.deps;
    const { id, peer } = place;
    // what somebody tries again waits with an older answer; an answer for good is never taken back
    if (place.open && !FOR_GOOD.has(copy.entry.status)) return { id, parts: [], left: 'open' };
    try {
      const parts = await uow.run(async () => {
        const done = [
          ...(place.lost === true ? await this.again(place, copy) : []),
          ...(place.side === 'sent' ? await this.sent(place, copy) : await this.received(place, copy)),
          ...(await this.body(copy)),
        ];
        if (dryRun) throw new TakenBack(done);
        if (done.length > 0) {
          const outcome = `${done.join(' ')} from ${peer}`;
          await store.insertOperation({ id: uuidV7(), act: 'heal', target: id, by, outcome });
        }
        return done;
      });
      log.info('exchange.healed', { message: id, peer, parts: parts.join(' ') });
      return { id, parts };
    } catch (error) {
      if (error instanceof TakenBack) return { id, parts: error.parts };
      if (uow.isOutage(error)) throw error;
      log.error('exchange.heal.failed', { message: id, peer }, error);
      return { id, parts: [], left: 'failed' };
    }
  }

  /** A row that was taken away is written again; its effect stands in this database and is not had twice. */
  private async again({ id, side, peer }: Located, copy: Arrived): Promise<readonly HealPart[]> {
    const { store, directory, suite } = this.deps;
    if (side === 'sent') {
      // without its answer the relay would send it anew
      if (copy.receipt === undefined) throw new Error('the copy of a sent message came without its answer');
      await store.insertOutbox([outboxRow(peer, copy)]);
      const { status, reason, article, at } = copy.entry;
      // the receipt that it once had may still be here
      for (const receiptId of await store.receiptsNaming(peer, id)) {
        await store.restoreAnswer({ id, status, at: new Date(at), receiptId, ...optional(reason, article) });
        const answer = this.verified(copy, await store.readProof(id))?.answer;
        if (answer !== undefined && answer.status !== 'stored') break;
      }
    } else {
      const signed = verifyProof(copy.entry.proof, directory, suite).answer;
      if (signed === undefined || signed.status === 'stored')
        throw new Error('the copy of a received message came without this node’s answer');
      await store.insertInbox([inboxRow(peer, copy)]);
    }
    return ['row'];
  }

  private async sent(place: Located, copy: Arrived): Promise<readonly HealPart[]> {
    const { store } = this.deps;
    const parts: HealPart[] = [];
    const { id, peer } = place;
    if (await store.restoreSent(outboxRow(peer, copy))) parts.push('row');
    const rows = await store.readProof(id);
    const kept = rows?.side === 'sent' ? rows.receipt : undefined;
    const answer = this.verified(copy, rows)?.answer;
    if (kept !== undefined && answer !== undefined && answer.status !== 'stored') {
      const { status, reason, article, at } = answer;
      const same = { id, status, at: new Date(at), receiptId: kept.id, ...optional(reason, article) };
      if (await store.restoreAnswer(same)) parts.push('answer');
      return parts;
    }
    const { receipt, entry, frame } = copy;
    // an answer that is still on its way comes by itself
    if (receipt === undefined || place.open) return parts;
    const origin = { source: peer, frameId: frame.manifest.frame, attempt: frame.manifest.attempt };
    await store.insertInFrames([proofOf(frame, origin)]);
    await store.insertReceipts([{ ...origin, id: receipt.id, place: receipt.place, bytes: receipt.bytes }]);
    const { status, reason, article, at } = entry;
    await store.restoreAnswer({
      ...{ id, status, at: new Date(at), receiptId: receipt.id },
      ...optional(reason, article),
    });
    if (kept !== undefined) await store.dropUnused({ receiptId: kept.id, frame: kept.frame });
    return [...parts, 'receipt'];
  }

  private async received(place: Located, copy: Arrived): Promise<readonly HealPart[]> {
    const { store, directory, suite } = this.deps;
    // what this node itself had signed about it, not what the peer says of it
    const signed = verifyProof(copy.entry.proof, directory, suite).answer;
    if (signed === undefined || signed.status === 'stored') return [];
    const { status, reason, article, at } = signed;
    const made = inboxRow(place.peer, copy);
    const { reason: _reason, article: _article, ...bare } = made;
    const want = { ...bare, status, at: new Date(at), ...optional(reason, article) };
    const rows = await store.readProof(copy.entry.id);
    const holds = place.frame !== undefined && this.verified(copy, rows)?.sent !== undefined;
    if (holds) {
      const changed = await store.restoreReceived({ ...want, ...place.frame });
      return changed ? ['row'] : [];
    }
    const { source, frameId, attempt } = want;
    await store.insertInFrames([proofOf(copy.frame, { source, frameId, attempt })]);
    await store.restoreReceived(want);
    if (place.frame !== undefined) await store.dropUnused({ frame: place.frame });
    return ['frame'];
  }

  /** What the kept frames and receipts prove of the message as it was signed; undefined when they do not hold. */
  private verified(copy: Arrived, rows: ProofRows | undefined): ReturnType<typeof verifyProof> | undefined {
    const { directory, suite } = this.deps;
    if (rows === undefined) return undefined;
    const { id, source, dest } = copy.entry.proof.message;
    const message = { id, digest: hex(copy.digest), source, dest };
    const verified = verifyProof({ huiyin: 'proof', v: 1, message, ...signedOf(rows) }, directory, suite);
    return verified.flaws.length > 0 ? undefined : verified;
  }

  private async body({ entry: { id }, digest, whole }: Arrived): Promise<readonly HealPart[]> {
    const { store, bodies } = this.deps;
    const [held] = await store.readBodies([id]);
    if (held === undefined || whole === undefined) return [];
    const plain = (await bodies.open([id])).get(id);
    if (plain !== undefined && sameBytes(messageDigest(id, plain), digest)) return [];
    await store.removeBodies([id]);
    await bodies.keep([{ messageId: id, bodyKey: whole.message.bodyKey, bytes: whole.bytes }]);
    return ['body'];
  }
}

const FOR_GOOD: ReadonlySet<string> = new Set(['applied', 'rejected']);

/** Empty places that are looked at for one wish. */
const MOST_HOLES = 1_000;

type Located = MessagePlace & { readonly id: string; readonly lost?: boolean };

type OfStream = readonly [Hole, ...Hole[]];

function byStream(holes: readonly Hole[]): readonly OfStream[] {
  const groups = new Map<string, [Hole, ...Hole[]]>();
  for (const hole of holes) {
    const name = `${hole.peer} ${wireName(hole.stream)}`;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [hole]);
    else known.push(hole);
  }
  return [...groups.values()];
}

const isAt = ({ side, sequence }: Hole, { entry }: Arrived): boolean =>
  entry.sequence === sequence && entry.of === (side === 'sent' ? 'yours' : 'mine');

function wantedOf({ side, stream, sequence }: Located): Wanted | undefined {
  return stream === undefined || sequence === undefined ? undefined : { side, stream, sequence };
}

/** By peer and stream: one question brings all of one. */
function grouped(places: ReadonlyMap<string, MessagePlace>): readonly (readonly Located[])[] {
  const groups = new Map<string, Located[]>();
  for (const [id, place] of places) {
    const name = `${place.peer} ${place.stream === undefined ? id : wireName(place.stream)}`;
    groups.set(name, [...(groups.get(name) ?? []), { ...place, id }]);
  }
  return [...groups.values()];
}

const optional = (
  reason: string | undefined,
  article: string | undefined,
): Pick<ReceiptItem, 'reason' | 'article'> => ({
  ...(reason === undefined ? {} : { reason }),
  ...(article === undefined ? {} : { article }),
});
