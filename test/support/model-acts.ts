import type { ActName } from '#contract';
import { ACTS } from '#contract';
import type { CaseRow, LegRow } from '#casework';
import { LETTER, RESULT } from './twin-matter.js';
import type { TwinNetwork } from './twin-network.js';

/*
 * Random acts on the twin network: lawful and unlawful ones alike. A move names a node, an act and a few numbers;
 * what it is done to is chosen among what that node holds, so that every sequence is a possible day of the offices.
 */

/** Four tiers and three addressees: enough for every crossing pair. */
export const STAGE = [
  'prefecture',
  'city',
  'township:yi',
  'agency:education',
  'agency:court',
  'committee:education',
  'committee:judicial',
] as const;

export interface Move {
  readonly node: number;
  readonly act: number;
  readonly pick: number;
  readonly to: number;
  /** Chosen among what the state suggests (most moves), or anything at all. */
  readonly likely: boolean;
  /** How many messages are handed over before the next move; the rest stays on the wire. */
  readonly deliver: number;
  /** Working days that pass before it. */
  readonly days: number;
}

const ADDRESSEES = [
  'city',
  'township:yi',
  'agency:education',
  'agency:court',
  'committee:education',
  'unit:liquidators',
];
const UNITS_OF: Readonly<Record<string, readonly string[]>> = {
  'township:yi': ['township:yi', 'unit:yi-government'],
};

type Body = Readonly<Record<string, unknown>>;
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

const TEXT = { text: '办' };
const REASON = { reason: '理由' };

/** What each act would be asked with; `to` chooses where a choice is to be made. */
const BODIES: Readonly<Record<string, (to: number) => Body>> = {
  propose: () => TEXT,
  instruct: () => TEXT,
  refer: (to) => ({ to: at(ADDRESSEES, to), ...(to % 2 === 0 ? { feedbackBy: '10日' } : {}) }),
  assign: (to) => ({
    to: at(ADDRESSEES, to),
    wants: to % 5 === 0 ? 'account' : 'result',
    days: 5 + (to % 60),
  }),
  notify: () => ({ how: '书面' }),
  meeting: (to) => ({
    kind: 'coordination',
    parties: ['agency:education', 'agency:court', 'unit:liquidators'],
    decides: { lead: to % 2 === 0 ? 'agency:education' : 'agency:court', co: ['unit:liquidators'], days: 20 },
  }),
  confirm: () => ({ how: '来电' }),
  close: () => ({}),
  sign: () => ({}),
  accept: () => ({}),
  object: () => REASON,
  'agree-return': () => ({}),
  'confirm-assignment': () => REASON,
  'pass-on': () => ({ to: 'unit:yi-government' }),
  report: () => RESULT,
  'report-up': () => ({}),
  review: (to) => verdict(to),
  'review-slip': (to) => verdict(to),
  'request-extension': (to) => ({ days: 1 + (to % 40), ...REASON }),
  'approve-extension': () => ({ told: '书面' }),
  'refuse-extension': () => REASON,
  recall: () => REASON,
  mediated: () => RESULT,
  'serve-answer': () => ({ how: '当面' }),
};

const verdict = (to: number): Body => ({
  verdict: at(['pass', 'pass', 'supplement', 'redo'], to),
  remarks: ['缺材料'],
});

export const MODEL_ACTS = Object.keys(BODIES);

const isAct = (name: string): name is ActName => Object.hasOwn(ACTS, name);

/** Registers one matter at the prefecture and one at the city. */
export async function opening(net: TwinNetwork): Promise<void> {
  await net.day('2026-03-02');
  for (const unit of ['prefecture', 'city']) {
    const body = {
      ...LETTER,
      respondents: [...LETTER.respondents],
      receivedOn: '2026-03-02',
      actor: { unit },
    };
    await net.act(unit, 'register', '', ACTS.register.body.parse(body));
  }
}

