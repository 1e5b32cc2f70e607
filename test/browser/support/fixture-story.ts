import type { Board, CaseView, HistoryEntry, LegView } from '#contract';
import { quietCases, quietLegs } from './fixture-background.js';
import { aCase, aClock, aLeg, anEntry, LANES } from './fixture-shapes.js';

/*
 * One matter as the city's board shows it: assigned by the prefecture, decided at a meeting, handled by a
 * department with a court and an offline unit helping, reviewed by a committee, reported up, passed.
 */

export const ORIGIN = 'PF-2026-00007';
export const UP = 'leg-up';
export const LEAD = 'leg-lead';
const CO = 'leg-co';
const PAPER = 'leg-paper';
const SLIP = 'leg-slip';

/** What has happened so far: the last patch of each leg wins. */
interface Step {
  readonly name: string;
  readonly today: string;
  readonly legs?: Readonly<Record<string, Partial<LegView>>>;
  readonly matter?: Partial<CaseView>;
  readonly history?: readonly (Pick<HistoryEntry, 'act' | 'text'> & Partial<HistoryEntry>)[];
}

const delivered = (on: string, number: string | null = null) => ({
  delivered: `${on}T02:00:00.000Z`,
  registeredAs: number,
  registeredOn: number === null ? null : on,
  refused: null,
  onPaper: false,
});

const upEnd = aClock({
  key: `${UP}/C4'/1`,
  period: '90日',
  raw: '2026-12-15',
  effective: '2026-12-15',
  start: '2026-09-16',
});
const signFor = aClock({
  key: `${UP}/C3/1`,
  id: 'C3',
  rule: 'NAT.C3',
  article: '信访工作条例23(3)',
  period: '5工作日',
  raw: '2026-09-22',
  effective: '2026-09-22',
});
const leadEnd = aClock({
  key: `${LEAD}/C4'/1`,
  start: '2026-09-18',
  period: '15日',
  raw: '2026-10-03',
  effective: '2026-10-08',
});

const made: Readonly<Record<string, LegView>> = {
  [UP]: aLeg({
    id: UP,
    from: 'prefecture',
    to: 'city',
    caseId: 'case-story',
    originNumber: ORIGIN,
    letterNumber: '清人信交〔2026〕7号',
    state: 'SENT',
    nearest: signFor,
    clocks: [signFor],
  }),
  [LEAD]: aLeg({
    id: LEAD,
    from: 'city',
    to: 'agency:labour',
    caseId: 'case-story',
    originNumber: ORIGIN,
    kind: 'lead',
    letterNumber: '市人信办〔2026〕3号',
    byMinutes: '市人信纪〔2026〕2号',
    reviewers: ['committee:judicial'],
    sentOn: '2026-09-18',
    state: 'SENT',
    nearest: leadEnd,
    clocks: [leadEnd],
  }),
  [CO]: aLeg({
    id: CO,
    from: 'city',
    to: 'agency:court',
    caseId: 'case-story',
    originNumber: ORIGIN,
    kind: 'co',
    wants: 'opinion',
    letterNumber: '市人信办〔2026〕4号',
    byMinutes: '市人信纪〔2026〕2号',
    sentOn: '2026-09-18',
    state: 'SENT',
    nearest: leadEnd,
    clocks: [],
  }),
  [PAPER]: aLeg({
    id: PAPER,
    from: 'city',
    to: 'unit:liquidators',
    caseId: 'case-story',
    originNumber: ORIGIN,
    kind: 'co',
    wants: 'opinion',
    letterNumber: '市人信办〔2026〕5号',
    byMinutes: '市人信纪〔2026〕2号',
    sentOn: '2026-09-18',
    state: 'SENT',
    nearest: leadEnd,
    clocks: [],
    ticks: { ...delivered('2026-09-18'), onPaper: true },
  }),
  [SLIP]: aLeg({
    id: SLIP,
    from: 'city',
    to: 'committee:judicial',
    caseId: 'case-story',
    originNumber: ORIGIN,
    kind: 'slip',
    wants: 'opinion',
    letterNumber: '市人信反〔2026〕6号',
    reviewOf: LEAD,
    sentOn: '2026-09-28',
    state: 'SENT',
    clocks: [],
  }),
};

