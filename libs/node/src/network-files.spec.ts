import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#access';
import { lane } from '#contract';
import { lanesOf } from './lanes.js';
import { CannotStart } from './problems.js';
import { openRules, rulebookOf } from './rulebook.js';

const dataDir = mkdtempSync(join(tmpdir(), 'lanes-'));
const loaded = loadDirectory({ path: 'deploy/network/sample', dataDir, now: new Date() });
rmSync(dataDir, { recursive: true });
if (!loaded.ok) throw new Error('the sample network is broken');
const { directory } = loaded;

describe('the lanes of the board', () => {
  const lanes = lanesOf(directory);

  it('are every office once, from the top down, each unit beside its keeper', () => {
    for (const one of lanes) expect(lane.parse(one)).toEqual(one);
    const ids = lanes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toBe('province');
    expect(ids.indexOf('unit:yi-government')).toBe(ids.indexOf('township:yi') + 1);
  });

  it('name a level only where the office has one of its own', () => {
    const levelOf = (id: string) => lanes.find((one) => one.id === id)?.level;
    expect(levelOf('prefecture')).toBe('prefecture');
    expect(levelOf('agency:court')).toBeNull();
    expect(levelOf('unit:yi-government')).toBeNull();
  });
});

describe('the rulebook of a node', () => {
  const rules = openRules({ rules: 'deploy/rules', calendars: 'deploy/calendars' });

  it('takes what no source settles from the network', () => {
    const { pack, settings } = rulebookOf(rules, directory.settings);
    expect(pack.id).toBe('NAT');
    expect(settings).toMatchObject({
      assign: { n: 60, unit: '日' },
      redo: { n: 30, unit: '日' },
      sign: { n: 2, unit: '工作日' },
      slip: { n: 5, unit: '工作日' },
      reserveDays: 10,
    });
  });

  it('cannot be had without the pack that the network names', () => {
    const none = { ...rules, packs: new Map() };
    expect(() => rulebookOf(none, directory.settings)).toThrow('no NAT.yaml');
  });

  it('tells every file that cannot be read', () => {
    try {
      openRules({ rules: 'no/such/folder', calendars: 'nor/this' });
      throw new Error('it was read');
    } catch (error) {
      expect(error).toBeInstanceOf(CannotStart);
      expect(error instanceof CannotStart ? error.sentences.length : 0).toBe(2);
    }
  });
});
