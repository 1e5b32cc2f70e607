import { describe, expect, it } from '@jest/globals';
import { parseCalendar } from './calendar-file.js';
import { readRuleFiles } from './read.js';
import { parseRulePack } from './rule-pack.js';

const CLOCKS = ['C2', 'C3', 'C4', "C4'", 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11'];
const absent = CLOCKS.map((id) => `  ${id}: { absent: not here, starts: receipt, article: '[I]' }`).join(
  '\n',
);

/** A small valid pack whose first rule and header can be spoilt. */
const aPack = (c1 = 'value: 15日, starts: receipt, article: 条例22', header = "version: '1'"): string => `
pack: XX
${header}
title: an example
source: a statute
validFrom: 2022-05-01
recheckBeforeUse: true
shift: next
rules:
  C1: { ${c1} }
${absent}
`;
const aCalendar = (years: string): string => `calendar: CN\nversion: '1'\nyears:\n${years}`;
const YEAR = '{ published: true, off: [], work: [] }';

const packProblems = (text: string): readonly string[] => {
  const read = parseRulePack(text, 'XX.yaml');
  return read.ok ? [] : read.problems;
};
const calendarProblems = (text: string): readonly string[] => {
  const read = parseCalendar(text, 'CN.yaml');
  return read.ok ? [] : read.problems;
};

describe('a rule pack that somebody wrote by hand', () => {
  it('is read when it is right', () => expect(packProblems(aPack())).toEqual([]));

  it.each([
    ['a period in an unknown unit', aPack('value: 15天, starts: receipt, article: x'), 'the units are 日'],
    ['a negative period', aPack('value: -3日, starts: receipt, article: x'), 'whole number from 1'],
    [
      'two limits in one rule',
      aPack('value: 3日, undated: 及时, starts: receipt, article: x'),
      'value and undated are given',
    ],
    ['no limit', aPack('starts: receipt, article: x'), 'none is given'],
    ['no article', aPack('value: 3日, starts: receipt'), 'At rules → C1 → article'],
    ['an unknown start', aPack('value: 3日, starts: someday, article: x'), 'At rules → C1 → starts'],
    ['a misspelt key', aPack('valeu: 3日, starts: receipt, article: x'), 'valeu'],
    ['the same key twice', aPack('value: 3日, value: 5日, starts: receipt, article: x'), 'unique'],
    ['an unknown clock', aPack().replace('  C1:', '  C99:'), 'is no rule'],
    ['a clock that is left out', aPack().replace(/ {2}C8:.*\n/, ''), 'C8 missing'],
    ['the same clock twice', aPack().replace('  C2:', '  C1:'), 'unique'],
    ['a date that does not exist', aPack().replace('2022-05-01', '2022-02-30'), '2022-02-30 does not exist'],
    [
      'a default that belongs to nothing',
      aPack('value: 3日, default: 5日, starts: receipt, article: x'),
      'default belongs to asSet',
    ],
    ['an empty file', '', 'the file'],
    ['a list', '- a\n- b\n', 'the file'],
    ['broken YAML', 'pack: [XX\nversion', 'line'],
    ['two documents', `${aPack()}\n---\n${aPack()}`, 'multiple documents'],
    ['an unknown tag', aPack('value: !!js/function 3日, starts: receipt, article: x'), 'tag'],
  ])('with %s is refused in a sentence', (_, text, sentence) => {
    const problems = packProblems(text);
    expect(problems.join('\n')).toContain(sentence);
    for (const problem of problems) expect(problem).toMatch(/^XX\.yaml: .+\.$/);
  });

  it('tells every problem at once', () => {
    const text = aPack('value: 3周, starts: x, article: y', 'version: 1').replace(
      'shift: next',
      'shift: later',
    );
    expect(packProblems(text)).toHaveLength(4);
  });
});

describe('a file that means harm', () => {
  it('an alias bomb is refused before it expands', () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`,
    );
    expect(packProblems(['a0: &a0 boom', ...levels].join('\n'))).toEqual([
      'XX.yaml: Aliases (*name) are not allowed; write the value out.',
    ]);
  });
  it('an oversized file is not parsed', () => {
    expect(packProblems(`# ${'x'.repeat(200_000)}\n${aPack()}`)).toEqual([
      'XX.yaml: The file is larger than 128 KiB.',
    ]);
  });
  it('a file that nests thousands deep is not parsed', () => {
    expect(packProblems('['.repeat(50_000))).toEqual(['XX.yaml: The file nests deeper than 20 levels.']);
    const block = Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
    expect(packProblems(block)).toEqual(['XX.yaml: The file nests deeper than 20 levels.']);
    expect(packProblems('- '.repeat(20_000))).toEqual(['XX.yaml: The file nests deeper than 20 levels.']);
  });
  it('keys that JavaScript knows stay ordinary keys', () => {
    expect(packProblems(aPack().replace('  C1:', '  __proto__:')).join('\n')).not.toBe('');
    expect(packProblems(`${aPack()}\n__proto__: { polluted: true }\n`).join('\n')).not.toBe('');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('a calendar that somebody wrote by hand', () => {
  it('is read when it is right', () => expect(calendarProblems(aCalendar(`  2026: ${YEAR}`))).toEqual([]));

  it.each([
    ['a year without a working day', monthsOff(), 'The year 2026 has no working day'],
    ['a year between two missing', `  2024: ${YEAR}\n  2026: ${YEAR}`, 'between 2024 and 2026 are missing'],
    ['a year twice', `  2026: ${YEAR}\n  2026: ${YEAR}`, 'unique'],
    ['a holiday that ends before it begins', off('from: 2026-10-07, to: 2026-10-01'), 'before it begins'],
    ['a holiday of a hundred years', off('from: 2026-10-01, to: 2126-10-07'), 'longer than 31 days'],
    ['a holiday in another year', off('from: 2027-01-01'), 'listed under 2026'],
    [
      'a make-up day on a Monday',
      '  2026: { published: true, off: [], work: [{ name: 假, date: 2026-01-05 }] }',
      'no weekend day',
    ],
    ['no published year', '  2026: { published: false, off: [], work: [] }', 'no published year'],
    ['a year that is none', `  26: ${YEAR}`, 'is no year'],
    ['a word for a flag', '  2026: { published: maybe, off: [], work: [] }', 'published'],
  ])('with %s is refused in a sentence', (_, years, sentence) => {
    expect(calendarProblems(aCalendar(years)).join('\n')).toContain(sentence);
  });

  function off(span: string): string {
    return `  2026: { published: true, off: [{ name: 假, ${span} }], work: [] }`;
  }
  function monthsOff(): string {
    const ends = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const months = ends.map((end, i) => {
      const month = `2026-${String(i + 1).padStart(2, '0')}`;
      return `{ name: 假, from: ${month}-01, to: ${month}-${end} }`;
    });
    return `  2026: { published: true, off: [${months.join(', ')}], work: [] }`;
  }
});

describe('a directory of packs', () => {
  it('that is not there is told together with the calendar that is not there', () => {
    const read = readRuleFiles({ rules: 'no/such/rules', calendar: 'no/such/CN.yaml' });
    expect(read.ok ? [] : read.problems).toHaveLength(2);
  });
  it('without a pack is refused', () => {
    const read = readRuleFiles({ rules: 'libs/casework/src/packs', calendar: 'deploy/calendars/CN.yaml' });
    expect(read.ok ? '' : read.problems.join()).toContain('no rule pack');
  });
});
