import type { Role } from '../roles.js';
import type { End, Leg, LegKind, LegState } from './leg.js';

/** Every event that moves or marks a leg after it was sent. Wire type: `huiyin.leg.<event>.v1`. */
export const LEG_EVENTS = [
  'arrive',
  'sign',
  'sign-by-minutes',
  'refuse-by-guard',
  'recall',
  'object',
  'agree-return',
  'confirm-assignment',
  'accept',
  'deem-accepted',
  'pass-on',
  'handle',
  'convene',
  'return-by-minutes',
  'wait-by-minutes',
  'objection-stands',
  'back-in-hand',
  'notify',
  'request-extension',
  'approve-extension',
  'refuse-extension',
  'lapse-extension',
  'revoke-extension',
  'interim-report',
  'pause-for-hearing',
  'resume-after-hearing',
  'recount',
  'parent-shortened',
  'children-done',
  'report',
  'mediated',
  'lead-into-procedure',
  'pass',
  'take-note',
  'supplement',
  'redo',
  'serve',
  'answered-below',
  'apply-for-review',
  'uphold',
  'change-or-revoke',
] as const;
export type LegEventType = (typeof LEG_EVENTS)[number];

export interface LegTransition {
  readonly from: LegState;
  readonly event: LegEventType;
  readonly to: LegState;
  /** Who decides it at that end. */
  readonly actors: readonly Role[];
  /** The one end that decides; the other only asks, or is told. */
  readonly end: End;
  /** Only for these kinds; absent: all. */
  readonly kinds?: readonly LegKind[];
  /** A condition that the state alone does not show. */
  readonly when?:
    | 'by-minutes'
    | 'not-by-minutes'
    | 'answered-by-handler'
    | 'answered-by-sender'
    | 'convened-by-end'
    | 'legal-extension'
    | 'assigned-extension'
    | 'legal-limit-extended'
    | 'assigned-limit-extended'
    | 'owes-answer'
    | 'owes-text-only';
  /** The article, or [I]. */
  readonly basis: string;
}

const HANDLERS = ['handler', 'head'] as const;
const DISPATCHERS = ['dispatcher', 'head', 'leader'] as const;
const REVIEWERS = ['reviewer', 'head', 'leader'] as const;
/** Whoever of the receiving unit acts first signs, accepts and starts implicitly. */
const ANYONE = ['registrar', 'dispatcher', 'handler', 'head', 'reviewer', 'leader'] as const;

/** Whoever keeps the file enters that a hearing began or ended. */
const HEARING_DESK = ['handler', 'registrar', 'dispatcher', 'reviewer', 'head', 'leader'] as const;
/** States in which the receiver holds the leg and its clocks may run. */
const HELD = [
  'SENT',
  'SIGNED',
  'OBJECTED',
  'ACCEPTED',
  'HANDLING',
  'WAITING',
  'EXTENSION_PENDING',
  'REPORTED',
  'REDO',
  'ANSWERING',
  'IN_MEETING',
] as const;
/** States in which a limit of handling may run. */
const IN_WORK = [
  'SENT',
  'SIGNED',
  'ACCEPTED',
  'HANDLING',
  'WAITING',
  'EXTENSION_PENDING',
  'REDO',
  'IN_MEETING',
] as const;

const row = (
  from: LegState,
  event: LegEventType,
  to: LegState,
  actors: readonly Role[],
  end: End,
  basis: string,
  only: Pick<LegTransition, 'kinds' | 'when'> = {},
): LegTransition => ({ from, event, to, actors, end, basis, ...only });

