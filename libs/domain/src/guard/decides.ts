import type { Category } from '../case/case.js';
import { type Outcome, accepted, refuse } from '../refusal.js';
import type { BodyKind } from '../time/rules.js';

/** 申诉求决 and 检举控告 end with these (L1 32, BJ 42(1)); a congress coordinates, it does not decide. */
const DECISIONS: readonly string[] = ['予以支持', '部分支持', '不予支持', '属实', '部分属实', '不实'];

/** A report as far as it may be a decision. */
export interface Deciding {
  readonly category: Category | undefined;
  readonly outcome: string | undefined;
  /** Who reports. */
  readonly reporter: BodyKind;
  /** Who is competent for the topic; undefined: no line of the table covers it. */
  readonly competent: BodyKind | undefined;
}

/**
 * Guard 8: a congress node never issues the decision on a matter for which another body is competent. It studies what
 * is its own, and coordinates (协调解决, 未能协调) what is not.
 */
export function mayDecide({ category, outcome, reporter, competent }: Deciding): Outcome<undefined> {
  const others = competent !== undefined && competent !== 'congress';
  const decides = category !== 'suggestion' && outcome !== undefined && DECISIONS.includes(outcome);
  return reporter === 'congress' && others && decides
    ? refuse('congress-does-not-decide', {}, '北京市信访条例30')
    : accepted(undefined);
}
