import type { CompetenceEntry } from '#contract';

/** Who should get a matter, and what the clerk is told as the reason. */
export interface CompetenceSuggestion {
  readonly handler: string;
  /** Absent: no committee reviews, the office's own reviewer does. */
  readonly reviewedBy?: string;
  /** The entry that matched. Example: `教育文体/*`. */
  readonly topic: string;
  readonly source: string;
  readonly why?: string;
  /** From minutes of a meeting rather than from the directory. */
  readonly learned: boolean;
}

/**
 * The most specific entry that covers a topic: itself before `prefix/*`, the longer prefix before the shorter;
 * between equals what minutes taught (domain.md §6, 13), and there the newest, which stands last.
 * A learned entry without a reviewing committee keeps the one that the directory names for the topic.
 */
export function suggestCompetence(
  topic: string,
  table: readonly CompetenceEntry[],
  learned: readonly CompetenceEntry[] = [],
): CompetenceSuggestion | undefined {
  const given = best(topic, table);
  const taught = best(topic, learned);
  if (taught === undefined || (given !== undefined && specificity(given.topic) > specificity(taught.topic))) {
    return given === undefined ? undefined : { ...given, learned: false };
  }
  const reviewedBy =
    taught.reviewedBy ?? (given?.reviewedBy === taught.handler ? undefined : given?.reviewedBy);
  return { ...taught, ...(reviewedBy === undefined ? {} : { reviewedBy }), learned: true };
}

function best(topic: string, table: readonly CompetenceEntry[]): CompetenceEntry | undefined {
  return table
    .filter((entry) => covers(entry.topic, topic))
    .reduce<CompetenceEntry | undefined>(
      (found, entry) =>
        found !== undefined && specificity(found.topic) > specificity(entry.topic) ? found : entry,
      undefined,
    );
}

function covers(pattern: string, topic: string): boolean {
  if (!pattern.endsWith('/*')) return pattern === topic;
  const prefix = pattern.slice(0, -2);
  return topic === prefix || topic.startsWith(`${prefix}/`);
}

/** More levels are more specific; an entry without wildcard beats one with it at the same depth. */
function specificity(pattern: string): number {
  const levels = pattern.split('/').length;
  return pattern.endsWith('/*') ? 2 * (levels - 1) : 2 * levels + 1;
}
