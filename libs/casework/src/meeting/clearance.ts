import type { Case } from '#domain';
import { mayMeet, wallOf } from '../desk/wall.js';
import type { Session } from '../desk/session.js';
import type { SeatTopic } from '../ports/agenda.js';

/** What a member may have of a case: never a petitioner's name, the redacted copy where one is drafted. */
export type Papers = NonNullable<SeatTopic['papers']>;

/** Undefined: behind the wall (L1 30(3)), or sealed; the unit is not asked to this topic. */
export async function papersFor(session: Session, matter: Case, unit: string): Promise<Papers | undefined> {
  const { dossier } = matter;
  if (dossier === undefined) return undefined;
  const may = await mayMeet(session, matter, [unit]);
  if (!may.ok) return undefined;
  const wall = await wallOf(session, matter);
  const { summary, request } = (wall.guarded ? wall.redacted : undefined) ?? dossier;
  return { place: dossier.place, summary, request, ...(wall.guarded ? { guarded: true } : {}) };
}
