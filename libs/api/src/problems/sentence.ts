/** A sentence for the screen in both languages; `{name}` stands for a detail of the refusal. */
export type Sentence = readonly [zh: string, en: string];

type Details = Readonly<Record<string, string>>;

/** Fills the details in; one that is missing shows as `?`, so that the sentence still reads. */
export function filled([zh, en]: Sentence, details: Details): Sentence {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/gu, (_whole, name: string) =>
      Object.hasOwn(details, name) ? (details[name] ?? '?') : '?',
    );
  return [fill(zh), fill(en)];
}
