import type { Role } from '../roles.js';
import type { CaseState } from './case.js';

/** Every event of a case at the node that holds it. */
export const CASE_EVENTS = [
  'register',
  'propose',
  'submit',
  'instruct',
  'set-responsible',
  'dispatch',
  'take-in-hand',
  'own-competence',
  'answer-on-the-spot',
  'tell-whom-to-turn-to',
  'link',
  'link-elsewhere',
  'unlink',
  'reject',
  'keep',
  'bar',
  'withdraw',
  'lead-into-procedure',
  'answered',
  'taken-back',
  'come-again',
  'close',
  'ended-before',
  'archive',
  'apply-for-review',
  'reopen',
  'notify',
  'confirm',
  'follow-up',
  'urgent-report',
  'elect-representatives',
  'correct',
  'ask-secrecy',
  'attach',
  'meeting',
  'select-for-supervision',
  'remind',
  'superior-supervision',
] as const;
export type CaseEventType = (typeof CASE_EVENTS)[number];

export interface CaseTransition {
  readonly from: CaseState;
  readonly event: CaseEventType;
  readonly to: CaseState;
  /** Who decides. The deciding end of a case event is always the node that holds the case. */
  readonly actors: readonly Role[];
  readonly basis: string;
}

const OFFICE = ['registrar', 'dispatcher', 'head', 'leader'] as const;
const DISPATCHERS = ['dispatcher', 'head', 'leader'] as const;

const row = (
  from: CaseState,
  event: CaseEventType,
  to: CaseState,
  actors: readonly Role[],
  basis: string,
): CaseTransition => ({ from, event, to, actors, basis });

/** Acts that change no state, allowed while the matter is under way (K1–K3). */
const markings = (['REGISTERED', 'SUBMITTED', 'OUT', 'ANSWERED'] as const).flatMap((state) => [
  row(state, 'notify', state, [...OFFICE, 'handler', 'system'], '信访工作条例23'),
  row(state, 'confirm', state, OFFICE, '[I]'),
  row(state, 'follow-up', state, OFFICE, '[I]'),
  row(state, 'set-responsible', state, ['head', 'leader'], '[I]'),
  row(state, 'urgent-report', state, OFFICE, '信访工作条例25'),
  row(state, 'elect-representatives', state, OFFICE, '信访工作条例20(3)'),
  row(state, 'select-for-supervision', state, ['supervisor', 'head', 'leader'], '信访工作条例36'),
  row(state, 'remind', state, ['supervisor', 'dispatcher', 'head'], '信访工作条例36'),
  row(state, 'superior-supervision', state, [...OFFICE, 'supervisor'], '信访工作条例36'),
]);

const ENDED = ['REJECTED', 'LED_AWAY', 'LINKED', 'KEPT', 'BARRED', 'WITHDRAWN', 'TOLD'] as const;

/** The register entry is corrected and secrecy asked for until the dossier is sealed; nothing is deleted (L1 44). */
const onTheEntry = (
  [
    'REGISTERED',
    'SUBMITTED',
    'OUT',
    'ANSWERED',
    'CLOSED',
    'REJECTED',
    'LED_AWAY',
    'KEPT',
    'BARRED',
    'TOLD',
  ] as const
).flatMap((state) => [
  row(state, 'correct', state, OFFICE, '信访工作条例44'),
  row(state, 'ask-secrecy', state, OFFICE, '信访工作条例30(3)'),
  row(state, 'attach', state, [...OFFICE, 'handler', 'reviewer'], '信访工作条例44'),
]);

