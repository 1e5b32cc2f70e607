import { type LegEvent, withOwnClocks } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from './session.js';

/** Events after which the sender owes something of its own, or has done it. */
const CONCERNS: readonly LegEvent['type'][] = [
  'object',
  'agree-return',
  'confirm-assignment',
  'convene',
  'report',
  'mediated',
  'pass',
  'take-note',
  'supplement',
  'redo',
];

/** The sender's own duties about a leg (C3.ruling, C6), kept on its case: its lateness is recorded like another's. */
export async function keepOwnClocks(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  if (!CONCERNS.includes(event.type)) return;
  const held = await session.tx.cases.load(row.caseId);
  if (held === undefined) return;
  const context = session.ruleContext(held.matter, session.self);
  const { rulebook } = session.desk;
  const next = withOwnClocks(held.matter, { leg: row.leg, event }, rulebook, context, session.today);
  if (next !== undefined) await session.tx.cases.save(next);
}
