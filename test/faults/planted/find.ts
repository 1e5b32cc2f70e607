import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from '../check/check.js';
import { ROWS } from '../rows/rows.js';
import type { PlantedBug, PlantedReport } from '../report.js';
import { FaultRun } from '../run.js';

/** Silence, a lost queue, a stopped stream, a repeated act: enough to bring every planted bug to light. */
const ROWS_PLAYED = [6, 9, 22, 30];

/** Starts a network for each planted bug and looks whether its invariant breaks. */
export async function findPlanted(
  dataDir: string,
  { seed, only }: { readonly seed: number; readonly only?: readonly number[] },
  say: (line: string) => void,
): Promise<Pick<PlantedReport, 'planted'> & Partial<Pick<PlantedReport, 'versions'>>> {
  const planted: PlantedBug[] = [];
  let versions: PlantedReport['versions'] | undefined;
  for (const invariant of INVARIANTS) {
    if (only?.includes(Number(invariant.slice(1))) === false) continue;
    const seen = await brokenBy(invariant, dataDir, seed).catch((error: unknown) => String(error));
    const found = typeof seen !== 'string' && seen.broken.has(invariant);
    if (typeof seen !== 'string') versions ??= seen.versions;
    const told = typeof seen === 'string' ? seen : `broken: ${[...seen.broken].join(', ') || 'none'}`;
    planted.push({ invariant, found, told });
    say(`  planted for ${invariant}: ${found ? 'found' : 'NOT FOUND'} (${told})`);
  }
  return { planted, ...(versions === undefined ? {} : { versions }) };
}

interface Seen {
  readonly broken: ReadonlySet<string>;
  readonly versions: PlantedReport['versions'];
}

/** What a network with that bug breaks, up to the row in which its own invariant does. */
async function brokenBy(invariant: string, dataDir: string, seed: number): Promise<Seen> {
  const folder = join(dataDir, invariant);
  mkdirSync(folder, { recursive: true });
  const run = await FaultRun.open(folder, seed, () => undefined, invariant);
  const broken = new Set<string>();
  try {
    const versions = await run.versions();
    for (const row of ROWS.filter(({ id }) => ROWS_PLAYED.includes(id))) {
      const { invariants } = await run.play(row);
      for (const [name, problems] of Object.entries(invariants)) if (problems.length > 0) broken.add(name);
      if (broken.has(invariant)) break;
    }
    return { broken, versions };
  } finally {
    await run.stop();
  }
}
