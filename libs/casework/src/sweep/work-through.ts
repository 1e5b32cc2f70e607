/** One kind of work that the passing of days brings about. */
export interface DueWork<K> {
  /** How many rows one unit of work takes, so that a node that was down for days catches up in steps. */
  readonly batch: number;
  /** Claims at most a batch of what is due and free, in the order of the days, and does it in one unit of work. */
  some(): Promise<{ readonly taken: number; readonly done: number }>;
  /** What is still due, free or not, after the last of the page before; no lock. At most a batch. */
  left(after: K | undefined): Promise<readonly K[]>;
  /** Does one in a unit of work of its own and waits for whoever holds it; 0 when it is due no more. */
  one(key: K): Promise<number>;
}

/**
 * Works through what is due: first together with other workers, each taking what nobody holds; then, one by one, what
 * was held by somebody or failed. So whoever returns knows that everything due was done, by whomever, and one broken
 * row keeps nobody else waiting: it is put into `troubles`, and the next sweep finds it again.
 */
export async function workThrough<K>(work: DueWork<K>, troubles: unknown[]): Promise<number> {
  let done = await together(work);
  let after: K | undefined;
  for (;;) {
    const page = await work.left(after);
    for (const key of page) {
      try {
        done += await work.one(key);
      } catch (error) {
        troubles.push(error);
      }
    }
    if (page.length < work.batch) return done;
    after = page.at(-1);
  }
}

async function together<K>(work: DueWork<K>): Promise<number> {
  let all = 0;
  for (;;) {
    try {
      const { taken, done } = await work.some();
      all += done;
      // What was taken and did not move would be taken again for ever.
      if (taken < work.batch || done === 0) return all;
    } catch {
      // One of the batch is broken and the whole of it rolled back: one by one it shows which.
      return all;
    }
  }
}
