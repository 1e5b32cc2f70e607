import { type Outcome, accepted, refuse } from '../refusal.js';

/*
 * The wall between an accusation and the accused (L1 30(3), 46(5); domain.md §6, guard 1). It is kept apart from the
 * dossier, at the node where somebody named the accused, and crosses the wire only to the organ that handles accusations.
 */

export const NO_ACCUSATION_TO_THE_ACCUSED = '信访工作条例30(3)';

/** A person of an office: who did something that a second person must confirm. */
export interface Person {
  readonly unit: string;
  readonly user: string;
}

/** 被检举控告人(单位), as the letter names it. */
export interface Accused {
  readonly name: string;
  /** What the directory resolves the name to; absent: a second person must confirm before anything is sent. */
  readonly party?: string;
  readonly namedBy: Person;
  readonly confirmedBy?: Person;
}

/** A copy from which the accusing parts and the names were taken out. */
export interface RedactedCopy {
  readonly summary: string;
  readonly request: string;
}

/** What must be known of a matter before anything of it is sent. */
export interface Wall {
  /** 检举控告, or another matter with an accusing part. */
  readonly guarded: boolean;
  readonly accused: readonly Accused[];
  /** The letter names nobody: said by one person, confirmed by another. */
  readonly nobodyNamed?: { readonly saidBy: Person; readonly confirmedBy?: Person };
  /** A copy that may go to the accused's body for the rest of the matter, if another person sends it. */
  readonly redacted?: RedactedCopy & { readonly draftedBy: Person };
  /** 已进入诉讼程序 (BJ 32(1)). */
  readonly onTrial?: boolean;
}

export const NO_WALL: Wall = { guarded: false, accused: [] };

export const samePerson = (one: Person, other: Person): boolean =>
  one.unit === other.unit && one.user === other.user;

/** The names that still wait for a second person. */
export const unresolvedOf = (wall: Wall): readonly Accused[] =>
  wall.accused.filter((one) => one.party === undefined && one.confirmedBy === undefined);

/** Whether it is known whom the accusation must not reach. */
export const isSettled = (wall: Wall): boolean =>
  !wall.guarded ||
  (wall.accused.length === 0 ? wall.nobodyNamed?.confirmedBy !== undefined : unresolvedOf(wall).length === 0);

/** Names the accused, or says that nobody is named. Names are added, never taken away: the wall only grows. */
export function nameAccused(
  wall: Wall,
  named: readonly { readonly name: string; readonly party?: string }[],
  by: Person,
): Wall {
  const fresh = named
    .filter((one) => !wall.accused.some((known) => known.name === one.name))
    .map((one) => ({ ...one, namedBy: by }));
  const accused = [...wall.accused, ...fresh];
  if (accused.length > 0) {
    const { nobodyNamed: _nobody, ...rest } = wall;
    return { ...rest, guarded: true, accused };
  }
  return { ...wall, guarded: true, nobodyNamed: { saidBy: by } };
}

/** What walls one letter off walls off the case that it is linked to. */
export const joinWalls = (one: Wall, other: Wall): Wall => {
  const { nobodyNamed = other.nobodyNamed, ...rest } = one;
  const names = new Set(one.accused.map(({ name }) => name));
  const accused = [...one.accused, ...other.accused.filter(({ name }) => !names.has(name))];
  return {
    ...rest,
    guarded: one.guarded || other.guarded,
    accused,
    ...(accused.length > 0 || nobodyNamed === undefined ? {} : { nobodyNamed }),
  };
};

/**
 * The second person: each name that the directory does not know is given its body, or confirmed as belonging to no
 * body of the network. Whoever named it can't confirm it.
 */
export function confirmAccused(wall: Wall, resolved: ReadonlyMap<string, string>, by: Person): Outcome<Wall> {
  const waiting = unresolvedOf(wall);
  const stranger = [...resolved.keys()].find((name) => !waiting.some((one) => one.name === name));
  if (stranger !== undefined) return refuse('accused-not-waiting');
  const own = [
    ...waiting.map((one) => one.namedBy),
    ...(wall.nobodyNamed === undefined ? [] : [wall.nobodyNamed.saidBy]),
  ];
  if (own.some((person) => samePerson(person, by)))
    return refuse('second-person-required', {}, NO_ACCUSATION_TO_THE_ACCUSED);
  if (own.length === 0) return refuse('accused-not-waiting');
  const accused = wall.accused.map((one) => {
    if (!waiting.includes(one)) return one;
    const party = resolved.get(one.name);
    return { ...one, confirmedBy: by, ...(party === undefined ? {} : { party }) };
  });
  const { nobodyNamed } = wall;
  return accepted({
    ...wall,
    accused,
    ...(nobodyNamed === undefined ? {} : { nobodyNamed: { ...nobodyNamed, confirmedBy: by } }),
  });
}

/** Who would get what, of whom, sent by whom. */
export interface Sending {
  readonly wall: Wall;
  /** 检举控告 as a whole: nothing of it can be cut out. */
  readonly accusation: boolean;
  /** The drafted redacted copy goes instead of the dossier. */
  readonly redacted: boolean;
  readonly by: Person;
  /** Whether the addressee is the accused, a part of it, or a body that one of them leads (the directory knows). */
  isNearAccused(party: string): boolean;
}

/**
 * Guard 1: an accusation is never sent to the accused, to a body there, or to one that leads it or answers to it.
 * The rest of another matter may go there as a redacted copy, drafted by one person and sent by another.
 */
export function judgeSending(sending: Sending): Outcome<undefined> {
  const { wall, by } = sending;
  if (wall.onTrial === true) return refuse('case-on-trial', {}, '北京市信访条例32(1)');
  if (!isSettled(wall)) return refuse('accused-unresolved', {}, NO_ACCUSATION_TO_THE_ACCUSED);
  const near = wall.accused.some((one) => one.party !== undefined && sending.isNearAccused(one.party));
  if (!near) return accepted(undefined);
  if (sending.accusation || !sending.redacted || wall.redacted === undefined)
    return refuse('accused-party', {}, NO_ACCUSATION_TO_THE_ACCUSED);
  return samePerson(wall.redacted.draftedBy, by)
    ? refuse('second-person-required', {}, NO_ACCUSATION_TO_THE_ACCUSED)
    : accepted(undefined);
}
