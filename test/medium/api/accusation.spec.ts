import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agencyApp } from '../../../apps/agency/src/agency.module.js';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { townshipApp } from '../../../apps/township/src/township.module.js';
import { readCasebook } from '../../../deploy/player/casebook.js';
import { type Result, play } from '../../../deploy/player/play.js';
import { redisSearch } from '../../../deploy/start/redis-search.js';
import type { TestDatabase } from '../../support/database.js';
import { type SeveralNodes, severalNodes } from '../../support/several-nodes.js';

/*
 * The story of the casebook, played over HTTP on real nodes with real databases and a real Redis; then every table of
 * every node is searched for the accusation.
 */

const TOKEN = randomBytes(24).toString('hex');
const NODES = {
  city: cityApp,
  'agency:discipline': agencyApp,
  'agency:education': agencyApp,
  'township:yi': townshipApp,
  'township:jia': townshipApp,
};
const NAMES = ['夏某某', '13800000000'];
const WORDS = ['违法拍卖', '账目不公开', 'bing-village', '丙村'];

let network: SeveralNodes;
let result: Result;

beforeAll(async () => {
  network = await severalNodes(NODES, TOKEN);
  const read = await readCasebook('deploy/casebook/all.json');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  result = await play({
    casebook: {
      ...read.casebook,
      cases: read.casebook.cases.filter(({ key }) => key === 'village-cadre-accusation'),
    },
    calendarFile: 'deploy/calendars/CN.yaml',
    network: {
      nodes: [...network.urls].map(([id, url]) => ({ id, url, short: id })),
      units: [],
      timeZone: 'Asia/Shanghai',
      token: TOKEN,
    },
    pace: 0,
    run: randomBytes(8).toString('hex'),
    redisHolds: redisSearch(network.redisUrl),
    say: () => undefined,
  });
}, 180_000);
afterAll(() => network.stop(), 60_000);

/** Everything in a node's tables as one text. */
async function textOf(database: TestDatabase): Promise<string> {
  const tables = await database.sql('SHOW TABLES');
  const texts: string[] = [];
  for (const row of tables) {
    const [table] = Object.values(row);
    const rows = await database.sql(`SELECT * FROM \`${String(table)}\``);
    texts.push(...rows.flatMap((one) => Object.values(one).map((cell) => String(cell))));
  }
  return texts.join('\n');
}

describe('the story of an accusation on real nodes', () => {
  it('holds: refused to the township with its article, no identity on the wire or in Redis, answered and closed', () => {
    expect(result.failures).toEqual([]);
    expect(result.report.stories.map(({ answeredAt }) => answeredAt !== null)).toEqual([true]);
  });

  it('lies in the tables of the registering office and the discipline organ, and of nobody else', async () => {
    const found: string[] = [];
    for (const [id, database] of network.databases) {
      const text = await textOf(database);
      found.push(
        ...[...NAMES, ...WORDS].filter((word) => text.includes(word)).map((word) => `${id} ${word}`),
      );
    }
    // The search does find what is there.
    expect(found).toEqual(expect.arrayContaining(['city 夏某某', 'agency:discipline 违法拍卖']));
    expect(found.filter((one) => !/^(city|agency:discipline) /u.test(one))).toEqual([]);
    expect(found.filter((one) => NAMES.some((name) => one === `agency:discipline ${name}`))).toEqual([]);
  });

  it('is nowhere in Redis', async () => {
    expect(await redisSearch(network.redisUrl)([...NAMES, ...WORDS])).toEqual([]);
  });
});
