import { type CaseState, type Leg, isOpenLeg } from '#domain';
import { type ActTable, type ActsOn, type OnWire, type SeenCase, at, headOf } from './seen.js';

/* How the model draws the acts on cases. */

const IN_HAND: readonly CaseState[] = ['REGISTERED', 'SUBMITTED', 'OUT', 'ANSWERED'];
const ENDED: readonly CaseState[] = [
  'REJECTED',
  'LED_AWAY',
  'KEPT',
  'BARRED',
  'WITHDRAWN',
  'TOLD',
  'ARCHIVED',
];
const CORRECTABLE: readonly CaseState[] = [...IN_HAND, 'CLOSED', 'REJECTED', 'LED_AWAY', 'KEPT', 'TOLD'];
/** More legs would only make a sequence slow. */
const MOST_LEGS = 7;

const stateOf = ({ row }: SeenCase): CaseState => row.matter.state;
const among =
  (...states: readonly CaseState[]) =>
  (seen: SeenCase): boolean =>
    states.includes(stateOf(seen));
const openLegs = ({ legs }: SeenCase): readonly Leg[] => legs.map(({ leg }) => leg).filter(isOpenLeg);
const freshOnly = (seen: SeenCase): boolean => stateOf(seen) === 'REGISTERED' && openLegs(seen).length === 0;
const said = (seen: SeenCase, act: string): boolean => seen.lines().some((line) => line.act === act);

const BELOW: Readonly<Record<string, readonly string[]>> = {
  province: ['prefecture'],
  prefecture: ['city'],
  city: [
    'township:yi',
    'agency:education',
    'agency:court',
    'township:yi',
    'agency:education',
    'committee:education',
    'unit:liquidators',
    'agency:discipline',
  ],
};
const addressee = (seen: SeenCase, k: number): string =>
  at(BELOW[seen.node] ?? ['city', 'unit:yi-government'], k);
const goesOut = (seen: SeenCase): boolean =>
  BELOW[seen.node] !== undefined &&
  among('RECEIVED', 'REGISTERED', 'OUT')(seen) &&
  seen.legs.length < MOST_LEGS;

/** Sending a case on is an acceptance of the leg by which it came. */
const PASSES_ON: readonly OnWire[] = [{ end: 'receiver', events: ['pass-on'] }];

/** 另一事项 here, to be linked with. */
const another = ({ net, node, row }: SeenCase): string | undefined =>
  net.held(node).cases.find((other) => other.matter.id !== row.matter.id)?.matter.originNumber;
/** The origin number that another office answered with. */
const elsewhere = (seen: SeenCase): string | undefined =>
  /[A-Z]{2}-\d{4}-\d-\d{5}/u.exec(
    seen.lines().findLast((line) => line.act === 'known-elsewhere')?.text ?? '',
  )?.[0];
const openTask = ({ net, node, row }: SeenCase) =>
  net.held(node).tasks.find(({ caseId, state }) => caseId === row.matter.id && state === 'open');
const unknownNumber = 'CS-2026-1-99999';

