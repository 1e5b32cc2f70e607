import type { ActAnswer, ActBody } from '#contract';
import {
  type Case,
  type CaseEventType,
  type Change,
  type Corrected,
  type Dossier,
  type EntryNotes,
  type LocalDate,
  type Outcome,
  correctCase,
  electRepresentatives as elect,
  isOpenLeg,
  moveCase,
  nameAccused,
  parseLocalDate,
  refuse,
} from '#domain';
import type { LegRow } from '../ports.js';
import type { Correction } from '../ports/intake.js';
import { answer, onCase } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { wallOf } from '../desk/wall.js';
import { putBefore } from '../leaders/put-before.js';
import { file } from './intake-endings.js';

/* Acts on the register entry itself: representatives, correction, secrecy, urgent report. None moves the matter. */

type Answer = Promise<Outcome<ActAnswer>>;

/** 推选代表 (guard 9). */
export async function electRepresentatives(
  session: Session,
  id: string,
  body: ActBody<'elect-representatives'>,
): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const { dossier } = matter;
  if (dossier === undefined) return refuse('not-in-this-state', { state: '材料已封存' });
  const elected = elect(session.desk.rulebook.pack, dossier.people, body.count);
  if (!elected.ok) return elected;
  const facts = { dossier: { ...dossier, representatives: elected.value } };
  const moved = moveCase(matter, 'elect-representatives', session, facts);
  if (!moved.ok) return moved;
  const line = `推选代表 ${elected.value} 人`;
  await session.recordCase(moved.value, 'elect-representatives', '信访工作条例20(3)', line);
  const item = (await session.tx.intake.items(id)).at(-1);
  if (item !== undefined) await session.tx.intake.saveItem({ ...item, representatives: elected.value });
  return answer(session, id);
}

const FIELD_WORDS = {
  form: '信访形式',
  source: '来源',
  people: '人数',
  visit: '批次人次',
  representatives: '代表',
  category: '内容分类',
  route: '办理途径',
  topic: '事项分类',
  place: '问题属地',
  summary: '概况',
  request: '诉求',
  respondents: '被反映单位',
  receivedOn: '收到日期',
  purpose: '目的',
  crossings: '三跨三分离',
} as const satisfies Record<keyof Dossier | keyof EntryNotes, string>;

/** Coded fields are told in the history; what the petition says stays with the correction. */
const TOLD_IN_HISTORY: readonly string[] = ['form', 'source', 'people', 'category', 'route', 'receivedOn'];

/** 更正: old values are kept, the clocks that rest on them are counted again, nothing is deleted (L1 44). */
export async function correct(session: Session, id: string, body: ActBody<'correct'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  if (row.matter.originNode !== session.self) return refuse('corrected-where-registered');
  const fields = entryFields(body.fields);
  if (!fields.ok) return fields;
  const known = await session.tx.petitioners.get(id);
  const { petitioner } = body.fields;
  const reachable = (petitioner ?? known?.petitioner)?.name !== undefined;
  const becameKnown = reachable && known?.petitioner.name === undefined;
  const corrected = correctCase(
    row.matter,
    fields.value,
    notesOf(body.fields),
    {
      rulebook: session.desk.rulebook,
      ruleContext: (matter) => ({ ...session.ruleContext(matter, session.self), reachable }),
      ...(becameKnown ? { reachableSince: session.today } : {}),
    },
    session,
  );
  if (!corrected.ok) return corrected;
  const { matter, changes, clocks } = corrected.value;
  const person = petitioner === undefined ? [] : [{ was: known?.petitioner ?? {}, is: petitioner }];
  const personal = person.filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is));
  if (changes.length + personal.length === 0) return refuse('nothing-corrected');

  await session.recordCase(
    matter,
    'correct',
    '信访工作条例44',
    lineOf(corrected.value, personal.length > 0, body.reason),
  );
  for (const { id: clock, from, to } of clocks) {
    const line = `${clock} 期限更正：${from ?? '未起算'} → ${to ?? '不再计算'}`;
    await session.note(id, 'clock-recounted', '信访工作条例44', line);
  }
  const { today: on, at, actor } = session;
  const base = { caseId: id, on, at, unit: actor.unit, user: actor.user, reason: body.reason };
  await session.tx.intake.addCorrections([
    ...changes.map((change): Correction => ({ ...base, ...change, personal: false })),
    ...personal.map((change): Correction => ({ ...base, ...change, field: 'petitioner', personal: true })),
  ]);
  for (const { was, is } of personal) {
    const { others } = was;
    await session.tx.petitioners.save(
      id,
      { ...is, ...(others === undefined ? {} : { others }) },
      known?.secrecy === true,
    );
  }
  await correctItem(session, id, matter);
  await guardCorrected(session, matter, changes);
  return answer(session, id, undefined, warnings(legs));
}

