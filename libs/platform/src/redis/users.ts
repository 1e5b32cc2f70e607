import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { openRedis, redisPrefix } from './connection.js';

/** What a node may reach in a Redis that it shares with others. */
export interface RedisGrant {
  /** Node id, for example `township:yi`. */
  readonly node: string;
  /** Registered peers: a sender writes into their queues. */
  readonly peers: readonly string[];
  readonly password: string;
  /** Stands before every key, for tests that share a Redis. Default none. */
  readonly space?: string;
}

/**
 * What BullMQ's scripts and this program call, by name (found with MONITOR and in its scripts); everything else is
 * refused: CONFIG, KEYS, SCAN, FLUSHALL, FLUSHDB, DEBUG, ACL, MONITOR, SCRIPT, MODULE, REPLICAOF, SHUTDOWN, …
 */
const COMMANDS = [
  ...['auth', 'hello', 'ping', 'quit', 'select', 'info', 'client|setname', 'client|id'],
  ...['publish', 'subscribe', 'unsubscribe', 'eval', 'evalsha', 'multi', 'exec', 'time', 'type', 'exists'],
  ...['del', 'unlink', 'persist', 'pexpire', 'pexpireat', 'pttl', 'get', 'set', 'incr', 'incrby'],
  ...['hset', 'hmset', 'hget', 'hmget', 'hgetall', 'hdel', 'hexists', 'hincrby', 'hlen'],
  ...[
    'lpush',
    'rpush',
    'lpop',
    'rpop',
    'lrange',
    'lrem',
    'llen',
    'lindex',
    'lpos',
    'lset',
    'ltrim',
    'rpoplpush',
  ],
  ...['sadd', 'srem', 'scard', 'smembers', 'sismember'],
  ...[
    'zadd',
    'zrem',
    'zcard',
    'zcount',
    'zscore',
    'zrange',
    'zrevrange',
    'zrangebyscore',
    'zrevrangebyscore',
  ],
  ...['zrangebylex', 'zlexcount', 'zpopmin', 'bzpopmin', 'zremrangebyrank', 'zremrangebyscore'],
  ...['xadd', 'xtrim', 'xlen', 'xrange', 'xdel'],
] as const;

/** The Redis user of a node: `hy-township_yi`. A colon would end the name in an address. */
export const redisUserOf = (node: string): string => `hy-${node.replaceAll(':', '_')}`;

/** The rules of a node's user, as `ACL SETUSER <name>` takes them. The password stands in them as its SHA-256 only. */
export function redisRules({ node, peers, password, space = '' }: RedisGrant): readonly string[] {
  const keys = [node, ...peers].map((one) => `~${space}${redisPrefix(one)}:*`);
  return [
    ...['reset', 'on', `#${createHash('sha256').update(password).digest('hex')}`],
    ...[...new Set(keys)],
    // Only this node is woken by its own hint.
    `&${space}${redisPrefix(node)}:hint`,
    ...['-@all', ...COMMANDS.map((command) => `+${command}`)],
  ];
}

/** A line of Redis's ACL file: `user hy-city reset on #… ~{hy:city}:* …`. */
export const redisAclLine = (grant: RedisGrant): string =>
  `user ${redisUserOf(grant.node)} ${redisRules(grant).join(' ')}`;

/** Makes the users on a Redis that one administers: a private one, which forgets them when it ends. */
export async function makeRedisUsers(adminUrl: string, grants: readonly RedisGrant[]): Promise<void> {
  const redis = openRedis(adminUrl, 'check');
  redis.on('error', () => undefined);
  try {
    for (const grant of grants)
      await redis.call('ACL', 'SETUSER', redisUserOf(grant.node), ...redisRules(grant));
  } finally {
    redis.disconnect();
  }
}

const usersShape = z.record(z.string(), z.string().regex(/^[A-Za-z0-9_-]{20,200}$/));

/** Passwords of nodes by their id, from a file that its owner alone may read. */
export type RedisUsers = Readonly<Record<string, string>>;

/** @throws Error with a sentence: not there, readable by others, not understood. Never says what stands in it. */
export function readRedisUsers(file: string): RedisUsers {
  if (!existsSync(file)) throw new Error(`${file} is not there: npm run -s redis-users makes it.`);
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others than its owner: chmod 600 it.`);
  try {
    return usersShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`${file} is no list of passwords by node id: {"city": "20 letters or more"}.`);
  }
}

/** The passwords of these nodes; those that are missing are made and kept, with mode 600. */
export function ensureRedisUsers(file: string, nodes: readonly string[]): RedisUsers {
  const known = existsSync(file) ? readRedisUsers(file) : {};
  const missing = nodes.filter((node) => known[node] === undefined);
  if (missing.length === 0) return known;
  const made = missing.map((node) => [node, randomBytes(24).toString('base64url')] as const);
  const all = { ...known, ...Object.fromEntries(made) };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  return all;
}

/** The address under which one node connects: as its own user when there is a list of users. */
export function redisUrlOf(url: string, node: string, users: RedisUsers | undefined): string {
  const password = users?.[node];
  if (password === undefined) return url;
  const own = new URL(url);
  own.username = redisUserOf(node);
  own.password = password;
  return own.href;
}
