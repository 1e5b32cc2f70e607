import { ACTS, type ActAnswer, type ActName } from '#contract';
import {
  type Actor,
  type Case,
  type End,
  type Leg,
  type LegContext,
  type Moved,
  type Outcome,
  type Role,
  accepted,
  refuse,
} from '#domain';
import type { CaseRow, CaseworkTx, LegRow } from '../ports.js';
import { notAtThisEnd } from './acting-end.js';
import type { Desk } from './desk.js';
import { react } from './reactions.js';
import { Session } from './session.js';

/** Roles that may do an act, the usual one first: without a named user the one member in that role acts. */
export const ACT_ROLES = {
  register: ['registrar', 'head'],
  propose: ['dispatcher', 'registrar'],
  instruct: ['leader', 'head'],
  refer: ['dispatcher', 'head', 'leader'],
  assign: ['dispatcher', 'head', 'leader'],
  notify: ['registrar', 'handler', 'dispatcher'],
  'note-no-notice': ['registrar', 'dispatcher'],
  meeting: ['dispatcher', 'head', 'leader'],
  'propose-for-meeting': ['dispatcher', 'supervisor', 'registrar', 'reviewer', 'head', 'leader'],
  'admit-topic': ['dispatcher', 'head', 'leader'],
  'decline-topic': ['dispatcher', 'head', 'leader'],
  'decide-topic': ['dispatcher', 'head', 'leader'],
  'hand-on': ['dispatcher', 'head', 'leader'],
  'answer-on-the-spot': ['registrar', 'dispatcher'],
  confirm: ['registrar', 'dispatcher'],
  close: ['head', 'leader'],
  link: ['registrar', 'dispatcher', 'head', 'leader'],
  unlink: ['registrar', 'dispatcher', 'head', 'leader'],
  'link-elsewhere': ['registrar', 'dispatcher', 'head', 'leader'],
  'ask-elsewhere': ['registrar', 'dispatcher', 'head', 'leader'],
  'not-the-same': ['dispatcher', 'head', 'leader'],
  'tell-whom-to-turn-to': ['registrar', 'dispatcher', 'head', 'leader'],
  reject: ['head', 'leader'],
  keep: ['dispatcher', 'head', 'leader'],
  withdraw: ['registrar', 'dispatcher', 'head', 'leader'],
  'lead-into-procedure': ['dispatcher', 'head', 'leader'],
  'own-competence': ['dispatcher', 'head', 'leader'],
  reopen: ['head'],
  archive: ['registrar', 'head'],
  'elect-representatives': ['registrar', 'dispatcher'],
  correct: ['registrar', 'dispatcher'],
  'ask-secrecy': ['registrar', 'dispatcher'],
  'urgent-report': ['registrar', 'dispatcher', 'head', 'leader'],
  'name-accused': ['registrar', 'dispatcher', 'head', 'leader'],
  'confirm-accused': ['dispatcher', 'head', 'leader', 'registrar'],
  'declare-conflict': ['handler', 'dispatcher', 'registrar', 'reviewer', 'supervisor', 'head', 'leader'],
  redact: ['registrar', 'dispatcher', 'head', 'leader'],
  dispatch: ['dispatcher', 'head', 'leader'],
  sign: ['registrar', 'handler', 'reviewer'],
  accept: ['handler', 'registrar', 'reviewer', 'dispatcher'],
  object: ['handler', 'head'],
  'agree-return': ['dispatcher', 'head', 'leader'],
  'confirm-assignment': ['dispatcher', 'head', 'leader'],
  'pass-on': ['dispatcher', 'head', 'leader'],
  report: ['handler', 'reviewer', 'head', 'dispatcher'],
  'report-up': ['dispatcher', 'head'],
  review: ['reviewer', 'head', 'leader'],
  'review-slip': ['reviewer', 'head', 'leader'],
  enclose: ['handler', 'dispatcher', 'registrar', 'reviewer', 'head', 'leader'],
  'request-extension': ['handler', 'head'],
  'approve-extension': ['head', 'leader', 'dispatcher'],
  'refuse-extension': ['head', 'leader', 'dispatcher'],
  advise: ['head', 'leader', 'dispatcher', 'supervisor'],
  'answer-advice': ['handler', 'head', 'dispatcher', 'registrar', 'reviewer'],
  'revoke-extension': ['head', 'leader', 'dispatcher'],
  'pause-for-hearing': ['handler', 'registrar', 'dispatcher', 'reviewer', 'head', 'leader'],
  'resume-after-hearing': ['handler', 'registrar', 'dispatcher', 'reviewer', 'head', 'leader'],
  recall: ['dispatcher', 'head', 'leader'],
  'apply-for-review': ['registrar', 'dispatcher'],
  'decide-review': ['reviewer'],
  mediated: ['handler', 'head'],
  'serve-answer': ['handler', 'registrar', 'head'],
  'select-for-supervision': ['supervisor', 'head', 'leader'],
  'set-urgency': ['supervisor', 'dispatcher', 'head', 'leader'],
  remind: ['supervisor', 'head', 'dispatcher'],
  supervise: ['supervisor', 'head', 'leader'],
  'drop-draft': ['supervisor', 'head'],
  'read-supervision': ['handler', 'head', 'registrar', 'reviewer', 'dispatcher'],
  'reply-to-supervision': ['handler', 'head', 'dispatcher'],
  'interim-report': ['handler', 'head', 'dispatcher'],
  'note-superior-supervision': ['registrar', 'dispatcher', 'supervisor', 'head'],
  'answer-superior-supervision': ['dispatcher', 'supervisor', 'head'],
  'hand-to-successor': ['head', 'leader'],
  'countersign-succession': ['head', 'leader'],
  submit: ['dispatcher', 'registrar', 'supervisor'],
  'instruct-list': ['leader', 'head'],
  'finish-task': ['handler', 'dispatcher', 'registrar', 'reviewer', 'supervisor', 'head', 'leader'],
  'withdraw-task': ['leader', 'head'],
  'set-responsible': ['head', 'leader'],
  'follow-up': ['registrar', 'dispatcher', 'head'],
} as const satisfies Record<ActName, readonly Role[]>;

