import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** Cuts a Chinese text into the words under which it is searched. */
export type Segmenter = (text: string) => readonly string[];

/** More than this is not read; the caller says what matters first. */
const MOST_TEXT = 20_000;
const HAN = /^\p{Script=Han}+$/u;

/**
 * Words as the dictionary knows them, and every pair of characters inside a longer word, so that a word of two
 * characters is found wherever it stands. MariaDB's own full text drops such words, and has no parser for Chinese.
 * The dictionary (60 MB in memory) is read at the first text, once for all that share this segmenter.
 */
export function chineseSegmenter(): Segmenter {
  let jieba: Jieba | undefined;
  return (text) => {
    jieba ??= Jieba.withDict(dict);
    const words = new Set<string>();
    let single = '';
    for (const word of jieba.cut(text.slice(0, MOST_TEXT), true)) {
      if (!HAN.test(word)) {
        if (/[\p{L}\p{N}]{2}/u.test(word)) words.add(word);
        single = '';
        continue;
      }
      const characters = Array.from(word);
      if (characters.length === 1) {
        // Two single characters side by side are often one word that the dictionary lacks: a village, a name of a works.
        if (single !== '') words.add(single + word);
        single = word;
        continue;
      }
      single = '';
      words.add(word);
      if (characters.length > 2)
        for (let at = 0; at + 1 < characters.length; at += 1)
          words.add(`${characters[at] ?? ''}${characters[at + 1] ?? ''}`);
    }
    return [...words];
  };
}
