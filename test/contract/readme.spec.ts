import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/* What README says is held to the source: every setting is named, every spec and folder that it names exists. */

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const settings = [
  ...read('libs/platform/src/config/node-settings.ts').matchAll(/^ {4}(?<name>[A-Z_]+): setting\(/gmu),
].map((found) => found.groups?.['name'] ?? '');

test.each(['README.md', 'README.zh-CN.md'])('%s names every setting of a node', (file) => {
  expect(settings.length).toBeGreaterThan(10);
  expect(settings.filter((name) => !read(file).includes(`\`${name}\``))).toEqual([]);
});

test.each(['README.md', 'README.zh-CN.md'])('%s names no spec and no picture that does not exist', (file) => {
  const named = [...read(file).matchAll(/(?:test|libs|deploy)\/[\w/.-]+\.(?:spec\.ts|png|json|yaml)/gu)].map(
    ([path]) => path,
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
