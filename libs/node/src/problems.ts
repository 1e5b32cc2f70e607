/** Why nodes cannot start: a sentence each, told all together. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
  }
}

/** What a start is expected to meet: its sentences say all, and the log needs no second telling. */
export const isExpected = (error: unknown): boolean =>
  error instanceof CannotStart || (error instanceof Error && error.name === 'DatabaseUnfitError');

/** The sentence for an operator, for what was expected to go wrong; a bug is told by its class only. */
export function sentenceOf(node: string, error: unknown): readonly string[] {
  if (error instanceof CannotStart) return error.sentences;
  if (error instanceof Error && error.name === 'DatabaseUnfitError') return [`${node}: ${error.message}`];
  const name = error instanceof Error ? error.name : typeof error;
  return [`${node}: The node could not start because of an unexpected error (${name}); see its log.`];
}
