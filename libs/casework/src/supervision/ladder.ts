import {
  type LadderRung,
  type Leg,
  type LocalDate,
  type Role,
  type RulingClock,
  type Supervision,
  type Urgency,
  isWorkingDay,
  ladderOf,
  rulingClock,
} from '#domain';
import type { Desk } from '../desk/desk.js';
import type { Session } from '../desk/session.js';
import type { LegRow } from '../ports.js';
import { TITLES } from './titles.js';

/*
 * The ladder of domain.md §5: before the end the handler is told, after it the supervisor finds drafts. Each end of a
 * leg climbs its own rungs: the holder's node gives the notices, the sender's node drafts what its people sign.
 */

/** What an event of a leg changes for its ladder: nothing runs any more, or the next rung stands on another day. */
export async function planLadder(session: Session, row: LegRow): Promise<void> {
  const ruling = rulingClock(row.leg);
  const { supervisions } = session.tx;
  if (ruling === undefined) {
    await supervisions.planLadder(row.leg.id, row.caseId, undefined);
    for (const event of await supervisions.fired(row.leg.id)) {
      if (event.state === 'draft') await supervisions.setState(event, 'lapsed', '已报结或已结束，不再发出');
    }
    return;
  }
  const rungs = rungsOf(session, row.leg, await supervisions.urgencyOf(row.caseId), ruling);
  const fired = await firedNames(session, row.leg, ruling);
  const next = rungs.find(({ name }) => !fired.has(name));
  await supervisions.planLadder(row.leg.id, row.caseId, next?.on);
}

/** The rungs of the end or ends of the leg that this node holds. */
export function rungsOf(
  session: Session,
  leg: Leg,
  urgency: Urgency,
  { clock }: RulingClock,
): readonly LadderRung[] {
  const { settings, calendar } = session.desk.rulebook;
  return ladderOf(clock, settings.supervision.ladder[urgency], calendar).filter(({ level }) =>
    level === 'notice' ? leg.toNode === session.self : leg.fromNode === session.self,
  );
}

async function firedNames(session: Session, leg: Leg, { place }: RulingClock): Promise<ReadonlySet<string>> {
  const events = await session.tx.supervisions.fired(leg.id);
  return new Set(events.filter((event) => event.place === place).map(({ name }) => name));
}

export const HANDLERS: readonly Role[] = ['handler', 'head', 'registrar'];
const HEADS: readonly Role[] = ['head', 'leader', 'handler'];

/**
 * The first of these roles that the unit has; where the staff has none any more, the unit itself, so that a user who
 * was removed or disabled stops nobody's notice.
 */
export function recipientOf(
  session: Session,
  leg: Leg,
  roles: readonly Role[],
): { readonly unit: string; readonly post: string } {
  const { office } = session.desk;
  // A unit without a node is told by its keeper, who prints the notice.
  const unit = office.unit(leg.to)?.works === 'offline' ? session.self : leg.to;
  for (const role of roles) {
    const found = office.actor({ unit }, [role]);
    if (found.ok) return { unit, post: found.value.user };
  }
  return { unit, post: '单位' };
}

/** At the holder: a slip or letter that came is part of that day's notice; the second slip and every letter also of the head's. */
export async function noticePaper(session: Session, row: LegRow, paper: Supervision): Promise<void> {
  if (row.leg.toNode !== session.self) return;
  const { kind, ordinal, round, number, copyToHead } = paper;
  const ruling = rulingClock(row.leg);
  const told = [
    { name: `${kind}-${round}-${ordinal}`, roles: HANDLERS },
    ...(copyToHead ? [{ name: `copy-${kind}-${round}-${ordinal}`, roles: HEADS }] : []),
  ];
  for (const { name, roles } of told) {
    await session.tx.supervisions.fire({
      legId: row.leg.id,
      caseId: row.caseId,
      place: ruling?.place ?? 0,
      name,
      level: 'notice',
      on: session.today,
      due: paper.replyDue?.effective ?? ruling?.clock.effective ?? session.today,
      state: 'notice',
      recipient: recipientOf(session, row.leg, roles),
      text: `收到${TITLES[kind]} ${number}`,
    });
  }
}

/** 退回重办 a second time is no matter of papers any more: a letter is put before the supervisor (domain.md §5, L9). */
export async function draftAfterRedo(session: Session, row: LegRow): Promise<void> {
  const { leg } = row;
  if (leg.fromNode !== session.self || leg.round <= REDONE_ONCE) return;
  const ruling = rulingClock(leg);
  const text = `${leg.letterNumber} 已${leg.round - 1}次退回重新办理，拟发督办函`;
  const fired = await session.tx.supervisions.fire({
    legId: leg.id,
    caseId: row.caseId,
    place: ruling?.place ?? 0,
    name: `redo-${leg.round}`,
    level: 'letter',
    on: session.today,
    due: ruling?.clock.effective ?? session.today,
    state: 'draft',
    text,
  });
  if (fired) await session.note(row.caseId, 'draft.letter', '[I]', text, leg.id);
}

/** The round of a leg that was sent back once. */
const REDONE_ONCE = 2;

/** A node that was down, or lost its books, gives the notice after the end of the limit too. */
export function noticeText(due: LocalDate, today: LocalDate): string {
  if (today === due) return `办理期限今日（${due}）届满`;
  return today < due ? `办理期限 ${due} 将届满` : `办理期限 ${due} 已届满`;
}

const DRAFTS = {
  'slip-1': '拟发催办单（第1次）',
  'slip-2': '拟发催办单（第2次），抄送单位负责人',
  letter: '拟发督办函，限期书面回复',
  hearing: '建议听取汇报、约见单位负责人',
} as const;

export const draftText = (leg: Leg, rung: LadderRung, due: LocalDate): string =>
  rung.level === 'notice' ? '' : `${DRAFTS[rung.level]}：${leg.letterNumber} 期限 ${due} 已过，尚未报结`;

/** Reminders go out on working days in office hours only; a make-up Saturday is one. */
export function isOfficeTime(desk: Desk, now: Date): boolean {
  const { calendar, settings } = desk.rulebook;
  const { from, to } = settings.supervision.officeHours;
  const today = desk.legalDay(now);
  // The same legal day `from` minutes ago and for the rest of the day after `to`: it is between the two.
  const within =
    desk.legalDay(minutesFrom(now, -from)) === today && desk.legalDay(minutesFrom(now, 1440 - to)) === today;
  return within && isWorkingDay(calendar, today);
}

const minutesFrom = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * 60_000);
