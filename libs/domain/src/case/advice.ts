import { openIfDue, type Rulebook } from '../leg/leg-clocks.js';
import type { Leg } from '../leg/leg.js';
import { type Outcome, accepted, refuse } from '../refusal.js';
import { type Clock, meetClock } from '../time/clock.js';
import type { RuleContext } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import type { Period } from '../time/period.js';
import type { Advice, AdviceReply } from './advice-letter.js';
import type { Case } from './case.js';

/* 建议 of a petition office to an organ (L1 40): what the matter showed, taken up or not, answered in writing. */

/** More advice than this on one matter is a campaign, not advice. */
const AT_MOST = 50;

/** By when the organ answers (C8: SD 30日; NAT in writing, without a date), from the day of the letter. */
export const adviceDue = (
  rulebook: Rulebook,
  context: RuleContext,
  on: LocalDate,
  set: Period | undefined,
): Clock | undefined =>
  openIfDue(rulebook, context, { clock: 'C8', start: on, ...(set === undefined ? {} : { set }) })[0];

/**
 * The case with one more letter of advice. At the organ (`owes`) its answer is a duty of the case from now on. Refused
 * on a leg that came back: that organ has nothing of the matter.
 */
export function withAdvice(
  matter: Case,
  leg: Pick<Leg, 'state'>,
  advice: Advice,
  owes: boolean,
): Outcome<Case> {
  const { advice: given = [] } = matter;
  if (leg.state === 'RETURNED' || leg.state === 'RECALLED')
    return refuse('not-in-this-state', { state: leg.state });
  if (given.some(({ id }) => id === advice.id) || given.length >= AT_MOST)
    return refuse('advised-already', { number: advice.number });
  const { due } = advice;
  const clocks = due === undefined || !owes ? [] : [{ ...due, about: advice.id }];
  return accepted({ ...matter, advice: [...given, advice], clocks: [...matter.clocks, ...clocks] });
}

/** The case with the organ's answer; one letter is answered once. Without `id` the latest that waits is meant. */
export function withAdviceReply(
  matter: Case,
  legId: string,
  id: string | undefined,
  reply: AdviceReply,
): Outcome<{ readonly matter: Case; readonly advice: Advice }> {
  const { advice: given = [] } = matter;
  const ofLeg = given.filter((one) => one.legId === legId);
  const found =
    id === undefined ? ofLeg.findLast((one) => one.reply === undefined) : ofLeg.find((one) => one.id === id);
  if (found === undefined) return refuse('no-reply-owed', { number: '' }, '信访工作条例40(4)');
  if (found.reply !== undefined) return refuse('replied-already', { number: found.number });
  const { due } = found;
  const advice: Advice = {
    ...found,
    reply,
    ...(due === undefined ? {} : { due: meetClock(due, reply.on) }),
  };
  const clocks = matter.clocks.map((clock) =>
    clock.about === found.id ? meetClock(clock, reply.on) : clock,
  );
  const all = given.map((one) => (one === found ? advice : one));
  return accepted({ matter: { ...matter, advice: all, clocks }, advice });
}
