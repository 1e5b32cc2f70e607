import type { LegRow } from '#casework';
import type { ActName } from '#contract';
import type { End } from '#domain';
import { caseAct, itemAct, legAct } from './act-table.js';
import type { ActFault, ModelNet } from './model-net.js';
import type { CaseAct, Knobs, SeenCase } from './seen.js';

/** How an act is bent into something that the office must refuse. */
export type Twist =
  | 'lawful'
  /** On any case or leg that is there, in whatever state: refused or not, by the tables. */
  | 'anywhere'
  /** By a member of the staff who has no role for it. */
  | 'wrong-actor'
  /** By another unit than the one whose leg or case it is. */
  | 'wrong-unit'
  /** By somebody who looked at an older version. */
  | 'stale'
  /** With a body that the contract does not know. */
  | 'malformed';

/** One act as it was drawn: which, how bent, and which of the subjects there are. */
export interface ActDraw {
  readonly act: ActName;
  readonly twist: Twist;
  readonly fault: ActFault;
  readonly pick: number;
  readonly knobs: Knobs;
  /** Only on this leg, or its case, at this end. */
  readonly only?: Only;
}

export interface Only {
  readonly leg: string;
  readonly node: string;
  readonly end: End;
}

/** The subject that a draw means now. */
export interface Chosen {
  readonly node: string;
  readonly unit: string;
  /** Empty for an act that is done to no one case or leg. */
  readonly id: string;
  readonly version: number | undefined;
  readonly user: string | undefined;
  readonly fields: object;
  /** For acts on legs. */
  readonly leg?: LegRow;
  readonly end?: End;
}

/** What the draw would be done to; undefined: nothing fits. */
export function choose(net: ModelNet, draw: ActDraw): Chosen | undefined {
  const all = net.stage
    .filter((node) => net.allows(node, draw.act) && (draw.only === undefined || draw.only.node === node))
    .flatMap((node) => [
      ...onItems(net, node, draw),
      ...onCases(net, node, draw),
      ...onLegs(net, node, draw),
    ]);
  return all[draw.pick % Math.max(1, all.length)]?.();
}

type Choices = readonly (() => Chosen)[];
const fitting = ({ twist }: ActDraw): boolean => twist === 'lawful';

function onItems(net: ModelNet, node: string, draw: ActDraw): Choices {
  const model = itemAct(draw.act);
  if (model === undefined || draw.only !== undefined || !model.fits(net, node)) return [];
  const who = { node, unit: node, user: model.user?.(node) };
  return [() => ({ ...who, id: '', version: undefined, fields: model.body(net, node, draw.knobs) })];
}

function onCases(net: ModelNet, node: string, draw: ActDraw): Choices {
  const model = caseAct(draw.act);
  if (model === undefined || (draw.only !== undefined && !hears(model, draw.only.end))) return [];
  const who = { node, unit: node, user: model.user?.(node) };
  return net
    .held(node)
    .cases.map((row) => seenCase(net, node, row))
    .filter((seen) => isOf(draw.only, seen) && (!fitting(draw) || model.fits(seen)))
    .map((seen) => () => {
      const { matter, version } = seen.row;
      return { ...who, id: matter.id, version, fields: model.body(seen, draw.knobs) };
    });
}

function onLegs(net: ModelNet, node: string, draw: ActDraw): Choices {
  const model = legAct(draw.act);
  if (model === undefined) return [];
  const { cases, legs } = net.held(node);
  return legs.flatMap((leg) => {
    const row = cases.find(({ matter }) => matter.id === leg.caseId);
    if (row === undefined || (draw.only !== undefined && draw.only.leg !== leg.leg.id)) return [];
    const around = seenCase(net, node, row);
    return endsAt(node, leg)
      .filter((end) => (model.end === 'either' || model.end === end) && (draw.only?.end ?? end) === end)
      .map((end) => ({ ...around, leg, end }))
      .filter((seen) => !fitting(draw) || model.fits(seen))
      .map((seen) => () => {
        const unit = seen.end === 'sender' ? leg.leg.from : leg.leg.to;
        const who = { node, unit, user: model.user?.(node) };
        const { id } = leg.leg;
        return { ...who, id, version: leg.version, fields: model.body(seen, draw.knobs), leg, end: seen.end };
      });
  });
}

const endsAt = (node: string, { leg }: LegRow): readonly End[] => [
  ...(leg.fromNode === node ? (['sender'] as const) : []),
  ...(leg.toNode === node ? (['receiver'] as const) : []),
];

export function seenCase(net: ModelNet, node: string, row: SeenCase['row']): SeenCase {
  const { id } = row.matter;
  return {
    net,
    node,
    row,
    legs: net.held(node).legs.filter(({ caseId }) => caseId === id),
    lines: () => net.held(node).history.filter(({ caseId }) => caseId === id),
  };
}

/** The case of that leg. */
const isOf = (only: Only | undefined, { legs }: SeenCase): boolean =>
  only === undefined || legs.some(({ leg }) => leg.id === only.leg);

/** Whether the other end of a leg hears of this act on its case. */
const hears = ({ onWire = [] }: CaseAct, end: End): boolean =>
  onWire.some((wire) => wire.end === end || wire.end === 'either');
