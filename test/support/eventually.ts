import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer holds, and gives it back; a test never sleeps for a fixed time.
 * @throws with what was last seen when it never held within the time (default 5000 ms).
 */
export async function eventually<T>(
  probe: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  within = 5000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const seen = await probe();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) {
      throw new Error(`Not so within ${String(within)} ms; last seen: ${JSON.stringify(seen)}`);
    }
    await pause(20);
  }
}
