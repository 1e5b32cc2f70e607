import { isPaused, type CaseState, type Clock, type Leg, type LegState, type LocalDate } from '#domain';
import type { Action } from '../../../libs/casework/src/ports/rows.js';
import type { Held } from './model-net.js';

/* Which clocks run in which state, told from domain.md §4 and §5 and not from the casework. */

const ACCEPTED: readonly LegState[] = ['ACCEPTED', 'HANDLING', 'WAITING', 'EXTENSION_PENDING'];
const REPORTED: readonly LegState[] = ['REPORTED', 'ANSWERING', 'DONE', 'UNDER_REVIEW'];
const ENDED: readonly LegState[] = ['RETURNED', 'RECALLED', 'DONE'];
const CASE_OVER: readonly CaseState[] = [
  'CLOSED',
  'ARCHIVED',
  'REJECTED',
  'LED_AWAY',
  'KEPT',
  'BARRED',
  'WITHDRAWN',
  'TOLD',
];

export function wrongClocks(node: string, { cases, legs, history }: Held, today: LocalDate): string[] {
  const ofLegs = legs.flatMap(({ leg }) => {
    const name = `${node}: ${leg.letterNumber} (${leg.kind}, ${leg.state})`;
    const lines = history.filter((line) => line.legId === leg.id && line.act === 'overdue');
    return [...legClocks(leg), ...eachClock(leg.clocks), ...dueOnce(leg.clocks, lines, today)].map(
      (wrong) => `${name} ${wrong}`,
    );
  });
  const ofCases = cases.flatMap(({ matter }) => {
    const name = `${node}: case ${matter.originNumber} (${matter.state})`;
    const lines = history.filter(
      (line) => line.caseId === matter.id && line.legId === undefined && line.act === 'overdue',
    );
    const over =
      CASE_OVER.includes(matter.state) && matter.clocks.some(runs) ? ['is over and a clock of it runs'] : [];
    // A linked item has no live clock: it is not counted late (peers: a merged case must not be chased).
    const due = matter.state === 'LINKED' ? [] : dueOnce(matter.clocks, lines, today);
    return [...over, ...eachClock(matter.clocks), ...due].map((wrong) => `${name} ${wrong}`);
  });
  return [...ofLegs, ...ofCases];
}

const runs = ({ metOn }: Clock): boolean => metOn === undefined;

function legClocks(leg: Leg): string[] {
  const { state, kind, byMinutes, deemed, wants } = leg;
  const running = leg.clocks.filter(runs).map(({ id }) => id);
  const has = (...ids: readonly string[]): boolean => running.some((id) => ids.includes(id));
  const wrong: string[] = [];
  const say = (is: boolean, what: string): void => {
    if (is) wrong.push(what);
  };
  say(ENDED.includes(state) && running.length > 0, `has ended, and ${running.join(', ')} run`);
  say(
    state === 'SENT' && has('C4', 'C7', 'C9', 'C10'),
    `has a clock of handling before it was signed for: ${running.join(', ')}`,
  );
  say(state !== 'SENT' && deemed !== true && has('C11'), 'was signed for by a person and C11 runs');
  say(ACCEPTED.includes(state) && has('C3'), 'was accepted and may still be objected to');
  say(REPORTED.includes(state) && has('C4', "C4'", 'C7'), `was reported and ${running.join(', ')} run`);
  say(
    state === 'UNDER_REVIEW' && running.filter((id) => id === 'C9' || id === 'C10').length !== 1,
    'is under review without its one clock',
  );
  say(state !== 'UNDER_REVIEW' && has('C9', 'C10'), 'has a clock of review and is under none');
  say(state === 'REDO' && !has('C7'), 'is to be done again without a limit');
  const limited = (kind === 'assign' || kind === 'lead' || kind === 'co') && wants !== 'opinion';
  say(ACCEPTED.includes(state) && limited && !has('C4', "C4'", 'C7'), 'is in hand without a limit');
  const arrived = state === 'SENT' && leg.arrivedOn !== undefined && byMinutes === undefined;
  say(arrived && !has('C11'), 'arrived and nobody owes a signature');
  return wrong;
}

/** No end outlives what was allowed, none moved earlier by an extension, none was met before it began. */
const eachClock = (clocks: readonly Clock[]): string[] =>
  clocks.flatMap(({ id, start, effective, notAfter, extension, metOn }) => [
    ...(notAfter !== undefined && effective > notAfter ? [`${id} ends ${effective}, after ${notAfter}`] : []),
    ...(extension !== undefined && effective < extension.originalEffective
      ? [`${id} was extended and ends earlier`]
      : []),
    ...(metOn !== undefined && metOn < start ? [`${id} was met on ${metOn}, before ${start}`] : []),
  ]);

/** What is late has one line for ever, and nothing has two; what stands still for a hearing is not late. */
function dueOnce(clocks: readonly Clock[], lines: readonly Action[], today: LocalDate): string[] {
  const wrong: string[] = [];
  for (const id of new Set(clocks.map((clock) => clock.id))) {
    const of = clocks.filter((clock) => clock.id === id);
    const told = lines.filter(({ text }) => text.startsWith(`${id} `)).length;
    const late = of.filter((clock) => runs(clock) && !isPaused(clock) && clock.effective < today).length;
    if (told > of.length) wrong.push(`${id} was told late ${String(told)} times`);
    if (told < late) wrong.push(`${id} is late and no line says so`);
  }
  return wrong;
}