export const STEPS: readonly Step[] = [
  { name: 'before', today: '2026-09-16' },
  {
    name: 'sent from the prefecture',
    today: '2026-09-16',
    legs: { [UP]: { version: 1 } },
    history: [{ act: 'send.assign', unit: 'prefecture', text: '交办市人大信访办：清人信交〔2026〕7号' }],
  },
  {
    name: 'delivered to the city',
    today: '2026-09-16',
    legs: { [UP]: { version: 2, ticks: delivered('2026-09-16') } },
    history: [{ act: 'leg.arrive', role: 'system', user: '系统', basis: '信访工作条例23', text: '送达' }],
  },
  {
    name: 'accepted by the city',
    today: '2026-09-17',
    legs: {
      [UP]: {
        version: 3,
        state: 'ACCEPTED',
        acceptedOn: '2026-09-17',
        ticks: delivered('2026-09-16', 'CS-2026-00031'),
        nearest: upEnd,
        clocks: [{ ...signFor, met: '2026-09-17' }, upEnd],
      },
    },
    matter: { state: 'REGISTERED' },
    history: [
      {
        act: 'leg.sign',
        role: 'registrar',
        user: 'registrar',
        on: '2026-09-17',
        text: '签收，登记为 CS-2026-00031',
      },
      { act: 'leg.accept', role: 'head', user: 'head', on: '2026-09-17', text: '受理' },
    ],
  },
  {
    name: 'handed to the department',
    today: '2026-09-18',
    legs: { [UP]: { version: 4, state: 'WAITING' }, [LEAD]: {}, [CO]: {}, [PAPER]: {} },
    matter: { state: 'OUT', notified: { on: '2026-09-18', how: '书面', done: true } },
    history: [
      { act: 'meeting', on: '2026-09-18', basis: '信访工作条例24', text: '协调会，纪要 市人信纪〔2026〕2号' },
    ],
  },
  {
    name: 'handled by the department',
    today: '2026-09-21',
    legs: {
      [LEAD]: {
        version: 2,
        state: 'HANDLING',
        acceptedOn: '2026-09-18',
        ticks: delivered('2026-09-18', 'RS-2026-00012'),
      },
      [CO]: {
        version: 2,
        state: 'HANDLING',
        acceptedOn: '2026-09-18',
        ticks: delivered('2026-09-18', 'FY-2026-00004'),
      },
      [PAPER]: { version: 2, state: 'HANDLING' },
    },
  },
  {
    name: 'reported by the department',
    today: '2026-09-28',
    legs: {
      [LEAD]: { version: 3, state: 'REPORTED' },
      [CO]: { version: 3, state: 'REPORTED' },
      [PAPER]: { version: 3, state: 'REPORTED' },
      [SLIP]: { ticks: delivered('2026-09-28', 'CF-2026-00002') },
    },
    history: [
      {
        act: 'leg.report',
        unit: 'agency:labour',
        role: 'handler',
        user: 'handler',
        on: '2026-09-28',
        basis: '信访工作条例31',
        text: '报结：三人补偿已核定并支付',
      },
    ],
  },
  {
    name: 'passed and to be answered by the department',
    today: '2026-09-30',
    legs: {
      [LEAD]: { version: 4, state: 'ANSWERING' },
      [CO]: { version: 4, state: 'DONE', endedOn: '2026-09-30', nearest: null },
      [PAPER]: { version: 4, state: 'DONE', endedOn: '2026-09-30', nearest: null },
      [SLIP]: { version: 2, state: 'DONE', endedOn: '2026-09-30' },
    },
  },
  {
    name: 'answered and back at the city',
    today: '2026-10-08',
    legs: {
      [LEAD]: {
        version: 5,
        state: 'DONE',
        endedOn: '2026-10-08',
        nearest: null,
        service: { on: '2026-10-08', how: '书面', answered: true },
      },
      [UP]: { version: 5, state: 'HANDLING' },
    },
    matter: { answered: { on: '2026-10-08', how: '书面', done: true } },
  },
  { name: 'reported up', today: '2026-10-09', legs: { [UP]: { version: 6, state: 'REPORTED' } } },
  {
    name: 'home at the prefecture',
    today: '2026-10-12',
    legs: { [UP]: { version: 7, state: 'DONE', endedOn: '2026-10-12', nearest: null } },
    matter: { state: 'CLOSED', closedOn: '2026-10-12' },
  },
];

/** The city's board after the first `count` steps. */
export function boardAfter(count: number): Board {
  const told = STEPS.slice(0, count);
  const today = told.at(-1)?.today ?? '2026-09-16';
  const patches = (id: string): Partial<LegView>[] =>
    told.flatMap(({ legs }) => (legs?.[id] === undefined ? [] : [legs[id]]));
  const legs = Object.entries(made).flatMap(([id, leg]) => {
    const known = patches(id);
    return known.length === 0 ? [] : [known.reduce<LegView>((sofar, patch) => ({ ...sofar, ...patch }), leg)];
  });
  const matter = told.reduce<CaseView>(
    (sofar, step) => ({ ...sofar, ...step.matter }),
    aCase({
      id: 'case-story',
      originNumber: ORIGIN,
      localNumber: 'CS-2026-00031',
      state: 'RECEIVED',
      topic: '劳动和社会保障/工伤安置',
      place: '市区',
      incomingLeg: UP,
      nearest: upEnd,
    }),
  );
  return {
    node: 'city',
    today,
    simulated: true,
    lanes: [...LANES],
    cases: [...quietCases(), ...(legs.length > 0 ? [matter] : [])],
    legs: [...quietLegs(), ...legs],
  };
}

/** The history of a leg after the first `count` steps; legs in the background have one line. */
export function historyAfter(legId: string, count: number): HistoryEntry[] {
  const entries = STEPS.slice(0, count).flatMap(({ history = [], today }) =>
    history.map((entry) => ({ on: today, ...entry })),
  );
  const lines = legId in made ? entries : [{ act: 'send.assign', text: '交办：市人信交〔2026〕1号' }];
  return lines.map((entry, n) => anEntry({ seq: n + 1, legId, ...entry }));
}
