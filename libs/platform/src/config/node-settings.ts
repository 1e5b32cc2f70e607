import { z } from 'zod';
import { noFailpoint } from '../failpoint.js';
import { LOG_LEVELS } from '../log.js';
import { setting, whenSound } from './settings.js';
import { failpoints, folder, nodes, origins, port, ports, url, validPort } from './setting-shapes.js';

/** The most connections a hosted node may hold (measured: twelve nodes in one process, exchange.md §2). */
const MOST_CONNECTIONS = 4;

/**
 * The settings that every node app has. Paths are relative to the working directory.
 * An app extends this object with what only it has: `nodeSettings.safeExtend({ … })`.
 */
export const nodeSettings = z
  .object({
    NODES: setting(nodes, {
      means: 'the nodes that this process hosts',
      right: 'node ids of the network directory, separated by commas, each once',
      example: 'city,prefecture',
    }),
    NETWORK: setting(folder.default('deploy/network/sample'), {
      means: 'folder of the network directory',
      right: 'a folder with network.yaml in it',
      example: 'deploy/network/sample',
    }),
    NETWORK_ROOT_KEY: setting(
      z
        .string()
        .regex(/^[A-Za-z0-9_-]{43}$/, { error: 'it is not 32 bytes in base64url' })
        .optional(),
      {
        means: 'public key that signs the directory of a real network',
        right: 'an Ed25519 public key, 43 characters of base64url',
        example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      },
    ),
    DATA_DIR: setting(folder.default('.data'), {
      means: 'folder of keys, papers and what this installation remembers',
      right: 'a folder that this user may write',
      example: '.data',
    }),
    DATABASE_URL: setting(url('mysql:', 'mariadb:'), {
      means: 'the database server and the user without DDL rights',
      right: 'a mysql:// URL; the schema is chosen by the node',
      example: 'mysql://huiyin:password@127.0.0.1:3306',
      secret: true,
    }),
    REDIS_URL: setting(url('redis:', 'rediss:'), {
      means: 'the Redis that carries frames',
      right: 'a redis:// or rediss:// URL',
      example: 'redis://127.0.0.1:6379/0',
      secret: true,
    }),
    REDIS_USERS: setting(folder.min(1, { error: 'it is empty' }).optional(), {
      means: 'file with the password of each node’s own Redis user, which REDIS_URL then needs not name',
      right: 'a file of mode 600 that npm run -s redis-users made',
      example: '.data/redis-users.json',
    }),
    PORT_BASE: setting(validPort.optional(), {
      means: 'port of the first hosted node, the next ones count up; PORTS wins',
      right: 'a port from 1024 to 65535',
      example: '8100',
    }),
    PORTS: setting(ports.optional(), {
      means: 'the HTTP port of each hosted node',
      right: 'node=port pairs separated by commas, each node and port once',
      example: 'city=8100,prefecture=8101',
    }),
    EXCHANGE_HOST: setting(
      z
        .string()
        .regex(/^[0-9a-zA-Z.:-]{1,253}$/, { error: 'it is no address' })
        .default('127.0.0.1'),
      {
        means: 'address on which nodes take frames of other organisations over HTTPS',
        right: 'an address of this machine; 0.0.0.0 for all of them',
        example: '0.0.0.0',
      },
    ),
    EXCHANGE_PORTS: setting(ports.optional(), {
      means: 'the port for that of each node, where it is not the port of its address in the directory',
      right: 'node=port pairs separated by commas, each node and port once',
      example: 'city=8443',
    }),
    PAPER_ADDRESSES: setting(origins.optional(), {
      means:
        'where nodes that share this Redis give the files that messages name; its own entry is this node’s port',
      right: 'node=http://host:port pairs separated by commas, each node and address once',
      example: 'city=http://10.0.0.5:8201,prefecture=http://10.0.0.6:8201',
    }),
    PAPER_HOST: setting(
      z
        .string()
        .regex(/^[0-9a-zA-Z.:-]{1,253}$/, { error: 'it is no address' })
        .default('127.0.0.1'),
      {
        means: 'address on which nodes give files to those that share their Redis',
        right: 'an address of this machine; 0.0.0.0 for all of them',
        example: '10.0.0.5',
      },
    ),
    START_TOKEN: setting(
      z.string().regex(/^[\x21-\x7e]{24,200}$/, {
        error: 'it has not 24 to 200 printable characters without spaces',
      }),
      {
        means: 'token that every request carries until log-in exists',
        right: '24 to 200 random printable characters, new at each start',
        example: 'the output of: openssl rand -hex 24',
        secret: true,
      },
    ),
    LOG_LEVEL: setting(z.enum(LOG_LEVELS, { error: 'no such level' }).default('info'), {
      means: 'least severe level that is logged',
      right: `one of ${LOG_LEVELS.join(', ')}`,
      example: 'info',
    }),
    RULES: setting(folder.default('deploy/rules'), {
      means: 'folder of the rule packs',
      right: 'a folder with *.yaml rule packs',
      example: 'deploy/rules',
    }),
    CALENDARS: setting(folder.default('deploy/calendars'), {
      means: 'folder of the holiday calendars',
      right: 'a folder with one calendar per year',
      example: 'deploy/calendars',
    }),
    MATTER_ASKS_PER_DAY: setting(
      z.coerce
        .number({ error: 'it is not a number' })
        .int({ error: 'it is not a whole number' })
        .min(0, { error: 'it is below 0' })
        .max(100_000, { error: 'it is above 100000' })
        .default(200),
      {
        means: 'questions about matters that an office may put, and one office may put to it, in a legal day',
        right: 'a whole number from 0 (nobody asks) to 100000',
        example: '200',
      },
    ),
    RETENTION_DAYS: setting(
      z.coerce
        .number({ error: 'it is not a number' })
        .int({ error: 'it is not a whole number' })
        .min(7, { error: 'it is below 7' })
        .max(36_500, { error: 'it is above 36500' })
        .default(365),
      {
        means: 'days for which the answers of acts are kept for a repeated post',
        right: 'a whole number from 7 to 36500; the history of a case is never deleted',
        example: '365',
      },
    ),
    EXPORT_DIRECT_ROWS: setting(
      z.coerce
        .number({ error: 'it is not a number' })
        .int({ error: 'it is not a whole number' })
        .min(0, { error: 'it is below 0' })
        .max(100_000, { error: 'it is above 100000' })
        .default(2_000),
      {
        means: 'rows of a list that are given as CSV or Excel at once; more are prepared in the background',
        right: 'a whole number from 0 (always in the background) to 100000',
        example: '2000',
      },
    ),
    EXPORT_KEEP_HOURS: setting(
      z.coerce
        .number({ error: 'it is not a number' })
        .int({ error: 'it is not a whole number' })
        .min(1, { error: 'it is below 1' })
        .max(8_760, { error: 'it is above 8760' })
        .default(72),
      {
        means: 'hours for which a list that was prepared as a file is kept; its record stays for ever',
        right: 'a whole number from 1 to 8760',
        example: '72',
      },
    ),
    POOL_SIZE: setting(
      port
        .min(1, { error: 'it is below 1' })
        .max(MOST_CONNECTIONS, { error: `it is above ${MOST_CONNECTIONS}` })
        .default(MOST_CONNECTIONS),
      {
        means: 'database connections of each hosted node',
        right: `a whole number from 1 to ${MOST_CONNECTIONS}`,
        example: '4',
      },
    ),
    FAILPOINTS: setting(
      failpoints.default(() => noFailpoint),
      {
        means: 'points at which a test lets this process fail',
        right: 'POINT:crash|throw|pause=MS[@N] with points P0 to P16, separated by commas, in a test only',
        example: 'P4:crash@2',
      },
    ),
    NODE_ENV: setting(
      z.enum(['production', 'development', 'test'], { error: 'no such environment' }).default('development'),
      {
        means: 'production switches failpoints off for good',
        right: 'one of production, development, test',
        example: 'production',
      },
    ),
  })
  .refine((value) => value.PORTS !== undefined || value.PORT_BASE !== undefined, {
    path: ['PORT_BASE'],
    error: 'neither it nor PORTS is set',
    when: whenSound('PORTS', 'PORT_BASE'),
  })
  .superRefine(
    (value, context) => {
      for (const message of portProblems(value)) {
        context.addIssue({
          code: 'custom',
          path: [value.PORTS === undefined ? 'PORT_BASE' : 'PORTS'],
          message,
        });
      }
    },
    { when: whenSound('NODES', 'PORTS', 'PORT_BASE') },
  )
  .refine((value) => value.NODE_ENV !== 'production' || value.FAILPOINTS === noFailpoint, {
    path: ['FAILPOINTS'],
    error: 'failpoints do not exist in production',
    when: whenSound('NODE_ENV', 'FAILPOINTS'),
  });
