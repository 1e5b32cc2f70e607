import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadDirectory } from '#access';
import { LoadedRules } from './loaded-rules.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-rules-'));
  cpSync('deploy/rules', join(folder, 'rules'), { recursive: true });
  cpSync('deploy/calendars', join(folder, 'calendars'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function loaded(): LoadedRules {
  const opened = loadDirectory({ path: 'deploy/network/sample', dataDir: folder, now: new Date() });
  if (!opened.ok) throw new Error('the sample network cannot be read');
  const folders = { rules: join(folder, 'rules'), calendars: join(folder, 'calendars') };
  return new LoadedRules(folders, opened.directory.settings);
}

const change = (file: string, from: string, to: string): void => {
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};

describe('the files of the law, read again while the nodes run', () => {
  test('a newer calendar and a newer pack are in force from then on', () => {
    const rules = loaded();
    change('calendars/CN.yaml', "version: '2026.1'", "version: '2026.2'");
    change('rules/NAT.yaml', "version: '1'", "version: '2'");
    expect(rules.calendar.version).toBe('2026.1');
    expect(rules.reload()).toEqual([]);
    expect([rules.calendar.version, rules.pack.version]).toEqual(['2026.2', '2']);
  });

  test('a calendar without a working day, or a pack that is none, changes nothing and says why', () => {
    const rules = loaded();
    const months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((last, index) => {
      const month = `2026-${String(index + 1).padStart(2, '0')}`;
      return `      - { name: 停, from: ${month}-01, to: ${month}-${String(last)} }`;
    });
    const year = ['  2026:', '    published: true', '    off:', ...months, '    work: []'];
    const text = ['calendar: CN', "version: '2027.1'", 'years:', ...year, ''].join('\n');
    writeFileSync(join(folder, 'calendars/CN.yaml'), text);
    expect(rules.reload().join(' ')).toContain('2026 has no working day');
    expect(rules.calendar.version).toBe('2026.1');
    cpSync('deploy/calendars', join(folder, 'calendars'), { recursive: true });
    change('rules/NAT.yaml', '  C4:', '  C99:');
    expect(rules.reload()).not.toEqual([]);
    expect(rules.pack.version).toBe('1');
  });
});
