import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  BODY_KINDS,
  type BodyKind,
  CATEGORIES,
  type Category,
  type ClockId,
  LEG_KINDS,
  type LegKind,
  ROUTES,
  type Route,
  type RuleContext,
  type RulePart,
  legalPeriod,
} from '#domain';
import { readRuleFiles } from './read.js';

/*
 * Which clocks a matter has, over every category, route, kind of body and pack. What is expected is written here once
 * more from domain.md §4, not taken from the code that decides it.
 */

const root = join(import.meta.dirname, '../../../..');
const read = readRuleFiles({
  rules: join(root, 'deploy/rules'),
  calendar: join(root, 'deploy/calendars/CN.yaml'),
});
if (!read.ok) throw new Error(read.problems.join('\n'));
const { packs } = read.value;

/** The routes that a category can take (L1 29–31): anything else is a slip of the finger at registration. */
const ROUTES_OF: Readonly<Record<Category, readonly Route[]>> = {
  suggestion: ['29'],
  accusation: ['30'],
  appeal: ['31(1)', '31(2)', '31(3)', '31(4)', '31(5)', '31(6)'],
  request: ['31(1)', '31(2)', '31(3)', '31(4)', '31(5)', '31(6)'],
  consultation: ['none'],
};

/** The packs whose C4 binds governments only (SH 37, BJ 40). */
const GOVERNMENTS_ONLY = ['SH', 'BJ'];

interface Matter {
  readonly pack: string;
  readonly category: Category;
  readonly route: Route;
  readonly body: BodyKind;
}

const MATTERS: readonly Matter[] = [...packs.keys()].flatMap((pack) =>
  CATEGORIES.flatMap((category) =>
    ROUTES_OF[category].flatMap((route) => BODY_KINDS.map((body) => ({ pack, category, route, body }))),
  ),
);

function runs({ pack, category, route, body }: Matter, clock: ClockId, part?: RulePart): boolean {
  const found = packs.get(pack);
  if (found === undefined) throw new Error(`no pack ${pack}`);
  const context: RuleContext = {
    route,
    body,
    ...(category === 'consultation' ? { consultation: true } : {}),
  };
  const legal = legalPeriod(found, clock, context, part);
  if (!legal.ok) throw new Error(legal.message);
  return legal.value.kind !== 'none';
}

const named = (matter: Matter): string =>
  `${matter.pack} ${matter.category} ${matter.route} at a ${matter.body}`;
const all = (fits: (matter: Matter) => boolean): string[] => MATTERS.filter(fits).map(named);

describe('over every category, route, body and pack', () => {
  it('the handling clock C4 runs for matters of 31(6) only, and where the pack binds the body', () => {
    expect(all((matter) => runs(matter, 'C4'))).toEqual(
      all(
        ({ pack, route, body }) =>
          route === '31(6)' && (body === 'government' || !GOVERNMENTS_ONLY.includes(pack)),
      ),
    );
  });
  it('a court on litigation rights never carries C4', () => {
    expect(
      all((matter) => matter.body === 'court' && matter.route === '31(1)' && runs(matter, 'C4')),
    ).toEqual([]);
  });
  it('review and re-review open in matters of 31(6) against governments only; Henan knows one review', () => {
    expect(all((matter) => runs(matter, 'C9', 'decide'))).toEqual(
      all(({ route, body }) => route === '31(6)' && body === 'government'),
    );
    const withTwo = MATTERS.filter(({ pack }) => pack !== 'HA');
    expect(withTwo.filter((matter) => runs(matter, 'C10', 'decide')).map(named)).toEqual(
      withTwo.filter(({ route, body }) => route === '31(6)' && body === 'government').map(named),
    );
  });
  it('a notice (C2) is owed by all but discipline organs and, on litigation rights, court and procuratorate', () => {
    expect(all((matter) => !runs(matter, 'C2'))).toEqual(
      all(
        ({ route, body }) =>
          body === 'discipline' || (route === '31(1)' && (body === 'court' || body === 'procuratorate')),
      ),
    );
  });
  it.each(['C1', "C4'", 'C7', 'C11'] as const)('%s runs whatever the matter and the body', (clock) => {
    expect(all((matter) => !runs(matter, clock))).toEqual([]);
  });
  it('every route of L1 29–31 and every kind of leg is in the table', () => {
    const routes = new Set(Object.values(ROUTES_OF).flat());
    expect(ROUTES.filter((route) => !routes.has(route))).toEqual([]);
    const kinds: readonly LegKind[] = ['refer', 'assign', 'lead', 'co', 'slip', 'handover'];
    expect([...LEG_KINDS]).toEqual(kinds);
  });
});
