import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory } from './load-directory.js';
import { printDirectoryProblems } from './problem.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-near-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const loaded = loadDirectory({
  path: 'deploy/network/sample',
  dataDir: room,
  now: new Date('2026-03-02T00:00:00Z'),
});
if (!loaded.ok) throw new Error(printDirectoryProblems(loaded.problems));
const { directory } = loaded;

describe('who is too near the accused to get an accusation', () => {
  test.each([
    ['township:yi', 'body:bing-village', 'the township over the village'],
    ['unit:yi-government', 'post:bing-village-head', 'the government over the village of its head'],
    ['agency:education', 'agency:government-office', 'a bureau that the accused leads'],
    ['agency:government-office', 'agency:education', 'the office that leads the accused'],
    ['unit:funeral-parlour', 'agency:civil-affairs', 'a unit whose post is opened by the accused'],
    ['agency:court', 'unit:liquidators', 'the court over the liquidators'],
  ])('%s, of %s: %s', (party, accused) => {
    expect(directory.isNearAccused(party, accused)).toBe(true);
  });

  test.each([
    ['agency:discipline', 'agency:government-office'],
    ['township:jia', 'body:bing-village'],
    ['agency:education', 'agency:health'],
    // A congress office does not lead the one below it, nor an agency.
    ['township:yi', 'city'],
    ['agency:education', 'city'],
  ])('%s is not, of %s', (party, accused) => {
    expect(directory.isNearAccused(party, accused)).toBe(false);
  });

  test('a member of a staff is found by name, spaces or not, and a stranger is not', () => {
    expect(directory.staffNamed('闵 若水')).toEqual([{ unit: 'agency:agriculture', post: '承办人' }]);
    expect(directory.unitOfStaff('闵若水')).toBe('agency:agriculture');
    expect(directory.unitOfStaff('王某某')).toBeUndefined();
  });
});
