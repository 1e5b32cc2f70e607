// The network of `npm start`: schemas, node processes, the play of the casebook. start.mjs has made the servers and the
// build, and hands over; it shows what we print and ends with our code.
import { loadDirectory, printDirectoryProblems, type NetworkDirectory } from '#access';
import { ensureRedisUsers, makeRedisUsers } from '#platform';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCasebook } from '../player/casebook.js';
import type { Casebook } from '../player/casebook-shape.js';
import type { PlayedNetwork } from '../player/offices.js';
import { CannotPlay, nodesWithMatters, play, type Result } from '../player/play.js';
import { networkLine, storyTable } from '../player/progress.js';
import { readHandover, type Handover } from './handover.js';
import { addressTable, playedNetwork } from './addresses.js';
import { portsFor } from './node-ports.js';
import { NodeProcesses, type NodeProcess } from './node-processes.js';
import { prepareSchemas } from './schemas.js';
import { phase, phaseTable, say } from './telling.js';
import { redisSearch } from './redis-search.js';

/** The start cannot go on; each problem a sentence, nothing more is shown. */
class Stop extends Error {
  constructor(
    readonly problems: readonly string[],
    readonly code = 1,
  ) {
    super(problems.join('\n'));
  }
}

const OPERATOR_FILE = 'operator.json';
const CASEBOOK = join('deploy', 'casebook', 'all.json');
const CALENDAR = join('deploy', 'calendars', 'CN.yaml');

const handover = readHandover(process.env['HUIYIN_HANDOVER']);
// --once must show what happened, not mend it.
const processes = new NodeProcesses(
  join(handover.dataDir, 'logs'),
  (ended) => {
    console.error(`\n${ended.message}`);
    void end(1);
  },
  handover.flags.once ? undefined : { say },
);

let ending: Promise<void> | undefined;
/** Stops every node and ends; the first code holds. */
function end(code: number): Promise<void> {
  rmSync(join(handover.dataDir, OPERATOR_FILE), { force: true });
  ending ??= processes.stop().finally(() => process.exit(code));
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // An interrupted --once has not shown that every check holds.
  process.on(signal, () => void end(handover.flags.once ? 130 : 0));
}

try {
  await main(handover);
} catch (error) {
  if (ending === undefined) console.error(`\n${error instanceof Error ? tell(error) : String(error)}`);
  await end(error instanceof Stop ? error.code : 1);
}

function tell(error: Error): string {
  const known = error instanceof Stop || error instanceof CannotPlay;
  return known ? error.message : (error.stack ?? error.message);
}

async function main({ dataDir, databaseUrl, redisUrl, reportFile, flags }: Handover): Promise<void> {
  const casebook = await readBook(flags.casebook ?? CASEBOOK);
  const networkDir = process.env['NETWORK'] ?? join('deploy', 'network', 'sample');
  const directory = readDirectory(networkDir, dataDir);
  const nodesUrl = await phase('schemas of the nodes', () =>
    prepareSchemas({ databaseUrl, ownerUrl: process.env['DATABASE_OWNER_URL'], networkDir, say }).catch(
      sentence,
    ),
  );
  const redis = await redisOf(directory, dataDir, redisUrl).catch(sentence);
  const token = randomBytes(24).toString('hex');
  const nodes = directory.nodes().map(({ id }) => id);
  const ports = await portsFor(dataDir, [...nodes, ...nodes.map(paperPortOf)]);
  const common = {
    NETWORK: networkDir,
    DATA_DIR: dataDir,
    DATABASE_URL: nodesUrl,
    ...redis,
    // Where the offices give each other the files that go along with letters.
    PAPER_ADDRESSES: nodes
      .map((node) => `${node}=http://127.0.0.1:${ports.get(paperPortOf(node)) ?? 0}`)
      .join(','),
    START_TOKEN: token,
  };
  const addresses = await phase(`${directory.nodes().length} nodes`, () =>
    processes.start(planOf(directory, flags.processPerNode, ports, common), say).catch(sentence),
  );
  rememberForOperators(dataDir, { token, nodes: Object.fromEntries(addresses) });
  const network = playedNetwork(directory, addresses, token);
  console.log(`\n${addressTable(directory, network)}\n`);
  const result = await phase('casebook', () => playIfEmpty(casebook, network, directory, flags, redisUrl));
  if (result !== undefined) show(result, reportFile);
  if (flags.once) {
    console.log(`\n${phaseTable()}`);
    await end(result?.failures.length === 0 ? 0 : 1);
  } else say('The network is up; Ctrl-C stops it.');
}

