import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type Outcome,
  type Person,
  type Wall,
  NO_ACCUSATION_TO_THE_ACCUSED,
  confirmAccused as confirm,
  isOpenLeg,
  nameAccused as name,
  refuse,
} from '#domain';
import { EVERY_ROLE } from '../desk/everybody.js';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { nearTheAccused, wallOf } from '../desk/wall.js';

/* Who is accused, who must keep away from a case, and what may go out in a redacted copy. No name enters the history. */

type Answer = Promise<Outcome<ActAnswer>>;

/** Accused by id or by name, as the register of the network knows them. */
const resolved = (session: Session, named: readonly string[]) =>
  named.map((given) => {
    const party = session.desk.office.resolve(given);
    return { name: given, ...(party === undefined ? {} : { party }) };
  });

/**
 * The wall that registration puts up. An accusation's respondents are its accused where none are named apart: the
 * letter complains of nobody else.
 */
export async function wallAtRegistration(
  session: Session,
  caseId: string,
  body: ActBody<'register'>,
): Promise<void> {
  const accusation = body.category === 'accusation';
  const accused = body.accused ?? (accusation ? body.respondents : []);
  const trial = body.onTrial === true ? { onTrial: true } : {};
  if (!accusation && accused.length === 0) {
    if (body.onTrial === true)
      await session.tx.guards.saveWall(caseId, { guarded: false, accused: [], ...trial });
    return;
  }
  const wall = name({ guarded: true, accused: [], ...trial }, resolved(session, accused), session.actor);
  await session.tx.guards.saveWall(caseId, wall);
  await keepAway(session, caseId, accused);
}

/** A member of this office who is accused keeps away from the accusation by law, not by his own word. */
async function keepAway(session: Session, caseId: string, accused: readonly string[]): Promise<void> {
  for (const person of accused.flatMap((given) => session.desk.office.staffNamed(given))) {
    await session.tx.guards.declare({ caseId, ...person, on: session.today, reason: '被检举控告人' });
  }
}

/** 补记被检举控告人: found on reading further, or at an office that got the accusation without its names. */
export async function nameAccused(session: Session, id: string, body: ActBody<'name-accused'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const before = await wallOf(session, row.matter);
  if (body.accused.length === 0 && before.accused.length > 0) return refuse('accused-not-waiting');
  const wall = name(before, resolved(session, body.accused), personOf(session));
  await put(session, row.matter, wall, 'name-accused', `记明被检举控告人，共 ${wall.accused.length} 名`);
  await keepAway(session, id, body.accused);
  const holding = legs.filter((leg) => leg.leg.fromNode === session.self && isOpenLeg(leg.leg));
  const near = nearTheAccused(
    session,
    wall,
    holding.map((leg) => leg.leg.to),
  );
  const warnings = near.map((unit) => `已发往${session.desk.office.unit(unit)?.zh ?? unit}，应立即撤回`);
  return answer(session, id, undefined, warnings);
}

/** 第二人核定. */
export async function confirmAccused(session: Session, id: string, body: ActBody<'confirm-accused'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const parties = new Map<string, string>();
  for (const { name: given, party } of body.resolved ?? []) {
    const known = session.desk.office.resolve(party);
    if (known === undefined) return refuse('addressee-unknown', { to: party });
    parties.set(given, known);
  }
  const confirmed = confirm(await wallOf(session, matter), parties, personOf(session));
  if (!confirmed.ok) return confirmed;
  await put(session, matter, confirmed.value, 'confirm-accused', '第二人核定被检举控告人');
  return answer(session, id);
}

/** 制作摘转件: the copy from which the accusing parts and the names were taken out. The original stays as it is. */
export async function redact(session: Session, id: string, body: ActBody<'redact'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const { summary, request } = body;
  const redacted = { summary, request, draftedBy: personOf(session) };
  await put(session, matter, { ...(await wallOf(session, matter)), redacted }, 'redact', '制作摘转件');
  return answer(session, id);
}

/** 回避: who declares it, or whom the head excludes, is out of this one case from now on. */
export async function declareConflict(
  session: Session,
  id: string,
  body: ActBody<'declare-conflict'>,
): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { actor } = session;
  const user = body.user ?? actor.user;
  if (user !== actor.user && actor.role !== 'head' && actor.role !== 'leader')
    return refuse('role-not-allowed', { role: actor.role, allowed: 'head, leader' });
  const who = session.desk.office.actor({ unit: actor.unit, user }, EVERY_ROLE);
  if (!who.ok) return who;
  const excluded = { unit: actor.unit, user: who.value.user };
  await session.tx.guards.declare({ caseId: id, ...excluded, on: session.today, reason: body.reason });
  await session.tx.cases.save(opened.value.row.matter);
  await session.note(id, 'declare-conflict', '信访工作条例28(3)', `${excluded.user}回避`);
  return answer(session, id);
}

const personOf = ({ actor: { unit, user } }: Session): Person => ({ unit, user });

/** The case's version grows, so that whoever looks at it without the new wall acts on nothing stale. */
async function put(session: Session, matter: Case, wall: Wall, act: string, text: string): Promise<void> {
  await session.tx.guards.saveWall(matter.id, wall);
  await session.tx.cases.save(matter);
  await session.note(matter.id, act, NO_ACCUSATION_TO_THE_ACCUSED, text);
}
