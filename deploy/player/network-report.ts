import { z } from 'zod';
import { NodeFailure, type NodeClient } from './node-client.js';
import type { NetworkReport } from './report-file.js';

/** What a node tells of its exchange. */
const figures = z.looseObject({
  /** Sequenced messages ever put into the outbox. */
  put: z.int(),
  /** Those of them without a receipt yet, and receipts not sent yet. */
  pending: z.int(),
  /** Those whose receipt says that they took effect. */
  applied: z.int(),
  quarantined: z.int(),
});

/** The exchange of all nodes together, with what is wrong with it in sentences. */
export async function networkReport(
  clients: readonly NodeClient[],
  ends: { readonly differences: number; readonly duplicates: number },
): Promise<{ readonly network: NetworkReport; readonly failures: readonly string[] }> {
  const told = await Promise.all(
    clients.map(async (client) => {
      const seen = await client.get('/api/exchange/idle', figures);
      if (seen === undefined) throw new NodeFailure(`${client.node.id} tells nothing of its exchange`);
      return { node: client.node.id, ...seen };
    }),
  );
  const sum = (pick: (one: z.infer<typeof figures>) => number): number =>
    told.reduce((total, one) => total + pick(one), 0);
  const network = {
    sent: sum(({ put }) => put),
    applied: sum(({ applied }) => applied),
    receipts: sum(({ put, pending }) => put - pending),
    ...ends,
  };
  const failures = [
    ...(network.applied === network.sent
      ? []
      : [`${network.sent} messages were sent, but ${network.applied} took effect`]),
    ...(ends.differences === 0 ? [] : [`${ends.differences} legs differ between their two ends`]),
    ...(ends.duplicates === 0 ? [] : [`${ends.duplicates} events took effect twice at one end`]),
    ...told.flatMap(({ node, quarantined }) =>
      quarantined === 0 ? [] : [`${node} holds ${quarantined} messages in quarantine`],
    ),
  ];
  return { network, failures };
}
