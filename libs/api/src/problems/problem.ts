import { GUARDS, guardOf, type GuardNumber, type Refusal } from '#casework';
import type { HistoryEntry, Problem } from '#contract';
import { BORDER, type BorderSlug } from './border.js';
import { REFUSAL_STATUS } from './refusal-status.js';
import { REFUSAL_SENTENCES } from './refusals.js';
import { filled, type Sentence } from './sentence.js';

/** An answer that is a problem, on its way to the one filter that writes it. */
export class ProblemAnswer extends Error {
  override readonly name = 'ProblemAnswer';
  constructor(readonly problem: Problem) {
    super(problem.slug);
  }
}

interface Told {
  readonly slug: string;
  readonly status: number;
  readonly says: Sentence;
  readonly article?: string | undefined;
  readonly guard?: GuardNumber | undefined;
  readonly problems?: readonly string[];
}

const problemOf = ({ slug, status, says: [zh, en], article, guard, problems = [] }: Told): Problem => ({
  type: `urn:huiyin:problem:${slug}`,
  title: slug.replaceAll('-', ' '),
  status,
  slug,
  zh,
  en,
  article: article ?? null,
  guard: guard ?? null,
  problems: [...problems],
});

/** What the office refused, with its guard and article; a guard has an article even where the refusal names none. */
export function refusalProblem(
  { slug, article, details }: Refusal,
  /** What somebody else did meanwhile. */
  changed?: readonly HistoryEntry[],
): Problem {
  const guard = guardOf({ slug, ...(article === undefined ? {} : { article }) });
  const says = filled(REFUSAL_SENTENCES[slug], detailsOf(slug, details));
  const basis = article ?? (guard === undefined ? undefined : GUARDS[guard].article);
  const problem = problemOf({ slug, status: REFUSAL_STATUS[slug], says, article: basis, guard });
  return changed === undefined ? problem : { ...problem, changed: [...changed] };
}

/** What the API itself refused; `problems` are listed one a line. */
export function borderProblem(
  slug: BorderSlug,
  details: Readonly<Record<string, string>> = {},
  problems: readonly string[] = [],
): Problem {
  const { status, says } = BORDER[slug];
  return problemOf({ slug, status, says: filled(says, details), problems });
}

/** Two refusers name the lawful roles differently: the state table `allowed`, the staff list `roles`. */
function detailsOf(slug: Refusal['slug'], details: Refusal['details']): Refusal['details'] {
  if (slug !== 'role-not-allowed') return details;
  const who = details['allowed'] ?? details['roles'] ?? details['role'];
  return who === undefined ? details : { ...details, who };
}
