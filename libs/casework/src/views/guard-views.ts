import type { CompetenceSuggestion, GuardView, SuccessionView } from '#contract';
import { type LocalDate, type Person, type Refusal, isSettled, refuse } from '#domain';
import { competentOn } from '../desk/successor.js';
import { EVERY_ROLE } from '../desk/everybody.js';
import type { CaseworkReads, Office } from '../ports.js';
import { successionViews } from './routing-views.js';

export type GuardScreens = Pick<
  GuardViews,
  'suggest' | 'successions' | 'ofCase' | 'excludedCases' | 'mayNotRead'
>;

export interface GuardDesk {
  readonly reads: CaseworkReads;
  readonly office: Office;
  today(): LocalDate;
}

/** Who says to be reading; without log-in a claim like that of an act. */
export interface Reader {
  readonly unit: string;
  readonly user: string;
}

/** Who may read what, what walls a case off, and who is competent. */
export class GuardViews {
  constructor(private readonly desk: GuardDesk) {}

  /** The competent addressee with its reason; minutes that ruled "for this kind of matter" count here. */
  async suggest(topic: string): Promise<CompetenceSuggestion> {
    const { office, reads } = this.desk;
    const found = competentOn(office, office.competence(topic, await reads.learned()), this.desk.today());
    return {
      topic,
      to: found?.to ?? null,
      name: found === undefined ? null : (office.unit(found.to)?.zh ?? found.to),
      reviewer: found?.reviewer ?? null,
      because: found?.because ?? null,
    };
  }

  /** Handovers to successors that wait for a signature or for their day. */
  successions(): Promise<SuccessionView[]> {
    return successionViews(this.desk.reads, this.desk.office);
  }

  /** Undefined: there is no such case here. */
  async ofCase(caseId: string): Promise<GuardView | undefined> {
    const { reads } = this.desk;
    const row = await reads.caseById(caseId);
    if (row === undefined) return undefined;
    const stored = await reads.guards.wall(caseId);
    const guarded = stored?.guarded === true || row.matter.dossier?.category === 'accusation';
    const wall = { accused: [], ...stored, guarded };
    const { redacted } = wall;
    return {
      guarded,
      onTrial: wall.onTrial === true,
      settled: isSettled(wall),
      accused: wall.accused.map(({ name, party, confirmedBy }) => ({
        name,
        party: party ?? null,
        confirmedBy: confirmedBy?.user ?? null,
      })),
      redacted:
        redacted === undefined
          ? null
          : { summary: redacted.summary, request: redacted.request, draftedBy: redacted.draftedBy.user },
      conflicts: (await reads.guards.conflicts(caseId)).map(({ unit, user, on }) => ({ unit, user, on })),
    };
  }

  /** The cases that this reader keeps away from (L1 28(3)): neither opened nor listed. */
  async excludedCases(reader: Reader): Promise<ReadonlySet<string>> {
    const person = this.person(reader);
    return new Set(person === undefined ? [] : await this.desk.reads.guards.excludedCases(person));
  }

  /** Why this reader may not open a case, by its id, its origin number or one of its legs. */
  async mayNotRead(of: CaseAddress, reader: Reader): Promise<Refusal | undefined> {
    const excluded = await this.excludedCases(reader);
    if (excluded.size === 0) return undefined;
    const caseId = await this.caseOf(of);
    return caseId !== undefined && excluded.has(caseId)
      ? refuse('conflict-of-interest', {}, '信访工作条例28(3)')
      : undefined;
  }

  private async caseOf({ kind, id }: CaseAddress): Promise<string | undefined> {
    const { reads } = this.desk;
    switch (kind) {
      case 'case':
        return id;
      case 'origin':
        return (await reads.caseByOrigin(id))?.matter.id;
      case 'leg':
        return (await reads.legById(id))?.caseId;
    }
  }

  /** A conflict is kept by post; a reader may give a post or a user id. */
  private person(reader: Reader): Person | undefined {
    const found = this.desk.office.actor(reader, EVERY_ROLE);
    return found.ok ? { unit: found.value.unit, user: found.value.user } : undefined;
  }
}

/** How a reading names its case. */
export interface CaseAddress {
  readonly kind: 'case' | 'origin' | 'leg';
  readonly id: string;
}
