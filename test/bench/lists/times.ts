/** Milliseconds of one question at one size. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Runs the questions in turn, `rounds` in all, after a few that only warm up. */
export async function timed<T>(
  asked: readonly T[],
  rounds: number,
  ask: (one: T) => Promise<void>,
): Promise<Times> {
  const at = (round: number): T => {
    const one = asked[round % asked.length];
    if (one === undefined) throw new Error('nothing to ask');
    return one;
  };
  for (let round = 0; round < Math.min(asked.length, 5) + 2; round += 1) await ask(at(round));
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await ask(at(round));
    taken.push(performance.now() - from);
  }
  return timesOf(taken);
}

export function timesOf(taken: readonly number[]): Times {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
