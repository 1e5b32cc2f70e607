import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type Dossier,
  type LocalDate,
  type Outcome,
  clocksOnReceipt,
  parseLocalDate,
  refuse,
} from '#domain';
import { yearOf } from '#domain';
import { answer } from '../desk/perform.js';
import type { Session } from '../desk/session.js';

/** 登记: every item is registered; a first item opens its case, with the origin number that never changes. */
export async function register(session: Session, body: ActBody<'register'>): Promise<Outcome<ActAnswer>> {
  const received = parseLocalDate(body.receivedOn);
  if (!received.ok) return refuse('date-in-future', { date: body.receivedOn });
  if (received.value > session.today)
    return refuse('date-in-future', { date: received.value, today: session.today });
  const matter = await newCase(session, body, received.value);
  await session.tx.cases.insert(matter);
  await session.tx.petitioners.save(matter.id, body.petitioner, body.secrecy === true);
  await session.tx.items.insert({
    id: session.desk.newId(),
    caseId: matter.id,
    number: `${matter.originNumber}-1`,
    form: body.form,
    source: body.source,
    receivedOn: received.value,
    people: body.people,
    ...(body.visit === undefined ? {} : { visit: body.visit }),
    ...(body.representatives === undefined ? {} : { representatives: body.representatives }),
  });
  await session.note(matter.id, 'register', '信访工作条例22', `登记为 ${matter.localNumber ?? ''}`);
  return answer(session, matter.id);
}

async function newCase(session: Session, body: ActBody<'register'>, receivedOn: LocalDate): Promise<Case> {
  const dossier = dossierOf(body, receivedOn);
  const base = {
    id: session.desk.newId(),
    originNumber: await originNumber(session),
    originNode: session.self,
    localNumber: await session.documentNumber('登'),
    state: 'REGISTERED',
    dossier,
    receivedOn,
    clocks: [],
  } as const satisfies Case;
  // No name or no address: no notice is owed (L1 23(2)), so C2 does not start.
  const reachable = body.petitioner.name !== undefined;
  const context = { ...session.ruleContext(base, session.self), reachable };
  return { ...base, clocks: clocksOnReceipt(session.desk.rulebook, context, receivedOn) };
}

/** `CS-2026-1-00012`: code of the office, year, epoch digit, running number. */
async function originNumber(session: Session): Promise<string> {
  const { office, epoch } = session.desk;
  const year = yearOf(session.today);
  const next = await session.tx.numbers.next(`origin-${epoch}`, year);
  return `${office.code}-${year}-${epoch}-${String(next).padStart(5, '0')}`;
}

function dossierOf(body: ActBody<'register'>, receivedOn: LocalDate): Dossier {
  const { form, source, people, category, route, topic, place, summary, request, respondents } = body;
  return {
    form,
    source,
    people,
    category,
    route,
    topic,
    place,
    summary,
    request,
    respondents,
    receivedOn,
    ...(body.visit === undefined ? {} : { visit: body.visit }),
    ...(body.representatives === undefined ? {} : { representatives: body.representatives }),
  };
}
