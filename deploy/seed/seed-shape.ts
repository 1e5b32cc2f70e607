import type { CaseState, LegState } from '#domain';

/** How a case ends without being handed to anybody. */
export const ENDED_OTHERWISE: readonly CaseState[] = [
  'TOLD',
  'REJECTED',
  'KEPT',
  'LED_AWAY',
  'WITHDRAWN',
  'BARRED',
];

/** What a case of this age is, and the states of its legs. */
export function shape(
  age: number,
  random: () => number,
): { readonly state: CaseState; readonly legStates: readonly LegState[] } {
  const chance = random();
  const one = (...of: readonly LegState[]): readonly LegState[] => [
    of[Math.floor(random() * of.length)] ?? 'DONE',
  ];
  const out = (legStates: readonly LegState[]) => ({
    state: 'OUT' as const,
    legStates: random() < 0.2 ? [...legStates, ...legStates] : legStates,
  });
  const none = (state: CaseState) => ({ state, legStates: [] });
  if (age <= 1) return none(chance < 0.8 ? 'REGISTERED' : 'SUBMITTED');
  if (age <= 4) return chance < 0.4 ? none(chance < 0.3 ? 'REGISTERED' : 'SUBMITTED') : out(one('SENT'));
  if (age <= 12)
    return chance < 0.1
      ? none('REGISTERED')
      : chance < 0.14
        ? none('TOLD')
        : out(one('OBJECTED', 'ACCEPTED', 'HANDLING', 'ACCEPTED', 'HANDLING', 'RECALLED'));
  if (chance > 0.9) {
    const ended = ENDED_OTHERWISE[Math.floor(random() * (ENDED_OTHERWISE.length + 3))];
    return none(ended ?? 'LINKED');
  }
  if (age <= 60) {
    if (chance < 0.2) return { state: 'ANSWERED', legStates: ['DONE'] };
    return out(
      one(
        ...([
          'HANDLING',
          'HANDLING',
          'HANDLING',
          'ACCEPTED',
          'EXTENSION_PENDING',
          'REPORTED',
          'REPORTED',
          'REDO',
          'ANSWERING',
          'IN_MEETING',
        ] as const),
      ),
    );
  }
  if (age <= 120) {
    if (chance < 0.6) return { state: chance < 0.1 ? 'ANSWERED' : 'CLOSED', legStates: ['DONE'] };
    return out(one('HANDLING', 'REPORTED', 'REDO', 'UNDER_REVIEW', 'ANSWERING', 'DONE'));
  }
  if (chance < 0.01) return out(one('HANDLING', 'UNDER_REVIEW'));
  const returned: readonly LegState[] =
    random() < 0.08 ? ['RETURNED', 'DONE'] : random() < 0.15 ? ['DONE', 'DONE'] : ['DONE'];
  return { state: chance < 0.35 ? 'CLOSED' : 'ARCHIVED', legStates: returned };
}
