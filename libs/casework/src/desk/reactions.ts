import {
  type Leg,
  type LegEvent,
  type Service,
  answerCase,
  answeredBelow,
  closeCase,
  incomingOf,
  isOpenLeg,
  owesAnswer,
  rule,
  serviceBelow,
} from '#domain';
import type { CaseRow, LegRow } from '../ports.js';
import { filesForSlips, followFiles } from '../enclosures/follow.js';
import { followTasks } from '../leaders/carry.js';
import { followLeg } from '../supervision/follow.js';
import { keepBudget } from './budget.js';
import { keepOwnClocks } from './own-clocks.js';
import { sealHere } from './seal-copy.js';
import { sendLeg } from './send-leg.js';
import { type Session, liveLegs } from './session.js';
import { settleGroup, settleSlip } from './slips.js';

/*
 * What follows by rule when a leg moved: slips open, co legs end with their lead, an answer served below counts
 * above, a returned copy is sealed, an answered case is answered. Acted by the node itself, written with the act.
 */

/** The one reaction to every event, at whichever ends of the leg this node holds. */
export async function react(acting: Session, row: LegRow, event: LegEvent): Promise<void> {
  const session = acting.asSystem();
  await followLeg(session, row, event);
  await keepBudget(session, row, event);
  await followTasks(session, row, event);
  await followFiles(session, row, event);
  if (row.leg.fromNode === session.self) {
    await keepOwnClocks(session, row, event);
    await atSender(session, row, event);
  }
  if (row.leg.toNode === session.self) await atReceiver(session, row, event);
}

async function atSender(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  switch (event.type) {
    case 'notify':
      return noticeBelow(session, row, event.data.how);
    case 'report':
    case 'mediated':
      if (row.leg.kind === 'slip') return settleSlip(session, row);
      return reported(session, row, event.data);
    case 'pass':
      return endCoLegs(session, row);
    case 'object':
      return;
    case 'agree-return':
      return session.tx.legs.markRefused(row.leg.id, event.data.reason ?? '同意退回');
    case 'return-by-minutes':
      return session.tx.legs.markRefused(row.leg.id, `会议纪要 ${event.data.minutes}`);
    case 'refuse-by-guard':
      await session.tx.legs.markRefused(row.leg.id, event.data.slug);
      return row.leg.kind === 'slip' ? settleGroup(session, row) : undefined;
    default:
      if (!isOpenLeg(row.leg)) await settleAnswer(session, row.caseId);
  }
}

async function atReceiver(session: Session, row: LegRow, event: LegEvent): Promise<void> {
  const local = row.leg.fromNode === session.self;
  switch (event.type) {
    case 'sign':
    case 'sign-by-minutes':
      if (!local) await register(session, row, event.data.receiverNumber);
      if (event.type === 'sign-by-minutes') await takeInHand(session, row);
      return;
    case 'accept':
    case 'deem-accepted':
      return takeInHand(session, row);
    case 'report':
    case 'mediated':
      return local ? undefined : handledHere(session, row);
    case 'pass':
      return settleAnswer(session, row.caseId);
    case 'apply-for-review':
      return reopen(session, row);
    case 'supplement':
    case 'redo':
      return local ? undefined : inHandAgain(session, row);
    case 'agree-return':
    case 'return-by-minutes':
    case 'recall':
    case 'refuse-by-guard':
      return local ? undefined : sealCopy(session, row);
    default:
      if (!local && !isOpenLeg(row.leg)) await endWithLegs(session, row);
  }
}

/** A notice that an office below gave to the petitioner counts above, if none was given here [I]. */
export async function noticeBelow(session: Session, row: LegRow, how: string): Promise<void> {
  const matter = await session.tx.cases.load(row.caseId);
  if (matter === undefined || matter.matter.notified !== undefined) return;
  const unit = session.desk.office.unit(row.leg.to)?.zh ?? row.leg.to;
  const told = { on: session.today, how: `${how}（${unit}）`, done: true };
  await session.moveCaseIfDue(
    matter,
    'notify',
    '信访工作条例23',
    `下级已告知：${told.how}`,
    { notified: told },
    ['C2'],
  );
}

