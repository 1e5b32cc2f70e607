import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { isRecord } from '../unknown-value.js';
import { loadDirectory } from './load-directory.js';

const FOLDER = 'libs/access/broken-directories';
const room = mkdtempSync(join(tmpdir(), 'huiyin-directories-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

type Step = string | number;
interface BrokenCase {
  readonly situation: string;
  readonly file: 'network' | 'staff';
  readonly change: readonly Record<string, unknown>[];
  readonly says: readonly string[];
}

const cases = readdirSync(join(FOLDER, 'cases')).map((file): [string, BrokenCase] => {
  const { situation, file: which, change, says } = read(join(FOLDER, 'cases', file));
  if (typeof situation !== 'string' || !Array.isArray(change) || !Array.isArray(says)) throw new Error(file);
  return [
    situation,
    {
      situation,
      file: which === 'staff' ? 'staff' : 'network',
      change: change.filter(isRecord),
      says: says.map(String),
    },
  ];
});

describe('a network directory that is broken in one place', () => {
  test('the base directory is sound', () => {
    expect(load(write('base', {}))).toEqual([]);
  });

  test.each(cases)('%s', (_situation, broken) => {
    const content = read(join(FOLDER, 'base', `${broken.file}.yaml`));
    for (const change of broken.change) apply(content, change);
    const path = write(broken.situation, { [broken.file]: stringify(content) });
    expect(load(path).sort()).toEqual([...broken.says].sort());
  });
});

function load(path: string): string[] {
  const loaded = loadDirectory({ path, dataDir: join(path, 'data'), now: new Date('2026-03-02T00:00:00Z') });
  return loaded.ok ? [] : loaded.problems.map(({ sentence }) => sentence);
}

function write(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(room, name.replaceAll(/\W+/g, '-'));
  mkdirSync(path);
  for (const file of ['network', 'staff']) {
    const content = files[file] ?? readFileSync(join(FOLDER, 'base', `${file}.yaml`), 'utf8');
    writeFileSync(join(path, `${file}.yaml`), content);
  }
  return path;
}

function read(path: string): Record<string, unknown> {
  const value: unknown = parse(readFileSync(path, 'utf8'));
  if (!isRecord(value)) throw new Error(path);
  return { ...value };
}

function apply(content: unknown, change: Record<string, unknown>): void {
  const { set, remove, add } = change;
  const steps = [set, remove, add].filter(Array.isArray).flat().filter(isStep);
  if (add !== undefined) {
    const list = steps.reduce(child, content);
    if (!Array.isArray(list)) throw new Error(`no list at ${steps.join(' ')}`);
    list.push(change['value']);
    return;
  }
  const last = steps.at(-1);
  const holder: unknown = steps.slice(0, -1).reduce(child, content);
  if (last === undefined || typeof holder !== 'object' || holder === null)
    throw new Error(`nothing at ${steps.join(' ')}`);
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (set === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, change['to']);
}

const isStep = (value: unknown): value is Step => typeof value === 'string' || typeof value === 'number';

function child(holder: unknown, step: Step): unknown {
  if (Array.isArray(holder)) {
    const list: unknown[] = holder;
    return typeof step === 'number'
      ? list[step]
      : list.find((one) => isRecord(one) && [one['id'], one['unit'], one['topic']].includes(step));
  }
  return isRecord(holder) ? holder[step] : undefined;
}
