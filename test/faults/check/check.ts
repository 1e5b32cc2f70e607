import type { Operations } from '../clients/operations.js';
import type { FaultNetwork } from '../world/network.js';
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
  type Problems,
  receiptsVerify,
} from './exchange.js';

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I8', 'I9', 'I11', 'I12', 'I13'] as const;
export type Invariant = (typeof INVARIANTS)[number];
export type Verdicts = Readonly<Record<Invariant, Problems>>;

/** How long a healed network may take until nothing is under way. */
export const DRAIN_MS = 60_000;

/** Drains, then asks the databases and the clients' log. The clients rest. */
export async function checkAll(
  network: FaultNetwork,
  operations: Operations,
): Promise<Verdicts & { readonly drainedMs?: number }> {
  const drainedMs = await network.drained(DRAIN_MS);
  const verdicts: Verdicts = {
    I1: await everyMessageArrived(network),
    I2: await everyActOnce(network, operations),
    I3: await chainsAreEqual(network),
    I4: await endsAgree(network),
    I5: await receiptsVerify(network),
    I7: await bounded(network),
    I8: drainedMs === undefined ? [`not drained after ${DRAIN_MS / 1_000} s`] : [],
    I9: await nothingWithoutMessage(network),
    I11: nothingInTheOpen(network),
    I12: await deadlinesInTime(network),
    I13: noUnhandled(network),
  };
  return { ...verdicts, ...(drainedMs === undefined ? {} : { drainedMs }) };
}
