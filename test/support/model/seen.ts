import type { CaseRow, LegRow } from '#casework';
import type { ActBody, ActName } from '#contract';
import type { ACTS } from '#contract';
import type { End, LegEventType, LegState } from '#domain';
import type { Action } from '../../../libs/casework/src/ports/rows.js';
import type { ModelNet } from './model-net.js';

/** Two numbers by which a generated body differs from the next. */
export interface Knobs {
  readonly a: number;
  readonly b: number;
}

/** A case as one office sees it, before it acts on it. */
export interface SeenCase {
  readonly net: ModelNet;
  readonly node: string;
  readonly row: CaseRow;
  /** Its legs here. */
  readonly legs: readonly LegRow[];
  /** Its history here; found when asked for. */
  lines(): readonly Action[];
}

/** A leg as one of its ends sees it. */
export interface SeenLeg extends SeenCase {
  readonly leg: LegRow;
  readonly end: End;
}

interface Driven {
  /** How often it is drawn; 1 is rare, 6 the main line. */
  readonly weight: number;
  /** The post that acts, where the role alone does not tell. */
  readonly user?: (node: string) => string | undefined;
}

type Fields<A extends ActName> = Omit<ActBody<A>, 'actor' | 'version'>;

/** What an act does to a leg: by these events of the table, or by a message that asks or tells in these states. */
export interface OnWire {
  readonly end: End | 'either';
  readonly events?: readonly LegEventType[];
  readonly states?: readonly LegState[];
}

/** An act of an office that is done to no one case or leg: a registration, a list of the day. */
export interface ItemAct<F = object> extends Driven {
  fits(net: ModelNet, node: string): boolean;
  body(net: ModelNet, node: string, k: Knobs): F;
}

export interface CaseAct<F = object> extends Driven {
  /** Whether it makes sense here: what it is drawn for, unless something unlawful is wanted. */
  fits(seen: SeenCase): boolean;
  body(seen: SeenCase, k: Knobs): F;
  /** Legs that move or hear of it as well. */
  readonly onWire?: readonly OnWire[];
}

export interface LegAct<F = object> extends Driven {
  readonly end: End | 'either';
  /** The events that it brings about, any of them; empty: it moves nothing and says something in `states`. */
  readonly events: readonly LegEventType[];
  readonly states?: readonly LegState[];
  /** The end that by this act only asks the other one, which has the word: its own leg does not move. */
  readonly asks?: End;
  fits(seen: SeenLeg): boolean;
  body(seen: SeenLeg, k: Knobs): F;
}

/** Why the model does not draw an act: said, never forgotten. */
export interface NotDriven {
  readonly notDriven: string;
}

type Drawn<A extends ActName> = (typeof ACTS)[A]['on'] extends 'cases'
  ? CaseAct<Fields<A>>
  : (typeof ACTS)[A]['on'] extends 'legs'
    ? LegAct<Fields<A>>
    : ItemAct<Fields<A>>;

/** The acts that are done to a case, or to a leg. */
export type ActsOn<S extends string> = {
  [A in ActName]: (typeof ACTS)[A]['on'] extends S ? A : never;
}[ActName];

/** One line of the table for each of these acts: how it is drawn, or why it is not. */
export type ActTable<A extends ActName> = { readonly [K in A]: Drawn<K> | NotDriven };

export const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % Math.max(1, list.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

/** The post of the head, who also acts where an office has several leaders. */
export function headOf(node: string): string {
  if (node.startsWith('township:')) return '主席';
  if (node.startsWith('committee:')) return '主任委员';
  return node.startsWith('agency:') ? '负责人' : '主任';
}
