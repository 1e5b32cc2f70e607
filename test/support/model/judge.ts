import { type End, LEG_TABLE, type Leg, type LegEventType, type LegState, type Role, addDays } from '#domain';
import { ACT_ROLES } from '../../../libs/casework/src/desk/perform.js';
import type { Action } from '../../../libs/casework/src/ports/rows.js';
import { legAct } from './act-table.js';
import type { ActDraw, Chosen } from './choose.js';
import type { Held, ModelNet } from './model-net.js';

/* What must be true of one act that was done, told without the casework's own decisions. */

/** A first act of the receiver signs, accepts and starts implicitly; a report upward verifies what is below. */
export const IMPLICIT: readonly LegEventType[] = [
  'sign',
  'sign-by-minutes',
  'accept',
  'handle',
  'children-done',
];
/** Calendar days that a middle tier keeps (deploy/network/sample). */
const RESERVE = 10;

/** Whether a row of the table, after the implicit ones, leads from this state at this end by one of these events. */
export function tableAllows(
  from: LegState,
  end: End,
  events: readonly LegEventType[],
  roles: readonly Role[],
): boolean {
  const reached = new Set<LegState>([from]);
  const mine = LEG_TABLE.filter((row) => row.end === end);
  for (const state of reached) {
    const rows = mine.filter((row) => row.from === state);
    if (rows.some((row) => events.includes(row.event) && row.actors.some((actor) => roles.includes(actor))))
      return true;
    if (end === 'receiver') for (const row of rows) if (IMPLICIT.includes(row.event)) reached.add(row.to);
  }
  return false;
}

/** Why what was done must not have been done; undefined: it is as it should be. */
export function whyWrong(
  net: ModelNet,
  draw: ActDraw,
  chosen: Chosen,
  before: Held,
  after: Held,
): string | undefined {
  // What others did elsewhere comes in beside it on a network that does not stand still.
  const here = (unit: string): boolean => net.office(chosen.node).unit(unit)?.node === chosen.node;
  const lines = newLines(before, after).filter(({ by }) => here(by.unit));
  return (
    wrongTwist(draw) ??
    wrongMove(draw, chosen) ??
    wrongLines(draw, chosen, lines) ??
    brokenBudget(chosen.node, before, after)
  );
}

/** The lines that came: of each case those beyond what it had, for an office counts the lines of a case by itself. */
function newLines(before: Held, after: Held): readonly Action[] {
  const known = new Map<string, number>();
  for (const { caseId } of before.history) known.set(caseId, (known.get(caseId) ?? 0) + 1);
  return after.history.filter(({ caseId }) => {
    const left = known.get(caseId) ?? 0;
    known.set(caseId, left - 1);
    return left <= 0;
  });
}

/** What a unit inside a node does on a case as well: its handlers tell and withdraw. */
const UNITS_TOO: readonly string[] = [
  'notify',
  'note-no-notice',
  'confirm',
  'declare-conflict',
  'finish-task',
];

const wrongTwist = ({ act, twist }: ActDraw): string | undefined =>
  twist === 'lawful' || twist === 'anywhere' || (twist === 'wrong-unit' && UNITS_TOO.includes(act))
    ? undefined
    : `${act} was done although ${twist}`;

function wrongMove({ act }: ActDraw, { leg, end }: Chosen): string | undefined {
  const { events = [], states = [], asks } = legAct(act) ?? {};
  if (leg === undefined || end === undefined || events.length === 0 || end === asks) return undefined;
  const { state } = leg.leg;
  if (states.includes(state)) return undefined;
  return tableAllows(state, end, events, ACT_ROLES[act])
    ? undefined
    : `${act} was done in ${state} at the ${end}, and no row of the table allows it`;
}

/** Nothing is done without a line that says who, when and by which article, and nobody acts outside his role. */
function wrongLines({ act }: ActDraw, { unit, node }: Chosen, lines: readonly Action[]): string | undefined {
  const byPersons = lines.filter(({ by }) => by.role !== 'system');
  if (byPersons.length === 0) return `${act} at ${node} left no line of history`;
  const roles: readonly Role[] = ACT_ROLES[act];
  const others = UNITS_TOO.includes(act);
  const odd = byPersons.find(
    ({ by, basis, on }) =>
      (by.unit !== unit && !others) ||
      by.user === '' ||
      !roles.includes(by.role) ||
      basis === '' ||
      on.length !== 10,
  );
  return odd === undefined
    ? undefined
    : `${act} by ${unit} left a line ${odd.act} by ${odd.by.role} of ${odd.by.unit} (${odd.basis})`;
}

/** Guard 3 when it is sent: a child ends before its parent, less the reserve. */
function brokenBudget(node: string, before: Held, after: Held): string | undefined {
  const known = new Set(before.legs.map(({ leg }) => leg.id));
  for (const { leg, caseId } of after.legs) {
    if (known.has(leg.id) || leg.fromNode !== node || leg.kind === 'slip') continue;
    const ends = after.legs.filter((row) => row.caseId === caseId).flatMap((row) => endsOf(row.leg, node));
    const [end] = ends.toSorted();
    if (end === undefined) continue;
    const latest = addDays(end, -RESERVE);
    if (leg.limit.notAfter === undefined || leg.limit.notAfter > latest)
      return `${leg.letterNumber} may end ${leg.limit.notAfter ?? 'any day'}, its parent leaves it until ${latest}`;
  }
  return undefined;
}

const endsOf = (leg: Leg, node: string) =>
  leg.toNode !== node || leg.fromNode === node
    ? []
    : leg.clocks
        .filter(
          ({ id, metOn }) =>
            metOn === undefined && (id === 'C4' || id === 'C7' || (id === "C4'" && leg.kind !== 'refer')),
        )
        .map(({ effective }) => effective);
