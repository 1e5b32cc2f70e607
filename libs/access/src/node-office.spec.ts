import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory } from './directory/load-directory.js';
import { printDirectoryProblems } from './directory/problem.js';
import { NodeOffice } from './node-office.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-office-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const loaded = loadDirectory({
  path: 'deploy/network/sample',
  dataDir: room,
  now: new Date('2026-03-02T00:00:00Z'),
});
if (!loaded.ok) throw new Error(printDirectoryProblems(loaded.problems));
const { directory } = loaded;
const city = new NodeOffice(directory, 'city');

describe('the directory as one office asks it', () => {
  test('the office knows itself', () => {
    expect([city.code, city.self.id, city.self.documentPrefix, city.self.body]).toEqual([
      'CS',
      'city',
      '市人信',
      'congress',
    ]);
  });

  test.each([
    ['prefecture', 'congress'],
    ['committee:judicial', 'congress'],
    ['township:yi', 'congress'],
    ['unit:yi-government', 'government'],
    ['agency:education', 'government'],
    ['agency:court', 'court'],
    ['agency:discipline', 'discipline'],
    ['unit:liquidators', 'other'],
  ])('%s is a %s for the clocks', (id, body) => {
    expect(city.unit(id)?.body).toBe(body);
  });

  test("a unit without a prefix is written to under its keeper's", () => {
    expect(city.unit('unit:funeral-parlour')).toMatchObject({
      node: 'agency:civil-affairs',
      documentPrefix: '临民',
      zh: '临洄市殡仪馆',
    });
    expect(city.unit('body:bing-village')).toBeUndefined();
  });

  test('it may send to linked offices only', () => {
    expect(city.linkedWith('agency:court')).toBe(true);
    expect(city.linkedWith('province')).toBe(false);
  });

  test('the competent body comes with its reason and source', () => {
    expect(city.competence('城乡建设/噪声污染')).toEqual({
      to: 'agency:environment',
      reviewer: 'committee:environment',
      because: '生态环境局对噪声污染防治实施统一监督管理。（噪声污染防治法8；信访工作条例22）',
    });
    expect(city.competence('纪检监察/村干部')).not.toHaveProperty('reviewer');
    expect(city.competence('其他/其他')).toBeUndefined();
  });

  test('an actor is named by post, a refusal says why', () => {
    expect(city.actor({ unit: 'city' }, ['dispatcher', 'head'])).toEqual({
      ok: true,
      value: { unit: 'city', user: '分办员', role: 'dispatcher' },
    });
    expect(city.actor({ unit: 'agency:court' }, ['handler'])).toMatchObject({
      slug: 'not-your-unit',
      details: { reason: 'unit-not-here' },
    });
    expect(city.actor({ unit: 'city' }, ['leader'])).toMatchObject({
      slug: 'role-not-allowed',
      details: { reason: 'several-users-of-role', users: '主任, 副主任, 分管领导' },
    });
  });
});