/** Every act on a case; the compiler finds a missing one: draw it, or say why not (`notDriven`). */
export const CASE_ACTS: ActTable<ActsOn<'cases'>> = {
  propose: { weight: 1, fits: among('REGISTERED'), body: () => ({ text: '拟交办' }) },
  instruct: {
    weight: 2,
    fits: among('SUBMITTED', 'OUT'),
    body: (_seen, k) =>
      k.a % 2 === 0
        ? { text: '同意' }
        : {
            marks: [
              {
                mark: 'study',
                unit: at(['committee:education', 'agency:court', 'city'], k.b),
                what: '研究',
                within: '5工作日',
              },
            ],
          },
    user: headOf,
  },
  refer: {
    weight: 2,
    fits: goesOut,
    body: (seen, k) => ({ to: addressee(seen, k.a), ...(k.b % 2 === 0 ? { feedbackBy: '10日' } : {}) }),
    onWire: PASSES_ON,
  },
  assign: {
    weight: 5,
    fits: goesOut,
    body: (seen, k) => ({
      to: addressee(seen, k.a),
      wants: k.b % 5 === 0 ? 'account' : 'result',
      ...(k.b % 3 === 0 ? {} : { days: 5 + (k.b % 40) }),
    }),
    onWire: PASSES_ON,
  },
  dispatch: {
    weight: 2,
    fits: (seen) => seen.node === 'city' && goesOut(seen),
    body: (_seen, k) => ({
      receivers: [
        { to: 'township:yi', kind: k.a % 3 === 0 ? 'assign' : 'lead', days: 30 },
        {
          to: at(['agency:education', 'agency:court', 'unit:liquidators'], k.b),
          kind: k.a % 3 === 0 ? 'refer' : 'co',
        },
      ],
    }),
    onWire: PASSES_ON,
  },
  'own-competence': {
    weight: 1,
    fits: goesOut,
    body: (_seen, k) => ({ to: ['committee:education', 'committee:judicial'].slice(k.a % 2) }),
    onWire: PASSES_ON,
  },
  meeting: {
    weight: 3,
    fits: (seen) =>
      seen.node === 'city' && among('REGISTERED', 'OUT')(seen) && seen.legs.length < MOST_LEGS + 2,
    body: (_seen, k) => ({
      kind: 'coordination',
      parties: ['agency:education', 'agency:court', 'unit:liquidators', 'township:yi'],
      decides: {
        lead: at(['agency:education', 'agency:court', 'township:yi'], k.a),
        co: k.b % 2 === 0 ? ['unit:liquidators'] : [],
        days: 20,
      },
    }),
    onWire: [
      { end: 'receiver', events: ['convene'] },
      { end: 'sender', events: ['convene'] },
    ],
  },
  'propose-for-meeting': {
    weight: 1,
    fits: (seen) => seen.node === 'city' && IN_HAND.includes(stateOf(seen)),
    body: () => ({ kind: 'coordination', why: '意见不一' }),
  },
  'admit-topic': {
    notDriven: 'a meeting is planned by an act of its own table; test/twin/meetings.spec.ts crosses it',
  },
  'decline-topic': {
    weight: 1,
    fits: (seen) => said(seen, 'propose-for-meeting'),
    body: () => ({ reason: '由承办单位办理' }),
  },
  'decide-topic': {
    notDriven: 'a meeting is held by an act of its own table; test/twin/meetings.spec.ts crosses it',
  },
  'hand-on': {
    weight: 1,
    fits: (seen) => seen.node === 'city' && among('OUT')(seen),
    body: () => ({ reason: '请指定承办单位' }),
    onWire: PASSES_ON,
  },
  notify: {
    weight: 6,
    fits: (seen) => seen.row.matter.notified === undefined && IN_HAND.includes(stateOf(seen)),
    body: () => ({ how: '书面' }),
    onWire: [{ end: 'receiver', events: ['notify'] }],
  },
  'note-no-notice': {
    weight: 1,
    fits: (seen) => seen.row.matter.notified === undefined && IN_HAND.includes(stateOf(seen)),
    body: () => ({ reason: '姓名不清' }),
  },
  'answer-on-the-spot': {
    weight: 2,
    fits: (seen) => freshOnly(seen) && seen.row.matter.dossier?.category === 'consultation',
    body: () => ({ text: '答复' }),
  },
  confirm: { weight: 1, fits: among(...IN_HAND), body: () => ({ how: '来电' }) },
  close: {
    weight: 4,
    fits: (seen) => stateOf(seen) === 'ANSWERED' && openLegs(seen).length === 0,
    body: () => ({}),
  },
  'tell-whom-to-turn-to': { weight: 1, fits: freshOnly, body: () => ({ text: '请向法院提出' }) },
  reject: { weight: 1, fits: freshOnly, body: () => ({ reason: '不属职权', article: '信访工作条例23' }) },
  keep: { weight: 1, fits: freshOnly, body: () => ({ reason: '内容不清' }) },
  withdraw: {
    weight: 1,
    fits: (seen) => among('REGISTERED', 'OUT')(seen) && openLegs(seen).length === 0,
    body: () => ({ reason: '已解决' }),
  },
  'lead-into-procedure': {
    weight: 1,
    fits: (seen) => among('REGISTERED', 'OUT')(seen) && openLegs(seen).length === 0,
    body: () => ({ route: '31(1)', procedure: '诉讼', text: '请向法院起诉' }),
  },
  reopen: { weight: 2, fits: among(...ENDED), body: () => ({ newFacts: '新证据' }) },
  archive: { weight: 2, fits: among('CLOSED'), body: () => ({}) },
  'elect-representatives': {
    weight: 1,
    fits: (seen) => IN_HAND.includes(stateOf(seen)) && (seen.row.matter.dossier?.people ?? 1) > 1,
    body: (_seen, k) => ({ count: 1 + (k.a % 6) }),
  },
  correct: {
    weight: 1,
    fits: (seen) => seen.row.matter.originNode === seen.node && CORRECTABLE.includes(stateOf(seen)),
    body: (seen, k) => ({
      fields: at(
        [
          { people: 2 + (k.b % 9) },
          { receivedOn: seen.row.matter.receivedOn },
          { place: `乙乡${seen.net.where}` },
          { category: 'consultation' as const },
          { category: 'request' as const },
          { petitioner: {} },
        ],
        k.a,
      ),
      reason: '登记有误',
    }),
  },
  'ask-secrecy': { weight: 1, fits: among(...IN_HAND), body: () => ({}) },
  'urgent-report': { weight: 1, fits: among(...IN_HAND), body: () => ({ text: '紧急', reportedTo: '主任' }) },
  'name-accused': {
    weight: 1,
    fits: (seen) => seen.row.matter.dossier?.category === 'accusation' && IN_HAND.includes(stateOf(seen)),
    body: (_seen, k) => ({ accused: at([['市教育局'], ['某校会计'], []], k.a) }),
  },
  'confirm-accused': {
    weight: 2,
    fits: (seen) => seen.row.matter.dossier?.category === 'accusation' && IN_HAND.includes(stateOf(seen)),
    body: (_seen, k) =>
      k.a % 3 === 0 ? { resolved: [{ name: '某校会计', party: 'agency:education' }] } : {},
    user: (node) => (node.startsWith('township:') ? undefined : '主任'),
  },
  'declare-conflict': {
    weight: 1,
    fits: (seen) => among('REGISTERED', 'OUT')(seen) && !said(seen, 'declare-conflict'),
    // Mostly a person who rarely acts: an office whose dispatcher withdraws does nothing more on the case.
    body: (_seen, k) => ({ user: at(['审核员', '督办员', '登记员', '承办人'], k.a), reason: '亲属' }),
    user: headOf,
  },
  redact: {
    weight: 1,
    fits: (seen) => seen.row.matter.dossier?.category === 'accusation' && IN_HAND.includes(stateOf(seen)),
    body: () => ({ summary: '反映修缮费问题', request: '查处' }),
  },
  link: {
    weight: 1,
    fits: (seen) => freshOnly(seen) && another(seen) !== undefined,
    body: (seen) => ({ to: another(seen) ?? unknownNumber }),
  },
  unlink: { weight: 2, fits: among('LINKED'), body: () => ({ reason: '不是同一事项' }) },
  'link-elsewhere': {
    weight: 1,
    fits: (seen) => freshOnly(seen) && elsewhere(seen) !== undefined,
    body: (seen) => ({ to: elsewhere(seen) ?? unknownNumber, how: '书面' }),
  },
  'ask-elsewhere': { weight: 1, fits: freshOnly, body: () => ({}) },
  'not-the-same': {
    weight: 2,
    fits: (seen) => elsewhere(seen) !== undefined && !said(seen, 'not-the-same'),
    body: (seen) => ({ to: elsewhere(seen) ?? unknownNumber, reason: '人和事都不同' }),
  },
  'select-for-supervision': {
    weight: 1,
    fits: (seen) => IN_HAND.includes(stateOf(seen)) && !said(seen, 'select-for-supervision'),
    body: (_seen, k) => ({ why: 'monthly', ...(k.a % 2 === 0 ? { letter: true } : {}) }),
    onWire: [{ end: 'sender', states: ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING'] }],
  },
  'set-urgency': {
    weight: 1,
    fits: (seen) => IN_HAND.includes(stateOf(seen)),
    body: (_seen, k) => ({ urgency: at(['urgent', 'most-urgent', 'normal'] as const, k.a) }),
    onWire: [{ end: 'sender', states: ['SENT', 'SIGNED', 'ACCEPTED', 'HANDLING', 'WAITING', 'REDO'] }],
  },
  'note-superior-supervision': {
    weight: 1,
    fits: (seen) => IN_HAND.includes(stateOf(seen)) && !said(seen, 'superior-supervision'),
    body: ({ net }) => ({
      from: '省委信访局',
      number: '督1号',
      receivedOn: net.today,
      replyBy: '2026-12-01',
    }),
  },
  submit: {
    weight: 1,
    fits: (seen) => among(...IN_HAND)(seen),
    body: (_seen, k) => ({ leader: at(['主任', '副主任', '主席'], k.a) }),
  },
  'finish-task': {
    weight: 3,
    fits: (seen) => openTask(seen) !== undefined,
    body: (seen) => ({ task: openTask(seen)?.id ?? seen.row.matter.id, note: '已办' }),
  },
  'withdraw-task': {
    weight: 1,
    fits: (seen) => openTask(seen) !== undefined,
    body: (seen) => ({ task: openTask(seen)?.id ?? seen.row.matter.id, reason: '已另行安排' }),
    user: headOf,
  },
  'set-responsible': {
    weight: 1,
    fits: among(...IN_HAND),
    body: (seen) => ({ leader: headOf(seen.node), reason: '包案' }),
  },
  'follow-up': {
    weight: 2,
    fits: (seen) => among('ANSWERED', 'CLOSED', 'ARCHIVED')(seen) && seen.row.matter.originNode === seen.node,
    body: (_seen, k) =>
      k.a % 2 === 0 ? { how: '来电', reached: false } : { how: '来电', reached: true, rating: 'satisfied' },
  },
  'answer-superior-supervision': {
    weight: 1,
    fits: (seen) => said(seen, 'superior-supervision'),
    body: () => ({ text: '已办' }),
  },
};
