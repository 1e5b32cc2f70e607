import { maySend } from '#contract';
import {
  type Clock,
  type Leg,
  type LegKind,
  type LegLimit,
  type LocalDate,
  type Outcome,
  LEG_STATE_CODES,
  accepted,
  arrive,
  childNotAfter,
  earlierOf,
  incomingOf,
  isOpenLeg,
  limitChild,
  passOn,
  refuse,
} from '#domain';
import type { CaseRow, LegRow, UnitInfo } from '../ports.js';
import type { Letter } from './desk.js';
import type { LegPlan } from './leg-plan.js';
import type { Session } from './session.js';
import { stillExists } from './successor.js';
import { reviewersOf } from './reviewers.js';
import { ofThisLevel } from './lower-matters.js';
import { copyFor, mayReview } from './wall.js';
import { enclose, filesThatMayGo } from '../enclosures/enclose.js';

const REGISTERS = {
  refer: '转',
  assign: '交',
  lead: '办',
  co: '协',
  slip: '核',
  handover: '交会',
} as const satisfies Record<LegKind, string>;

/**
 * Sends one leg of a case: checks the addressee, fits the limit into the parent's (guard 3), numbers the letter,
 * and writes leg, history and messages together. Nothing is written when it is refused.
 */
export async function sendLeg(
  session: Session,
  row: CaseRow,
  legs: readonly LegRow[],
  plan: LegPlan,
): Promise<Outcome<LegRow>> {
  const { office } = session.desk;
  const unit = office.unit(plan.to);
  if (unit === undefined) return refuse('addressee-unknown', { to: plan.to });
  const exists = stillExists(office, unit, session.today);
  if (!exists.ok) return exists;
  const level = ofThisLevel(session, unit);
  if (!level.ok) return level;
  const { dossier } = row.matter;
  if (dossier === undefined) return refuse('not-in-this-state', { state: row.matter.state });
  if (plan.kind !== 'slip' && waitsForRuling(session, row, legs))
    return refuse('not-in-this-state', { state: LEG_STATE_CODES.OBJECTED }, '信访工作条例23(3)');
  if (unit.node !== session.self && !office.linkedWith(unit.node))
    return refuse('addressee-not-linked', { to: unit.zh });
  // Townships, committees and agencies hand on within their own node; across nodes only an office sends (the catalogue).
  if (unit.node !== session.self && !maySend(office.self.role, 'huiyin.leg.sent.v1'))
    return refuse('addressee-not-linked', { to: unit.zh });
  if (unit.id === session.self) return refuse('addressee-not-competent', { to: unit.zh });
  const reviewer = plan.kind === 'slip' ? mayReview(session, row.matter, unit.id) : accepted(undefined);
  if (!reviewer.ok) return reviewer;
  const copy = await copyFor(session, row.matter, dossier, unit, plan.redacted === true);
  if (!copy.ok) return copy;
  const limit = fitIntoParent(session, legs, plan);
  if (!limit.ok) return limit;
  const reviewers = await reviewersOf(session, row.matter, plan, unit);
  if (!reviewers.ok) return reviewers;

  const secret = await session.tx.petitioners.get(row.matter.id);
  const withheld = secret?.secrecy === true || copy.value.withheld;
  const going =
    plan.redacted === true ? 'redacted' : withheld || !needsIdentity(plan.kind) ? 'withheld' : 'whole';
  const files = await filesThatMayGo(session, row.matter.id, plan.enclose ?? [], going);
  if (!files.ok) return files;
  const drafted = await draft(
    session,
    row,
    { ...plan, reviewers: reviewers.value },
    unit,
    limit.value,
    withheld,
  );
  // L1 23(2): where the name is unclear nobody owes a notice, the receiver no more than this office.
  const leg = { ...drafted, notifies: drafted.notifies && secret?.petitioner.name !== undefined };
  const local = unit.node === session.self;
  const inserted = await session.tx.legs.insert(leg, row.matter.id, local ? session.at : undefined);
  await session.note(
    row.matter.id,
    `send.${plan.kind}`,
    basisOf(plan.kind),
    `${TEXT[plan.kind]}${unit.zh}：${leg.letterNumber}`,
    leg.id,
  );
  if (local) {
    const system = session.asSystem();
    const arrived = arrive(leg, system.legContext(leg, row.matter, 'receiver'));
    return arrived.ok ? accepted(await system.recordLeg(inserted, arrived.value)) : arrived;
  }
  const address = {
    dest: unit.node,
    stream: { kind: 'leg', id: leg.id },
    subject: leg.originNumber,
    bodyKey: row.matter.originNumber,
    time: session.now,
  } as const;
  const { note, report } = plan;
  const sent = {
    leg,
    dossier: copy.value.dossier,
    ...copy.value.marks,
    ...(note === undefined ? {} : { note }),
    ...(report === undefined ? {} : { report }),
  };
  const letters: Letter[] = [{ ...address, type: 'huiyin.leg.sent.v1', data: sent }];
  if (needsIdentity(plan.kind) && secret !== undefined && !withheld) {
    const { others, ...petitioner } = secret.petitioner;
    letters.push({
      ...address,
      type: 'huiyin.leg.identity.v1',
      data: { legId: leg.id, petitioner, ...(others === undefined ? {} : { others }) },
    });
  }
  letters.push(...(await enclose(session, leg, row.matter.id, files.value, going)));
  await session.desk.outbox.put(letters);
  return accepted(inserted);
}

/**
 * Whoever said "not ours" hands nothing on until the sender has ruled: what went out below would stay there when the
 * matter goes back.
 */
