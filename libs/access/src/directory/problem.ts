/** One thing that is wrong with a network directory or its keys: a whole sentence for the operator. */
export interface DirectoryProblem {
  /** File and place. Example: `network.yaml nodes[3].parent`. */
  readonly at: string;
  readonly sentence: string;
}

export const problem = (at: string, sentence: string): DirectoryProblem => ({ at, sentence });

/** One line per problem, as the start prints them before it stops. */
export const printDirectoryProblems = (problems: readonly DirectoryProblem[]): string =>
  problems.map(({ at, sentence }) => `${at}: ${sentence}`).join('\n');

/** The values that occur more than once. */
export function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) (seen.has(value) ? twice : seen).add(value);
  return [...twice];
}
