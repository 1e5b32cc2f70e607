import type { LegRow } from '#casework';
import {
  CASE_EVENTS,
  CASE_TABLE,
  type CaseState,
  LEG_TABLE,
  type Leg,
  type LegState,
  legDigestText,
} from '#domain';
import type { Action } from '../../../libs/casework/src/ports/rows.js';
import { wrongClocks } from './clock-invariants.js';
import { ACCUSATION_MARK, ACCUSED, SECRET_NAME } from './matters.js';
import type { Held, ModelNet } from './model-net.js';

/* What holds whenever nothing is under way, whatever was done before. Each sentence names what it found. */

/** Everything that is wrong now; empty: nothing. */
export async function broken(net: ModelNet): Promise<readonly string[]> {
  const held = new Map(net.stage.map((node) => [node, net.held(node)]));
  return [
    ...bothEnds(held),
    ...[...held].flatMap(([node, of]) => [
      ...histories(node, of),
      ...wrongClocks(node, of, net.today),
      ...closings(node, of),
      ...numbers(node, of),
      ...sealed(node, of),
    ]),
    ...(await walls(net, held)),
  ];
}

const isRefusedThere = ({ refusal, leg }: LegRow): boolean =>
  refusal !== undefined && leg.arrivedOn === undefined;

/** Both ends of every leg hold the same, in every field, and tell the same story. */
function bothEnds(held: ReadonlyMap<string, Held>): string[] {
  const wrong: string[] = [];
  for (const [node, { legs, history }] of held) {
    for (const row of legs) {
      const { leg } = row;
      if (leg.fromNode !== node || leg.toNode === node) continue;
      if (row.deliveredAt === undefined && row.refusal === undefined)
        wrong.push(`${node}: ${leg.letterNumber} has no tick and no refusal`);
      if (isRefusedThere(row)) continue;
      const there = held.get(leg.toNode);
      const other = there?.legs.find((one) => one.leg.id === leg.id);
      if (there === undefined || other === undefined) {
        wrong.push(`${leg.letterNumber} is at ${node} and not at ${leg.toNode}`);
        continue;
      }
      if (legDigestText(leg) !== legDigestText(other.leg)) wrong.push(differing(leg, other.leg, 'digests'));
      else if (plain(leg) !== plain(other.leg)) wrong.push(differing(leg, other.leg, 'fields'));
      const here = eventsOf(leg.id, history);
      const told = eventsOf(leg.id, there.history);
      if (here.join() !== told.join())
        wrong.push(
          `${leg.letterNumber}: ${node} tells ${here.join(' ')}, ${leg.toNode} tells ${told.join(' ')}`,
        );
    }
  }
  return wrong;
}

const differing = (a: Leg, b: Leg, what: string): string =>
  `${a.letterNumber}: ${what} differ: ${plain(a)} at ${a.fromNode}, ${plain(b)} at ${b.toNode}`;

/** A leg as text with its fields in one order. */
const plain = (leg: Leg): string => JSON.stringify(ordered(leg));
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, ordered(held)]),
  );
};

const eventsOf = (legId: string, history: readonly Action[]): string[] =>
  history.flatMap(({ legId: of, act, on, by }) =>
    of === legId && act.startsWith('leg.') ? [`${act.slice(4)} ${on} ${by.unit}/${by.user}`] : [],
  );

/** Every state is the sum of its lines: each change has one, by somebody whom the table allows, with its article. */
function histories(node: string, { cases, legs, history }: Held): string[] {
  const wrong = history
    .filter(({ by, basis, on }) => by.unit === '' || by.user === '' || basis === '' || on.length !== 10)
    .map(({ act }) => `${node}: a line ${act} without who, when or article`);
  for (const { leg } of legs) {
    let state: LegState = 'SENT';
    for (const line of history) {
      if (line.legId !== leg.id || !line.act.startsWith('leg.')) continue;
      const rows = LEG_TABLE.filter((row) => row.from === state && `leg.${row.event}` === line.act);
      const row = rows.find(({ actors }) => actors.includes(line.by.role));
      if (row === undefined && line.act !== 'leg.refuse-by-guard')
        wrong.push(
          `${node}: ${leg.letterNumber} has ${line.act} by ${line.by.role} in ${state}, which no row allows`,
        );
      state = row?.to ?? state;
    }
    if (state !== leg.state)
      wrong.push(`${node}: ${leg.letterNumber} is ${leg.state}, its lines lead to ${state}`);
  }
  for (const { matter } of cases) {
    const reached = replayed(
      matter.originNode === node ? 'REGISTERED' : 'RECEIVED',
      history.filter(({ caseId }) => caseId === matter.id),
    );
    if (reached !== matter.state)
      wrong.push(`${node}: case ${matter.originNumber} is ${matter.state}, its lines lead to ${reached}`);
  }
  return wrong;
}