/** The entry's fields as the domain has them. */
function entryFields({
  petitioner: _apart,
  purpose: _stays,
  crossings: _here,
  receivedOn,
  ...rest
}: ActBody<'correct'>['fields']): Outcome<Partial<Dossier>> {
  if (receivedOn === undefined) return { ok: true, value: rest };
  const day = parseLocalDate(receivedOn);
  return day.ok
    ? { ok: true, value: { ...rest, receivedOn: day.value } }
    : refuse('date-in-future', { date: receivedOn });
}

/** What only this register holds of the entry. */
const notesOf = ({ purpose, crossings }: ActBody<'correct'>['fields']): EntryNotes => ({
  ...(purpose === undefined ? {} : { purpose }),
  ...(crossings === undefined ? {} : { crossings }),
});

function lineOf({ changes }: Corrected, personal: boolean, reason: string): string {
  const told = changes.map(({ field, was, is }) =>
    TOLD_IN_HISTORY.includes(field)
      ? `${FIELD_WORDS[field]}（${String(was)} → ${String(is)}）`
      : FIELD_WORDS[field],
  );
  return `更正${[...told, ...(personal ? ['信访人'] : [])].join('、')}：${reason}`;
}

/** What turns out to be an accusation, or to accuse somebody else, is walled off from that moment (guard 1). */
async function guardCorrected(session: Session, matter: Case, changes: readonly Change[]): Promise<void> {
  const touched = changes.some(({ field }) => field === 'category' || field === 'respondents');
  if (!touched || matter.dossier?.category !== 'accusation') return;
  const named = matter.dossier.respondents.map((name) => {
    const party = session.desk.office.resolve(name);
    return { name, ...(party === undefined ? {} : { party }) };
  });
  if (named.length === 0) return;
  const { unit, user } = session.actor;
  const before = await wallOf(session, matter);
  await session.tx.guards.saveWall(matter.id, nameAccused(before, named, { unit, user }));
}

/** The first item is the entry that was corrected. */
async function correctItem(session: Session, caseId: string, matter: Case): Promise<void> {
  const [first] = await session.tx.intake.items(caseId);
  const { dossier } = matter;
  if (first === undefined || dossier === undefined) return;
  const { form, source, people, receivedOn, visit } = dossier;
  const visited = visit === undefined ? {} : { visit };
  await session.tx.intake.saveItem({ ...first, form, source, people, receivedOn, ...visited });
}

/** Offices that hold the matter already hold what was right then. */
const warnings = (legs: readonly LegRow[]): string[] =>
  legs
    .filter(({ leg }) => isOpenLeg(leg))
    .map(({ leg }) => `sent-before-correction: ${leg.to} 持有更正前的内容（${leg.letterNumber}）`);

/** 要求保密: from now on no name leaves; who was told before is named to the registrar. */
export async function askSecrecy(session: Session, id: string, body: ActBody<'ask-secrecy'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { row, legs } = opened.value;
  const done = await mark(
    session,
    row.matter,
    'ask-secrecy',
    '信访工作条例30(3)',
    `信访人要求保密（${body.how ?? '书面'}）`,
  );
  if (!done.ok) return done;
  const known = await session.tx.petitioners.get(id);
  if (known?.secrecy !== true) await session.tx.petitioners.save(id, known?.petitioner ?? {}, true);
  const told = known?.secrecy === true ? [] : legs.filter(({ leg }) => knewTheName(leg.kind));
  return answer(
    session,
    id,
    undefined,
    told.map(({ leg }) => `identity-known-at: ${leg.to}（${leg.letterNumber}）`),
  );
}

/** The kinds of leg with which the name travels. */
const knewTheName = (kind: LegRow['leg']['kind']): boolean =>
  kind === 'refer' || kind === 'assign' || kind === 'lead';

/** 紧急情况报告 (L1 25): the matter is marked, the report is on file, nothing else moves. */
export async function urgentReport(session: Session, id: string, body: ActBody<'urgent-report'>): Answer {
  const opened = await onCase(session, id, body.version);
  if (!opened.ok) return opened;
  const { matter } = opened.value.row;
  const number = await session.documentNumber('急');
  const done = await mark(
    session,
    matter,
    'urgent-report',
    '信访工作条例25',
    `紧急情况报告 ${body.reportedTo}，${number}`,
    {
      urgentOn: session.today,
    },
  );
  if (!done.ok) return done;
  // 紧急: named by post, the leader has it on the list of the day at once; who has it already, or another office, has not.
  await putBefore(session, id, body.reportedTo, body.text.slice(0, 4_000));
  await file(session, id, 'notice', number, body.text);
  return answer(session, id);
}

async function mark(
  session: Session,
  matter: Case,
  event: CaseEventType,
  basis: string,
  line: string,
  facts: { readonly urgentOn?: LocalDate } = {},
): Promise<Outcome<Case>> {
  const moved = moveCase(matter, event, session, facts);
  if (moved.ok) await session.recordCase(moved.value, event, basis, line);
  return moved;
}