export type NodeSettings = z.output<typeof nodeSettings>;

type Ports = Pick<NodeSettings, 'NODES' | 'PORTS' | 'PORT_BASE'>;

/** The HTTP port of each hosted node: from PORTS, else PORT_BASE + its place in NODES. */
export function portsOf(settings: Ports): ReadonlyMap<string, number> {
  const { PORTS, PORT_BASE, NODES } = settings;
  return new Map(NODES.map((node, at) => [node, PORTS?.get(node) ?? (PORT_BASE ?? 0) + at]));
}

function portProblems(settings: Ports): string[] {
  const given = portsOf(settings);
  const problems: string[] = [];
  for (const node of settings.PORTS?.keys() ?? []) {
    if (!settings.NODES.includes(node))
      problems.push(`it gives a port to ${node}, which NODES does not name`);
  }
  for (const node of settings.NODES) {
    if (
      settings.PORTS?.has(node) !== true &&
      settings.PORT_BASE === undefined &&
      settings.PORTS !== undefined
    ) {
      problems.push(`it gives no port to ${node}, and PORT_BASE is not set`);
    }
  }
  const numbers = [...given.values()].filter((number) => number >= 1024);
  for (const number of new Set(numbers.filter((one, at) => numbers.indexOf(one) !== at))) {
    problems.push(`port ${number} falls to two nodes`);
  }
  if (numbers.some((number) => number > 65_535))
    problems.push('counting up from PORT_BASE goes beyond 65535');
  return problems;
}
