import { type Log, uuidV7 } from '#platform';
import type { ExchangeStore } from '../ports/store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { plainDigest } from '../suite/digest.js';

/** What the alarm is about, put away with the bytes that the peer signed. */
interface Shown {
  readonly peer: string;
  /** The manifest by which the peer says it. */
  readonly manifest: Uint8Array;
  /** Id of its frame. */
  readonly frameId?: string;
}

/** Raised when a peer claims to hold what this node signed and cannot show it. */
export const CLAIM_UNPROVEN = 'claim-unproven';
/** Raised when a peer, or this node's own mark, showed that the database was set back. */
export const SET_BACK = 'set-back';

/** Tells the operator what a peer showed about this node, or could not show; until somebody takes note of it. */
export class ResyncAlarms {
  constructor(
    private readonly deps: { readonly uow: UnitOfWork; readonly store: ExchangeStore; readonly log: Log },
  ) {}

  /** One per peer until it is taken note of: a peer that goes on claiming says nothing new. */
  async unproven(shown: Shown, entries: number, streams: number): Promise<void> {
    const { uow, store, log } = this.deps;
    const { peer } = shown;
    log.error('exchange.refill.claim-unproven', { peer, entries, streams });
    const known = await store.alarms(200);
    if (known.some((alarm) => alarm.peer === peer && alarm.reason === CLAIM_UNPROVEN)) return;
    const what = entries === 0 ? 'showed nothing' : `${String(entries)} entries prove nothing`;
    await uow.run(() => this.put(shown, CLAIM_UNPROVEN, `of ${String(streams)} streams: ${what}`));
  }

  /** Inside the unit that raises the epoch. `shown` is undefined where the node saw it by itself. */
  async setBack(shown: Shown | undefined, epoch: number): Promise<void> {
    if (shown === undefined) {
      const detail = `the database has come less far than this office had in epoch ${String(epoch)}`;
      const entry = {
        id: uuidV7(),
        reason: SET_BACK,
        detail,
        digest: plainDigest(new Uint8Array()),
        size: 0,
      };
      await this.deps.store.insertQuarantine([entry]);
      return;
    }
    await this.put(shown, SET_BACK, `something was shown that this office signed in epoch ${String(epoch)}`);
  }

  private async put({ peer, manifest, frameId }: Shown, reason: string, detail: string): Promise<void> {
    await this.deps.store.insertQuarantine([
      {
        ...{ id: uuidV7(), claimedSource: peer, reason, detail },
        ...(frameId === undefined ? {} : { frameId }),
        digest: plainDigest(manifest),
        size: manifest.byteLength,
      },
    ]);
  }
}
