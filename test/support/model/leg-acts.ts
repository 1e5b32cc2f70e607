import { type Leg, type LegEventType, type LegState, isLocalLeg, isOpenLeg } from '#domain';
import { RESULT } from '../twin-matter.js';
import { type ActTable, type ActsOn, type Knobs, type SeenLeg, at } from './seen.js';

/* How the model draws the acts on legs, and by which events of the table each of them moves a leg. */

const FRESH: readonly LegState[] = ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING'];
const CHASED: readonly LegState[] = [
  'SENT',
  'SIGNED',
  'ACCEPTED',
  'HANDLING',
  'WAITING',
  'EXTENSION_PENDING',
  'REDO',
  'ANSWERING',
  'IN_MEETING',
];
const ANY_STATE: readonly LegState[] = [...CHASED, 'OBJECTED', 'REPORTED', 'DONE', 'UNDER_REVIEW'];

const legOf = (seen: SeenLeg): Leg => seen.leg.leg;
const among =
  (...states: readonly LegState[]) =>
  (seen: SeenLeg): boolean =>
    states.includes(legOf(seen).state);
const isSlip = (seen: SeenLeg): boolean => legOf(seen).kind === 'slip';
const handles = (seen: SeenLeg): boolean =>
  !isSlip(seen) &&
  (seen.node.startsWith('agency:') ||
    legOf(seen).to.startsWith('unit:') ||
    seen.node.startsWith('committee:'));
const supervised = (seen: SeenLeg, act: string): boolean =>
  seen.lines().some((line) => line.legId === legOf(seen).id && line.act === act);
const verdict = ({ a }: Knobs) => ({
  verdict: at(['pass', 'pass', 'supplement', 'redo'] as const, a),
  remarks: ['缺材料'],
});
const outcomeOf = (seen: SeenLeg, k: Knobs) => {
  // A congress coordinates; whoever is competent decides (guard 8). A second opinion differs from the first (guard 6).
  const words =
    legOf(seen).to.startsWith('committee:') || legOf(seen).to.startsWith('township:')
      ? ['协调解决', '未能协调']
      : ['予以支持', '部分支持', '解释说明'];
  return { ...RESULT, outcome: at(words, k.a + legOf(seen).round), result: `结果${String(k.b)}` };
};
/** What a report brings about besides itself: a slip's paper, an account's, a co-handler's. */
const REPORTS: readonly LegEventType[] = ['report'];
const REASON = { reason: '理由' };

