import type { HistoryEntry } from '#contract';
import type { Outcome, Refusal } from '#domain';
import { historyEntry } from '../views/row-views.js';
import type { CaseworkTx } from '../ports.js';
import type { Desk } from './desk.js';

/** Carries a refusal out of the unit of work, so that everything in it is rolled back. */
class RollBack extends Error {
  constructor(readonly refusal: Refusal) {
    super('refused');
  }
}

/** How an act ended: done, refused, done before under this key, or the key belongs to another act. */
export type Done<T> =
  | { readonly kind: 'done'; readonly answer: T; readonly repeated: boolean }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      /** Somebody was quicker: what was done since the version that the user saw, oldest first. */
      readonly changed?: readonly HistoryEntry[];
    }
  | { readonly kind: 'key-reused' };

/** Does an act once for its key, in one unit of work with its stored answer; the same key again gives that answer. */
export async function performOnce<T>(
  desk: Desk,
  {
    key,
    fingerprint,
    id = '',
  }: {
    readonly key: string;
    readonly fingerprint: string;
    /** Of the case or leg that is acted on. */
    readonly id?: string;
  },
  readAnswer: (stored: unknown) => T,
  run: (tx: CaseworkTx) => Promise<Outcome<T>>,
): Promise<Done<T>> {
  try {
    return await desk.uow.run(async (tx) => {
      const before = await tx.answers.find(key);
      if (before !== undefined) {
        return before.fingerprint === fingerprint
          ? { kind: 'done', answer: readAnswer(before.answer), repeated: true }
          : { kind: 'key-reused' };
      }
      const done = await run(tx);
      if (!done.ok) throw new RollBack(done);
      await tx.answers.save(key, fingerprint, done.value, desk.time.now());
      return { kind: 'done', answer: done.value, repeated: false };
    });
  } catch (thrown) {
    if (thrown instanceof RollBack) {
      const { refusal } = thrown;
      return { kind: 'refused', refusal, ...(await whatChanged(desk, id, refusal)) };
    }
    throw thrown;
  }
}

/** More than this nobody reads before looking at the case itself. */
const MOST_CHANGES = 20;

async function whatChanged(
  desk: Desk,
  id: string,
  { slug, details }: Refusal,
): Promise<{ readonly changed?: readonly HistoryEntry[] }> {
  const seen = Number(details['seen'] ?? Number.NaN);
  if (slug !== 'stale-version' || id === '' || !Number.isSafeInteger(seen)) return {};
  const lines = await desk.uow.run((tx) => tx.changes.since(id, seen, MOST_CHANGES));
  return { changed: lines.map(historyEntry) };
}
