import type { Replay } from './run-model.js';

/*
 * The settings of `npm run test:model`. MODEL_RUNS: sequences in memory, default 10000. MODEL_REAL_RUNS: sequences on
 * real MariaDB and Redis, default 200. MODEL_SEED, MODEL_PATH and MODEL_REPLAY: one failure again, as it was printed.
 */

const DEFAULTS = { twin: ['MODEL_RUNS', 10_000], real: ['MODEL_REAL_RUNS', 200] } as const;

/** @throws when a setting is no number. */
export function modelSettings(which: keyof typeof DEFAULTS): {
  readonly runs: number;
  readonly replay: Replay;
} {
  const [name, usual] = DEFAULTS[which];
  const { env } = process;
  return {
    runs: numberOf(name, env[name]) ?? usual,
    replay: {
      seed: numberOf('MODEL_SEED', env['MODEL_SEED']),
      path: env['MODEL_PATH'],
      replayPath: env['MODEL_REPLAY'],
    },
  };
}

function numberOf(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number)) throw new Error(`${name} is to be a whole number, not ${value}`);
  return number;
}
