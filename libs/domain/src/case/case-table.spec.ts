import { describe, expect, test } from '@jest/globals';
import { CASE_STATES, type CaseState } from './case.js';
import { CASE_EVENTS, CASE_TABLE } from './case-table.js';

const reachableFrom = (start: CaseState): Set<CaseState> => {
  const seen = new Set<CaseState>([start]);
  for (const state of seen) {
    for (const row of CASE_TABLE) if (row.from === state) seen.add(row.to);
  }
  return seen;
};

describe('the life of a case', () => {
  test('every state can be reached from its receipt', () => {
    expect([...reachableFrom('RECEIVED')].toSorted()).toEqual([...CASE_STATES].toSorted());
  });

  test.each(CASE_STATES)(
    '%s has an exit: no case is stuck, an ended one can be reopened by the head',
    (state) => {
      expect(CASE_TABLE.some((row) => row.from === state && row.to !== state)).toBe(true);
    },
  );

  test('only an answered case can be closed', () => {
    expect(CASE_TABLE.filter((row) => row.event === 'close').map((row) => row.from)).toEqual(['ANSWERED']);
  });

  test('every event has a row with an actor and a basis, and no two rows fight', () => {
    expect(CASE_EVENTS.filter((event) => !CASE_TABLE.some((row) => row.event === event))).toEqual([]);
    expect(CASE_TABLE.filter((row) => row.actors.length === 0 || row.basis === '')).toEqual([]);
    const keys = CASE_TABLE.map((row) => `${row.from} ${row.event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a register entry is never deleted: no event leads out of the table', () => {
    expect(CASE_TABLE.filter((row) => !CASE_STATES.includes(row.to))).toEqual([]);
  });
});