/** Every act on a leg; the compiler finds a missing one: draw it, or say why not (`notDriven`). */
export const LEG_ACTS: ActTable<ActsOn<'legs'>> = {
  sign: {
    weight: 4,
    end: 'receiver',
    events: ['sign', 'sign-by-minutes'],
    fits: among('SENT'),
    body: () => ({}),
  },
  accept: {
    weight: 4,
    end: 'receiver',
    events: ['accept', 'sign-by-minutes'],
    fits: (seen) => among('SENT', 'SIGNED')(seen) && !isSlip(seen),
    body: () => ({}),
  },
  object: {
    weight: 2,
    end: 'receiver',
    events: ['object'],
    fits: (seen) => among('SENT', 'SIGNED')(seen) && legOf(seen).objections === 0 && !isSlip(seen),
    body: () => REASON,
  },
  'agree-return': {
    weight: 2,
    end: 'sender',
    events: ['agree-return'],
    fits: among('OBJECTED'),
    body: () => ({}),
  },
  'confirm-assignment': {
    weight: 2,
    end: 'sender',
    events: ['confirm-assignment'],
    fits: among('OBJECTED'),
    body: () => REASON,
  },
  'pass-on': {
    weight: 4,
    end: 'receiver',
    events: ['pass-on'],
    fits: (seen) => among(...FRESH)(seen) && seen.node === 'township:yi' && !isLocalLeg(legOf(seen)),
    body: () => ({ to: 'unit:yi-government' }),
  },
  report: {
    weight: 6,
    end: 'receiver',
    events: REPORTS,
    fits: (seen) => among(...FRESH, 'REDO')(seen) && handles(seen),
    body: outcomeOf,
  },
  mediated: {
    weight: 1,
    end: 'receiver',
    events: ['mediated'],
    fits: (seen) => among(...FRESH)(seen) && handles(seen),
    body: (_seen, k) => ({ ...RESULT, outcome: '协调解决', result: `和解${String(k.b)}` }),
  },
  'report-up': {
    weight: 5,
    end: 'receiver',
    events: REPORTS,
    fits: (seen) => among('WAITING')(seen) && !childOpen(seen),
    body: () => ({}),
  },
  review: {
    weight: 5,
    end: 'sender',
    events: ['pass', 'take-note', 'supplement', 'redo'],
    fits: (seen) =>
      among('REPORTED')(seen) &&
      !seen.legs.some(({ leg }) => leg.reviewOf === legOf(seen).id && isOpenLeg(leg)),
    body: (_seen, k) => verdict(k),
  },
  'review-slip': {
    weight: 5,
    end: 'receiver',
    events: REPORTS,
    fits: (seen) => isSlip(seen) && among(...FRESH)(seen),
    body: (_seen, k) => verdict(k),
  },
  'serve-answer': {
    weight: 6,
    end: 'either',
    events: ['serve'],
    fits: (seen) =>
      among('ANSWERING')(seen) && legOf(seen).answeredBy === (seen.end === 'sender' ? 'sender' : 'handler'),
    body: (_seen, k) => (k.a % 5 === 0 ? { how: '下落不明', notAnswered: true } : { how: '当面' }),
  },
  'request-extension': {
    weight: 2,
    end: 'receiver',
    events: ['request-extension'],
    fits: (seen) =>
      among('ACCEPTED', 'HANDLING')(seen) &&
      legOf(seen).clocks.some(
        ({ id, metOn, extension }) => id.startsWith('C4') && metOn === undefined && extension === undefined,
      ),
    body: (_seen, k) => ({
      days: 1 + (k.a % 40),
      ...(k.b % 3 === 0 ? { of: 'C4' as const } : {}),
      ...REASON,
    }),
  },
  'approve-extension': {
    weight: 3,
    end: 'either',
    events: ['approve-extension'],
    fits: extensionHere,
    body: () => ({ told: '书面' }),
  },
  'refuse-extension': {
    weight: 1,
    end: 'either',
    events: ['refuse-extension'],
    fits: extensionHere,
    body: () => REASON,
  },
  'revoke-extension': {
    weight: 2,
    end: 'either',
    // The receiver has the word; an assigner asks for its own limit, whatever it knows of the leg.
    events: ['revoke-extension'],
    states: ['HANDLING', 'WAITING'],
    asks: 'sender',
    fits: (seen) => among('HANDLING', 'WAITING')(seen) && extended(seen) !== undefined,
    body: (seen) => ({ of: extended(seen) ?? 'C4', ...REASON }),
  },
  'pause-for-hearing': {
    weight: 1,
    end: 'sender',
    events: ['pause-for-hearing'],
    fits: (seen) => among('UNDER_REVIEW')(seen) && seen.end === 'sender',
    body: () => REASON,
  },
  'resume-after-hearing': {
    weight: 2,
    end: 'sender',
    events: ['resume-after-hearing'],
    fits: (seen) => among('UNDER_REVIEW')(seen) && seen.end === 'sender',
    body: () => ({}),
  },
  advise: {
    weight: 1,
    end: 'sender',
    events: [],
    fits: (seen) => !isSlip(seen) && among(...CHASED)(seen),
    body: () => ({ kind: 'improve-work', text: '建议改进' }),
  },
  'answer-advice': {
    weight: 2,
    end: 'receiver',
    events: [],
    fits: (seen) => !isSlip(seen) && among(...CHASED)(seen),
    body: (_seen, { a }) => ({ adopted: a % 2 === 0, text: '已研究' }),
  },
  'hand-to-successor': {
    notDriven:
      'a body of the directory must have a successor, and the directory of a sequence stays as it is',
  },
  'countersign-succession': { notDriven: 'nothing is handed to a successor' },
  recall: {
    weight: 2,
    end: 'sender',
    events: [],
    states: ['SENT', 'SIGNED'],
    fits: among('SENT', 'SIGNED'),
    body: () => REASON,
  },
  'apply-for-review': {
    weight: 2,
    end: 'sender',
    events: ['apply-for-review'],
    fits: (seen) => among('DONE')(seen) && legOf(seen).service?.answered === true,
    body: () => ({ reason: '不服' }),
  },
  'decide-review': {
    weight: 3,
    end: 'sender',
    events: ['uphold', 'change-or-revoke'],
    fits: among('UNDER_REVIEW'),
    body: (_seen, k) =>
      k.a % 2 === 0
        ? { verdict: 'uphold', number: '复1号', told: '书面' }
        : { verdict: 'change-or-revoke', number: '复2号', defects: ['事实不清'] },
  },
  enclose: { notDriven: 'the offices of a sequence keep no files; test/twin/enclosures.spec.ts drives it' },
  'interim-report': {
    weight: 1,
    end: 'receiver',
    events: ['interim-report'],
    fits: among('HANDLING', 'WAITING', 'REDO'),
    body: () => ({ text: '正在办理' }),
  },
  remind: {
    weight: 1,
    end: 'sender',
    events: [],
    states: CHASED,
    fits: among(...CHASED),
    body: (_seen, k) =>
      k.a % 2 === 0 ? { how: 'slip' } : { how: 'telephone', promised: '下周报结', spokeWith: '承办人' },
  },
  supervise: {
    weight: 1,
    end: 'sender',
    events: [],
    states: CHASED,
    fits: among(...CHASED),
    body: () => ({}),
  },
  'drop-draft': {
    weight: 1,
    end: 'sender',
    events: [],
    states: [],
    fits: (seen) => supervised(seen, 'draft.slip-1'),
    body: (_seen, k) => ({ draft: at(['slip-1', 'slip-2'] as const, k.a), ...REASON }),
  },
  'read-supervision': {
    weight: 2,
    end: 'receiver',
    events: [],
    states: ANY_STATE,
    fits: (seen) => supervised(seen, 'supervision.slip') || supervised(seen, 'supervision.letter'),
    body: () => ({}),
  },
  'reply-to-supervision': {
    weight: 2,
    end: 'receiver',
    events: [],
    states: ANY_STATE,
    fits: (seen) => supervised(seen, 'supervision.letter'),
    body: (_seen, k) => ({ adopted: k.a % 3 !== 0, text: '已加快' }),
  },
};

/** Something is still worked on below. */
const childOpen = (seen: SeenLeg): boolean =>
  seen.legs.some(
    ({ leg }) =>
      leg.fromNode === seen.node && isOpenLeg(leg) && leg.state !== 'REPORTED' && leg.state !== 'ANSWERING',
  );

/** The extended limit that this end approved: the assigner's own, or the head's legal one. */
const extended = (seen: SeenLeg): 'C4' | "C4'" | undefined => {
  const of = seen.end === 'sender' ? "C4'" : 'C4';
  const clock = legOf(seen).clocks.find(
    ({ id, metOn, extension }) => id === of && metOn === undefined && extension !== undefined,
  );
  return clock === undefined ? undefined : of;
};

/** The end that decides what was asked for: the head for the legal limit, the assigner for its own. */
function extensionHere(seen: SeenLeg): boolean {
  const { state, pendingExtension } = legOf(seen);
  if (state !== 'EXTENSION_PENDING') return false;
  return (pendingExtension?.of === 'C4') === (seen.end === 'receiver');
}
