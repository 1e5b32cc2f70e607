import { uuidV7 } from '#platform';
import type { HostilePeer } from '../../e2e/support/hostile-peer.js';
import { eventually } from '../../support/eventually.js';
import type { FaultNetwork } from '../world/network.js';
import { felt } from './felt.js';
import { liarAs } from './liar.js';
import type { FaultRow, FaultWorld } from './row.js';

const SENDER = 'agency:natural-resources';
const VICTIM = 'city';
/** Once in company, three times alone, and some that another frame's turn took up. */
const MOST_DEATHS = 10;
const DIES_WITHIN_MS = 20_000;
/** What waited for the office while it was dead is tried again after at most 30 s. */
const OTHERS_WITHIN_MS = 40_000;

const idHex = (id: string): string => id.replaceAll('-', '');

async function isPutAway(network: FaultNetwork, id: string): Promise<boolean> {
  const rows = await network.sql(
    `SELECT reason FROM {${VICTIM}}.exchange_inbox WHERE id = UNHEX(?) AND status = 3`,
    [idHex(id)],
  );
  return rows.length > 0;
}

/** What the sender has written for the victim up to now. */
async function written(network: FaultNetwork): Promise<number> {
  const [row] = await network.sql(
    `SELECT COALESCE(MAX(position), 0) AS n FROM {${SENDER}}.exchange_outbox
     WHERE dest = ? AND sequence IS NOT NULL`,
    [VICTIM],
  );
  return Number(row?.['n'] ?? 0);
}

/** What of it still waits for its answer. */
async function waiting(network: FaultNetwork, upTo: number): Promise<number> {
  const [row] = await network.sql(
    `SELECT COUNT(*) AS n FROM {${SENDER}}.exchange_outbox
     WHERE dest = ? AND sequence IS NOT NULL AND status < 3 AND position <= ?`,
    [VICTIM, upTo],
  );
  return Number(row?.['n'] ?? 0);
}

/** Puts the deadly frame in the queue again and again, as its sender's relay would, until it is put away. */
async function killUntilPutAway(
  { network }: FaultWorld,
  deadly: { readonly id: string; readonly frame: Uint8Array; readonly peer: HostilePeer },
): Promise<number> {
  const office = network.office(VICTIM);
  let deaths = 0;
  let times = 0;
  while (!(await isPutAway(network, deadly.id))) {
    if (deaths >= MOST_DEATHS) throw new Error(`the message killed the office ${deaths} times`);
    times += 1;
    if (times > 2 * MOST_DEATHS) throw new Error('the message is neither deadly nor put away');
    await deadly.peer.put(VICTIM, deadly.frame);
    const until = performance.now() + DIES_WITHIN_MS;
    while (office.alive && performance.now() < until && !(await isPutAway(network, deadly.id))) {
      await office.died(500);
    }
    if (office.alive) continue;
    deaths += 1;
    await office.start('', 'deadly message');
  }
  return deaths;
}

export const POISON: readonly FaultRow[] = [
  {
    id: 26,
    title: 'a poison message that crashes the process',
    quick: false,
    inject: async (world) => {
      const { network, observe } = world;
      const peer = await liarAs(world, SENDER);
      const id = uuidV7();
      const message = peer.message(VICTIM, uuidV7(), {
        id,
        type: 'huiyin.leg.accept.v1',
        data: { deadly: true },
      });
      const office = network.office(VICTIM);
      await office.kill();
      await office.start('', 'deadly message');
      const deaths = await killUntilPutAway(world, { id, frame: peer.frame(VICTIM, [message]), peer });
      felt(deaths >= 2, 'the message killed nobody');
      const from = performance.now();
      const upTo = await written(network);
      const beside = await waiting(network, upTo);
      const left = await eventually(
        () => waiting(network, upTo),
        (now) => now === 0,
        OTHERS_WITHIN_MS,
      ).catch(() => waiting(network, upTo));
      const waited = Math.round(performance.now() - from);
      if (left > 0)
        observe(
          'I10',
          `${left} of ${beside} messages of ${SENDER} waited ${waited} ms beside its poisoned stream`,
        );
      await office.kill();
      await office.start();
      return `city died ${deaths} times of it, then it was put away; the ${beside} messages of the same sender that waited beside it were applied after ${waited} ms`;
    },
  },
];
