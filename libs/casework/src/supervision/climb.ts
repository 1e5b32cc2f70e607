import { type LadderRung, type Leg, type LocalDate, type RulingClock, dueRungs, rulingClock } from '#domain';
import type { LadderEvent } from '../ports.js';
import type { LadderPlan, LadderStanding } from '../ports/supervision.js';
import type { Session } from '../desk/session.js';
import { HANDLERS, draftText, noticeText, recipientOf, rungsOf } from './ladder.js';

/**
 * Fires what is due on the ladders of legs, once for each clock and rung ever, and plans the next. Their cases are
 * locked. Read in one go and written in one go: a thousand limits may end on the same day. Returns the rungs fired.
 */
export async function climbAll(
  session: Session,
  due: readonly { readonly legId: string; readonly caseId: string }[],
): Promise<number> {
  if (due.length === 0) return 0;
  const { supervisions, history } = session.tx;
  const standing = await supervisions.standing(due);
  const known = new Map(standing.map((one) => [one.row.leg.id, one]));
  const climbed = due.map(({ legId, caseId }) => {
    const one = known.get(legId);
    return one === undefined
      ? { events: [], plan: { legId, caseId, next: undefined } }
      : climb(session, one, caseId);
  });
  const events = climbed.flatMap((one) => one.events);
  await supervisions.fireAll(events);
  const { today: on, at, actor: by } = session;
  await history.add(
    events
      .filter(({ state }) => state === 'notice' || state === 'draft')
      .map(({ caseId, legId, name, state, text }) => ({
        ...{ caseId, legId, on, at, by, text, basis: '[I]' },
        act: `${state}.${name}`,
      })),
  );
  await supervisions.planLadders(climbed.map(({ plan }) => plan));
  return events.length;
}

function climb(
  session: Session,
  standing: LadderStanding,
  caseId: string,
): { readonly events: readonly LadderEvent[]; readonly plan: LadderPlan } {
  const { leg } = standing.row;
  const ruling = rulingClock(leg);
  const planned = (next: LocalDate | undefined): LadderPlan => ({ legId: leg.id, caseId, next });
  if (ruling === undefined) return { events: [], plan: planned(undefined) };
  const fired = new Set(standing.fired.filter(({ place }) => place === ruling.place).map(({ name }) => name));
  const { due, next } = dueRungs(rungsOf(session, leg, standing.urgency, ruling), fired, session.today);
  const notices = due.filter(({ level }) => level === 'notice');
  const events = due.map((rung) => {
    // A node that was down catches up in order; of several notices of one day only the last is given.
    const merged = rung.level === 'notice' && rung !== notices.at(-1);
    return eventOf(session, standing, ruling, rung, merged);
  });
  return { events, plan: planned(next) };
}

function eventOf(
  session: Session,
  { row, papers }: LadderStanding,
  { clock, place }: RulingClock,
  rung: LadderRung,
  merged: boolean,
): LadderEvent {
  const { leg, caseId } = row;
  const base = {
    legId: leg.id,
    caseId,
    place,
    name: rung.name,
    level: rung.level,
    on: session.today,
    due: clock.effective,
  };
  return rung.level === 'notice'
    ? {
        ...base,
        state: merged ? 'merged' : 'notice',
        text: noticeText(clock.effective, session.today),
        recipient: recipientOf(session, leg, HANDLERS),
      }
    : {
        ...base,
        state: signedAlready(leg, papers, rung, clock.effective) ? 'done' : 'draft',
        text: draftText(leg, rung, clock.effective),
      };
}

/** A supervisor may have been quicker than the ladder. */
function signedAlready(leg: Leg, all: LadderStanding['papers'], rung: LadderRung, due: LocalDate): boolean {
  const papers = all.filter((paper) => paper.round === leg.round);
  switch (rung.level) {
    case 'slip-1':
      return papers.some((paper) => paper.kind === 'slip');
    case 'slip-2':
      return papers.some((paper) => paper.kind === 'slip' && paper.ordinal === 2);
    case 'letter':
      return papers.some((paper) => paper.kind === 'letter' && paper.issuedOn > due);
    case 'hearing':
    case 'notice':
      return false;
  }
}
