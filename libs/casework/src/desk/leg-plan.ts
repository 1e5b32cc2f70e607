import type { Leg, LegKind, LegLimit, ReportPaper, Wants } from '#domain';

/** What a leg is to say; the rest follows from the directory, the case and the rule pack. */
export interface LegPlan {
  readonly kind: LegKind;
  readonly wants: Wants;
  readonly to: string;
  readonly limit: LegLimit;
  readonly note?: string;
  readonly byMinutes?: string;
  readonly group?: string;
  readonly reviewOf?: string;
  /** Slips: the report to be reviewed. */
  readonly report?: ReportPaper;
  /** The drafted redacted copy goes instead of the dossier. */
  readonly redacted?: boolean;
  /** Ids of files of the case that go along. */
  readonly enclose?: readonly string[];
  /** Committees that countersign the result; absent: the one of the competence table, if it has one. */
  readonly reviewers?: Leg['reviewers'];
}
