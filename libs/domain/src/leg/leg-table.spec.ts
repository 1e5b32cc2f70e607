import { describe, expect, test } from '@jest/globals';
import { ENDS, ENDED_LEG_STATES, LEG_STATES, type LegState } from './leg.js';
import { LEG_EVENTS, LEG_TABLE } from './leg-table.js';

const reachableFrom = (start: LegState): Set<LegState> => {
  const seen = new Set<LegState>([start]);
  for (const state of seen) {
    for (const row of LEG_TABLE) if (row.from === state) seen.add(row.to);
  }
  return seen;
};

describe('the life of a leg', () => {
  test('every state can be reached from the sending', () => {
    expect([...reachableFrom('SENT')].toSorted()).toEqual([...LEG_STATES].toSorted());
  });

  test.each(LEG_STATES.filter((state) => !ENDED_LEG_STATES.includes(state)))(
    '%s has a way on to an end',
    (state) => {
      expect([...reachableFrom(state)].some((reached) => ENDED_LEG_STATES.includes(reached))).toBe(true);
    },
  );

  test('a returned and a recalled leg never move again', () => {
    expect(LEG_TABLE.filter((row) => row.from === 'RETURNED' || row.from === 'RECALLED')).toEqual([]);
  });

  test.each(LEG_TABLE.map((row) => [`${row.from} ${row.event}`, row] as const))(
    '%s names who decides it, at which end, on which basis',
    (_name, row) => {
      expect(row.actors.length).toBeGreaterThan(0);
      expect(ENDS).toContain(row.end);
      expect(row.basis).not.toBe('');
    },
  );

  test('every event has a row, and a row that can be told from its neighbours', () => {
    expect(LEG_EVENTS.filter((event) => !LEG_TABLE.some((row) => row.event === event))).toEqual([]);
    const keys = LEG_TABLE.map((row) => `${row.from} ${row.event} ${row.when ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING', 'REDO'] as const)(
    'in %s the receiver alone decides',
    (state) => {
      expect(LEG_TABLE.filter((row) => row.from === state).map((row) => row.end)).not.toContain('sender');
    },
  );

  test.each(['OBJECTED', 'REPORTED'] as const)('in %s the sender alone decides', (state) => {
    expect(LEG_TABLE.filter((row) => row.from === state).map((row) => row.end)).not.toContain('receiver');
  });

  test('in EXTENSION_PENDING the end decides whose limit is asked to move', () => {
    const rows = LEG_TABLE.filter((row) => row.from === 'EXTENSION_PENDING');
    expect(new Set(rows.map((row) => `${row.when ?? ''} ${row.end}`))).toEqual(
      new Set(['assigned-extension sender', 'legal-extension receiver']),
    );
  });
});
