import { type Case, type Leg, type Outcome, accepted, owesAnswer, refuse } from '#domain';
import type { UnitInfo } from '../ports.js';
import type { LegPlan } from './leg-plan.js';
import type { Session } from './session.js';
import { competentOn, stillExists } from './successor.js';
import { fitReviewer, mayReview, nearTheAccused, wallOf } from './wall.js';

/**
 * Who reviews the result of a leg: the committees named at the dispatch, else the one of the competence table. A named
 * one that may not review stops the sending; the usual one is then left out and the office's own reviewer rules.
 */
export async function reviewersOf(
  session: Session,
  matter: Case,
  plan: LegPlan,
  unit: UnitInfo,
): Promise<Outcome<Leg['reviewers']>> {
  const { office } = session.desk;
  const { kind, wants, reviewers } = plan;
  if (reviewers === undefined) {
    const usual =
      (kind === 'assign' || kind === 'lead' || kind === 'handover') &&
      wants === 'result' &&
      unit.role === 'agency'
        ? competentOn(office, office.competence(matter.dossier?.topic ?? ''), session.today)?.reviewer
        : undefined;
    const fit = fitReviewer(session, matter, await wallOf(session, matter), usual);
    return accepted({ committees: fit === undefined || fit === unit.id ? [] : [fit], rule: 'all' });
  }
  if (!owesAnswer({ kind, wants })) return refuse('addressee-not-competent', { to: unit.zh });
  const wall = await wallOf(session, matter);
  for (const id of reviewers.committees) {
    const committee = office.unit(id);
    if (committee === undefined) return refuse('addressee-unknown', { to: id });
    if (committee.role !== 'committee' || id === unit.id)
      return refuse('addressee-not-competent', { to: committee.zh });
    const exists = stillExists(office, committee, session.today);
    if (!exists.ok) return exists;
    if (!office.linkedWith(committee.node)) return refuse('addressee-not-linked', { to: committee.zh });
    const may = mayReview(session, matter, id);
    if (!may.ok) return may;
    if (nearTheAccused(session, wall, [id]).length > 0)
      return refuse('accused-party', {}, '信访工作条例30(3)');
  }
  return accepted(reviewers);
}
