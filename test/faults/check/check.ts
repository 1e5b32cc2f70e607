import type { Operations } from '../clients/operations.js';
import type { FaultNetwork } from '../world/network.js';
import { auditsVerify } from './audit.js';
import {
  bounded,
  deadlinesInTime,
  endsAgree,
  everyActOnce,
  noUnhandled,
  nothingInTheOpen,
} from './casework.js';
import {
  chainsAreEqual,
  everyMessageArrived,
  nothingWithoutMessage,
  othersGoOn,
  type Problems,
  receiptsVerify,
} from './exchange.js';

export const INVARIANTS = [
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I6',
  'I7',
  'I8',
  'I9',
  'I10',
  'I11',
  'I12',
  'I13',
] as const;
export type Invariant = (typeof INVARIANTS)[number];
export type Verdicts = Readonly<Record<Invariant, Problems>>;

/** How long a healed network may take until nothing is under way. */
export const DRAIN_MS = 60_000;

type Check = (network: FaultNetwork, operations: Operations) => Promise<Problems> | Problems;

/** What is asked of the databases, the logs and the clients' log; I8 is the draining itself. */
const CHECKS: Readonly<Record<Exclude<Invariant, 'I8'>, Check>> = {
  I1: everyMessageArrived,
  I2: everyActOnce,
  I3: chainsAreEqual,
  I4: endsAgree,
  I5: receiptsVerify,
  I6: auditsVerify,
  I7: bounded,
  I9: nothingWithoutMessage,
  I10: othersGoOn,
  I11: nothingInTheOpen,
  I12: deadlinesInTime,
  I13: noUnhandled,
};

/** What was wrong, and how long the draining took; undefined: it did not end. */
export interface Checked {
  readonly verdicts: Verdicts;
  readonly drainedMs: number | undefined;
}

/** Drains, then asks. The clients rest. A question that cannot be answered breaks its invariant. */
export async function checkAll(network: FaultNetwork, operations: Operations): Promise<Checked> {
  const drainedMs = await network.drained(DRAIN_MS);
  const verdicts = new Map<Invariant, Problems>([
    ['I8', drainedMs === undefined ? [`not drained after ${DRAIN_MS / 1_000} s`] : []],
  ]);
  for (const invariant of INVARIANTS) {
    if (invariant !== 'I8') verdicts.set(invariant, await asked(CHECKS[invariant], network, operations));
  }
  return { verdicts: recordOf((invariant) => verdicts.get(invariant) ?? []), drainedMs };
}

async function asked(check: Check, network: FaultNetwork, operations: Operations): Promise<Problems> {
  try {
    return await check(network, operations);
  } catch (error) {
    return [`could not be asked: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** One value for each invariant. */
export function recordOf<T>(value: (invariant: Invariant) => T): Readonly<Record<Invariant, T>> {
  return {
    I1: value('I1'),
    I2: value('I2'),
    I3: value('I3'),
    I4: value('I4'),
    I5: value('I5'),
    I6: value('I6'),
    I7: value('I7'),
    I8: value('I8'),
    I9: value('I9'),
    I10: value('I10'),
    I11: value('I11'),
    I12: value('I12'),
    I13: value('I13'),
  };
}
