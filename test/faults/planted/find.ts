import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from '../check/check.js';
import { ROWS } from '../rows/rows.js';
import { FaultRun } from '../run.js';

/** Silence, a lost queue, a repeated act: enough to bring every planted bug to light. */
const ROWS_PLAYED = [6, 9, 30];

/** Starts a network for each planted bug and looks whether its invariant breaks. @returns those that were not found. */
export async function findPlanted(
  dataDir: string,
  seed: number,
  only: readonly number[] | undefined,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const invariant of INVARIANTS) {
    if (only?.includes(Number(invariant.slice(1))) === false) continue;
    const folder = join(dataDir, invariant);
    mkdirSync(folder, { recursive: true });
    const quiet = (): void => undefined;
    const run = await FaultRun.open(folder, seed, quiet, invariant);
    const seen = new Set<string>();
    try {
      for (const row of ROWS.filter(({ id }) => ROWS_PLAYED.includes(id))) {
        const { invariants } = await run.play(row);
        for (const [name, problems] of Object.entries(invariants)) if (problems.length > 0) seen.add(name);
        if (seen.has(invariant)) break;
      }
    } finally {
      await run.stop();
    }
    if (!seen.has(invariant)) missed.push(invariant);
    say(
      `  planted for ${invariant}: ${seen.has(invariant) ? 'found' : 'NOT FOUND'} (broken: ${[...seen].join(', ') || 'none'})`,
    );
  }
  return missed;
}
