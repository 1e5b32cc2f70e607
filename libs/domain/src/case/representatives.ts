import { type Outcome, accepted, refuse } from '../refusal.js';
import type { RulePack } from '../time/rules.js';

/** How many representatives a group elects at most; `small`: fewer for small groups (ZJ: 3 for up to 10 people). */
type Representatives = NonNullable<RulePack['representatives']>;

/** L1 20(3): at most five; a pack may say less. */
const NATIONAL: Representatives = { atMost: 5, article: '信访工作条例20(3)' };

/** The rule for a group of this size. */
export function representativesFor(
  pack: Pick<RulePack, 'representatives'>,
  people: number,
): Pick<Representatives, 'atMost' | 'article'> {
  const { atMost, article, small } = pack.representatives ?? NATIONAL;
  return small !== undefined && people <= small.people
    ? { atMost: small.atMost, article }
    : { atMost, article };
}

/** Guard 9: limits representatives, never registration. */
export function electRepresentatives(
  pack: Pick<RulePack, 'representatives'>,
  people: number,
  count: number,
): Outcome<number> {
  const { atMost, article } = representativesFor(pack, people);
  if (count > atMost) return refuse('representatives-at-most', { most: String(atMost) }, article);
  return count > people
    ? refuse('representatives-more-than-people', { people: String(people) }, article)
    : accepted(count);
}
