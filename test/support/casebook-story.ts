/* A story of the casebook as the twin reads it: unparsed, so that the player's own reading can be tried on it. */

export interface Step {
  readonly at: string;
  readonly does: string;
  readonly [key: string]: unknown;
}
export interface Story {
  readonly key: string;
  readonly receivedAt: string;
  readonly story: readonly Step[];
  readonly [key: string]: unknown;
}
