import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FaultReport, PlantedReport } from '../report.js';
import { proofMarkdown } from './markdown.js';
import { type ProvenRun, runShape } from './proven-run.js';
import { plantedShape } from './reports.js';

/**
 * Adds runs that the proof does not know yet, and writes it anew. A run of files that differ from their commit is left
 * out, held or broken: nobody else can run it. @returns a sentence about what was done.
 */
export function writeProof(
  folder: string,
  reports: readonly FaultReport[],
  plantings: readonly PlantedReport[],
): string {
  mkdirSync(folder, { recursive: true });
  const struck = added(join(folder, 'faults.json'), runShape, reports, remembered);
  const planted = added(join(folder, 'planted.json'), plantedShape, plantings, (report) => report);
  writeFileSync(join(folder, 'faults.md'), proofMarkdown(struck.runs, planted.runs));
  const news = struck.news + planted.news;
  const left = struck.left + planted.left;
  return `${join(folder, 'faults.md')}: ${struck.runs.length + planted.runs.length} runs, ${news} of them new; ${left} left out, of files that no commit holds`;
}

interface Ran {
  readonly at: string;
  readonly versions: { readonly commit?: string | undefined };
}

/** Adds to the file what it does not hold yet. */
function added<R extends Ran, P extends { readonly at: string }>(
  file: string,
  shape: z.ZodType<P>,
  reports: readonly R[],
  kept: (report: R) => P,
): { readonly runs: readonly P[]; readonly news: number; readonly left: number } {
  const known = existsSync(file) ? z.array(shape).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  const names = new Set(known.map(({ at }) => at));
  const fresh = reports.filter(({ at }) => !names.has(at));
  const committed = fresh.filter(({ versions }) => versions.commit?.endsWith('+') === false);
  const runs = [...known, ...committed.map(kept)].sort((one, other) => one.at.localeCompare(other.at));
  // parsed once more, so that fields stand in the order of the shape
  writeFileSync(file, `${JSON.stringify(z.array(shape).parse(runs), null, 1)}\n`);
  return { runs, news: committed.length, left: fresh.length - committed.length };
}

function remembered(report: FaultReport): ProvenRun {
  const { at, seed, command, versions, soak, acts, messages, badEnds, lost, doubled, differing } = report;
  return {
    ...{ at, seed, command, messages, badEnds, lost, doubled, differing },
    versions: { ...versions },
    rows: report.faults.map(({ id, title, times, skipped, ok, injected, invariants }) => ({
      ...{ id, title, times, injected },
      verdict: skipped ? 'skipped' : ok ? 'held' : 'broken',
      asked: Object.keys(invariants),
      broke: Object.fromEntries(
        Object.entries(invariants).flatMap(([name, problems]) =>
          problems[0] === undefined ? [] : [[name, problems[0]]],
        ),
      ),
    })),
    ...(soak === undefined
      ? {}
      : {
          soak: {
            faults: soak.faults,
            checks: soak.checks,
            everyMs: soak.everyMs,
            broken: [...soak.broken].slice(0, 20),
          },
        }),
    acts: acts.acknowledged,
  };
}
