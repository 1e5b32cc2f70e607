// npm run -s redis-users -- [--nodes city] [--file FILE]: the ACL lines of a network's nodes, for Redis's ACL file.
import { parseArgs } from 'node:util';
import { loadDirectory, printDirectoryProblems } from '#access';
import { ensureRedisUsers, redisAclLine, systemClock } from '#platform';

const USAGE = `npm run -s redis-users -- [--nodes city,prefecture] [--file FILE]
    prints a line of Redis's ACL file for each node: its own keys and its registered peers', and only the commands that
    the exchange needs. Put them into the file that aclfile names in redis.conf and say ACL LOAD. The lines hold digests
    of the passwords, never a password.
    --nodes  default: all nodes of the network directory (NETWORK, default deploy/network/sample)
    --file   where the passwords are and stay, mode 600; missing ones are made. Default: DATA_DIR/redis-users.json.
             REDIS_USERS names it for the nodes; each machine needs only the entries of the nodes that it hosts.`;

const { values } = parseArgs({
  options: {
    nodes: { type: 'string' },
    file: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const dataDir = process.env['DATA_DIR'] ?? '.data';
const file = values.file ?? `${dataDir}/redis-users.json`;
const loaded = loadDirectory({
  path: process.env['NETWORK'] ?? 'deploy/network/sample',
  dataDir,
  now: systemClock.now(),
  rootKey: process.env['NETWORK_ROOT_KEY'],
});

if (values.help) process.stdout.write(`${USAGE}\n`);
else if (!loaded.ok) refuse(printDirectoryProblems(loaded.problems));
else {
  const { directory } = loaded;
  const all = directory.nodes().map(({ id }) => id);
  const nodes = values.nodes?.split(',').map((id) => id.trim()) ?? all;
  const unknown = nodes.filter((node) => !all.includes(node));
  if (unknown.length > 0) refuse(`the network has no node ${unknown.join(', ')}: it has ${all.join(', ')}`);
  else {
    try {
      const users = ensureRedisUsers(file, nodes);
      for (const node of nodes) {
        const peers = [...directory.peersOf(node).keys()];
        process.stdout.write(`${redisAclLine({ node, peers, password: users[node] ?? '' })}\n`);
      }
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
  }
}

function refuse(sentence: string): void {
  process.stderr.write(`redis-users: ${sentence}\n`);
  process.exitCode = 1;
}
