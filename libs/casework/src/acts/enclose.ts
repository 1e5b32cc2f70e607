import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type Going,
  type Leg,
  type Outcome,
  LEG_STATE_CODES,
  NO_ACCUSATION_TO_THE_ACCUSED,
  accepted,
  refuse,
} from '#domain';
import type { Letter } from '../desk/desk.js';
import { notAtThisEnd } from '../desk/acting-end.js';
import { answer } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { needsIdentity } from '../desk/send-leg.js';
import { mayMeet, nearTheAccused, wallOf } from '../desk/wall.js';
import { enclose, filesThatMayGo } from '../enclosures/enclose.js';

/** Ends after which nothing of the matter may lie at the other end. */
const GONE_BACK: readonly Leg['state'][] = ['RETURNED', 'RECALLED'];

/** 送附件 to the other end of a leg, later than the letter or the report. */
export async function encloseOnLeg(
  session: Session,
  id: string,
  body: ActBody<'enclose'>,
): Promise<Outcome<ActAnswer>> {
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) return refuse('unknown-leg');
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const row = opened.value.legs.find((entry) => entry.leg.id === id);
  if (row === undefined) return refuse('unknown-leg');
  if (row.version !== body.version)
    return refuse('stale-version', { seen: String(body.version), now: String(row.version) });
  const notMine = notAtThisEnd(session, row, row.leg.fromNode === session.self ? 'sender' : 'receiver');
  if (notMine !== undefined) return notMine;
  if (GONE_BACK.includes(row.leg.state))
    return refuse('not-in-this-state', { state: LEG_STATE_CODES[row.leg.state] });
  const letters = await encloseLater(session, row.leg, opened.value.row.matter, body.enclose);
  if (!letters.ok) return letters;
  await session.desk.outbox.put(letters.value);
  return answer(session, caseId, id);
}

/** The letter for files that go to the other end of a leg that stands already, or why they may not go there. */
export async function encloseLater(
  session: Session,
  leg: Leg,
  matter: Case,
  ids: readonly string[] = [],
): Promise<Outcome<readonly Letter[]>> {
  if (ids.length === 0) return accepted([]);
  const other = leg.fromNode === session.self ? leg.to : leg.from;
  const may = await mayReach(session, leg, matter, other);
  if (!may.ok) return may;
  const going = await goingTo(session, leg, matter);
  const files = await filesThatMayGo(session, matter.id, ids, going);
  return files.ok ? accepted(await enclose(session, leg, matter.id, files.value, going)) : files;
}

/** Guard 1 for what comes later. Who sent the matter here knows more of the accused than this node may. */
async function mayReach(
  session: Session,
  leg: Leg,
  matter: Case,
  other: string,
): Promise<Outcome<undefined>> {
  if (leg.fromNode === session.self) return mayMeet(session, matter, [other]);
  const near = nearTheAccused(session, await wallOf(session, matter), [other]);
  return near.length === 0 ? accepted(undefined) : refuse('accused-party', {}, NO_ACCUSATION_TO_THE_ACCUSED);
}

/**
 * What may be seen at the other end of a leg that stands. Which copy it got is not kept with a leg: where an accusation
 * was ever redacted, everything later is held to the redacted one, except what goes to the organ that handles accusations.
 */
async function goingTo(session: Session, leg: Leg, matter: Case): Promise<Going> {
  const wall = await wallOf(session, matter);
  const body = session.desk.office.unit(leg.fromNode === session.self ? leg.to : leg.from)?.body;
  if (wall.redacted !== undefined && body !== 'discipline') return 'redacted';
  const secret = await session.tx.petitioners.get(matter.id);
  const told = leg.fromNode !== session.self || needsIdentity(leg.kind);
  return wall.guarded || secret?.secrecy === true || !told ? 'withheld' : 'whole';
}
