import { Redis } from 'ioredis';

/**
 * What a connection is for: `queue` (a worker, a subscriber) waits for Redis for ever; `send` fails at once while Redis is
 * away, so that a relay can go on with its other work; `check` gives up after a few tries.
 */
export type RedisPurpose = 'queue' | 'send' | 'check';

/**
 * Opens a connection to `redis[s]://[user:password@]host:port[/db]`. A half-open socket would freeze a default worker for
 * ever (measured), so that a socket on which an answer is 20 s late is thrown away and made anew; the time runs only
 * while an answer is due. Reconnects for ever, at most 2 s apart. Errors are the caller's to hear (`on('error')`).
 */
export function openRedis(url: string, purpose: RedisPurpose): Redis {
  return tame(
    new Redis(url, {
      maxRetriesPerRequest: purpose === 'queue' ? null : 1,
      enableReadyCheck: purpose !== 'check',
      enableOfflineQueue: purpose !== 'send',
      connectTimeout: 5_000,
      // ioredis keeps a timer of this length after a disconnect, which must not hold up the process
      disconnectTimeout: 100,
      socketTimeout: 20_000,
      keepAlive: 10_000,
      retryStrategy: (times) =>
        purpose === 'check' && times > 3 ? null : Math.min(50 * 2 ** Math.min(times, 6), 2_000),
    }),
  );
}

/**
 * ioredis 5.11 forgets its socketTimeout timer when a connection closes while an answer is due (a worker's blocking call):
 * the process would live 20 s longer, or the timer would hit the next connection. And a connection that is closed between
 * two attempts never says that it has ended: what waits for it (a worker that is to close, a command in its queue) waits
 * for ever. Both are mended here, also for the copies BullMQ makes.
 */
function tame(redis: Redis): Redis {
  redis.on('close', () => {
    const timer: unknown = Reflect.get(redis, 'socketTimeoutTimer');
    if (isTimer(timer)) clearTimeout(timer);
    Reflect.set(redis, 'socketTimeoutTimer', undefined);
  });
  const disconnect = redis.disconnect.bind(redis);
  redis.disconnect = (reconnect) => {
    const between = redis.status === 'reconnecting';
    disconnect(reconnect);
    if (between && reconnect !== true) end(redis);
  };
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => tame(duplicate(override));
  return redis;
}

/** What ioredis does itself when a socket closes for good; between two attempts there is no socket. */
function end(redis: Redis): void {
  Reflect.set(redis, 'manuallyClosing', false);
  call(redis, 'setStatus', 'end');
  call(redis, 'flushQueue', new Error('Connection is closed.'));
}

function call(redis: Redis, name: string, argument: unknown): void {
  const method: unknown = Reflect.get(redis, name);
  if (typeof method === 'function') Reflect.apply(method, redis, [argument]);
}

const isTimer = (value: unknown): value is NodeJS.Timeout =>
  typeof value === 'object' && value !== null && 'unref' in value;

/** What Redis answers to wrong credentials, and to a user who may not ask. */
const REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR (AUTH|invalid password))\b/;

/** The sentence that stops the start, or undefined when this Redis may carry frames. Needs no CONFIG right. */
export async function redisProblem(url: string): Promise<string | undefined> {
  const place = addressOf(url);
  if (place === undefined) return 'REDIS_URL is not a redis:// address.';
  const redis = openRedis(url, 'check');
  let last: unknown;
  redis.on('error', (error: unknown) => {
    last = error;
  });
  try {
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
    if (policy === 'noeviction') return undefined;
    return (
      `Redis at ${place} has the eviction policy "${policy ?? 'unknown'}": it may throw away frames when memory is ` +
      'short. Set maxmemory-policy noeviction.'
    );
  } catch (error) {
    const cause = last ?? error;
    if (cause instanceof Error && REFUSED.test(cause.message)) {
      return `Redis at ${place} refuses the user or the password: correct them in REDIS_URL.`;
    }
    const code =
      cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
    return `Redis at ${place} does not answer${code}.`;
  } finally {
    redis.disconnect();
  }
}

/** Host and port without user and password. */
function addressOf(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'redis:' && parsed.protocol !== 'rediss:') return undefined;
    return parsed.host;
  } catch {
    return undefined;
  }
}

/** The prefix of every key of a node; the braces keep its keys in one slot of a Redis Cluster. */
export const redisPrefix = (node: string): string => `{hy:${node}}`;
