import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What `npm run faults` was asked for. */
export interface FaultOptions {
  /** Chooses what each fault strikes; the same seed strikes the same. */
  readonly seed: number;
  /** Again and again for so long, each row at least once; of a soak: no new batch after it. */
  readonly minutes?: number;
  /** Only these rows; with --planted only these invariants. */
  readonly only?: readonly number[];
  /** Also the rows that take minutes; what this version or machine cannot inject fails the run. */
  readonly all: boolean;
  /** Starts offices with one known bug each, and fails when one is not found. */
  readonly planted: boolean;
  /** A fault every few seconds instead of row after row. */
  readonly soak: boolean;
  /** Of a soak: how many faults all its runs together are to reach. Default 1000. */
  readonly faults: number;
  /** Of a soak: seconds between two faults. Default 5. */
  readonly every: number;
  /** Adds the reports of earlier runs to deploy/proof/faults.md; starts nothing. */
  readonly proof: boolean;
  /** Standard output is one JSON object and nothing else. */
  readonly json: boolean;
}

/** An option that is not what it must be; the message says what would be right. */
export class WrongOption extends Error {}

/** @throws WrongOption, or what parseArgs says of an option that nobody knows. */
export function readOptions(args: readonly string[]): FaultOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      minutes: { type: 'string' },
      only: { type: 'string' },
      all: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      faults: { type: 'string', default: '1000' },
      every: { type: 'string', default: '5' },
      proof: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { all, planted, soak, proof, json } = values;
  const number = (name: string, value: string, shape: z.ZodType<number>, right: string): number => {
    const read = shape.safeParse(value);
    if (!read.success) throw new WrongOption(`--${name} ${value}: ${right}.`);
    return read.data;
  };
  const { minutes, only } = values;
  return {
    seed: number('seed', values.seed, z.coerce.number().int().min(0), 'a whole number from 0 on'),
    ...(minutes === undefined
      ? {}
      : {
          minutes: number(
            'minutes',
            minutes,
            z.coerce.number().min(0.1).max(600),
            'a number from 0.1 to 600',
          ),
        }),
    ...(only === undefined
      ? {}
      : {
          only: only
            .split(',')
            .map((id) =>
              number('only', id, z.coerce.number().int().min(1).max(30), 'rows from 1 to 30, as in 5,12'),
            ),
        }),
    faults: number('faults', values.faults, z.coerce.number().int().min(1), 'a whole number from 1 on'),
    every: number('every', values.every, z.coerce.number().min(0.5).max(600), 'seconds, from 0.5 to 600'),
    ...{ all, planted, soak, proof, json },
  };
}
