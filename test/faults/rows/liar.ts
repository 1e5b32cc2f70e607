import { HostilePeer } from '../../e2e/support/hostile-peer.js';
import { type OfficeName, OFFICES } from '../world/network.js';
import type { FaultWorld } from './row.js';

/**
 * Somebody with an office's keys, who speaks in its epoch of now: an office that was set back is not heard in an older.
 * What it wrote is proven to be the office's own: at the next comparison the office takes it for something that it lost.
 */
export async function liarAs({ network, operations }: FaultWorld, node: OfficeName): Promise<HostilePeer> {
  const { dataDir, servers } = network;
  const liar = HostilePeer.of(OFFICES[node], node, dataDir, servers.redisUrl);
  const [self] = await network.sql(`SELECT MAX(epoch) AS epoch FROM {${node}}.exchange_self`);
  operations.forged.push(liar.legs);
  liar.epoch = Number(self?.['epoch'] ?? 1);
  return liar;
}
