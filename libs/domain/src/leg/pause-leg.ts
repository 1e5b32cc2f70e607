import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Clock } from '../time/clock.js';
import type { LocalDate } from '../time/local-date.js';
import { leavesOutHearings, pauseClock, resumeClock } from '../time/pause-clock.js';
import { openPause } from '../time/pause.js';
import type { Result } from '../time/result.js';
import type { Rule, RulePack } from '../time/rules.js';
import type { Leg } from './leg.js';
import { type LegContext, type Moved, move, still } from './move-leg.js';
import { inHand } from './receive-leg.js';

/* 听证: the time of a hearing is not counted by the rules that say so (L1 36(2): the re-review's clock). */

const ARTICLE = '信访工作条例36';

/** The first day of a hearing, and why it is held. */
export interface HearingBegins {
  readonly from: LocalDate;
  readonly reason: string;
}

/** The rule that gave a running clock, if this pack gave it. */
export function ruleOfClock(pack: RulePack, clock: Pick<Clock, 'rule'>): Rule | undefined {
  const prefix = `${pack.id}.`;
  return clock.rule.startsWith(prefix) ? pack.rules.get(clock.rule.slice(prefix.length)) : undefined;
}

/** 听证中止计时: every running clock of the leg whose rule leaves hearings out stands still from that day. */
export function pauseForHearing(leg: Leg, hearing: HearingBegins, context: LegContext): Outcome<Moved> {
  const so = context.end === 'receiver' ? inHand(leg, context) : still(leg);
  const { from, reason } = hearing;
  const change = { type: 'pause-for-hearing', data: { from, reason } } as const;
  const may = move(so, context, change);
  if (!may.ok || !so.ok) return may;
  const stoppable = so.value.leg.clocks.flatMap((clock) => {
    const rule = ruleOfClock(context.rulebook.pack, clock);
    return clock.metOn === undefined && rule !== undefined && leavesOutHearings(rule)
      ? [{ clock, rule }]
      : [];
  });
  if (stoppable.length === 0) return refuse('hearing-counts', { why: runningOf(so.value.leg) }, ARTICLE);
  const stopped = every(
    stoppable.map(({ clock, rule }) => pauseClock(clock, { rule, from, on: context.today, why: reason })),
  );
  return stopped.ok ? move(so, context, change, { replaced: stopped.value }) : stopped;
}

/** 听证后恢复计时: what stood still runs on after that day, and ends later by the days left out. */
export function resumeAfterHearing(
  leg: Leg,
  { until }: { readonly until: LocalDate },
  context: LegContext,
): Outcome<Moved> {
  const change = { type: 'resume-after-hearing', data: { until } } as const;
  const may = move(still(leg), context, change);
  if (!may.ok) return may;
  const stopped = leg.clocks.filter(
    (clock) => clock.metOn === undefined && openPause(clock.pauses) !== undefined,
  );
  if (stopped.length === 0) return refuse('not-paused', { why: runningOf(leg) }, ARTICLE);
  const { calendar } = context.rulebook;
  const running = every(stopped.map((clock) => resumeClock(clock, { until, on: context.today, calendar })));
  return running.ok ? move(still(leg), context, change, { replaced: running.value }) : running;
}

/**
 * A hearing that has been held, entered in one act: its days are left out of the right clocks of the leg. What a
 * meeting calls. Refused like the two acts that it stands for.
 */
export function excludeHearing(
  leg: Leg,
  hearing: HearingBegins & { readonly until: LocalDate },
  context: LegContext,
): Outcome<Moved> {
  const stopped = pauseForHearing(leg, hearing, context);
  if (!stopped.ok) return stopped;
  const resumed = resumeAfterHearing(stopped.value.leg, hearing, context);
  if (!resumed.ok) return resumed;
  return accepted({
    leg: resumed.value.leg,
    events: [...stopped.value.events, ...resumed.value.events],
  });
}

const runningOf = (leg: Leg): string =>
  leg.clocks
    .filter((clock) => clock.metOn === undefined)
    .map((clock) => clock.rule)
    .join('、');

/** All of them, or the first refusal. */
function every(results: readonly Result<Clock, Parameters<typeof refuse>[0]>[]): Outcome<readonly Clock[]> {
  const clocks: Clock[] = [];
  for (const result of results) {
    if (!result.ok) return refuse(result.slug, { why: result.message }, result.article ?? ARTICLE);
    clocks.push(result.value);
  }
  return accepted(clocks);
}
