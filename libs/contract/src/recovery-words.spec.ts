import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { leftOutInWords } from './recovery-words.js';

const REBUILD = join(import.meta.dirname, '../../casework/src/rebuild');

describe('the words of the recovery report', () => {
  it('has a sentence for every reason that the rebuilding gives', () => {
    const source = readdirSync(REBUILD).map((file) => readFileSync(join(REBUILD, file), 'utf8'));
    const slugs = new Set(
      source.flatMap((text) =>
        [...text.matchAll(/(?:notYet|[wW]ithout)\(['`]([a-z-]+)['` ]/gu)].map(([, slug]) => slug ?? ''),
      ),
    );
    // these say that the program is wrong, not that something is missing
    for (const bug of ['unknown-type', 'meeting-unknown']) slugs.delete(bug);
    expect(slugs.size).toBeGreaterThan(6);
    const otherwise = leftOutInWords('no such reason');
    expect([...slugs].filter((slug) => leftOutInWords(slug) === otherwise)).toEqual([]);
  });

  it('has one for a reason that says more after its slug', () => {
    expect(leftOutInWords('not-in-this-state SENT accept').en).toContain('destroyed by rule');
    expect(leftOutInWords('constructor')).toBe(leftOutInWords('no such reason'));
  });
});
