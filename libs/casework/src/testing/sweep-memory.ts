import { type Clock, type Leg, type LocalDate, isLinkedAway, isPaused } from '#domain';
import type { LapsedClock } from '../ports/rows.js';
import { type DueKind, type DueLeg, SWEPT, type SweepStore, type SweptKind } from '../ports/sweep.js';
import type { Memory } from './memory.js';
import { recountStore } from './recount-memory.js';

/** What is due at one node, in memory; one worker at a time, so that nothing is ever held by another. */
export function sweepStore(memory: Memory, node: string): SweepStore {
  const due = (what: SweptKind, today: LocalDate): readonly DueLeg[] =>
    dueOf(memory, node, what, today)
      .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      .map(({ legId, caseId, on }) => ({ legId, caseId, cursor: `${on} ${legId}` }));
  const recounts = recountStore(memory);
  return {
    kindsDue: async (today, versions) => {
      const kinds = new Set<DueKind>(SWEPT.filter((what) => due(what, today).length > 0));
      if ((await recounts.outdated(versions, 1)).length > 0) kinds.add('recount');
      if (lapsedOf(memory, today).length > 0) kinds.add('lapsed');
      if (memory.successions.size > 0) kinds.add('succession');
      return kinds;
    },
    claim: async (what, today, limit) => due(what, today).slice(0, limit),
    due: async (what, today, limit, after) => {
      const all = due(what, today);
      const from = after === undefined ? 0 : all.findIndex(({ cursor }) => cursor === after) + 1;
      return all.slice(from, from + limit);
    },
    lapsed: async (today, limit) => lapsedOf(memory, today).slice(0, limit),
    recordLapsed: async (lapsed) => lapsed.forEach((entry) => memory.overdue.add(keyOf(entry))),
    purge: async () => 0,
  };
}

interface OnDay {
  readonly legId: string;
  readonly caseId: string;
  readonly on: LocalDate;
}

function dueOf(memory: Memory, node: string, what: SweptKind, today: LocalDate): readonly OnDay[] {
  if (what === 'ladder') {
    return [...memory.supervision.plans]
      .map(([legId, { caseId, next }]) => ({ legId, caseId, on: next }))
      .filter(({ on }) => on <= today);
  }
  return [...memory.legs.values()].flatMap(({ leg, caseId }) => {
    const clock = what === 'objection' ? silence(leg, node) : undecided(leg);
    return clock !== undefined && clock.effective < today
      ? [{ legId: leg.id, caseId, on: clock.effective }]
      : [];
  });
}

const silence = (leg: Leg, node: string): Clock | undefined =>
  leg.toNode === node && (leg.state === 'SENT' || leg.state === 'SIGNED') && leg.acceptedOn === undefined
    ? leg.clocks.find(({ id, metOn }) => id === 'C3' && metOn === undefined)
    : undefined;

const undecided = (leg: Leg): Clock | undefined =>
  leg.state === 'EXTENSION_PENDING'
    ? leg.clocks.find(({ id, metOn }) => id === leg.pendingExtension?.of && metOn === undefined)
    : undefined;

const keyOf = (entry: LapsedClock): string => `${entry.subjectId} ${entry.index}`;

function lapsedOf(memory: Memory, today: LocalDate): LapsedClock[] {
  const ofCases = [...memory.cases.values()].flatMap(({ matter }) =>
    (isLinkedAway(matter) ? [] : matter.clocks).map((clock, index): LapsedClock => ({
      subject: 'case',
      subjectId: matter.id,
      caseId: matter.id,
      index,
      clock,
    })),
  );
  const ofLegs = [...memory.legs.values()].flatMap(({ leg, caseId }) =>
    leg.clocks.map((clock, index): LapsedClock => ({
      subject: 'leg',
      subjectId: leg.id,
      caseId,
      index,
      clock,
    })),
  );
  return [...ofCases, ...ofLegs].filter(
    (entry) =>
      entry.clock.metOn === undefined &&
      !isPaused(entry.clock) &&
      entry.clock.effective < today &&
      !memory.overdue.has(keyOf(entry)),
  );
}
