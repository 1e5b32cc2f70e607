import type { LocalDate, Person, Wall } from '#domain';

/** 回避 (L1 28(3)): a person who has an interest in one case, and so neither acts on it nor reads it. */
export interface Conflict {
  readonly caseId: string;
  readonly unit: string;
  /** The post, as in the history. */
  readonly user: string;
  readonly on: LocalDate;
  readonly reason: string;
}

/** What keeps a case from those who must not have it; a table of its own, so that no view joins it by accident. */
export interface GuardStore {
  /** Undefined: nothing was ever said about this case. */
  wall(caseId: string): Promise<Wall | undefined>;
  saveWall(caseId: string, wall: Wall): Promise<void>;
  /** After a return or a recall the accused's names go with the dossier. */
  removeWall(caseId: string): Promise<void>;
  /** The second declaration of a person changes nothing. */
  declare(conflict: Conflict): Promise<void>;
  isExcluded(caseId: string, person: Person): Promise<boolean>;
  conflicts(caseId: string): Promise<readonly Conflict[]>;
}

export interface GuardReads {
  wall(caseId: string): Promise<Wall | undefined>;
  conflicts(caseId: string): Promise<readonly Conflict[]>;
  /** The cases that a person neither reads nor sees in a list. */
  excludedCases(person: Person): Promise<readonly string[]>;
}
