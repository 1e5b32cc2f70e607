import type { ActName } from '#contract';
import { CASE_ACTS } from './case-acts.js';
import { ITEM_ACTS } from './item-acts.js';
import { LEG_ACTS } from './leg-acts.js';
import type { CaseAct, ItemAct, LegAct, NotDriven } from './seen.js';

/*
 * How the model draws every act of the contract. An act that is missing does not compile: draw it in case-acts.ts,
 * leg-acts.ts or item-acts.ts, or say there why the model leaves it out (`{ notDriven: 'because …' }`).
 */

type Line<M> = Readonly<Record<string, M | NotDriven>>;
const CASES: Line<CaseAct> = CASE_ACTS;
const LEGS: Line<LegAct> = LEG_ACTS;
const ITEMS: Line<ItemAct> = ITEM_ACTS;

const driven = <M extends object>(line: M | NotDriven | undefined): M | undefined =>
  line === undefined || 'notDriven' in line ? undefined : line;

export const caseAct = (act: ActName): CaseAct | undefined => driven(CASES[act]);
export const legAct = (act: ActName): LegAct | undefined => driven(LEGS[act]);
export const itemAct = (act: ActName): ItemAct | undefined => driven(ITEMS[act]);

/** How often an act is drawn; 0: the model leaves it out. */
export const weightOf = (act: ActName): number => (caseAct(act) ?? legAct(act) ?? itemAct(act))?.weight ?? 0;