/** A result came in: its reviewing committees get a slip each; a co-handler's report may have waited for the lead. */
async function reported(
  session: Session,
  row: LegRow,
  paper: Extract<LegEvent, { type: 'report' }>['data'],
): Promise<void> {
  const opened = await session.open(row.caseId);
  if (!opened.ok) return;
  const { row: matter, legs } = opened.value;
  if (owesAnswer(row.leg)) {
    const group = session.desk.newId();
    const files = await filesForSlips(session, row);
    for (const committee of row.leg.reviewers.committees) {
      const plan = {
        kind: 'slip',
        wants: 'opinion',
        to: committee,
        limit: {},
        reviewOf: row.leg.id,
        group,
        report: paper,
        enclose: files,
      } as const;
      const sent = await sendLeg(session, matter, legs, plan);
      // The directory was valid when the leg was sent; a committee that left it since is a line for the dispatcher.
      if (!sent.ok)
        await session.note(
          row.caseId,
          'slip-not-sent',
          '[I]',
          `反馈意见单未能送出：${sent.slug}`,
          row.leg.id,
        );
    }
    return;
  }
  const lead = legs.find((other) => other.leg.group === row.leg.group && other.leg.kind === 'lead');
  if (row.leg.kind === 'co' && lead?.leg.passedOn !== undefined) await ruleOn(session, row, matter);
}

/** The lead's pass ends the co legs of the same dispatch or meeting that have reported. */
async function endCoLegs(session: Session, row: LegRow): Promise<void> {
  const opened = await session.open(row.caseId);
  if (!opened.ok) return;
  const waiting = opened.value.legs.filter(
    (other) => other.leg.group === row.leg.group && other.leg.kind === 'co' && other.leg.state === 'REPORTED',
  );
  for (const other of waiting) await ruleOn(session, other, opened.value.row);
}

async function ruleOn(session: Session, row: LegRow, matter: CaseRow): Promise<void> {
  const moved = rule(row.leg, 'pass', [], undefined, session.legContext(row.leg, matter.matter, 'sender'));
  if (moved.ok) await session.recordLeg(row, moved.value);
}

/** 签收 registers the case here and gives it the local number. */
export async function register(session: Session, row: LegRow, localNumber: string): Promise<void> {
  const matter = await session.tx.cases.load(row.caseId);
  if (matter === undefined) return;
  await session.moveCaseIfDue(matter, 'register', '信访工作条例22', `登记为 ${localNumber}`, { localNumber });
}

/** Sent back from above after an answer had gone out below: what was answered here is owed again. */
export async function inHandAgain(session: Session, row: LegRow): Promise<void> {
  const matter = await session.tx.cases.load(row.caseId);
  if (matter !== undefined)
    await session.moveCaseIfDue(matter, 'come-again', '信访工作条例28', '上级退回，继续办理');
}

/** 申请复查: the case of the handling organ is open again. */
export async function reopen(session: Session, row: LegRow): Promise<void> {
  const matter = await session.tx.cases.load(row.caseId);
  if (matter !== undefined) {
    await session.moveCaseIfDue(matter, 'apply-for-review', '信访工作条例35', '信访人申请复查（复核）');
  }
}

/** Who reports what it handled itself has nothing to dispatch any more (C1). */
export async function handledHere(session: Session, row: LegRow): Promise<void> {
  const matter = await session.tx.cases.load(row.caseId);
  if (matter !== undefined)
    await session.moveCaseIfDue(matter, 'take-in-hand', '信访工作条例31', '承办', {}, ['C1']);
}

export async function takeInHand(session: Session, row: LegRow): Promise<void> {
  const office = session.desk.office.self.role;
  // A petition office dispatches what it accepted; whoever handles has it in hand now.
  if (office === 'city' || office === 'township') return;
  const matter = await session.tx.cases.load(row.caseId);
  if (matter !== undefined) await session.moveCaseIfDue(matter, 'take-in-hand', '信访工作条例31', '承办');
}

