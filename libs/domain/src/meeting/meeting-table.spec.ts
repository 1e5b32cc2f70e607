import { describe, expect, test } from '@jest/globals';
import { ROLES } from '../roles.js';
import {
  MEETING_EVENTS,
  MEETING_STATES,
  MEETING_STATE_CODES,
  MEETING_TABLE,
  type Step,
  TOPIC_EVENTS,
  TOPIC_STATES,
  TOPIC_TABLE,
} from './meeting-table.js';

const reachable = (start: string, table: readonly Step<string, string>[]): Set<string> => {
  const seen = new Set([start]);
  for (const state of seen) for (const row of table) if (row.from === state) seen.add(row.to);
  return seen;
};

describe.each([
  ['a meeting', 'PLANNED', MEETING_STATES, MEETING_EVENTS, MEETING_TABLE, ['CONCLUDED', 'CANCELLED']],
  ['a topic', 'PROPOSED', TOPIC_STATES, TOPIC_EVENTS, TOPIC_TABLE, ['SETTLED', 'DECLINED']],
] as const)('the life of %s', (_name, start, states, events, table, ends) => {
  test('every state is reached', () => {
    expect([...reachable(start, table)].toSorted()).toEqual([...states].toSorted());
  });

  test('every state but the ends has a way on to an end, and an end has none', () => {
    const final: readonly string[] = ends;
    for (const state of states) {
      if (final.includes(state)) expect(table.filter((row) => row.from === state)).toEqual([]);
      else expect([...reachable(state, table)].some((reached) => final.includes(reached))).toBe(true);
    }
  });

  test('every event has a row, and one row only in each state', () => {
    expect(events.filter((event) => !table.some((row) => row.event === event))).toEqual([]);
    const keys = table.map((row) => `${row.from} ${row.event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(table.map((row) => [`${row.from} ${row.event}`, row] as const))(
    '%s names who decides it and on which basis',
    (_row, row) => {
      expect(row.actors.length).toBeGreaterThan(0);
      for (const actor of row.actors) expect(ROLES).toContain(actor);
      expect(row.basis).not.toBe('');
    },
  );
});

test('every state of a meeting has a code of its own', () => {
  expect(new Set(Object.values(MEETING_STATE_CODES)).size).toBe(MEETING_STATES.length);
});
