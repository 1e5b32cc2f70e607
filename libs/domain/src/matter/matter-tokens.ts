import type { Dossier } from '../case/case.js';

/*
 * By what a matter is found again: what it is about, never who brought it (domain.md §2). The petitioner's record is
 * not read here, so no index of this office can be asked for a person's letters.
 */

/** How a text falls into words and what a letter's name of a body means. Both come from outside the domain. */
export interface MatterWords {
  /** The words of a text under which it is to be found, each of two characters or more. */
  segment(text: string): readonly string[];
  /** The id of the body that a letter means; the bare name where the directory knows none. */
  body(name: string): string;
}

/** One entry of the index: a word, or a code that two things of a matter have in common. */
export interface MatterToken {
  readonly token: string;
  /** What a hit is worth when found matters are ranked. */
  readonly weight: number;
}

/** A text this long has said what it is about; the rest would only fill the index. */
const MOST_TEXT = 4_000;
const MOST_WORDS = 400;
const MOST_WORD = 32;
/** A letter that names more bodies than this names a list, not respondents. */
const MOST_BODIES = 8;

/** A place or topic as a code: the same whatever its spaces and the width of its characters. */
export const codeOf = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/gu, '').toLowerCase();

/** The bodies a matter is about, each once. */
export const bodiesOf = (dossier: Pick<Dossier, 'respondents'>, words: Pick<MatterWords, 'body'>): string[] =>
  [...new Set(dossier.respondents.slice(0, MOST_BODIES).map((name) => words.body(name)))].filter(
    (body) => body !== '',
  );

/**
 * The codes under which a matter meets its like: place and topic, place and body, body and topic. Two at a time, so
 * that one short list is read instead of crossing two long ones.
 */
export function matterCodes(
  dossier: Pick<Dossier, 'place' | 'topic' | 'respondents'>,
  words: Pick<MatterWords, 'body'>,
): readonly MatterToken[] {
  const place = codeOf(dossier.place);
  const topic = codeOf(dossier.topic);
  const bodies = bodiesOf(dossier, words).map(codeOf);
  return [
    { token: `=pt:${place}|${topic}`, weight: 0 },
    ...bodies.flatMap((body) => [
      { token: `=pb:${place}|${body}`, weight: 0 },
      { token: `=bt:${body}|${topic}`, weight: 0 },
    ]),
  ];
}

/** The words of what a letter tells and asks, each once. */
export const wordsOf = (
  dossier: Pick<Dossier, 'summary' | 'request'>,
  words: Pick<MatterWords, 'segment'>,
): ReadonlySet<string> =>
  new Set([...read(dossier.request, words), ...read(dossier.summary.slice(0, MOST_TEXT), words)]);

/** Every entry of a matter: its codes, and its words with where they stand as their weight. */
export function matterTokens(dossier: Dossier, words: MatterWords): readonly MatterToken[] {
  const weights = new Map<string, number>();
  const enter = (text: string, weight: number): void => {
    for (const word of read(text, words)) {
      if (weights.size < MOST_WORDS || weights.has(word))
        weights.set(word, Math.min((weights.get(word) ?? 0) + weight, 99));
    }
  };
  for (const text of [dossier.topic, dossier.place, ...dossier.respondents.slice(0, MOST_BODIES)])
    enter(text, 3);
  enter(dossier.request, 2);
  enter(dossier.summary.slice(0, MOST_TEXT), 1);
  return [...matterCodes(dossier, words), ...[...weights].map(([token, weight]) => ({ token, weight }))];
}

const read = (text: string, words: Pick<MatterWords, 'segment'>): readonly string[] =>
  words
    .segment(text.normalize('NFKC').toLowerCase())
    .filter((word) => Array.from(word).length >= 2 && word.length <= MOST_WORD && !word.startsWith('='));

/** What is asked of the index: its words as they stand, each once. */
export const searchWords = (asked: string, words: Pick<MatterWords, 'segment'>): readonly string[] => [
  ...new Set(read(asked, words)),
];
