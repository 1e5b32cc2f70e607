import type { Outcome, Refusal } from '#domain';
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
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'key-reused' };

/** Does an act once for its key, in one unit of work with its stored answer; the same key again gives that answer. */
export async function performOnce<T>(
  desk: Desk,
  { key, fingerprint }: { readonly key: string; readonly fingerprint: string },
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
    if (thrown instanceof RollBack) return { kind: 'refused', refusal: thrown.refusal };
    throw thrown;
  }
}
