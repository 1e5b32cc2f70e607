import { type Outcome, accepted } from '../refusal.js';
import { type Clock, recompute } from '../time/clock.js';
import type { Rule } from '../time/rules.js';
import type { RecountMove } from './leg-event.js';
import { type Leg, isOpenLeg } from './leg.js';
import type { LegContext, Moved } from './move-leg.js';
import { move, still } from './move-leg.js';
import { ruleOfClock } from './pause-leg.js';

/* 重新计算期限: a newer calendar or pack counts the open clocks again, and only those. */

/** What a recount did to a list of clocks; `moves` are the lines for the history, `changed` the clocks to keep. */
export interface RecountedClocks {
  readonly changed: readonly Clock[];
  readonly moves: readonly RecountMove[];
}

/**
 * Counts the open clocks of this pack again that were counted with other versions. An end never moves earlier by it;
 * a duty that the newer pack does not have falls away.
 */
export function recountClocks(
  clocks: readonly Clock[],
  { rulebook, today }: Pick<LegContext, 'rulebook' | 'today'>,
): RecountedClocks {
  const { pack, calendar } = rulebook;
  const changed: Clock[] = [];
  const moves: RecountMove[] = [];
  for (const clock of clocks) {
    const ours = clock.rule.startsWith(`${pack.id}.`);
    const current =
      clock.calendarVersion === calendar.version && (!ours || clock.packVersion === pack.version);
    if (clock.metOn !== undefined || current) continue;
    const rule = ruleOfClock(pack, clock);
    const off = rule === undefined || isWithoutDate(rule) ? 'off' : rule;
    const done = recompute(
      clock,
      ours ? { calendar, packVersion: pack.version, rule: off, today } : { calendar },
    );
    const by = `规则 ${clock.packVersion}，日历 ${clock.calendarVersion}`;
    const of = clock.id;
    const before = moves.length;
    switch (done.kind) {
      case 'later':
        moves.push({ clock: of, what: 'later', from: done.from, to: done.to, by });
        break;
      case 'earlier':
        moves.push({ clock: of, what: 'earlier-kept', from: done.from, to: done.earlier.effective, by });
        break;
      case 'cleared':
        moves.push({ clock: of, what: 'cleared', from: done.from, to: done.from, by });
        break;
      case 'unchanged':
        if (done.confirmed)
          moves.push({ clock: of, what: 'confirmed', from: clock.effective, to: clock.effective, by });
    }
    // An end that both versions give alike stays as it was counted: nothing is written and nobody is told.
    if (moves.length > before) changed.push(done.clock);
  }
  return { changed, moves };
}

const isWithoutDate = ({ limit }: Rule): boolean => limit.kind === 'absent' || limit.kind === 'undated';

/** The same for a leg, at the end where its clocks run. Nothing happens when all are counted with these versions. */
export function recountLeg(leg: Leg, context: LegContext): Outcome<Moved> {
  if (!isOpenLeg(leg)) return still(leg);
  const { changed, moves } = recountClocks(leg.clocks, context);
  if (changed.length === 0) return accepted({ leg, events: [] });
  const { pack, calendar } = context.rulebook;
  const data = { calendar: calendar.version, pack: `${pack.id} ${pack.version}`, moves };
  return move(still(leg), context, { type: 'recount', data }, { replaced: changed });
}
