import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadDirectory } from './directory/load-directory.js';
import { openMatterKey } from './keys/matter-key.js';
import { NodeMatterNetwork } from './matter-network.js';

const folders: string[] = [];
const fresh = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-'));
  mkdirSync(join(folder, 'keys'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
const loaded = loadDirectory({ path: 'deploy/network/sample', dataDir: fresh(), now: new Date() });
if (!loaded.ok) throw new Error('the sample network does not load');
const at = (node: string, key: Buffer | undefined = Buffer.alloc(32, 1)) =>
  new NodeMatterNetwork(loaded.directory, node, key);

describe('who is asked about a matter', () => {
  test('the upper office and the congress offices right below; no agency, no committee', () => {
    const city = at('city');
    expect(city.upper).toBe('prefecture');
    expect(city.lower).toEqual(['township:jia', 'township:yi']);
    expect(at('province').upper).toBeUndefined();
  });
});

describe('who is concerned by a matter', () => {
  test('a presidium is not the township government that it supervises', () => {
    expect(at('city').isConcerned('township:jia', 'unit:jia-government')).toBe(false);
    expect(at('city').isConcerned('city', 'unit:jia-government')).toBe(false);
    expect(at('city').isConcerned('city', 'agency:education')).toBe(false);
  });

  test('a presidium that is named, and the congress offices above and below it', () => {
    for (const office of ['township:jia', 'city', 'prefecture', 'province'])
      expect(at('city').isConcerned(office, 'township:jia')).toBe(true);
    expect(at('city').isConcerned('township:yi', 'township:jia')).toBe(false);
    expect(at('city').isConcerned('township:jia', 'city')).toBe(true);
  });

  test('a post below a village is a matter of the township government, not of the presidium', () => {
    expect(at('city').isConcerned('township:yi', 'post:bing-village-head')).toBe(false);
  });
});

describe('the key of the network’s matters', () => {
  test('is made once in a simulated network, readable by its user alone', () => {
    const folder = fresh();
    const first = openMatterKey(folder, true);
    const path = join(folder, 'keys', 'matter.key');
    expect(first.ok && first.key?.length).toBe(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openMatterKey(folder, true)).toEqual(first);
  });

  test('gives the same fingerprint at every office that has it, and none at one that has not', () => {
    expect(at('city').fingerprint('x')).toBe(at('township:jia').fingerprint('x'));
    expect(at('city', Buffer.alloc(32, 2)).fingerprint('x')).not.toBe(at('city').fingerprint('x'));
    const real = openMatterKey(fresh(), false);
    expect(real).toEqual({ ok: true, key: undefined });
    expect(new NodeMatterNetwork(loaded.directory, 'city', undefined).fingerprint('x')).toBeUndefined();
  });

  test('that others may read, or that is damaged, stops the start', () => {
    const folder = fresh();
    openMatterKey(folder, true);
    const path = join(folder, 'keys', 'matter.key');
    chmodSync(path, 0o644);
    expect(openMatterKey(folder, true).ok).toBe(false);
    chmodSync(path, 0o600);
    writeFileSync(path, readFileSync(path, 'utf8').slice(5));
    expect(openMatterKey(folder, true).ok).toBe(false);
  });
});
