import type { Dossier } from '../case/case.js';
import { bodiesOf, codeOf, type MatterWords, wordsOf } from './matter-tokens.js';

/** Why a case may be the same matter. */
export interface LikenessReasons {
  readonly place: boolean;
  readonly topic: boolean;
  /** The bodies that both name, by id or by the name of the letter. */
  readonly bodies: readonly string[];
  /** 0 to 1: the share of words that both texts have in common. */
  readonly text: number;
  /** Some of these words, as evidence. */
  readonly words: readonly string[];
}

/** What a matter is about, as far as likeness goes. */
export type MatterFacts = Pick<Dossier, 'place' | 'topic' | 'respondents' | 'summary' | 'request'>;

/** Values that no source settles [I]; the reasons are shown, and a person decides. */
const ALIKE_WITH_A_CODE = 0.5;
const ALIKE_BY_TEXT_ALONE = 0.75;
const MOST_EVIDENCE = 8;

/** What two matters have in common. */
export function likenessOf(one: MatterFacts, other: MatterFacts, words: MatterWords): LikenessReasons {
  const ours = wordsOf(one, words);
  const theirs = wordsOf(other, words);
  const common = [...ours].filter((word) => theirs.has(word));
  const named = bodiesOf(other, words);
  const all = ours.size + theirs.size;
  return {
    place: codeOf(one.place) === codeOf(other.place),
    topic: codeOf(one.topic) === codeOf(other.topic),
    bodies: bodiesOf(one, words).filter((body) => named.includes(body)),
    text: all === 0 ? 0 : Math.round(((2 * common.length) / all) * 100) / 100,
    words: common.slice(0, MOST_EVIDENCE),
  };
}

/** Whether that is enough to show it to the registrar. */
export function isLookAlike({ place, topic, bodies, text }: LikenessReasons): boolean {
  const body = bodies.length > 0;
  if (place && (topic || body)) return true;
  return text >= ALIKE_BY_TEXT_ALONE || (text >= ALIKE_WITH_A_CODE && (place || topic || body));
}

/** The most alike first. */
export const likenessRank = ({ place, topic, bodies, text }: LikenessReasons): number =>
  (place ? 3 : 0) + (topic ? 3 : 0) + (bodies.length > 0 ? 3 : 0) + text * 4;
