import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

/* The table of twenty bugs in test/README.md: every number stands there, and each spec it names has a test of it. */

const rows = [
  ...readFileSync('test/README.md', 'utf8').matchAll(/^\| (?<bug>\d+) +\|[^|]*\| (?<where>[^|]*)\|$/gmu),
].map(({ groups = {} }) => ({
  bug: Number(groups['bug']),
  specs: [...(groups['where'] ?? '').matchAll(/`(?<path>[^`]+)`/gu)].map(
    (found) => found.groups?.['path'] ?? '',
  ),
}));

/** The cases of 12 to 16 are one suite for two pairs of adapters. */
const SUITES: Readonly<Record<string, string>> = {
  'test/twin/peers-exchange.spec.ts': 'test/support/peers-exchange.ts',
  'test/medium/exchange/peers.spec.ts': 'test/support/peers-exchange.ts',
};

test('all twenty bugs stand in the table, in order', () => {
  expect(rows.map(({ bug }) => bug)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test.each(rows)('bug $bug has its test in each spec that the table names', ({ bug, specs }) => {
  expect(specs.length).toBeGreaterThan(0);
  for (const spec of specs) {
    const text = readFileSync(spec, 'utf8') + readFileSync(SUITES[spec] ?? spec, 'utf8');
    expect([spec, text.includes(`"peers' bug ${String(bug)}: `)]).toEqual([spec, true]);
  }
});
