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
  'notify',
  'request-extension',
  'approve-extension',
  'refuse-extension',
  'lapse-extension',
  'interim-report',
  'pause-for-hearing',
  'resume-after-hearing',
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

/** The life of a leg (states L2–L12). Read it as the table of the rulebook. */
export const LEG_TABLE: readonly LegTransition[] = [
  { from: 'SENT', event: 'arrive', to: 'SENT', actors: ['system'], end: 'receiver', basis: '信访工作条例23' },
  {
    from: 'SENT',
    event: 'sign',
    to: 'SIGNED',
    actors: [...ANYONE, 'system'],
    end: 'receiver',
    when: 'not-by-minutes',
    basis: '信访工作条例23',
  },
  {
    from: 'SENT',
    event: 'sign-by-minutes',
    to: 'HANDLING',
    actors: ANYONE,
    end: 'receiver',
    kinds: ['lead', 'co', 'handover'],
    when: 'by-minutes',
    basis: '会议纪要 [I]',
  },
  {
    from: 'SENT',
    event: 'refuse-by-guard',
    to: 'RETURNED',
    actors: ['system'],
    end: 'receiver',
    basis: '信访工作条例30(3)',
  },
  {
    from: 'SENT',
    event: 'recall',
    to: 'RECALLED',
    actors: ['system', 'registrar', 'head'],
    end: 'receiver',
    basis: '[I]',
  },

  {
    from: 'SIGNED',
    event: 'object',
    to: 'OBJECTED',
    actors: HANDLERS,
    end: 'receiver',
    kinds: ['refer', 'assign', 'lead', 'handover'],
    when: 'not-by-minutes',
    basis: '信访工作条例23(3)',
  },
  {
    from: 'SIGNED',
    event: 'accept',
    to: 'ACCEPTED',
    actors: ANYONE,
    end: 'receiver',
    basis: '信访工作条例23',
  },
  {
    from: 'SIGNED',
    event: 'deem-accepted',
    to: 'ACCEPTED',
    actors: ['system'],
    end: 'receiver',
    basis: '信访工作条例23(3) [I]',
  },
  {
    from: 'SIGNED',
    event: 'pass-on',
    to: 'WAITING',
    actors: DISPATCHERS,
    end: 'receiver',
    basis: '信访工作条例22',
  },
  {
    from: 'SIGNED',
    event: 'recall',
    to: 'RECALLED',
    actors: ['system', 'registrar', 'head'],
    end: 'receiver',
    basis: '[I]',
  },

  {
    from: 'OBJECTED',
    event: 'agree-return',
    to: 'RETURNED',
    actors: DISPATCHERS,
    end: 'sender',
    basis: '信访工作条例23(3)',
  },
  {
    from: 'OBJECTED',
    event: 'confirm-assignment',
    to: 'SIGNED',
    actors: DISPATCHERS,
    end: 'sender',
    basis: '信访工作条例24',
  },
  {
    from: 'OBJECTED',
    event: 'convene',
    to: 'IN_MEETING',
    actors: DISPATCHERS,
    end: 'sender',
    basis: '信访工作条例24',
  },

  {
    from: 'ACCEPTED',
    event: 'notify',
    to: 'ACCEPTED',
    actors: ['registrar', 'handler', 'head'],
    end: 'receiver',
    basis: '信访工作条例23',
  },
  {
    from: 'ACCEPTED',
    event: 'handle',
    to: 'HANDLING',
    actors: [...ANYONE, 'system'],
    end: 'receiver',
    basis: '信访工作条例31',
  },
  {
    from: 'ACCEPTED',
    event: 'pass-on',
    to: 'WAITING',
    actors: DISPATCHERS,
    end: 'receiver',
    basis: '信访工作条例22',
  },
  {
    from: 'ACCEPTED',
    event: 'convene',
    to: 'IN_MEETING',
    actors: DISPATCHERS,
    end: 'receiver',
    basis: '信访工作条例24',
  },

  {
    from: 'HANDLING',
    event: 'notify',
    to: 'HANDLING',
    actors: ['registrar', 'handler', 'head'],
    end: 'receiver',
    basis: '信访工作条例23',
  },
  {
    from: 'HANDLING',
    event: 'request-extension',
    to: 'EXTENSION_PENDING',
    actors: HANDLERS,
    end: 'receiver',
    basis: '信访工作条例34',
  },
  {
    from: 'HANDLING',
    event: 'interim-report',
    to: 'HANDLING',
    actors: HANDLERS,
    end: 'receiver',
    basis: '[I]',
  },
  {
    from: 'HANDLING',
    event: 'pause-for-hearing',
    to: 'HANDLING',
    actors: HANDLERS,
    end: 'receiver',
    basis: '信访工作条例36',
  },
  {
    from: 'HANDLING',
    event: 'resume-after-hearing',
    to: 'HANDLING',
    actors: HANDLERS,
    end: 'receiver',
    basis: '信访工作条例36',
  },
  {
    from: 'HANDLING',
    event: 'report',
    to: 'REPORTED',
    actors: ['handler', 'head', 'reviewer', 'dispatcher'],
    end: 'receiver',
    basis: '信访工作条例31',
  },
  {
    from: 'HANDLING',
    event: 'mediated',
    to: 'REPORTED',
    actors: HANDLERS,
    end: 'receiver',
    basis: '信访工作条例33',
  },
  {
    from: 'HANDLING',
    event: 'lead-into-procedure',
    to: 'ANSWERING',
    actors: HANDLERS,
    end: 'receiver',
    basis: '信访工作条例31(1)–(5)',
  },
  {
    from: 'HANDLING',
    event: 'pass-on',
    to: 'WAITING',
    actors: DISPATCHERS,
    end: 'receiver',
    basis: '信访工作条例22',
  },
  {
    from: 'HANDLING',
    event: 'convene',
    to: 'IN_MEETING',
    actors: DISPATCHERS,
    end: 'receiver',
    basis: '信访工作条例24',
  },

  {
    from: 'WAITING',
    event: 'notify',
    to: 'WAITING',
    actors: ['registrar', 'handler', 'head'],
    end: 'receiver',
    basis: '信访工作条例23',
  },
  {
    from: 'WAITING',
    event: 'children-done',
    to: 'HANDLING',
    actors: ['system', 'dispatcher', 'head'],
    end: 'receiver',
    basis: '[I]',
  },
  {
    from: 'WAITING',
    event: 'convene',
    to: 'IN_MEETING',
    actors: DISPATCHERS,
    end: 'receiver',
    basis: '信访工作条例24',
  },

  {
    from: 'EXTENSION_PENDING',
    event: 'approve-extension',
    to: 'HANDLING',
    actors: ['head', 'leader', 'dispatcher'],
    end: 'sender',
    basis: '信访工作条例34',
  },
  {
    from: 'EXTENSION_PENDING',
    event: 'refuse-extension',
    to: 'HANDLING',
    actors: ['head', 'leader', 'dispatcher'],
    end: 'sender',
    basis: '信访工作条例34',
  },
  {
    from: 'EXTENSION_PENDING',
    event: 'lapse-extension',
    to: 'HANDLING',
    actors: ['system'],
    end: 'sender',
    basis: '[I]',
  },

  {
    from: 'REPORTED',
    event: 'pass',
    to: 'ANSWERING',
    actors: [...REVIEWERS, 'dispatcher', 'system'],
    end: 'sender',
    when: 'owes-answer',
    basis: '[I]',
  },
  {
    from: 'REPORTED',
    event: 'take-note',
    to: 'DONE',
    actors: [...REVIEWERS, 'dispatcher', 'system'],
    end: 'sender',
    when: 'owes-text-only',
    basis: '[I]',
  },
  {
    from: 'REPORTED',
    event: 'supplement',
    to: 'HANDLING',
    actors: [...REVIEWERS, 'system'],
    end: 'sender',
    basis: '信访工作条例28',
  },
  {
    from: 'REPORTED',
    event: 'redo',
    to: 'REDO',
    actors: [...REVIEWERS, 'system'],
    end: 'sender',
    basis: '信访工作条例28',
  },

  { from: 'REDO', event: 'interim-report', to: 'REDO', actors: HANDLERS, end: 'receiver', basis: '[I]' },
  {
    from: 'REDO',
    event: 'report',
    to: 'REPORTED',
    actors: ['handler', 'head', 'reviewer', 'dispatcher'],
    end: 'receiver',
    basis: '信访工作条例31',
  },

  {
    from: 'ANSWERING',
    event: 'serve',
    to: 'DONE',
    actors: ['handler', 'head', 'registrar'],
    end: 'receiver',
    when: 'answered-by-handler',
    basis: '信访工作条例31(6), 32',
  },
  {
    from: 'ANSWERING',
    event: 'serve',
    to: 'DONE',
    actors: ['handler', 'head', 'registrar'],
    end: 'sender',
    when: 'answered-by-sender',
    basis: '上海市信访条例30(1)',
  },
  {
    from: 'ANSWERING',
    event: 'answered-below',
    to: 'DONE',
    actors: ['system'],
    end: 'receiver',
    when: 'answered-by-handler',
    basis: '[I]',
  },

  {
    from: 'DONE',
    event: 'apply-for-review',
    to: 'UNDER_REVIEW',
    actors: ['registrar'],
    end: 'sender',
    when: 'owes-answer',
    basis: '信访工作条例35',
  },
  {
    from: 'UNDER_REVIEW',
    event: 'uphold',
    to: 'DONE',
    actors: ['reviewer'],
    end: 'sender',
    basis: '信访工作条例35, 36',
  },
  {
    from: 'UNDER_REVIEW',
    event: 'change-or-revoke',
    to: 'REDO',
    actors: ['reviewer'],
    end: 'sender',
    basis: '信访工作条例35, 36',
  },

  {
    from: 'IN_MEETING',
    event: 'return-by-minutes',
    to: 'RETURNED',
    actors: DISPATCHERS,
    end: 'sender',
    when: 'convened-by-end',
    basis: '信访工作条例24',
  },
  {
    from: 'IN_MEETING',
    event: 'wait-by-minutes',
    to: 'WAITING',
    actors: DISPATCHERS,
    end: 'receiver',
    when: 'convened-by-end',
    basis: '信访工作条例24',
  },
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
    case 'owes-answer':
      return leg.kind !== 'co' && leg.kind !== 'slip' && leg.wants === 'result';
    case 'owes-text-only':
      return leg.kind === 'co' || leg.kind === 'slip' || leg.wants !== 'result';
  }
}

/** The row that moves this leg by this event, if there is one. */
export const transitionFor = (leg: Leg, event: LegEventType): LegTransition | undefined =>
  LEG_TABLE.find((row) => row.from === leg.state && row.event === event && holdsFor(row, leg));