/** What every act on an existing case or leg carries. */
export interface OnMatter {
  readonly actor: Parameters<Desk['office']['actor']>[0];
  readonly version: number;
}

/** The session of one act, or why this person may not act. */
export function sessionFor(
  desk: Desk,
  tx: CaseworkTx,
  as: OnMatter['actor'],
  act: ActName,
): Outcome<Session> {
  const session = sessionInRoles(desk, tx, as, ACT_ROLES[act]);
  const { self } = desk.office;
  return session.ok && session.value.actor.unit !== self.id && isOfOffice(act)
    ? refuse('not-your-unit', { unit: self.id })
    : session;
}

/** The same for an act of another table, which names its roles itself. */
export function sessionInRoles(
  desk: Desk,
  tx: CaseworkTx,
  as: OnMatter['actor'],
  roles: readonly Role[],
): Outcome<Session> {
  const actor: Outcome<Actor> = desk.office.actor(as, roles);
  return actor.ok ? accepted(new Session(desk, tx, actor.value, react)) : actor;
}

/** What a unit inside a node, or one that it keeps on paper, does on a case as well: its handlers tell and withdraw. */
const UNITS_TOO: readonly ActName[] = [
  'notify',
  'note-no-notice',
  'confirm',
  'declare-conflict',
  'finish-task',
];

/** The register and the main line are the office's own: no other unit of its node sends, instructs or closes there. */
const isOfOffice = (act: ActName): boolean => ACTS[act].on !== 'legs' && !UNITS_TOO.includes(act);

export const systemSession = (desk: Desk, tx: CaseworkTx): Session =>
  new Session(desk, tx, { unit: desk.office.self.id, user: '系统', role: 'system' }, react);

const stale = (seen: number, now: number) =>
  refuse('stale-version', { seen: String(seen), now: String(now) });

/** Opens a case with its legs for an act, at the version that the user saw. */
export async function onCase(
  session: Session,
  id: string,
  seen: number,
): Promise<Outcome<{ readonly row: CaseRow; readonly legs: readonly LegRow[] }>> {
  const opened = await session.open(id);
  if (!opened.ok) return opened;
  const { version } = opened.value.row;
  return version === seen ? opened : stale(seen, version);
}

/** Decides an act about a leg at one end and writes all that follows. */
export async function onLeg(
  session: Session,
  id: string,
  seen: number,
  end: End | ((row: LegRow) => End),
  decide: (leg: Leg, context: LegContext, matter: Case) => Outcome<Moved> | Promise<Outcome<Moved>>,
): Promise<Outcome<ActAnswer>> {
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) return refuse('unknown-leg');
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const row = opened.value.legs.find((entry) => entry.leg.id === id);
  if (row === undefined) return refuse('unknown-leg');
  if (row.version !== seen) return stale(seen, row.version);
  const endHere = typeof end === 'function' ? end(row) : end;
  const notMine = notAtThisEnd(session, row, endHere);
  if (notMine !== undefined) return notMine;
  const { matter } = opened.value.row;
  const context = await contextAt(session, endHere, row.leg, matter);
  const moved = await decide(row.leg, context, matter);
  if (!moved.ok) return moved;
  await session.recordLeg(row, moved.value);
  return answer(session, caseId, id);
}

const contextAt = async (session: Session, end: End, leg: Leg, matter: Case): Promise<LegContext> =>
  end === 'receiver' ? session.receivingContext(leg, matter) : session.legContext(leg, matter, end);

/** What an act answers: the case and the leg as they stand after it. */
export async function answer(
  session: Session,
  caseId: string,
  legId?: string,
  warnings: readonly string[] = [],
): Promise<Outcome<ActAnswer>> {
  const row = await session.tx.cases.load(caseId);
  if (row === undefined) return refuse('unknown-case');
  const leg = legId === undefined ? undefined : await session.tx.legs.load(legId);
  return accepted({
    caseId,
    originNumber: row.matter.originNumber,
    caseVersion: row.version,
    ...(leg === undefined ? {} : { legId: leg.leg.id, legVersion: leg.version }),
    warnings: [...warnings, ...session.warnings],
  });
}
