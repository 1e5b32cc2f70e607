import type { DesignationOffer } from '#contract';
import { type Leg, designationDue } from '#domain';
import type { Office } from '../ports.js';

/** 信访工作联席会议: of party and government (L1 13); a body one may turn to, not the congress's own. */
export const JOINT_MEETING = '信访工作联席会议';
const DESIGNATION = '信访工作条例13, 24';

/**
 * Guard 13: what the case page offers once two bodies refused and nobody holds the matter. Used by the view and by
 * the act that hands the matter on; undefined: there is nothing to designate.
 */
export function designationOffer(legs: readonly Leg[], office: Office): DesignationOffer | undefined {
  const due = designationDue(legs, office.self.id);
  if (due === undefined) return undefined;
  const nameOf = (id: string): string => office.unit(id)?.zh ?? id;
  const superior = office.decidesBetween(due.refused.map(({ unit }) => unit));
  return {
    refused: due.refused.map((body) => ({ ...body, name: nameOf(body.unit) })),
    objections: due.objections,
    by: superior === undefined ? 'joint-meeting' : 'common-superior',
    superior: superior ?? null,
    name: superior === undefined ? JOINT_MEETING : nameOf(superior),
    article: DESIGNATION,
  };
}
