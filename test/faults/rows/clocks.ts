import { setTimeout as pause } from 'node:timers/promises';
import { BUSY_OFFICES, felt } from './felt.js';
import type { FaultRow } from './row.js';
import type { FaultOffice } from '../world/office.js';

const WRONG_FOR_MS = 6_000;
const HOUR_MS = 3_600_000;

/** The process reads a wrong time for a while. @throws when it never did. */
async function wrong(office: FaultOffice, what: string, offMs: number): Promise<string> {
  office.setClock(offMs);
  await pause(WRONG_FOR_MS);
  const times = office.readWrongTime(offMs);
  felt(times > 0, `${office.node} did not look at its clock while it was off by ${what}`);
  return `${what} (read ${times} times)`;
}

/** To three seconds before the next new year, so that it passes while the clock is wrong. */
const toYearEnd = (): number => Date.UTC(new Date().getUTCFullYear() + 1, 0, 1) - 3_000 - Date.now();

export const CLOCKS: readonly FaultRow[] = [
  {
    id: 18,
    title: 'the clock of a process: 20 s ahead, an hour behind, stepping back, over the end of the year',
    quick: true,
    inject: async ({ network, choices }) => {
      const office = network.office(choices.one(BUSY_OFFICES));
      const told = [
        await wrong(office, '+20 s', 20_000),
        await wrong(office, '−1 h', -HOUR_MS),
        await wrong(office, '+1 h', HOUR_MS),
        await wrong(office, 'back by 1 h 30 s', -30_000),
        await wrong(office, 'the end of the year', toYearEnd()),
      ];
      office.setClock(0);
      return `${office.node}: ${told.join(', ')}`;
    },
  },
];
