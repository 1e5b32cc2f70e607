import type { LegEvent } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';

/** What went back may not be fetched any more, at either end. */
const GOES_BACK: readonly LegEvent['type'][] = [
  'agree-return',
  'return-by-minutes',
  'recall',
  'refuse-by-guard',
];

/** When a leg ends by going back, what is offered or wanted on it is so no more. */
export async function followFiles(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  if (GOES_BACK.includes(event.type)) await session.tx.enclosures.withdraw(row.leg.id);
}

/** Files of a report that its reviewing committees get too: a slip carries no identity, and so does no file of it. */
export async function filesForSlips(session: Session, row: LegRow): Promise<readonly string[]> {
  const files = await session.tx.enclosures.ofLeg(row.leg.id);
  return files.flatMap(({ id, way, state, shows }) =>
    way === 'in' && shows !== 'petitioner' && (state === 'wanted' || state === 'there') ? [id] : [],
  );
}