/** What a state suggests to the end that holds the next word; unlawful acts come from the other moves. */
const LIKELY_ON_LEG: Readonly<Record<string, readonly (readonly ['sender' | 'receiver', string])[]>> = {
  SENT: [
    ['receiver', 'sign'],
    ['receiver', 'accept'],
    ['receiver', 'object'],
    ['receiver', 'pass-on'],
    ['receiver', 'review-slip'],
    ['receiver', 'report'],
    ['sender', 'recall'],
  ],
  SIGNED: [
    ['receiver', 'accept'],
    ['receiver', 'object'],
    ['sender', 'recall'],
  ],
  OBJECTED: [
    ['sender', 'agree-return'],
    ['sender', 'confirm-assignment'],
  ],
  ACCEPTED: [
    ['receiver', 'report'],
    ['receiver', 'request-extension'],
    ['receiver', 'mediated'],
    ['sender', 'recall'],
  ],
  HANDLING: [
    ['receiver', 'report'],
    ['receiver', 'request-extension'],
  ],
  WAITING: [['receiver', 'report-up']],
  EXTENSION_PENDING: [
    ['sender', 'approve-extension'],
    ['sender', 'refuse-extension'],
    ['receiver', 'approve-extension'],
  ],
  REPORTED: [['sender', 'review']],
  REDO: [['receiver', 'report']],
  ANSWERING: [
    ['receiver', 'serve-answer'],
    ['sender', 'serve-answer'],
  ],
};
const LIKELY_ON_CASE: Readonly<Record<string, readonly string[]>> = {
  REGISTERED: ['propose', 'assign', 'refer', 'meeting', 'notify'],
  SUBMITTED: ['instruct'],
  OUT: ['notify', 'assign', 'meeting'],
  ANSWERED: ['close', 'confirm', 'notify'],
};

interface Choice {
  readonly node: string;
  readonly act: string;
  readonly subject: Subject;
}

/** Everything that the states of the stage's cases and legs suggest now. */
function suggested(net: TwinNetwork): readonly Choice[] {
  return STAGE.flatMap((node) => {
    const { memory } = net.node(node).office;
    const onCases = [...memory.cases.values()].flatMap(({ matter, version }) =>
      (LIKELY_ON_CASE[matter.state] ?? []).map((act) => ({ node, act, subject: { id: matter.id, version } })),
    );
    const onLegs = [...memory.legs.values()].flatMap(({ leg, version }) =>
      (LIKELY_ON_LEG[leg.state] ?? []).flatMap(([end, act]) => {
        const [keeper, unit] = end === 'sender' ? [leg.fromNode, leg.from] : [leg.toNode, leg.to];
        return keeper === node ? [{ node, act, subject: { id: leg.id, version, unit } }] : [];
      }),
    );
    return [...onCases, ...onLegs];
  });
}

/** Tries one move; true when it was done, false when it was refused or there was nothing to do it to. */
export async function tryMove(net: TwinNetwork, move: Move): Promise<boolean> {
  const choice = move.likely ? at(suggested(net), move.act * 7 + move.pick) : anything(net, move);
  if (choice === undefined || !isAct(choice.act)) return false;
  const { node, act, subject } = choice;
  const unit = subject.unit ?? at(UNITS_OF[node] ?? [node], move.pick + move.to) ?? node;
  const actor = unit === 'unit:liquidators' ? { unit, onPaper: { source: 'paper' } } : { unit };
  const body = ACTS[act].body.safeParse({ actor, version: subject.version, ...BODIES[act]?.(move.to) });
  if (!body.success) throw new Error(`${act}: ${body.error.message}`);
  return net.attempt(node, act, subject.id, body.data);
}

function anything(net: TwinNetwork, move: Move): Choice | undefined {
  const node = at(STAGE, move.node);
  const act = at(MODEL_ACTS, move.act);
  if (node === undefined || act === undefined || !isAct(act)) return undefined;
  const subject = subjectOf(net, node, act, move.pick);
  return subject === undefined ? undefined : { node, act, subject };
}

interface Subject {
  readonly id: string;
  readonly version: number;
  /** The unit at whose end it is done; absent: one of the node's. */
  readonly unit?: string;
}

function subjectOf(net: TwinNetwork, node: string, act: ActName, pick: number): Subject | undefined {
  const { memory } = net.node(node).office;
  if (ACTS[act].on !== 'legs') {
    const row: CaseRow | undefined = at([...memory.cases.values()], pick);
    return row === undefined ? undefined : { id: row.matter.id, version: row.version };
  }
  const row: LegRow | undefined = at([...memory.legs.values()], pick);
  return row === undefined ? undefined : { id: row.leg.id, version: row.version };
}
