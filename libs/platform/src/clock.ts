/** The machine's real time: leases, retries, sessions, ids. Never for a legal date. */
export interface SystemClock {
  now(): Date;
}

/**
 * The network's legal time: receipt dates, clocks, sweeps. The database's UTC, or in a simulated network the
 * simulated instant. Never for leases or retries: a simulated day must not touch them.
 */
export interface LegalClock {
  now(): Date;
}

export const systemClock: SystemClock = { now: () => new Date() };
