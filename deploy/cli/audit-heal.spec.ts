import { describe, expect, it } from '@jest/globals';
import { healedInWords } from './audit-heal.js';

/* What is told of a healing: what was put right, what was left and why, and what nobody else holds. */

const ID = '01990000-0000-7000-8000-000000000001';

describe('npm run audit -- --heal', () => {
  it('tells what was put right, or would be', () => {
    const healed = { messages: [{ id: ID, parts: ['row', 'body'] }], papers: [], others: [] };
    expect(healedInWords(healed, false)).toBe(`  ${ID}: row, body put right\n`);
    expect(healedInWords(healed, true)).toBe(`  ${ID}: row, body would be put right\n`);
  });

  it.each([
    ['no-answer', 'the other office does not answer: run this again when it does'],
    ['not-held', 'the other office holds it no more, or cannot prove it'],
    ['something-new', 'something-new'],
  ])('tells why a message was left: %s', (left, sentence) => {
    const healed = { messages: [{ id: ID, parts: [], left }], papers: [], others: [] };
    expect(healedInWords(healed, false)).toBe(`  ${ID}: left as it is: ${sentence}\n`);
  });

  it.each([
    [{ from: 'city' }, false, 'fetched anew from city'],
    [{ from: 'city' }, true, 'would be fetched anew from city'],
    [{}, false, 'it is what its digest says'],
    [{ left: 'digest' }, false, 'left as it is: the copy of the other office is damaged too'],
    [{ left: 'something-new' }, true, 'left as it is: something-new'],
  ])('tells what came of a file: %j', (came, dryRun, sentence) => {
    const healed = { messages: [], papers: [{ id: ID, ...came }], others: [] };
    expect(healedInWords(healed, dryRun)).toBe(`  file ${ID}: ${sentence}\n`);
  });

  it('tells that nobody else holds a row of the register', () => {
    const flaw = { table: 'casework_case', row: ID, flaw: 'changed', detail: 'not as it was' } as const;
    expect(healedInWords({ messages: [{ id: ID, parts: [] }], papers: [], others: [flaw] }, false)).toBe(
      `  ${ID}: nothing differs from what was signed\n  casework_case ${ID}: no other office holds it; only a backup does\n`,
    );
  });
});
