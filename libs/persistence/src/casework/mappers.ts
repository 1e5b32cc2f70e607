import type { CaseRow, Document, HistoryRow, Item, LegRow, Meeting } from '#casework';
import { isLate, isOpenLeg, isPaused, type Case, type Clock, type Leg, type LocalDate } from '#domain';
import type {
  ActionRecord,
  CaseRecord,
  ClockRecord,
  DocumentRecord,
  ItemRecord,
  LegRecord,
  MeetingRecord,
} from './records.js';

/** A case as columns: what is searched, and the whole. */
export function caseColumns(matter: Case): Omit<CaseRecord, 'position' | 'version'> {
  return {
    id: matter.id,
    originNumber: matter.originNumber,
    localNumber: matter.localNumber ?? null,
    state: matter.state,
    receivedOn: matter.receivedOn,
    closedOn: matter.closedOn ?? null,
    incomingLeg: matter.incomingLeg ?? null,
    responsible: matter.responsible?.leader ?? null,
    matter,
  };
}

export const caseRow = ({ matter, version }: CaseRecord): CaseRow => ({ matter, version });

/** A leg as columns: what is searched, and the whole. */
export function legColumns(
  leg: Leg,
): Omit<LegRecord, 'position' | 'version' | 'caseId' | 'deliveredAt' | 'refusal'> {
  return {
    id: leg.id,
    originNumber: leg.originNumber,
    kind: leg.kind,
    state: leg.state,
    fromUnit: leg.from,
    toUnit: leg.to,
    fromNode: leg.fromNode,
    toNode: leg.toNode,
    sentOn: leg.sentOn,
    acceptedOn: leg.acceptedOn ?? null,
    endedOn: leg.endedOn ?? null,
    objectionEnd: objectionEnd(leg),
    extensionEnd: extensionEnd(leg),
    leg,
  };
}

/** The end of the window for objecting while it is open: received, neither accepted nor objected to (L1 23(3)). */
function objectionEnd(leg: Leg): LocalDate | null {
  const mayStillObject =
    (leg.state === 'SENT' || leg.state === 'SIGNED') &&
    leg.arrivedOn !== undefined &&
    leg.acceptedOn === undefined;
  const open = leg.clocks.find(({ id, metOn }) => id === 'C3' && metOn === undefined);
  return mayStillObject && open !== undefined ? open.effective : null;
}

/** The end of the limit in question while a request for time lies undecided (L7). */
function extensionEnd({ state, pendingExtension, clocks }: Leg): LocalDate | null {
  if (state !== 'EXTENSION_PENDING') return null;
  return (
    clocks.find(({ id, metOn }) => id === pendingExtension?.of && metOn === undefined)?.effective ?? null
  );
}

export function legRow({ leg, caseId, version, deliveredAt, refusal }: LegRecord): LegRow {
  return {
    leg,
    caseId,
    version,
    ...(deliveredAt === null ? {} : { deliveredAt: deliveredAt.toISOString() }),
    ...(refusal === null ? {} : { refusal }),
  };
}

/** The clocks of a case or leg as the sweep reads them; overdue_on is not among them, it is written once for ever. */
export function clockColumns(
  subject: { readonly kind: 'case' | 'leg'; readonly id: string; readonly caseId: string },
  clocks: readonly Clock[],
  owed: boolean,
): readonly Omit<ClockRecord, 'overdueOn'>[] {
  return clocks.map((clock, place) => ({
    subjectId: subject.id,
    place,
    subject: subject.kind,
    caseId: subject.caseId,
    due: mayLapse(clock, owed) ? clock.effective : null,
    judgedWith: owed && clock.metOn === undefined ? judgedBy(clock) : null,
    clock,
  }));
}

/** 'NAT 1/2026.1': the versions that the clock names. */
const judgedBy = ({ rule, packVersion, calendarVersion }: Clock): string =>
  `${rule.split('.')[0] ?? ''} ${packVersion}/${calendarVersion}`;

/** Still owed and running, or done too late: a duty that was done late is overdue all the same. */
const mayLapse = (clock: Clock, owed: boolean): boolean =>
  clock.metOn === undefined ? owed && !isPaused(clock) : isLate(clock, clock.metOn);

/** Nothing is owed on a leg that has ended, whatever clocks it still shows. */
export const legOwes = (leg: Leg): boolean => isOpenLeg(leg);

export function itemColumns(item: Item): Omit<ItemRecord, 'position'> {
  return {
    ...item,
    visit: item.visit ?? null,
    representatives: item.representatives ?? null,
    oldNumber: item.oldNumber ?? null,
  };
}

export function item({ position: _, visit, representatives, oldNumber, ...rest }: ItemRecord): Item {
  return {
    ...rest,
    ...(visit === null ? {} : { visit }),
    ...(representatives === null ? {} : { representatives }),
    ...(oldNumber === null ? {} : { oldNumber }),
  };
}

export function historyRow(row: ActionRecord): HistoryRow {
  const { seq, caseId, legId, day, at, unit, user, role, onPaper, act, basis, text } = row;
  return {
    seq,
    caseId,
    ...(legId === null ? {} : { legId }),
    on: day,
    at: at.toISOString(),
    by: { unit, user, role, ...(onPaper === null ? {} : { onPaper }) },
    act,
    basis,
    text,
  };
}

export function documentColumns({ on, legId, paper, ...rest }: Document): Omit<DocumentRecord, 'position'> {
  return { ...rest, day: on, legId: legId ?? null, paper: paper ?? null };
}

export function document({ position: _, day, legId, paper, ...rest }: DocumentRecord): Document {
  return {
    ...rest,
    on: day,
    ...(legId === null ? {} : { legId }),
    ...(paper === null ? {} : { paper }),
  };
}

export function meetingColumns({ caseId, lead, ...rest }: Meeting): Omit<MeetingRecord, 'position'> {
  const minuted = { state: 'CONCLUDED', version: 1, staged: null, invitation: null } as const;
  return { ...rest, ...minuted, caseId: caseId ?? null, leadUnit: lead };
}