/** The life of a leg (states L2–L12). Read it as the table of the rulebook. */
export const LEG_TABLE: readonly LegTransition[] = [
  row('SENT', 'arrive', 'SENT', ['system'], 'receiver', '信访工作条例23'),
  row('SENT', 'sign', 'SIGNED', [...ANYONE, 'system'], 'receiver', '信访工作条例23', {
    when: 'not-by-minutes',
  }),
  row('SENT', 'sign-by-minutes', 'HANDLING', ANYONE, 'receiver', '会议纪要 [I]', {
    kinds: ['lead', 'co', 'handover'],
    when: 'by-minutes',
  }),
  row('SENT', 'refuse-by-guard', 'RETURNED', ['system'], 'receiver', '信访工作条例30(3)'),
  row('SENT', 'recall', 'RECALLED', ['system', 'registrar', 'head'], 'receiver', '[I]'),

  row('SIGNED', 'object', 'OBJECTED', HANDLERS, 'receiver', '信访工作条例23(3)', {
    kinds: ['refer', 'assign', 'lead', 'handover'],
    when: 'not-by-minutes',
  }),
  row('SIGNED', 'accept', 'ACCEPTED', ANYONE, 'receiver', '信访工作条例23'),
  row('SIGNED', 'deem-accepted', 'ACCEPTED', ['system'], 'receiver', '信访工作条例23(3) [I]'),
  row('SIGNED', 'pass-on', 'WAITING', DISPATCHERS, 'receiver', '信访工作条例22'),
  row('SIGNED', 'recall', 'RECALLED', ['system', 'registrar', 'head'], 'receiver', '[I]'),

  row('OBJECTED', 'agree-return', 'RETURNED', DISPATCHERS, 'sender', '信访工作条例23(3)'),
  row('OBJECTED', 'confirm-assignment', 'SIGNED', DISPATCHERS, 'sender', '信访工作条例24'),
  row('OBJECTED', 'convene', 'IN_MEETING', DISPATCHERS, 'sender', '信访工作条例24'),

  row('ACCEPTED', 'notify', 'ACCEPTED', ['registrar', 'handler', 'head'], 'receiver', '信访工作条例23'),
  row('ACCEPTED', 'handle', 'HANDLING', [...ANYONE, 'system'], 'receiver', '信访工作条例31'),
  row('ACCEPTED', 'pass-on', 'WAITING', DISPATCHERS, 'receiver', '信访工作条例22'),
  row('ACCEPTED', 'convene', 'IN_MEETING', DISPATCHERS, 'receiver', '信访工作条例24'),

  row('HANDLING', 'notify', 'HANDLING', ['registrar', 'handler', 'head'], 'receiver', '信访工作条例23'),
  row('HANDLING', 'request-extension', 'EXTENSION_PENDING', HANDLERS, 'receiver', '信访工作条例34'),
  row('HANDLING', 'interim-report', 'HANDLING', HANDLERS, 'receiver', '[I]'),
  row('HANDLING', 'pause-for-hearing', 'HANDLING', HEARING_DESK, 'receiver', '信访工作条例36'),
  row('HANDLING', 'resume-after-hearing', 'HANDLING', HEARING_DESK, 'receiver', '信访工作条例36'),
  row(
    'HANDLING',
    'report',
    'REPORTED',
    ['handler', 'head', 'reviewer', 'dispatcher'],
    'receiver',
    '信访工作条例31',
  ),
  row('HANDLING', 'mediated', 'REPORTED', HANDLERS, 'receiver', '信访工作条例33'),
  row('HANDLING', 'lead-into-procedure', 'ANSWERING', HANDLERS, 'receiver', '信访工作条例31(1)–(5)'),
  row('HANDLING', 'pass-on', 'WAITING', DISPATCHERS, 'receiver', '信访工作条例22'),
  row('HANDLING', 'convene', 'IN_MEETING', DISPATCHERS, 'receiver', '信访工作条例24'),

  row('WAITING', 'notify', 'WAITING', ['registrar', 'handler', 'head'], 'receiver', '信访工作条例23'),
  row('WAITING', 'interim-report', 'WAITING', [...HANDLERS, 'dispatcher'], 'receiver', '[I]'),
  row('WAITING', 'children-done', 'HANDLING', ['system', 'dispatcher', 'head'], 'receiver', '[I]'),
  row('WAITING', 'convene', 'IN_MEETING', DISPATCHERS, 'receiver', '信访工作条例24'),

  row(
    'EXTENSION_PENDING',
    'approve-extension',
    'HANDLING',
    ['head', 'leader', 'dispatcher'],
    'sender',
    '信访工作条例34',
    { when: 'assigned-extension' },
  ),
  row(
    'EXTENSION_PENDING',
    'approve-extension',
    'HANDLING',
    ['head', 'leader'],
    'receiver',
    '信访工作条例34',
    { when: 'legal-extension' },
  ),
  row(
    'EXTENSION_PENDING',
    'refuse-extension',
    'HANDLING',
    ['head', 'leader', 'dispatcher'],
    'sender',
    '信访工作条例34',
    { when: 'assigned-extension' },
  ),
  row('EXTENSION_PENDING', 'refuse-extension', 'HANDLING', ['head', 'leader'], 'receiver', '信访工作条例34', {
    when: 'legal-extension',
  }),
  row('EXTENSION_PENDING', 'lapse-extension', 'HANDLING', ['system'], 'sender', '[I]', {
    when: 'assigned-extension',
  }),
  row('EXTENSION_PENDING', 'lapse-extension', 'HANDLING', ['system'], 'receiver', '[I]', {
    when: 'legal-extension',
  }),

  // 撤销延期批准: by whoever approved it, and only while the first date has not passed.
  ...(['HANDLING', 'WAITING'] as const).flatMap((state) => [
    row(state, 'revoke-extension', state, ['head', 'leader', 'dispatcher'], 'sender', '[I]', {
      when: 'assigned-limit-extended',
    }),
    row(state, 'revoke-extension', state, ['head', 'leader'], 'receiver', '[I]', {
      when: 'legal-limit-extended',
    }),
  ]),

  // 听证 in a re-review (L1 36(2)): the office that registered the request stops its clock.
  row('UNDER_REVIEW', 'pause-for-hearing', 'UNDER_REVIEW', HEARING_DESK, 'sender', '信访工作条例36'),
  row('UNDER_REVIEW', 'resume-after-hearing', 'UNDER_REVIEW', HEARING_DESK, 'sender', '信访工作条例36'),

  // 重新计算期限 by a newer calendar or pack: the end at which the clocks run counts, the other one is told.
  ...HELD.map((state) => row(state, 'recount', state, ['system'], 'receiver', '民法典203 [I]')),
  row('UNDER_REVIEW', 'recount', 'UNDER_REVIEW', ['system'], 'sender', '民法典203 [I]'),

  // 上级期限缩短: the office in the middle warns whoever works below; no limit below moves by it.
  ...IN_WORK.map((state) =>
    row(state, 'parent-shortened', state, ['system'], 'sender', '信访工作条例34 [I]'),
  ),

  row('REPORTED', 'pass', 'ANSWERING', [...REVIEWERS, 'dispatcher', 'system'], 'sender', '[I]', {
    when: 'owes-answer',
  }),
  row('REPORTED', 'take-note', 'DONE', [...REVIEWERS, 'dispatcher', 'system'], 'sender', '[I]', {
    when: 'owes-text-only',
  }),
  row('REPORTED', 'supplement', 'HANDLING', [...REVIEWERS, 'system'], 'sender', '信访工作条例28'),
  row('REPORTED', 'redo', 'REDO', [...REVIEWERS, 'system'], 'sender', '信访工作条例28'),

  row('REDO', 'interim-report', 'REDO', HANDLERS, 'receiver', '[I]'),
  row(
    'REDO',
    'report',
    'REPORTED',
    ['handler', 'head', 'reviewer', 'dispatcher'],
    'receiver',
    '信访工作条例31',
  ),

  row('ANSWERING', 'serve', 'DONE', ['handler', 'head', 'registrar'], 'receiver', '信访工作条例31(6), 32', {
    when: 'answered-by-handler',
  }),
  row('ANSWERING', 'serve', 'DONE', ['handler', 'head', 'registrar'], 'sender', '上海市信访条例30(1)', {
    when: 'answered-by-sender',
  }),
  row('ANSWERING', 'answered-below', 'DONE', ['system'], 'receiver', '[I]', { when: 'answered-by-handler' }),

  row('DONE', 'apply-for-review', 'UNDER_REVIEW', ['registrar'], 'sender', '信访工作条例35', {
    when: 'owes-answer',
  }),

  row('UNDER_REVIEW', 'uphold', 'DONE', ['reviewer'], 'sender', '信访工作条例35, 36'),
  row('UNDER_REVIEW', 'change-or-revoke', 'REDO', ['reviewer'], 'sender', '信访工作条例35, 36'),

  row('IN_MEETING', 'return-by-minutes', 'RETURNED', DISPATCHERS, 'sender', '信访工作条例24', {
    when: 'convened-by-end',
  }),
  row('IN_MEETING', 'wait-by-minutes', 'WAITING', DISPATCHERS, 'receiver', '信访工作条例24', {
    when: 'convened-by-end',
  }),
  // The meeting was called off, or left it undecided: the leg stands where it stood.
  row('IN_MEETING', 'objection-stands', 'OBJECTED', [...DISPATCHERS, 'system'], 'sender', '[I]', {
    when: 'convened-by-end',
  }),
  row('IN_MEETING', 'back-in-hand', 'HANDLING', [...DISPATCHERS, 'system'], 'receiver', '[I]', {
    when: 'convened-by-end',
  }),
];