/**
 * The answer below counts here: an incoming leg that waits for its answer ends with it, and the case of the office
 * where the matter began is answered (K3).
 */
export async function settleAnswer(session: Session, caseId: string): Promise<void> {
  const opened = await session.open(caseId);
  if (!opened.ok) return;
  const { row, legs } = opened.value;
  const all = legs.map((entry) => entry.leg);
  const service = await answeredHere(session, row, legs);
  if (service === undefined) return;
  for (const incoming of incomingOf(all, session.self)) {
    if (incoming.state === 'ANSWERING' && incoming.answeredBy === 'handler') {
      await answerAbove(session, legs, incoming, row, service);
    }
  }
}

/** K2 → K3: the answer below is this case's own. */
export async function answeredHere(
  session: Session,
  row: CaseRow,
  legs: readonly LegRow[],
): Promise<Service | undefined> {
  const service = serviceBelow(
    legs.map((entry) => entry.leg),
    session.self,
  );
  if (service === undefined) return undefined;
  const answered = answerCase(row.matter, service, session);
  if (answered.ok)
    await session.recordCase(answered.value, 'answered', '信访工作条例31, 32', `已答复：${service.how}`);
  return service;
}

async function answerAbove(
  session: Session,
  legs: readonly LegRow[],
  leg: Leg,
  matter: CaseRow,
  service: Service,
): Promise<void> {
  const legRow = legs.find((entry) => entry.leg.id === leg.id);
  const moved = answeredBelow(leg, service, await session.receivingContext(leg, matter.matter));
  if (legRow !== undefined && moved.ok) await session.recordLeg(legRow, moved.value);
}

/** Where a case came from elsewhere, it ends here when all its legs have ended. */
export async function endWithLegs(session: Session, ended: LegRow): Promise<void> {
  const opened = await session.open(ended.caseId);
  if (!opened.ok || liveLegs(opened.value.legs).length > 0) return;
  const { row, legs } = opened.value;
  if (row.matter.originNode === session.self) return;
  const told = row.matter.answered ?? { on: session.today, how: howEnded(ended.leg), done: true };
  const answered =
    row.matter.state === 'OUT' || row.matter.state === 'REGISTERED'
      ? await session.moveCaseIfDue(await inHand(session, row), 'answered', '[I]', told.how, {
          answered: told,
        })
      : row;
  const notified = answered.matter.notified ?? { on: told.on, how: '由交办单位告知或随答复告知', done: true };
  const closed = closeCase(
    { ...answered.matter, notified },
    legs.map((entry) => entry.leg),
    session,
  );
  if (closed.ok) await session.recordCase(closed.value, 'close', '[I]', '随来件办结');
}

const inHand = (session: Session, row: CaseRow): Promise<CaseRow> =>
  session.moveCaseIfDue(row, 'take-in-hand', '[I]', '承办');

function howEnded(leg: Leg): string {
  if (leg.service !== undefined) return leg.service.how;
  return leg.kind === 'slip' ? '已签发反馈意见单' : '随主办单位答复';
}

/** 材料退回: the receiver seals its copy at once and says so; chain and receipts of the messages stay. */
async function sealCopy(session: Session, row: LegRow): Promise<void> {
  const opened = await session.open(row.caseId);
  if (!opened.ok || liveLegs(opened.value.legs).length > 0) return;
  await sealHere(session, opened.value.row, '信访工作条例23(3)', '材料已退回，本级副本封存');
  await session.desk.outbox.put([
    {
      dest: row.leg.fromNode,
      type: 'huiyin.leg.sealed.v1',
      stream: { kind: 'leg', id: row.leg.id },
      subject: row.leg.originNumber,
      bodyKey: row.leg.originNumber,
      time: session.now,
      data: { legId: row.leg.id, on: session.today },
    },
  ]);
}
