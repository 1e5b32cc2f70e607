import type { Rulebook } from '../leg/leg-clocks.js';
import { type Outcome, accepted, refuse } from '../refusal.js';
import { type Clock, meetClock } from '../time/clock.js';
import type { RuleContext } from '../time/legal-period.js';
import type { LocalDate } from '../time/local-date.js';
import type { Case, Dossier, EntryNotes } from './case.js';
import { type CaseContext, clocksOnReceipt, moveCase } from './decide-case.js';

/** One field that was corrected; the old value is kept for ever (L1 44). */
export interface Change {
  readonly field: keyof Dossier | keyof EntryNotes;
  readonly was: unknown;
  readonly is: unknown;
}

/** A clock that the correction moved, opened (`from` absent) or ended (`to` absent). */
export interface MovedClock {
  readonly id: Clock['id'];
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

export interface Corrected {
  readonly matter: Case;
  readonly changes: readonly Change[];
  readonly clocks: readonly MovedClock[];
}

const FIELDS = [
  'form',
  'source',
  'receivedOn',
  'people',
  'visit',
  'category',
  'route',
  'topic',
  'place',
  'summary',
  'request',
  'respondents',
] as const satisfies readonly (keyof Dossier)[];

/** What the recount needs: the pack and calendar, and the matter as the correction makes it. */
export interface Recount {
  readonly rulebook: Rulebook;
  readonly ruleContext: (matter: Case) => RuleContext;
  /** The petitioner became known with this correction: the notice is owed from today [I]. */
  readonly reachableSince?: LocalDate;
}

/**
 * 更正: fields of the register entry. The clocks that rest on a corrected field are counted again, and every date that
 * moves is told; a met clock is history and stays.
 */
export function correctCase(
  matter: Case,
  fields: Partial<Dossier>,
  notes: EntryNotes,
  recount: Recount,
  context: CaseContext,
): Outcome<Corrected> {
  const { dossier } = matter;
  if (dossier === undefined) return refuse('not-in-this-state', { state: '材料已封存' });
  if (fields.receivedOn !== undefined && fields.receivedOn > context.today) {
    return refuse('date-in-future', { date: fields.receivedOn, today: context.today });
  }
  const changes = FIELDS.flatMap((field): Change[] => {
    const [was, is] = [dossier[field], fields[field]];
    return is === undefined || same(was, is) ? [] : [{ field, was, is }];
  });
  for (const field of ['purpose', 'crossings'] as const) {
    const [was, is] = [matter.entry?.[field], notes[field]];
    if (is !== undefined && !same(was, is)) changes.push({ field, was, is });
  }
  const receivedOn = fields.receivedOn ?? matter.receivedOn;
  const entry = { ...matter.entry, ...notes };
  const facts = { dossier: { ...dossier, ...fields }, receivedOn };
  const moved = moveCase(matter, 'correct', context, {
    ...facts,
    ...(Object.keys(entry).length === 0 ? {} : { entry }),
  });
  if (!moved.ok) return moved;
  const counted = recounted(moved.value, recount, {
    receivedBefore: matter.receivedOn,
    today: context.today,
  });
  return accepted({ matter: { ...moved.value, clocks: counted.clocks }, changes, clocks: counted.moved });
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** C1 and C2 as they would stand had the entry been right from the start. */
function recounted(
  matter: Case,
  { rulebook, ruleContext, reachableSince }: Recount,
  { receivedBefore, today }: { readonly receivedBefore: LocalDate; readonly today: LocalDate },
): { readonly clocks: readonly Clock[]; readonly moved: readonly MovedClock[] } {
  const due = clocksOnReceipt(rulebook, ruleContext(matter), matter.receivedOn);
  const moved: MovedClock[] = [];
  const kept = matter.clocks.map((clock) => {
    // Only what was not done yet; and what runs from another day (a reopening, a petitioner known later) stays.
    if (clock.metOn !== undefined || clock.start !== receivedBefore) return clock;
    const right = due.find(({ id }) => id === clock.id);
    if (right === undefined) {
      moved.push({ id: clock.id, from: clock.effective });
      return meetClock(clock, today);
    }
    if (right.effective === clock.effective && right.start === clock.start) return clock;
    moved.push({ id: clock.id, from: clock.effective, to: right.effective });
    return right;
  });
  const missing = due.filter(({ id }) => !matter.clocks.some((clock) => clock.id === id));
  const opened = missing
    .filter(({ id }) => (id === 'C2' ? matter.notified === undefined : isInOffice(matter)))
    .map((clock) => sinceKnown(clock, rulebook, ruleContext(matter), reachableSince));
  moved.push(...opened.map(({ id, effective }) => ({ id, to: effective })));
  return { clocks: [...kept, ...opened], moved };
}

/** Nothing went out yet: the dispatch is still owed. */
const isInOffice = ({ state }: Case): boolean => state === 'REGISTERED' || state === 'SUBMITTED';

function sinceKnown(
  clock: Clock,
  rulebook: Rulebook,
  context: RuleContext,
  since: LocalDate | undefined,
): Clock {
  if (clock.id !== 'C2' || since === undefined) return clock;
  return clocksOnReceipt(rulebook, context, since).find(({ id }) => id === 'C2') ?? clock;
}
