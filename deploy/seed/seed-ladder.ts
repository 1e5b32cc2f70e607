import type { LadderEvent, LadderPlan } from '#casework';
import type { Leg, Urgency } from '#domain';
import type { SeedDays } from './seed-days.js';

/** What the ladder of a leg fired up to the last day, and when it is looked at next. */
export function ladderBefore(
  leg: Leg,
  caseId: string,
  urgency: Urgency,
  node: string,
  days: SeedDays,
): { readonly plan: LadderPlan; readonly fired: readonly LadderEvent[] } {
  const ladder = days.ladder(leg, urgency);
  if (ladder === undefined) return { plan: { legId: leg.id, caseId, next: undefined }, fired: [] };
  const { clock, place, rungs } = ladder;
  const here = rungs.filter(({ level }) => (level === 'notice' ? leg.toNode : leg.fromNode) === node);
  return {
    plan: { legId: leg.id, caseId, next: here.find(({ on }) => on > days.today)?.on },
    fired: here
      .filter(({ on }) => on <= days.today)
      .map(({ name, level, on }) => ({
        ...{ legId: leg.id, caseId, place, name, level, on, due: clock.effective },
        state:
          level === 'notice'
            ? ('notice' as const)
            : name === 'slip-1'
              ? ('draft' as const)
              : ('dropped' as const),
        ...(level === 'notice' ? { recipient: { unit: leg.to, post: '承办人' } } : {}),
        text:
          level === 'notice'
            ? `办理期限 ${clock.effective} 将届满`
            : `拟催办：${leg.letterNumber} 期限 ${clock.effective} 已过，尚未报结`,
      })),
  };
}