function waitsForRuling(session: Session, { matter }: CaseRow, legs: readonly LegRow[]): boolean {
  if (matter.originNode === session.self) return false;
  const held = incomingOf(
    legs.map((row) => row.leg),
    session.self,
  ).filter((leg) => leg.kind !== 'slip' && isOpenLeg(leg));
  return held.length > 0 && held.every((leg) => leg.state === 'OBJECTED');
}

/** Guard 2: identity leaves the registering node only where the matter is handled; what is handed over is handled. */
export const needsIdentity = (kind: LegKind): boolean =>
  kind === 'refer' || kind === 'assign' || kind === 'lead' || kind === 'handover';

const TEXT = {
  refer: '转',
  assign: '交',
  lead: '主办：',
  co: '协办：',
  slip: '送请审核：',
  handover: '交办会交',
} as const satisfies Record<LegKind, string>;
const basisOf = (kind: LegKind): string => (kind === 'slip' ? '[I]' : '信访工作条例22');

/** The incoming leg's running clock that ends first: what is sent from here must fit into it. */
const parentClock = (session: Session, legs: readonly LegRow[]): Clock | undefined =>
  incomingOf(
    legs.map((row) => row.leg),
    session.self,
  )
    .flatMap((leg) => leg.clocks.filter((clock) => limits(leg.kind, clock)))
    .toSorted((a, b) => (a.effective < b.effective ? -1 : 1))[0];

/** The latest date that the limit from above leaves to a child, less the reserve; undefined: nothing is above. */
export function childLimit(session: Session, legs: readonly LegRow[]): LocalDate | undefined {
  const parent = parentClock(session, legs);
  return parent === undefined ? undefined : childNotAfter(parent, session.desk.rulebook.settings.reserveDays);
}

/** Guard 3: a child's limit never outlives its parent's, less the reserve for the review here. */
function fitIntoParent(session: Session, legs: readonly LegRow[], plan: LegPlan): Outcome<LegLimit> {
  if (plan.kind === 'slip') return accepted(plan.limit);
  const { rulebook } = session.desk;
  const parent = parentClock(session, legs);
  if (parent === undefined) return accepted(plan.limit);
  const limit = limitChild({
    sentOn: session.today,
    shift: 'next',
    calendar: rulebook.calendar,
    parent,
    reserveDays: rulebook.settings.reserveDays,
    ...(plan.limit.days === undefined ? {} : { days: { n: plan.limit.days, unit: '日' } }),
  });
  if (!limit.ok) return refuse('limit-outlives-parent', { why: limit.message }, '信访工作条例34');
  const { notAfter } = limit.value;
  if (notAfter === undefined) return accepted(plan.limit);
  // A date that the plan sets itself is kept where it is the earlier one.
  return accepted({ ...plan.limit, notAfter: earlierOf(notAfter, plan.limit.notAfter ?? notAfter) });
}

/** The running clocks that a child must fit into; a referral's feedback date asks for news, it ends no handling. */
const limits = (kind: LegKind, clock: Clock): boolean =>
  clock.metOn === undefined &&
  (clock.id === 'C4' || clock.id === 'C7' || (clock.id === "C4'" && kind !== 'refer'));

async function draft(
  session: Session,
  row: CaseRow,
  plan: LegPlan & Pick<Leg, 'reviewers'>,
  unit: UnitInfo,
  limit: LegLimit,
  secret: boolean,
): Promise<Leg> {
  const { desk } = session;
  const { matter } = row;
  const handles = needsIdentity(plan.kind);
  // Guard 12: where a committee studies, or identity is withheld, the office itself gives the one answer.
  const answeredBy = unit.role === 'committee' || secret ? 'sender' : 'handler';
  return {
    id: desk.newId(),
    originNumber: matter.originNumber,
    kind: plan.kind,
    wants: plan.wants,
    from: session.self,
    to: unit.id,
    fromNode: session.self,
    toNode: unit.node,
    state: 'SENT',
    round: 1,
    letterNumber: await session.documentNumber(REGISTERS[plan.kind]),
    limit,
    answeredBy,
    ...(plan.byMinutes === undefined ? {} : { byMinutes: plan.byMinutes }),
    group: plan.group ?? desk.newId(),
    reviewers: plan.reviewers,
    ...(plan.reviewOf === undefined ? {} : { reviewOf: plan.reviewOf }),
    notifies: handles && plan.wants === 'result' && answeredBy === 'handler',
    senderNumber: matter.localNumber ?? matter.originNumber,
    sentOn: session.today,
    objections: 0,
    reports: 0,
    clocks: [],
  };
}

/** Passing on a case that came from elsewhere is an acceptance of the leg by which it came (L3/L5/L6 → L6w). */
export async function passOnIncoming(
  session: Session,
  row: CaseRow,
  legs: readonly LegRow[],
  to: readonly string[],
  note: string | undefined,
): Promise<Outcome<readonly LegRow[]>> {
  const result: LegRow[] = [];
  for (const legRow of legs) {
    const passable = ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING'].includes(legRow.leg.state);
    if (
      legRow.leg.toNode !== session.self ||
      legRow.leg.fromNode === session.self ||
      legRow.leg.kind === 'slip' ||
      !passable
    ) {
      result.push(legRow);
      continue;
    }
    const moved = passOn(legRow.leg, to, note, await session.receivingContext(legRow.leg, row.matter));
    if (!moved.ok) return moved;
    result.push(await session.recordLeg(legRow, moved.value));
  }
  return accepted(result);
}
