import type { ActAnswer, ActName } from '#contract';
import type { LegRow } from '#casework';
import type { LegState, Refusal } from '#domain';
import type { Situation } from './crossing.js';
import { RESULT, TwinMatter } from './twin-matter.js';

/* How a leg is brought to each of its states, for each kind of pair of ends. */

type Finder = (row: LegRow) => boolean;
type Step = (matter: TwinMatter) => Promise<ActAnswer | Refusal>;

/** The leg to a unit, whatever it is for; a slip only where it is asked for. */
export const legTo =
  (unit: string): Finder =>
  ({ leg }) =>
    leg.to === unit && leg.kind !== 'slip';
const slip: Finder = ({ leg }) => leg.kind === 'slip';

const onLeg =
  (node: string, act: ActName, is: Finder, more: object = {}): Step =>
  (matter) =>
    matter.onLeg(node, act, more, is);

interface Pair {
  readonly name: string;
  readonly sender: string;
  readonly receiver: string;
  /** Registers the matter and sends the leg in question. */
  readonly send: readonly [by: string, act: ActName, body: object];
  /** From the arrival to the report, and from a return to the next report. */
  readonly report: readonly Step[];
  /** What gives a verdict on the report: the office itself, or the committee's slip. */
  readonly ruled: (verdict: string) => Step;
  /** Situations of the list below that this pair cannot come into, and why. */
  readonly never: readonly string[];
}

const remarks = ['缺材料'];
const byOffice =
  (office: string, unit: string) =>
  (verdict: string): Step =>
    onLeg(office, 'review', legTo(unit), { verdict, remarks });

const PAIRS: readonly Pair[] = [
  {
    name: 'city → bureau, assigned',
    sender: 'city',
    receiver: 'agency:education',
    send: ['city', 'assign', { to: 'agency:education', wants: 'result', days: 40 }],
    report: [onLeg('agency:education', 'report', legTo('agency:education'), RESULT)],
    ruled: (verdict) => onLeg('committee:education', 'review-slip', slip, { verdict, remarks }),
    never: [],
  },
  {
    name: 'city → township, assigned and worked by its government',
    sender: 'city',
    receiver: 'township:yi',
    send: ['city', 'assign', { to: 'township:yi', wants: 'result', days: 40 }],
    report: [
      onLeg('township:yi', 'pass-on', legTo('township:yi'), { to: 'unit:yi-government' }),
      onLeg('township:yi', 'report', legTo('unit:yi-government'), {
        ...RESULT,
        actor: { unit: 'unit:yi-government' },
      }),
      onLeg('township:yi', 'review', legTo('unit:yi-government'), { verdict: 'pass' }),
      onLeg('township:yi', 'report-up', legTo('township:yi')),
    ],
    ruled: byOffice('city', 'township:yi'),
    // A presidium has no legal limit of its own, and no review by an administrative organ.
    never: ['asking for time of its own head', 'under review', 'answered'],
  },
  {
    name: 'city → court, referred',
    sender: 'city',
    receiver: 'agency:court',
    send: ['city', 'refer', { to: 'agency:court', feedbackBy: '20日' }],
    report: [onLeg('agency:court', 'report', legTo('agency:court'), RESULT)],
    ruled: byOffice('city', 'agency:court'),
    never: ['asking for time of its own head', 'under review'],
  },
  {
    name: 'prefecture → city, assigned and worked by a bureau',
    sender: 'prefecture',
    receiver: 'city',
    send: ['prefecture', 'assign', { to: 'city', wants: 'result', days: 60 }],
    report: [
      (matter) => matter.onCase('city', 'assign', { to: 'agency:education', wants: 'result', days: 15 }),
      onLeg('agency:education', 'report', legTo('agency:education'), RESULT),
      onLeg('committee:education', 'review-slip', slip, { verdict: 'pass' }),
      onLeg('city', 'report-up', legTo('city')),
    ],
    ruled: byOffice('prefecture', 'city'),
    never: ['asking for time of its own head', 'under review', 'answered'],
  },
];

/** The steps after the arrival that lead to a state. */
function stepsTo(pair: Pair): Record<string, readonly [LegState, readonly Step[]]> {
  const { sender, receiver, report, ruled } = pair;
  const here = legTo(receiver);
  const there = (act: ActName, more: object = {}): Step => onLeg(receiver, act, here, more);
  const ask = there('request-extension', { days: 10, reason: '需鉴定' });
  const object = there('object', { reason: '非本单位职责' });
  const asked = { days: 10, reason: '需鉴定', of: 'C4' };
  return {
    arrived: ['SENT', []],
    signed: ['SIGNED', [there('sign')]],
    objected: ['OBJECTED', [object]],
    upheld: ['SIGNED', [object, onLeg(sender, 'confirm-assignment', here, { reason: '主管' })]],
    accepted: ['ACCEPTED', [there('accept')]],
    'in hand': [
      'HANDLING',
      [there('accept'), ask, onLeg(sender, 'refuse-extension', here, { reason: '不必' })],
    ],
    'asking for time of the assigner': ['EXTENSION_PENDING', [there('accept'), ask]],
    'asking for time of its own head': [
      'EXTENSION_PENDING',
      [there('accept'), there('request-extension', asked)],
    ],
    reported: ['REPORTED', report],
    'to be supplemented': ['HANDLING', [...report, ruled('supplement')]],
    'to be done again': ['REDO', [...report, ruled('redo')]],
    passed: ['ANSWERING', [...report, ruled('pass')]],
    answered: ['DONE', [...report, ruled('pass'), there('serve-answer', { how: '当面' })]],
    'under review': [
      'UNDER_REVIEW',
      [
        ...report,
        ruled('pass'),
        there('serve-answer', { how: '当面' }),
        onLeg(sender, 'apply-for-review', here, { reason: '不服' }),
      ],
    ],
    returned: ['RETURNED', [object, onLeg(sender, 'agree-return', here)]],
    recalled: ['RECALLED', [onLeg(sender, 'recall', here, { reason: '误发' })]],
  };
}

async function build(pair: Pair, steps: readonly Step[]): Promise<TwinMatter> {
  const [by, act, body] = pair.send;
  const matter = await TwinMatter.registeredAt(by, '2026-04-02');
  for (const step of [(one: TwinMatter) => one.onCase(by, act, body), ...steps]) {
    const answer = await step(matter);
    if (!('caseId' in answer)) throw new Error(`${pair.name}: ${JSON.stringify(answer)}`);
  }
  return matter;
}

/** A situation for every state that a pair can reach. */
export function situations(): readonly Situation[] {
  return PAIRS.flatMap((pair) => {
    const { sender, receiver } = pair;
    const of = (name: string, state: LegState, steps: readonly Step[]): Situation => ({
      name: `${pair.name}: ${name}`,
      state,
      sender,
      receiver,
      leg: legTo(receiver),
      build: () => build(pair, steps),
    });
    const own = Object.entries(stepsTo(pair))
      .filter(([name]) => !pair.never.includes(name))
      .map(([name, [state, steps]]) => of(name, state, steps));
    // Offices wait while what they passed on lies below, and have it verified before they report.
    const waits = pair.report.length === 1 ? [] : [of('waiting below', 'WAITING', pair.report.slice(0, 1))];
    return [...own, ...waits];
  });
}
