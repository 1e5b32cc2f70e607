import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkHostedNodes } from './hosted-nodes.js';
import { loadDirectory } from './load-directory.js';
import type { NetworkDirectory } from './network-directory.js';
import { printDirectoryProblems } from './problem.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-sample-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

function sample(): NetworkDirectory {
  const loaded = loadDirectory({
    path: 'deploy/network/sample',
    dataDir: room,
    now: new Date('2026-03-02T00:00:00Z'),
  });
  if (!loaded.ok) throw new Error(printDirectoryProblems(loaded.problems));
  return loaded.directory;
}
const directory = sample();

describe('the sample network', () => {
  test('runs by NAT in Shanghai with a reserve of ten days', () => {
    expect(directory.settings).toMatchObject({
      network: 'sample',
      simulated: true,
      timeZone: 'Asia/Shanghai',
      rulePack: 'NAT',
      reserveDays: 10,
      defaults: {
        assignWithoutDays: '60日',
        redo: '30日',
        signFor: '2工作日',
        rulingOnObjection: '3工作日',
        slipLimit: '5工作日',
        reviewSlip: 'at-once',
      },
    });
    expect(directory.nodes()).toHaveLength(20);
  });

  test.each([
    ['教育文体/教师待遇', 'agency:education', 'committee:education'],
    ['劳动和社会保障/拖欠工资', 'agency:labour', 'committee:judicial'],
    ['劳动和社会保障/工伤安置', 'agency:labour', 'committee:judicial'],
    ['城乡建设/噪声污染', 'agency:environment', 'committee:environment'],
    ['农村农业/征地补偿', 'agency:natural-resources', 'committee:agriculture'],
    ['农村农业/农资纠纷', 'agency:agriculture', 'committee:agriculture'],
    ['民政/殡葬收费', 'agency:civil-affairs', 'committee:social'],
    ['组织人事/事业单位招聘', 'agency:health', 'committee:education'],
    ['涉法涉诉/宅基地', 'agency:court', 'committee:judicial'],
    ['纪检监察/村干部', 'agency:discipline', undefined],
  ])('a matter of %s goes to %s and is reviewed by %s', (topic, handler, reviewedBy) => {
    const suggestion = directory.suggest(topic);
    expect([suggestion?.handler, suggestion?.reviewedBy]).toEqual([handler, reviewedBy]);
    expect(suggestion?.why).toBeTruthy();
    expect(directory.mayExchange('city', handler)).toBe(true);
  });

  test('nobody is suggested for a topic that no entry covers', () => {
    expect(directory.suggest('城乡建设/拆迁')).toBeUndefined();
    expect(directory.suggest('农村农业大学/招生')).toBeUndefined();
  });

  test('minutes teach who collects social insurance, and the reviewing committee stays', () => {
    const minutes = {
      topic: '劳动和社会保障/社会保险费',
      handler: 'agency:labour',
      source: '临人信纪要〔2026〕1号',
    };
    expect(directory.suggest(minutes.topic)).toMatchObject({ topic: '劳动和社会保障/*', learned: false });
    expect(directory.suggest(minutes.topic, [minutes])).toEqual({
      ...minutes,
      reviewedBy: 'committee:judicial',
      learned: true,
    });
  });

  test('a learned entry that is less specific gives way to the directory', () => {
    const wide = { topic: '城乡建设/*', handler: 'agency:government-office', source: '纪要' };
    expect(directory.suggest('城乡建设/噪声污染', [wide])).toMatchObject({
      handler: 'agency:environment',
      learned: false,
    });
    expect(directory.suggest('城乡建设/拆迁', [wide])).toMatchObject({
      handler: 'agency:government-office',
      learned: true,
    });
  });

  test('of two entries learned for one topic the newest holds', () => {
    const first = { topic: '民政/低保', handler: 'agency:labour', source: '纪要1' };
    expect(
      directory.suggest('民政/低保', [first, { ...first, handler: 'agency:civil-affairs' }])?.handler,
    ).toBe('agency:civil-affairs');
  });

  test('legs of units lie with their keeper, bodies and posts with the unit above them', () => {
    expect(directory.nodeOf('unit:yi-government')).toBe('township:yi');
    expect(directory.nodeOf('unit:liquidators')).toBe('city');
    expect(directory.nodeOf('unit:funeral-parlour')).toBe('agency:civil-affairs');
    expect(directory.nodeOf('post:bing-village-head')).toBe('township:yi');
    expect(directory.nodeOf('agency:court')).toBe('agency:court');
    expect(directory.nodeOf('unit:nobody')).toBeUndefined();
    expect(directory.unitsKeptBy('city').map(({ id }) => id)).toEqual(['unit:liquidators']);
  });

  test('a body cannot be sent to, a unit can', () => {
    expect(directory.party('body:bing-village')).toBeUndefined();
    expect(directory.party('unit:liquidators')).toMatchObject({
      node: 'city',
      works: 'offline',
      role: 'city',
    });
    expect(directory.party('unit:jia-government')).toMatchObject({ node: 'township:jia', works: 'inside' });
    expect(directory.party('agency:court')).toMatchObject({
      node: 'agency:court',
      works: 'node',
      kind: 'court',
    });
  });

  test('the congress offices above are named nearest first', () => {
    expect(directory.parentChain('unit:yi-government')).toEqual(['city', 'prefecture', 'province']);
    expect(directory.parentChain('province')).toEqual([]);
    expect(directory.commonSuperior('agency:court', 'township:yi')).toBe('city');
    expect(directory.commonSuperior('province', 'city')).toBeUndefined();
  });

  test('a village answers to its township and government, a bureau to the government, nobody to a lower office', () => {
    expect(directory.answersTo('body:bing-village', 'township:yi')).toBe(true);
    expect(directory.answersTo('post:bing-village-head', 'unit:yi-government')).toBe(true);
    expect(directory.answersTo('agency:health', 'agency:government-office')).toBe(true);
    expect(directory.answersTo('body:jia-primary-school', 'agency:government-office')).toBe(true);
    expect(directory.answersTo('body:bing-village', 'agency:discipline')).toBe(false);
    expect(directory.answersTo('township:yi', 'body:bing-village')).toBe(false);
    expect(directory.answersTo('city', 'city')).toBe(false);
  });

  test('under means below in any tier, and a congress office above does not lead', () => {
    expect(directory.isUnder('body:bing-village', 'province')).toBe(true);
    expect(directory.isUnder('city', 'city')).toBe(false);
    expect(directory.isUnder('city', 'township:yi')).toBe(false);
    expect(directory.answersTo('agency:health', 'prefecture')).toBe(false);
  });

  test('who may send to whom', () => {
    expect(directory.peersOf('prefecture')).toEqual(
      new Map([
        ['province', 'vertical'],
        ['city', 'vertical'],
      ]),
    );
    expect(directory.mayExchange('township:yi', 'unit:yi-government')).toBe(true);
    expect(directory.mayExchange('city', 'unit:funeral-parlour')).toBe(true);
    expect(directory.mayExchange('province', 'city')).toBe(false);
    expect(directory.mayExchange('township:jia', 'township:yi')).toBe(false);
    expect(directory.mayExchange('city', 'nobody')).toBe(false);
  });

  test.each([
    ['甲镇人民政府', 'unit:jia-government'],
    ['甲镇中心小学', 'body:jia-primary-school'],
    ['乙乡丙村村民委员会', 'body:bing-village'],
    ['造纸厂破产清算组', 'unit:liquidators'],
    ['市 人民法院', 'agency:court'],
    ['市卫生局', 'agency:health'],
    ['市殡仪馆', 'unit:funeral-parlour'],
    ['某企业', undefined],
  ])('a letter that names %s means %s', (name, id) => {
    expect(directory.resolveName(name)).toBe(id);
  });

  test('a process may host only nodes of its own role', () => {
    expect(checkHostedNodes(directory, 'city', ['city', 'prefecture'])).toEqual([]);
    expect(
      checkHostedNodes(directory, 'city', ['agency:court', 'county']).map(({ sentence }) => sentence),
    ).toEqual([
      'agency:court has the role agency, but this is the app of the role city.',
      'county is no node of the network; nodes of the role city are province, prefecture, city.',
    ]);
  });
});
