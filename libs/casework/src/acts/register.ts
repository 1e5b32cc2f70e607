import type { ActAnswer, ActBody } from '#contract';
import {
  accepted,
  type Case,
  type Dossier,
  type LocalDate,
  type Outcome,
  clocksOnReceipt,
  endedBefore,
  parseLocalDate,
  refuse,
  representativesFor,
} from '#domain';
import { yearOf } from '#domain';
import { answer } from '../desk/perform.js';
import { askAbout } from '../matter/ask.js';
import { lookAlikesOf } from '../matter/look-alikes.js';
import { fileProposal } from '../leaders/proposal.js';
import { wallAtRegistration } from './guards.js';
import type { Session } from '../desk/session.js';

/** 登记: every item is registered; a first item opens its case, with the origin number that never changes. */
export async function register(session: Session, body: ActBody<'register'>): Promise<Outcome<ActAnswer>> {
  const received = parseLocalDate(body.receivedOn);
  if (!received.ok) return refuse('date-in-future', { date: body.receivedOn });
  if (received.value > session.today)
    return refuse('date-in-future', { date: received.value, today: session.today });
  const before =
    body.externalKey === undefined ? undefined : await session.tx.intake.caseOfKey(body.externalKey);
  if (before !== undefined) {
    return answer(session, before, undefined, ['registered-before: 此信访件已登记，未重复登记']);
  }
  const group = representatives(session, body);
  const entry = { ...body, ...group.elected };
  const registered = takenOver(session, await newCase(session, entry, received.value), body);
  if (!registered.ok) return registered;
  const matter = registered.value;
  await session.tx.cases.insert(matter);
  if (body.externalKey !== undefined) await session.tx.intake.keepKey(body.externalKey, matter.id);
  const { others } = body;
  const people = { ...body.petitioner, ...(others === undefined ? {} : { others }) };
  await session.tx.petitioners.save(matter.id, people, body.secrecy === true);
  await session.tx.items.insert({
    id: session.desk.newId(),
    caseId: matter.id,
    number: `${matter.originNumber}-1`,
    form: body.form,
    source: body.source,
    receivedOn: received.value,
    people: body.people,
    ...(body.visit === undefined ? {} : { visit: body.visit }),
    ...group.elected,
    ...(body.fromRegister === undefined ? {} : { oldNumber: body.fromRegister.number }),
  });
  await wallAtRegistration(session, matter.id, body);
  const { fromRegister } = body;
  const origin = fromRegister === undefined ? '' : `，自旧登记簿转入，原编号 ${fromRegister.number}`;
  const ended = matter.closedOn === undefined ? '' : `，已于 ${matter.closedOn} 办结`;
  await session.note(
    matter.id,
    'register',
    '信访工作条例22',
    `登记为 ${matter.localNumber ?? ''}${origin}${ended}`,
  );
  if (body.proposal !== undefined) await fileProposal(session, matter.id, body.proposal);
  if (body.draft !== undefined) {
    await session.tx.intake.removeDraft(body.draft, session.actor.unit, session.actor.user);
  }
  const answered = await answer(session, matter.id, undefined, group.warnings);
  if (!answered.ok) return answered;
  // Whether there is anything to ask, and of whom, is no reason to refuse a registration (guard 10).
  // What an older register brings is not asked about: whoever else has it was found then.
  if (fromRegister === undefined) await askAbout(session, matter);
  const { words } = session.desk.matter;
  const lookAlikes =
    matter.dossier === undefined
      ? []
      : await lookAlikesOf(matter.dossier, session.tx.matter, words, matter.id);
  return accepted({ ...answered.value, lookAlikes });
}

/** What an older register brings as ended owes nothing any more. */
function takenOver(session: Session, matter: Case, { fromRegister }: ActBody<'register'>): Outcome<Case> {
  if (fromRegister?.ended === undefined) return accepted(matter);
  const on = parseLocalDate(fromRegister.ended.on);
  if (!on.ok) return refuse('date-in-future', { date: fromRegister.ended.on });
  return endedBefore(matter, { on: on.value, how: fromRegister.ended.how }, session);
}

/** Guard 9 limits representatives, never registration: too many are registered as none elected yet. */
function representatives(
  session: Session,
  { representatives: count, people }: ActBody<'register'>,
): { readonly elected: { readonly representatives?: number }; readonly warnings: readonly string[] } {
  if (count === undefined) return { elected: {}, warnings: [] };
  const { atMost, article } = representativesFor(session.desk.rulebook.pack, people);
  if (count <= Math.min(atMost, people)) return { elected: { representatives: count }, warnings: [] };
  const warning = `representatives-at-most-${Math.min(atMost, people)}: 已登记，代表 ${count} 人未予登记，请推选（${article}）`;
  return { elected: { representatives: 0 }, warnings: [warning] };
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
    ...entryNotes(body),
    clocks: [],
  } as const satisfies Case;
  // No name or no address: no notice is owed (L1 23(2)), so C2 does not start.
  const reachable = body.petitioner.name !== undefined;
  const context = { ...session.ruleContext(base, session.self), reachable };
  return { ...base, clocks: clocksOnReceipt(session.desk.rulebook, context, receivedOn) };
}

/** 目的 and 三跨三分离 stay here: no leg carries them. */
const entryNotes = ({ purpose, crossings }: ActBody<'register'>): Pick<Case, 'entry'> =>
  purpose === undefined && crossings === undefined
    ? {}
    : {
        entry: {
          ...(purpose === undefined ? {} : { purpose }),
          ...(crossings === undefined ? {} : { crossings }),
        },
      };

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