/** The condition of a row beyond its state, told by the leg. */
export function holdsFor(transition: LegTransition, leg: Leg): boolean {
  if (transition.kinds !== undefined && !transition.kinds.includes(leg.kind)) return false;
  const { when } = transition;
  if (when === undefined) return true;
  switch (when) {
    case 'by-minutes':
      return leg.byMinutes !== undefined;
    case 'not-by-minutes':
      return leg.byMinutes === undefined;
    case 'answered-by-handler':
      return leg.answeredBy === 'handler';
    case 'answered-by-sender':
      return leg.answeredBy === 'sender';
    case 'convened-by-end':
      return leg.convenedBy === transition.end;
    case 'legal-extension':
      return leg.pendingExtension?.of === 'C4';
    case 'assigned-extension':
      return leg.pendingExtension?.of === "C4'";
    case 'legal-limit-extended':
      return isExtended(leg, 'C4');
    case 'assigned-limit-extended':
      return isExtended(leg, "C4'");
    case 'owes-answer':
      return leg.kind !== 'co' && leg.kind !== 'slip' && leg.wants === 'result';
    case 'owes-text-only':
      return leg.kind === 'co' || leg.kind === 'slip' || leg.wants !== 'result';
  }
}

const isExtended = (leg: Leg, id: 'C4' | "C4'"): boolean =>
  leg.clocks.some((clock) => clock.id === id && clock.extension !== undefined && clock.metOn === undefined);

/**
 * The row that moves this leg by this event, if there is one. Where each end has a row of its own (two limits, each
 * extended by another), the row of `end` is meant.
 */
export function transitionFor(leg: Leg, event: LegEventType, end?: End): LegTransition | undefined {
  const rows = LEG_TABLE.filter((row) => row.from === leg.state && row.event === event && holdsFor(row, leg));
  return rows.find((row) => row.end === end) ?? rows[0];
}