function replayed(first: CaseState, lines: readonly Action[]): CaseState {
  let state = first;
  for (const { act } of lines) {
    const row = CASE_TABLE.find(
      (one) => one.from === state && one.event === act && CASE_EVENTS.includes(one.event),
    );
    state = row?.to ?? state;
  }
  return state;
}

const OVER: readonly CaseState[] = ['CLOSED', 'ARCHIVED'];

/** No case closes unanswered, without a notice that was owed, or while something of it is open. */
function closings(node: string, { cases, legs }: Held): string[] {
  const wrong: string[] = [];
  for (const { matter } of cases) {
    if (!OVER.includes(matter.state)) continue;
    const name = `${node}: case ${matter.originNumber}`;
    if (matter.answered === undefined) wrong.push(`${name} is closed and not answered`);
    if (matter.notified === undefined && matter.clocks.some(({ id }) => id === 'C2'))
      wrong.push(`${name} is closed without notice`);
    for (const { leg, caseId } of legs)
      if (caseId === matter.id && leg.endedOn === undefined)
        wrong.push(`${name} is closed while ${leg.letterNumber} is ${leg.state}`);
  }
  return wrong;
}

/** A number is given once. */
function numbers(node: string, { cases, legs, documents }: Held): string[] {
  const given = [
    ...legs.filter(({ leg }) => leg.fromNode === node).map(({ leg }) => leg.letterNumber),
    ...cases.flatMap(({ matter }) => matter.localNumber ?? []).map((number) => `local ${number}`),
    ...cases.map(({ matter }) => `origin ${matter.originNumber}`),
    ...documents
      .filter(({ unit, number }) => unit === node && number !== '')
      .map(({ number, kind }) => `${kind} ${number}`),
  ];
  return given
    .filter((number, index) => given.indexOf(number) !== index)
    .map((number) => `${node}: ${number} was given twice`);
}

/** 材料退回: what came back is not kept. */
const sealed = (node: string, { cases, legs }: Held): string[] =>
  cases.flatMap(({ matter }) => {
    const came = legs.filter(
      ({ leg, caseId }) => caseId === matter.id && leg.toNode === node && leg.fromNode !== node,
    );
    const allBack =
      came.length > 0 && came.every(({ leg }) => leg.state === 'RETURNED' || leg.state === 'RECALLED');
    const open = legs.some(({ leg, caseId }) => caseId === matter.id && leg.endedOn === undefined);
    return matter.originNode !== node && allBack && !open && matter.dossier !== undefined
      ? [
          `${node}: everything of ${matter.originNumber} went back, and the dossier is still here (${matter.state})`,
        ]
      : [];
  });

/** An accusation is nowhere near whom it accuses, and a name that was to be secret nowhere but where it was told. */
async function walls(net: ModelNet, held: ReadonlyMap<string, Held>): Promise<string[]> {
  const wrong: string[] = [];
  const registeredAt = new Set(
    [...held].flatMap(([node, { cases }]) =>
      cases.filter(({ matter }) => matter.originNode === node).map(() => node),
    ),
  );
  for (const node of net.stage) {
    const near = net.office('city').isNearAccused(node, ACCUSED);
    if (!near && registeredAt.has(node)) continue;
    const all = await net.text(node);
    if (near && all.includes(ACCUSATION_MARK))
      wrong.push(`${node} is near the accused and holds the accusation`);
    if (!registeredAt.has(node) && all.includes(SECRET_NAME))
      wrong.push(`${node} holds a name that was to be secret`);
  }
  return wrong;
}
