import { describe, expect, it } from '@jest/globals';
import { readOptions, WrongOption } from './options.js';

describe('the options of a fault run', () => {
  it.each([
    [['--only', '5,99'], '--only 99: rows from 1 to 30'],
    [['--minutes', 'x'], '--minutes x: a number from 0.1 to 600'],
    [['--seed=-1'], '--seed -1: a whole number'],
    [['--every', '0'], '--every 0: seconds'],
  ])('%j is told what would be right', (args, told) => {
    expect(() => readOptions(args)).toThrow(WrongOption);
    expect(() => readOptions(args)).toThrow(told);
  });

  it('reads what was asked for', () => {
    expect(readOptions(['--seed', '7', '--only', '5,12'])).toMatchObject({
      seed: 7,
      only: [5, 12],
      every: 5,
    });
  });
});
