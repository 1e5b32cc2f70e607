import type { Role } from '../roles.js';
import type { End, LegKind, LegState } from './leg.js';

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
    | 'convened-by-sender'
    | 'convened-by-receiver'
    | 'legal-extension'
    | 'assigned-extension'
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
const row = (
  from: LegState,
  event: LegEventType,
  to: LegState,
  actors: readonly Role[],
  end: End,
  basis: string,
  only: Pick<LegTransition, 'kinds' | 'when'> = {},
): LegTransition => ({ from, event, to, actors, end, basis, ...only });

const recount = (state: LegState, end: End, when?: LegTransition['when']): LegTransition =>
  row(state, 'recount', state, ['system'], end, '民法典203 [I]', when === undefined ? {} : { when });

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

  // 免予审核: a slip that another committee's made needless is given back whatever was begun (domain.md §5).
  row('ACCEPTED', 'recall', 'RECALLED', ['system'], 'receiver', '[I]', { kinds: ['slip'] }),
  row('HANDLING', 'recall', 'RECALLED', ['system'], 'receiver', '[I]', { kinds: ['slip'] }),

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
  // More time below may need more time above (guard 3): the office asks while it waits.
  row(
    'WAITING',
    'request-extension',
    'EXTENSION_PENDING',
    [...HANDLERS, 'dispatcher'],
    'receiver',
    '信访工作条例34',
  ),
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

  // 撤销延期批准: the head's own, or (by the system) what the assigner asked to take back; the receiver has the word.
  row(
    'HANDLING',
    'revoke-extension',
    'HANDLING',
    ['head', 'leader', 'system'],
    'receiver',
    '信访工作条例34 [I]',
  ),
  row(
    'WAITING',
    'revoke-extension',
    'WAITING',
    ['head', 'leader', 'system'],
    'receiver',
    '信访工作条例34 [I]',
  ),

  // 听证 in a re-review (L1 36(2)): the office that registered the request stops its clock.
  row('UNDER_REVIEW', 'pause-for-hearing', 'UNDER_REVIEW', HEARING_DESK, 'sender', '信访工作条例36'),
  row('UNDER_REVIEW', 'resume-after-hearing', 'UNDER_REVIEW', HEARING_DESK, 'sender', '信访工作条例36'),

  // 重新计算期限 by a newer calendar or pack: the end that has the next word counts, the other one is told.
  ...(['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING', 'REDO'] as const).map((state) =>
    recount(state, 'receiver'),
  ),
  ...(['OBJECTED', 'REPORTED', 'UNDER_REVIEW'] as const).map((state) => recount(state, 'sender')),
  recount('EXTENSION_PENDING', 'receiver', 'legal-extension'),
  recount('EXTENSION_PENDING', 'sender', 'assigned-extension'),
  recount('ANSWERING', 'receiver', 'answered-by-handler'),
  recount('ANSWERING', 'sender', 'answered-by-sender'),
  recount('IN_MEETING', 'sender', 'convened-by-sender'),
  recount('IN_MEETING', 'receiver', 'convened-by-receiver'),

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
  // Sent back from above after it was passed here and before the answer went out: the sender asks, the holder's node
  // decides, since only there it is known whether the answer is served already.
  row('ANSWERING', 'supplement', 'HANDLING', ['system'], 'receiver', '信访工作条例28', {
    when: 'answered-by-handler',
  }),
  row('ANSWERING', 'redo', 'REDO', ['system'], 'receiver', '信访工作条例28', { when: 'answered-by-handler' }),
  row('ANSWERING', 'supplement', 'HANDLING', [...REVIEWERS, 'system'], 'sender', '信访工作条例28', {
    when: 'answered-by-sender',
  }),
  row('ANSWERING', 'redo', 'REDO', [...REVIEWERS, 'system'], 'sender', '信访工作条例28', {
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
