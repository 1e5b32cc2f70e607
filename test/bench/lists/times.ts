/** Milliseconds of one question at one size. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Asks each of several sizes the same kind of question in turn: each size `rounds` times, after some that only warm up. */
export async function timedInTurn<T>(
  all: readonly { readonly asked: readonly T[]; readonly ask: (one: T) => Promise<void> }[],
  rounds: number,
): Promise<readonly Times[]> {
  const once = async ({ asked, ask }: (typeof all)[number], round: number): Promise<number> => {
    const one = asked[round % asked.length];
    if (one === undefined) throw new Error('nothing to ask');
    const from = performance.now();
    await ask(one);
    return performance.now() - from;
  };
  for (const of of all)
    for (let round = 0; round < Math.min(of.asked.length, 20) + 4; round += 1) await once(of, round);
  const taken = all.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, of] of all.entries()) taken[at]?.push(await once(of, round));
  }
  return taken.map(timesOf);
}

export function timesOf(taken: readonly number[]): Times {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
