import fc from 'fast-check';
import { modelCommands } from './commands.js';
import { broken } from './invariants.js';
import { type Counted, type ModelNet, nothingCounted } from './model-net.js';
import { OPENINGS, open } from './openings.js';

/** What a run of the model asks for. */
export interface ModelRun {
  /** How it is called in the lines of progress. */
  readonly name: string;
  readonly runs: number;
  readonly maxCommands: number;
  /** Deliveries by hand among the commands, and machines that start again. */
  readonly weights: { readonly deliver: number; readonly restart: number; readonly cross: number };
  /** False where a sequence is slow and does not repeat exactly: the first failure is told as it is. */
  readonly shrinks: boolean;
  net(): Promise<ModelNet>;
  /** After a sequence, whether it held or not. */
  readonly over?: (net: ModelNet) => Promise<void>;
  /** Lines of progress; default: none. */
  readonly say?: (line: string) => unknown;
}

/** How long a shorter sequence is looked for. */
const SHRINK_MS = 90_000;

/** Where a failure is found again: printed with it, given back by the settings of the run. */
export interface Replay {
  readonly seed?: number | undefined;
  readonly path?: string | undefined;
  readonly replayPath?: string | undefined;
}

/** Plays sequences until one breaks something; what all of them did. @throws with the steps and how to see them again. */
export async function runModel(
  run: ModelRun,
  replay: Replay = {},
): Promise<Counted & { readonly refusals: ReadonlyMap<string, number> }> {
  const total = nothingCounted();
  const refusals = new Map<string, number>();
  let played = 0;
  let failed = false;
  let shrinkUntil = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(
    fc.constantFrom(...OPENINGS),
    modelCommands(run.weights, {
      maxCommands: run.maxCommands,
      ...(replay.replayPath === undefined ? {} : { replayPath: replay.replayPath }),
    }),
    async (opening, commands) => {
      // A shorter sequence is worth minutes, not hours: from here on every shorter one is taken to hold.
      if (performance.now() > shrinkUntil) return;
      const net = await run.net();
      try {
        await open(net, opening);
        await fc.asyncModelRun(() => ({ model: net, real: net }), commands);
        await net.drain();
        await net.pass(0, false);
        await net.drain();
        const wrong = await broken(net);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      } catch (error) {
        if (!failed)
          run.say?.(
            `${run.name}: sequence ${String(played + 1)} failed${run.shrinks ? '; looking for a shorter one' : ''}`,
          );
        if (!failed) shrinkUntil = performance.now() + SHRINK_MS;
        failed = true;
        throw new Error(told(opening, net, error), { cause: error });
      } finally {
        await run.over?.(net);
        if (!failed) add(total, net.count);
        if (!failed) for (const one of net.refusals) refusals.set(one, (refusals.get(one) ?? 0) + 1);
        played += 1;
        if (!failed && played % Math.max(1, Math.round(run.runs / 20)) === 0)
          run.say?.(`${run.name}: ${lineOf(played, run.runs, total)}`);
      }
    },
  );
  const { seed, path } = replay;
  const result = await fc.check(property, {
    numRuns: run.runs,
    endOnFailure: !run.shrinks,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
  });
  if (!result.failed) return { ...total, refusals };
  const again = /replayPath="([^"]*)"/u.exec(fc.stringify(result.counterexample?.[1]))?.[1] ?? '';
  const reason =
    result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  throw new Error(
    `${reason}\n\nsequence ${String(result.numRuns)}, shrunk ${String(result.numShrinks)} times; the same again:\n` +
      `MODEL_SEED=${String(result.seed)} MODEL_PATH=${result.counterexamplePath ?? ''} MODEL_REPLAY='${again}' npm run test:model -- ${run.name}`,
  );
}

const told = (opening: string, { steps }: ModelNet, error: unknown): string =>
  `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\nopening ${opening}, then:\n${steps.map((step, at) => `${String(at + 1).padStart(3)}. ${step}`).join('\n')}`;

function add(total: Counted, more: Counted): void {
  total.done += more.done;
  total.refused += more.refused;
  total.malformed += more.malformed;
  total.crashes += more.crashes;
  total.redelivered += more.redelivered;
  total.delivered += more.delivered;
  total.days += more.days;
}

/** One line of progress. */
export const lineOf = (
  played: number,
  runs: number,
  { done, refused, malformed, crashes, redelivered, delivered, days }: Counted,
): string =>
  `sequence ${String(played)} of ${String(runs)}: ${String(done)} acts done, ${String(refused)} refused, ${String(malformed)} malformed, ${String(delivered)} messages, ${String(redelivered)} again, ${String(crashes)} crashes, ${String(days)} working days`;
