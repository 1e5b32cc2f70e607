import { type Outcome, accepted, refuse } from '#domain';
import type { UnitInfo } from '../ports.js';
import type { Session } from './session.js';

/**
 * Guard 14: a matter of a lower government, court or procuratorate goes through the congress office of its own level
 * (SH 30(4)), or directly (BJ 31(2)), as the rule pack says. An office's own committees, bureaus and townships, and the
 * congress offices below it, are always its addressees.
 */
export function ofThisLevel(session: Session, unit: UnitInfo): Outcome<undefined> {
  const { office, rulebook } = session.desk;
  const rule = rulebook.pack.lowerMatters;
  if (rule?.way !== 'through-lower-congress' || office.self.role !== 'city' || unit.role === 'city')
    return accepted(undefined);
  const { parent } = unit;
  if (unit.node === session.self || parent === undefined || parent === session.self)
    return accepted(undefined);
  const through = office.unit(parent)?.zh ?? parent;
  return refuse('through-lower-congress', { to: unit.zh, through }, rule.article);
}
