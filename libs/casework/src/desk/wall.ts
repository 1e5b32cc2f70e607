import {
  type Case,
  type Dossier,
  type Outcome,
  type Wall,
  NO_WALL,
  accepted,
  isSettled,
  joinWalls,
  judgeSending,
  mayDecide,
  refuse,
} from '#domain';
import type { UnitInfo } from '../ports.js';
import type { Session } from './session.js';
import { competentOn } from './successor.js';

/* Guard 1 at every way out of this office, and who may not review: what the domain decides, with what is stored here. */

/** What is known here of the accused. An accusation that came without that knowledge is guarded all the same. */
export async function wallOf(session: Session, matter: Case): Promise<Wall> {
  const known = (await session.tx.guards.wall(matter.id)) ?? NO_WALL;
  return matter.dossier?.category === 'accusation' ? { ...known, guarded: true } : known;
}

/** What goes to an addressee, once it is known that it may go. */
export interface Copy {
  readonly dossier: Dossier;
  /** No name goes along, and this office gives the answer. */
  readonly withheld: boolean;
  /** What the addressee must know of the wall; nothing where the accusing part was cut out. */
  readonly marks: {
    readonly guarded?: true;
    readonly accused?: readonly { readonly name: string; readonly party?: string }[];
  };
}

/** Judges one sending and makes the copy that may go: whole, or redacted. Nothing is written. */
export async function copyFor(
  session: Session,
  matter: Case,
  dossier: Dossier,
  unit: UnitInfo,
  redacted: boolean,
): Promise<Outcome<Copy>> {
  const wall = await wallOf(session, matter);
  const may = judge(session, wall, dossier, unit.id, redacted);
  if (!may.ok) return may;
  if (redacted) {
    if (wall.redacted === undefined) return refuse('nothing-redacted');
    const { summary, request } = wall.redacted;
    // What the redacted copy does not say, the list of respondents must not say either.
    const cut = { ...dossier, summary, request, respondents: [] };
    return accepted({ dossier: cut, withheld: wall.guarded, marks: {} });
  }
  if (!wall.guarded) return accepted({ dossier, withheld: false, marks: {} });
  // Only the organ that handles accusations learns whom this one accuses; an office that sends on must find out itself.
  const accused = wall.accused.map(({ name, party }) => ({
    name,
    ...(party === undefined ? {} : { party }),
  }));
  const marks = unit.body === 'discipline' ? { guarded: true as const, accused } : { guarded: true as const };
  return accepted({ dossier, withheld: true, marks });
}

/** Nobody near the accused sits at the table, and none gets the minutes. */
export async function mayMeet(
  session: Session,
  matter: Case,
  parties: readonly string[],
): Promise<Outcome<undefined>> {
  const { dossier } = matter;
  if (dossier === undefined) return accepted(undefined);
  const wall = await wallOf(session, matter);
  for (const party of parties) {
    const may = judge(session, wall, dossier, party, false);
    if (!may.ok) return may;
  }
  return accepted(undefined);
}

const judge = (
  session: Session,
  wall: Wall,
  dossier: Dossier,
  addressee: string,
  redacted: boolean,
): Outcome<undefined> =>
  judgeSending({
    wall: withRespondents(session, wall, dossier),
    accusation: dossier.category === 'accusation',
    redacted,
    by: session.actor,
    isNearAccused: (party) => session.desk.office.isNearAccused(addressee, party),
  });

/**
 * Whom an accusation complains of it accuses, whether or not somebody also entered it as an accused: the list may have been
 * corrected later, or may be all that came over the wire.
 */
function withRespondents(session: Session, wall: Wall, { category, respondents }: Dossier): Wall {
  if (category !== 'accusation') return wall;
  const by = session.actor;
  const complainedOf = respondents.flatMap((name) => {
    const party = session.desk.office.resolve(name);
    return party === undefined ? [] : [{ name, party, namedBy: by }];
  });
  // Whether it is settled whom the letter accuses is for what persons entered; this only adds to it.
  return wall.accused.length === 0 && !isSettled(wall)
    ? wall
    : { ...wall, accused: [...wall.accused, ...complainedOf] };
}

/** Who of these units already has something of the case that must not lie there now; for the dispatcher to recall. */
export function nearTheAccused(session: Session, wall: Wall, units: readonly string[]): readonly string[] {
  const { office } = session.desk;
  return [...new Set(units)].filter((unit) =>
    wall.accused.some(({ party }) => party !== undefined && office.isNearAccused(unit, party)),
  );
}

/** 被反映单位 may be the lawful handler of a matter, but another reviews what it did (domain.md §6, 1). */
export function mayReview(session: Session, matter: Case, unit: string): Outcome<undefined> {
  const { office } = session.desk;
  const reviewsItself = (matter.dossier?.respondents ?? [])
    .map((name) => office.resolve(name))
    .some((body) => body !== undefined && (body === unit || office.answersTo(unit, body)));
  return reviewsItself ? refuse('respondent-is-reviewer', {}, '信访工作条例28(3)') : accepted(undefined);
}

/** The committee that would review by default, unless it is the respondent or near the accused. */
export function fitReviewer(
  session: Session,
  matter: Case,
  wall: Wall,
  reviewer: string | undefined,
): string | undefined {
  if (reviewer === undefined || !mayReview(session, matter, reviewer).ok) return undefined;
  return nearTheAccused(session, wall, [reviewer]).length === 0 ? reviewer : undefined;
}

/**
 * What keeps a letter from somebody keeps the case from them that it is linked to: its items lie there now. Unlinking
 * takes nothing away.
 */
export async function carryGuards(session: Session, from: Case, into: Case): Promise<Outcome<undefined>> {
  const { guards } = session.tx;
  if (await guards.isExcluded(into.id, session.actor))
    return refuse('conflict-of-interest', {}, '信访工作条例28(3)');
  const wall = await wallOf(session, from);
  if (wall.guarded) await guards.saveWall(into.id, joinWalls(await wallOf(session, into), wall));
  for (const conflict of await guards.conflicts(from.id))
    await guards.declare({ ...conflict, caseId: into.id });
  return accepted(undefined);
}

/** Guard 8 for a report of this unit. */
export function mayReport(
  session: Session,
  matter: Case,
  unit: string,
  outcome: string | undefined,
): Outcome<undefined> {
  const { office } = session.desk;
  const { dossier } = matter;
  const competent = competentOn(office, office.competence(dossier?.topic ?? ''), session.today)?.to;
  return mayDecide({
    category: dossier?.category,
    outcome,
    reporter: office.unit(unit)?.body ?? 'other',
    competent: competent === undefined ? undefined : office.unit(competent)?.body,
  });
}