/** The name of a node's second port in `ports.json`. */
function paperPortOf(node: string): string {
  return `papers of ${node}`;
}

/** Where `npm run exchange` finds the nodes that run; for their user alone. */
function rememberForOperators(dataDir: string, reach: object): void {
  const file = join(dataDir, OPERATOR_FILE);
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(reach, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

/** A private Redis gets a user for each node; one that was given is its owner's, who runs `npm run -s redis-users`. */
async function redisOf(
  directory: NetworkDirectory,
  dataDir: string,
  redisUrl: string,
): Promise<Readonly<Record<string, string>>> {
  if ((process.env['REDIS_URL'] ?? '') !== '') return { REDIS_URL: redisUrl };
  const file = join(dataDir, 'redis-users.json');
  const nodes = directory.nodes().map(({ id }) => id);
  const users = ensureRedisUsers(file, nodes);
  await makeRedisUsers(
    redisUrl,
    nodes.map((node) => ({
      node,
      peers: [...directory.peersOf(node).keys()],
      password: users[node] ?? '',
    })),
  );
  const url = new URL(redisUrl);
  url.username = '';
  url.password = '';
  return { REDIS_URL: url.href, REDIS_USERS: file };
}

/** What went wrong with others' processes is told in sentences of their own; our stack says nothing. */
function sentence(error: unknown): never {
  throw new Stop([error instanceof Error ? error.message : String(error)]);
}

async function readBook(file: string): Promise<Casebook> {
  const read = await readCasebook(file);
  if (!read.ok) throw new Stop(read.problems, 2);
  return read.casebook;
}

function readDirectory(path: string, dataDir: string): NetworkDirectory {
  const loaded = loadDirectory({ path, dataDir, now: new Date(), rootKey: process.env['NETWORK_ROOT_KEY'] });
  if (!loaded.ok) throw new Stop([printDirectoryProblems(loaded.problems)]);
  return loaded.directory;
}

/** One process for each role, or for each node. */
function planOf(
  directory: NetworkDirectory,
  perNode: boolean,
  ports: ReadonlyMap<string, number>,
  common: Readonly<Record<string, string>>,
): NodeProcess[] {
  const groups = new Map<string, { readonly role: string; readonly nodes: string[] }>();
  for (const { id, role } of directory.nodes()) {
    const name = perNode ? id.replaceAll(':', '-') : role;
    const group = groups.get(name) ?? { role, nodes: [] };
    group.nodes.push(id);
    groups.set(name, group);
  }
  return [...groups].map(([name, { role, nodes }]) => ({
    name,
    role,
    nodes,
    env: {
      ...common,
      NODES: nodes.join(','),
      PORTS: nodes.map((node) => `${node}=${ports.get(node) ?? 0}`).join(','),
    },
  }));
}

async function playIfEmpty(
  casebook: Casebook,
  network: PlayedNetwork,
  directory: NetworkDirectory,
  flags: Handover['flags'],
  redisUrl: string,
): Promise<Result | undefined> {
  if (!directory.settings.simulated) {
    say('This network is not simulated: it has no clock that could be moved, and no casebook is played.');
    return undefined;
  }
  const full = await nodesWithMatters(network);
  if (full.length > 0 && flags.once) {
    throw new Stop([
      `--once plays in an empty network, but the database of the settings holds matters of ${full.join(', ')}.`,
    ]);
  }
  if (full.length > 0) {
    say(
      `The matters of an earlier start are here (${full.join(', ')}); the casebook is not played again. --fresh begins anew.`,
    );
    return undefined;
  }
  const redisHolds = redisSearch(redisUrl);
  return play({
    casebook,
    calendarFile: CALENDAR,
    network,
    pace: flags.pace,
    run: randomUUID(),
    redisHolds,
    say,
  });
}

function show({ report, failures }: Result, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${storyTable(report)}\n\n  ${networkLine(report)}`);
  const verdict =
    failures.length === 0
      ? '  every check held'
      : `  ${failures.length} checks did not hold:\n${failures.map((one) => `    ✗ ${one}`).join('\n')}`;
  console.log(`${verdict}\n`);
}
