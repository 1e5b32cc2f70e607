/** An expected failure: a value with a stable slug (for code), a sentence (for people) and, where law says no, the article. */
export interface Refused<S extends string = string> {
  readonly ok: false;
  readonly slug: S;
  readonly message: string;
  readonly article?: string;
}

/** What a function that may refuse returns. Nothing in the domain throws for an expected failure. */
export type Result<T, S extends string = string> = { readonly ok: true; readonly value: T } | Refused<S>;

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export function refused<S extends string>(slug: S, message: string, article?: string): Refused<S> {
  return article === undefined ? { ok: false, slug, message } : { ok: false, slug, message, article };
}
