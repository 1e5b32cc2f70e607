import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { INVARIANTS } from '../check/check.js';
import type { FaultReport, PlantedReport } from '../report.js';

const problems = z.array(z.string()).readonly();
const ran = {
  at: z.iso.datetime(),
  seed: z.number(),
  command: z.string(),
  versions: z.object({
    commit: z.string(),
    node: z.string(),
    mariadb: z.string(),
    redis: z.string(),
    bullmq: z.string(),
  }),
};
const reportShape: z.ZodType<FaultReport> = z.object({
  ...ran,
  faults: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      times: z.number(),
      injected: z.string(),
      skipped: z.boolean(),
      // JSON leaves out what is undefined.
      drainedMs: z.number().optional().default(Number.NaN),
      invariants: z.partialRecord(z.enum(INVARIANTS), problems),
      ok: z.boolean(),
    }),
  ),
  soak: z.exactOptional(
    z.object({
      faults: z.number(),
      kinds: z.record(z.string(), z.number()),
      checks: z.number(),
      everyMs: z.number(),
      broken: problems,
    }),
  ),
  acts: z.object({ acknowledged: z.number(), refused: z.number(), silent: z.number() }),
  messages: z.number(),
  badEnds: z.number(),
  lost: z.number(),
  doubled: z.number(),
  differing: z.number(),
});

/** Runs of planted bugs, as a report folder and the proof keep them. */
export const plantedShape: z.ZodType<PlantedReport> = z.object({
  ...ran,
  planted: z.array(z.object({ invariant: z.enum(INVARIANTS), found: z.boolean(), told: z.string() })),
});

/** The reports of earlier runs in a folder, oldest first. What is no report of this version is left out. */
export const readReports = (folder: string): readonly FaultReport[] => readAs(folder, reportShape);
/** The same of runs of planted bugs. */
export const readPlanted = (folder: string): readonly PlantedReport[] => readAs(folder, plantedShape);

function readAs<T extends { readonly at: string }>(folder: string, shape: z.ZodType<T>): readonly T[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const read = shape.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      return read.success ? [read.data] : [];
    })
    .sort((one, other) => one.at.localeCompare(other.at));
}
