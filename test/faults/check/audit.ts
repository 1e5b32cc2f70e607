import { openNetwork } from '#access';
import { auditNode, type AuditReport } from '#node';
import { loadSteps, openDatabase, parseDatabaseUrl, records, schemaOf } from '#persistence';
import { systemClock } from '#platform';
import { type FaultNetwork, OFFICE_NAMES, type OfficeName, OFFICES } from '../world/network.js';
import type { Problems } from './exchange.js';

/** Audits one office of the run: its chain, the rows that it covers, signatures, messages, and what peers countersigned. */
export async function auditOf(network: FaultNetwork, node: OfficeName): Promise<AuditReport> {
  const opened = openNetwork({
    path: 'deploy/network/sample',
    dataDir: network.dataDir,
    role: OFFICES[node],
    hosted: [node],
    now: () => systemClock.now(),
  });
  const identity = opened.ok ? opened.identities[0] : undefined;
  if (identity === undefined) throw new Error(`the directory of the network cannot be read for ${node}`);
  const { host, port, user, password } = parseDatabaseUrl(network.servers.databaseUrl);
  const database = await openDatabase(
    { host, port, user, password, schema: schemaOf(node), poolSize: 2 },
    {
      records,
      steps: await loadSteps(),
      onHookFailure: (error) => {
        throw error;
      },
    },
  );
  try {
    return await auditNode({ node, database, keys: identity.keys, peers: identity.peers });
  } finally {
    await database.close();
  }
}

/** I6: every audit chain verifies, and so does every row that one covers. */
export async function auditsVerify(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const node of OFFICE_NAMES) {
    const { flaws } = await auditOf(network, node);
    for (const { table, row, flaw, detail } of flaws)
      found.push(`${node} ${table} ${row}: ${flaw} (${detail})`);
  }
  return found;
}
