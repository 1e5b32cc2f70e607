import { describe, expect, test } from '@jest/globals';
import type { Verdict } from './leg-event.js';
import { slipRuling } from './slips.js';

const paper = (verdict: Verdict, number: string) => ({
  number,
  signer: '审核员',
  result: '意见',
  verdict,
  remarks: verdict === 'pass' ? [] : [`${number}的意见`],
});

describe('several committees countersign one result', () => {
  test('all: nothing is decided before the last slip is in', () => {
    expect(slipRuling('all', [paper('pass', '1')], 2)).toBeUndefined();
    expect(slipRuling('all', [], 0)).toBeUndefined();
  });

  test('all: the worst opinion rules, cited by its own number', () => {
    const papers = [paper('pass', '1'), paper('redo', '2'), paper('supplement', '3')];
    expect(slipRuling('all', papers, 3)).toEqual({ verdict: 'redo', remarks: ['2的意见'], numbers: ['2'] });
  });

  test('all: what all let pass cites them all', () => {
    expect(slipRuling('all', [paper('pass', '1'), paper('pass', '2')], 2)).toMatchObject({
      verdict: 'pass',
      numbers: ['1', '2'],
    });
  });

  test('any: the first that passes suffices, even after another wanted it redone', () => {
    expect(slipRuling('any', [paper('redo', '1')], 2)).toBeUndefined();
    expect(slipRuling('any', [paper('redo', '1'), paper('pass', '2')], 2)).toEqual({
      verdict: 'pass',
      remarks: [],
      numbers: ['2'],
    });
  });

  test('any: where none passes it, the worst of all rules', () => {
    expect(slipRuling('any', [paper('supplement', '1'), paper('redo', '2')], 2)?.verdict).toBe('redo');
  });
});
