import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Comparison } from './exchange-compare.js';
import type { NodeAddress } from './exchange-request.js';

export const USAGE = `Usage: npm run -s exchange -- COMMAND --node ID [--json]

  status                             what is under way, with whom, what somebody should look at
  diff [--peer ID]                   compares what both ends of each stream hold; changes nothing
  resync [--peer ID] [--dry-run]     the same, then takes back what is missing here, and bids the peer do so there
  operations                         what operators did, newest first
  quarantine list                    what was put away, newest first
  quarantine retry ID [--dry-run]    gives a message its turn again, once the cause is gone
  quarantine drop ID --reason TEXT   gives it up: its sender is told that it is refused [--dry-run]

  --node     the office, e.g. city
  --peer     with which office (default: all with which this one exchanges)
  --as       who acts, a member of its staff (default: the one who may)
  --dry-run  says what would happen and changes nothing
  --json     the node's answer, for a program

The node must run. Its address and token: of "npm start" from DATA_DIR/operator.json (default .data), otherwise from the
node's own settings START_TOKEN and PORTS (or NODES and PORT_BASE).
Exit code 0: done. 1: refused, or the node or a peer does not answer. 2: the question was wrong.
`;

/** What was asked: a request to the node's API and how its answer is told. */
export interface Request {
  readonly what: 'status' | 'operations' | 'list' | 'retry' | 'drop';
  readonly path: string;
  readonly body?: object;
  readonly json: boolean;
  readonly url: string;
  readonly token: string;
}

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** Undefined when there is no such file. */
  readonly read: (file: string) => string | undefined;
}

const operatorFile = z.object({ token: z.string(), nodes: z.record(z.string(), z.url()) });

/** @throws Error with a sentence about what is wrong with the question. */
export function readQuestion(argv: readonly string[], around: Surroundings): Request | Comparison {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      node: { type: 'string' },
      as: { type: 'string' },
      peer: { type: 'string' },
      reason: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { node, as, peer, reason, json } = values;
  const dryRun = values['dry-run'];
  const command = commandOf(positionals);
  if (node === undefined) throw new Error('--node is needed.');
  assertBelongs(command.what, values);
  const reach = reachOf(node, around);
  const actor = { unit: node, ...(as === undefined ? {} : { user: as }) };
  const ask = { json, ...reach };
  switch (command.what) {
    case 'diff':
    case 'resync':
      return {
        ...{ what: command.what, node, actor, dryRun, json, at: reach },
        ...(peer === undefined ? {} : { peer }),
      };
    case 'status':
      return { ...ask, what: 'status', path: '/api/exchange/status' };
    case 'operations':
      return { ...ask, what: 'operations', path: '/api/exchange/operations?limit=200' };
    case 'list':
      return { ...ask, what: 'list', path: '/api/exchange/quarantine?limit=200' };
    case 'retry':
    case 'drop': {
      if (command.what === 'drop' && (reason ?? '').trim() === '')
        throw new Error('--reason is needed: a drop stays on record with its reason.');
      const path = `/api/exchange/quarantine/${encodeURIComponent(command.id)}/${command.what}`;
      const body = { actor, dryRun, ...(reason === undefined ? {} : { reason }) };
      return { ...ask, what: command.what, path, body };
    }
  }
}

const ALONE = ['status', 'diff', 'resync', 'operations'] as const;

type Command =
  | { readonly what: (typeof ALONE)[number] | 'list' }
  | { readonly what: 'retry' | 'drop'; readonly id: string };

function commandOf([first, second, third, ...more]: readonly string[]): Command {
  if (more.length > 0) throw new Error(`${more.join(' ')}: nothing follows here.`);
  const alone = ALONE.find((name) => name === first);
  if (alone !== undefined && second === undefined) return { what: alone };
  if (alone !== undefined)
    throw new Error(`${alone} takes no ${String(second)}: name an office with --peer.`);
  if (first === 'quarantine' && second === 'list' && third === undefined) return { what: 'list' };
  if (first === 'quarantine' && (second === 'retry' || second === 'drop')) {
    if (third === undefined) throw new Error(`quarantine ${second} needs an id: quarantine list shows them.`);
    return { what: second, id: third };
  }
  throw new Error('No such command.');
}

/** An option that the command does not know must not be passed over: it may be what was meant. */
function assertBelongs(
  what: Command['what'],
  given: {
    readonly peer?: string | undefined;
    readonly reason?: string | undefined;
    readonly 'dry-run': boolean;
  },
): void {
  const comparing = what === 'diff' || what === 'resync';
  const deciding = what === 'retry' || what === 'drop';
  if (given.peer !== undefined && !comparing) throw new Error('--peer belongs to diff and resync.');
  if (given.reason !== undefined && !deciding)
    throw new Error('--reason belongs to quarantine retry and drop.');
  if (given['dry-run'] && !deciding && what !== 'resync')
    throw new Error(`--dry-run belongs to resync, retry and drop: ${what} changes nothing anyway.`);
}

/** Where the node answers, and with which token. @throws Error with a sentence */
export function reachOf(node: string, { environment, read }: Surroundings): NodeAddress {
  const given = environment['START_TOKEN'] ?? '';
  if (given !== '') {
    const port = portOf(node, environment);
    if (port === undefined)
      throw new Error(`The port of ${node} is not known: set PORTS, for example PORTS=${node}=8100.`);
    return { url: `http://127.0.0.1:${port}`, token: given };
  }
  const file = join(environment['DATA_DIR'] ?? '.data', 'operator.json');
  const text = read(file);
  if (text === undefined)
    throw new Error(`There is no ${file} (npm start is not running here): set START_TOKEN and PORTS.`);
  const { token, nodes } = operatorFile.parse(JSON.parse(text));
  const url = nodes[node];
  if (url === undefined) throw new Error(`${node} is none of ${Object.keys(nodes).join(', ')}.`);
  return { url, token };
}

/** PORTS wins; PORT_BASE counts up in the order of NODES. */
function portOf(node: string, environment: NodeJS.ProcessEnv): string | undefined {
  const pairs = (environment['PORTS'] ?? '').split(',').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${node}=`));
  if (own !== undefined) return own.slice(node.length + 1);
  const at = (environment['NODES'] ?? '').split(',').findIndex((id) => id.trim() === node);
  const base = Number(environment['PORT_BASE'] ?? NaN);
  return at < 0 || !Number.isInteger(base) ? undefined : String(base + at);
}
