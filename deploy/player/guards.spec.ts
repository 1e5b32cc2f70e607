import { describe, expect, test } from '@jest/globals';
import { readCasebook } from './casebook.js';
import { identity, type RedisHolds } from './identity.js';
import { NodeClient } from './node-client.js';
import type { Performed } from './perform.js';

const read = await readCasebook('deploy/casebook/all.json');
const story = read.ok ? read.casebook.cases.find(({ key }) => key === 'village-cadre-accusation') : undefined;

describe('the story of an accusation', () => {
  test('is a casebook: its steps are known, its units are there', () => {
    expect(read.ok ? [] : read.problems).toEqual([]);
    expect(story?.story[1]).toMatchObject({ does: 'refer', expect: { refused: 'accused-party' } });
  });

  /** What a step expects of the identity, in a network whose Redis holds these texts. */
  async function told(redisHolds?: RedisHolds): Promise<string[]> {
    if (story === undefined) throw new Error('no story');
    const client = new NodeClient({ id: 'city', short: '市', url: 'http://127.0.0.1:9' }, 'token');
    const done: Pick<Performed, 'client' | 'leg'> = { client };
    return identity(
      { identityInRedis: false },
      done,
      redisHolds === undefined ? { story } : { story, redisHolds },
    );
  }

  test('a name that stands in Redis is told, by how many and never by itself', async () => {
    const asked: string[] = [];
    const holds: RedisHolds = (texts) => {
      asked.push(...texts);
      return Promise.resolve(texts.slice(0, 1));
    };
    expect(await told(holds)).toEqual(['1 of the petitioner’s name and number stand in Redis']);
    expect(asked).toEqual(['夏某某', '13800000000']);
    expect(await told(() => Promise.resolve([]))).toEqual([]);
  });

  test('where nobody may look into Redis the check does not pass by itself', async () => {
    expect(await told()).toHaveLength(1);
  });
});