/** The life of a case (states K0–K5, X1–X7). */
export const CASE_TABLE: readonly CaseTransition[] = [
  row('RECEIVED', 'register', 'REGISTERED', [...OFFICE, 'handler', 'reviewer', 'system'], '信访工作条例22'),
  row('RECEIVED', 'taken-back', 'WITHDRAWN', ['system'], '信访工作条例23(3)'),

  row('REGISTERED', 'propose', 'SUBMITTED', ['registrar', 'dispatcher'], '[I]'),
  row('REGISTERED', 'submit', 'SUBMITTED', ['registrar', 'dispatcher'], '[I]'),
  row('SUBMITTED', 'submit', 'SUBMITTED', ['registrar', 'dispatcher'], '[I]'),
  // What is out or answered is put before a leader too, and moves by nothing but its own acts.
  row('OUT', 'submit', 'OUT', ['registrar', 'dispatcher', 'supervisor'], '[I]'),
  row('ANSWERED', 'submit', 'ANSWERED', ['registrar', 'dispatcher', 'supervisor'], '[I]'),
  row('REGISTERED', 'instruct', 'REGISTERED', ['leader', 'head'], '[I]'),
  row('SUBMITTED', 'instruct', 'REGISTERED', ['leader', 'head'], '[I]'),
  row('REGISTERED', 'dispatch', 'OUT', DISPATCHERS, '信访工作条例22'),
  row('REGISTERED', 'meeting', 'OUT', DISPATCHERS, '信访工作条例24'),
  row(
    'REGISTERED',
    'take-in-hand',
    'OUT',
    ['registrar', 'handler', 'head', 'reviewer', 'system'],
    '信访工作条例31',
  ),
  row('REGISTERED', 'own-competence', 'OUT', DISPATCHERS, '上海市信访条例30(1)'),
  row('REGISTERED', 'answer-on-the-spot', 'ANSWERED', OFFICE, '[I]'),
  row('REGISTERED', 'tell-whom-to-turn-to', 'TOLD', OFFICE, '信访工作条例23(1)'),
  row('REGISTERED', 'link', 'LINKED', OFFICE, '信访工作条例19(3)'),
  row('REGISTERED', 'link-elsewhere', 'LINKED', OFFICE, '信访工作条例19(3)'),
  row('REGISTERED', 'reject', 'REJECTED', ['head', 'leader'], '信访工作条例23'),
  row('REGISTERED', 'keep', 'KEPT', ['head', 'leader', 'dispatcher'], '[I]'),
  row('REGISTERED', 'bar', 'BARRED', ['head', 'leader'], '信访工作条例36(3)'),
  // Taken over from an older register, where it was answered and closed.
  row('REGISTERED', 'ended-before', 'CLOSED', ['head'], '[I]'),
  row('REGISTERED', 'withdraw', 'WITHDRAWN', OFFICE, '[I]'),
  row('REGISTERED', 'taken-back', 'WITHDRAWN', ['system'], '信访工作条例23(3)'),
  row('REGISTERED', 'lead-into-procedure', 'LED_AWAY', DISPATCHERS, '信访工作条例31(1)–(5)'),

  row('OUT', 'instruct', 'OUT', ['leader', 'head'], '[I]'),
  row('ANSWERED', 'instruct', 'ANSWERED', ['leader', 'head'], '[I]'),
  row('OUT', 'dispatch', 'OUT', DISPATCHERS, '信访工作条例22'),
  row('OUT', 'meeting', 'OUT', DISPATCHERS, '信访工作条例24'),
  row('OUT', 'withdraw', 'WITHDRAWN', OFFICE, '[I]'),
  row('SUBMITTED', 'taken-back', 'WITHDRAWN', ['system'], '信访工作条例23(3)'),
  row('OUT', 'taken-back', 'WITHDRAWN', ['system'], '信访工作条例23(3)'),
  row('OUT', 'lead-into-procedure', 'LED_AWAY', DISPATCHERS, '信访工作条例31(1)–(5)'),
  row('OUT', 'answered', 'ANSWERED', ['system'], '信访工作条例31, 32'),

  // A further leg of a case that this node had ended (a second slip, a co-handling after a return).
  // However it ended: whoever sends it again opens it again. A linked one stays with the case that has its items.
  ...(
    ['ANSWERED', 'CLOSED', 'ARCHIVED', 'WITHDRAWN', 'REJECTED', 'LED_AWAY', 'KEPT', 'BARRED', 'TOLD'] as const
  ).map((state) => row(state, 'come-again', 'REGISTERED', ['system'], '[I]')),

  row('ANSWERED', 'close', 'CLOSED', ['head', 'leader', 'system'], '[I]'),
  row('CLOSED', 'archive', 'ARCHIVED', ['registrar', 'head'], '信访工作条例44'),
  row('ANSWERED', 'apply-for-review', 'OUT', ['registrar', 'system'], '信访工作条例35'),
  row('CLOSED', 'apply-for-review', 'OUT', ['registrar', 'system'], '信访工作条例35'),
  row('ARCHIVED', 'reopen', 'REGISTERED', ['head'], '[I]'),
  // A linked item belongs to another case: it comes back by undoing the link, never beside it.
  ...ENDED.filter((state) => state !== 'LINKED').map((state) =>
    row(state, 'reopen', 'REGISTERED', ['head'], '[I]'),
  ),
  row('LINKED', 'unlink', 'REGISTERED', OFFICE, '[I]'),
  // 回访 after closing; what it finds is no part of the sealed dossier.
  row('CLOSED', 'follow-up', 'CLOSED', OFFICE, '[I]'),
  row('ARCHIVED', 'follow-up', 'ARCHIVED', OFFICE, '[I]'),
  ...markings,
  ...onTheEntry,
];

export const caseTransitionFor = (state: CaseState, event: CaseEventType): CaseTransition | undefined =>
  CASE_TABLE.find((entry) => entry.from === state && entry.event === event);
