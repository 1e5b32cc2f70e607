import { openRedis } from '#platform';

/** Keys of one SCAN step. */
const STEP = 500;

/** Looks through every key and value of this Redis for texts that must not be there, plain or as JSON escapes. */
export const redisSearch =
  (url: string) =>
  async (texts: readonly string[]): Promise<readonly string[]> => {
    const redis = openRedis(url, 'check');
    redis.on('error', () => {
      // The command that fails says so itself.
    });
    try {
      const found = new Set<string>();
      let cursor = '0';
      do {
        const [next, keys] = await redis.scan(cursor, 'COUNT', STEP);
        for (const key of keys) {
          const held = `${key} ${await valueOf(redis, key)}`;
          for (const text of texts) if (held.includes(text) || held.includes(escaped(text))) found.add(text);
        }
        cursor = next;
      } while (cursor !== '0');
      return [...found];
    } finally {
      redis.disconnect();
    }
  };

/** Everything below a key as one text. */
async function valueOf(redis: ReturnType<typeof openRedis>, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return Object.entries(await redis.hgetall(key)).join(' ');
    case 'list':
      return (await redis.lrange(key, 0, -1)).join(' ');
    case 'set':
      return (await redis.smembers(key)).join(' ');
    case 'zset':
      return (await redis.zrange(key, 0, -1)).join(' ');
    case 'stream':
      return (await redis.xrange(key, '-', '+')).flat(2).join(' ');
    default:
      return '';
  }
}

const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\u0020-\u007e]/gu, unicode);
const unicode = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
