import {
  type Ends,
  type KeptList,
  type LocalDate,
  NO_END,
  type WorklistEntry,
  type WorklistFacts,
  type WorklistPlace,
  caseEnds,
  lampOfEnds,
  worklistEntries,
} from '#domain';
import type { MatterIndexing } from '../ports/matter.js';
import type {
  CaseFilter,
  WorklistFilter,
  WorklistHit,
  WorklistQuestion,
  WorklistReads,
} from '../ports/worklist.js';
import type { Memory } from './memory.js';

interface Known {
  readonly position: number;
  readonly facts: WorklistFacts;
}

/** Everything that decides on the lists of the cases of one node, in memory. */
export function factsOf(memory: Memory): readonly Known[] {
  const { papers, superiors, events, urgencies } = memory.supervision;
  const legs = [...memory.legs.values()];
  return [...memory.cases.values()].map(({ matter }, at) => {
    const own = legs.filter(({ caseId }) => caseId === matter.id);
    const acted = memory.history.filter(({ caseId, by }) => caseId === matter.id && by.role !== 'system');
    return {
      position: at + 1,
      facts: {
        matter,
        legs: own.map(({ leg, deliveredAt }) => ({ leg, delivered: deliveredAt !== undefined })),
        urgency: urgencies.get(matter.id) ?? 'normal',
        letters: [...papers.values()].flatMap(
          ({ caseId, supervision: { kind, legId, replyDue, settled } }) =>
            caseId === matter.id && kind === 'letter' && replyDue !== undefined && settled === undefined
              ? [{ legId, replyBy: replyDue.effective }]
              : [],
        ),
        superiors: [...superiors.values()]
          .filter(({ caseId, answer }) => caseId === matter.id && answer === undefined)
          .map(({ replyBy }) => replyBy),
        tasks: memory.leaders.tasks
          .filter(({ caseId, state, leg }) => caseId === matter.id && state === 'open' && leg === undefined)
          .map(({ unit, due }) => ({ unit, by: due.effective })),
        drafts: [
          ...new Set(
            [...events.values()]
              .filter(({ caseId, state }) => caseId === matter.id && state === 'draft')
              .map(({ legId }) => legId),
          ),
        ],
        elsewhere: memory.matter.elsewhere
          .filter(({ caseId, another }) => caseId === matter.id && !another)
          .map(({ office }) => office),
        hands: [...new Map(acted.map(({ by }) => [by.unit, { unit: by.unit, user: by.user }])).values()],
      },
    };
  });
}

/** The lists of one node in memory, by the plain meaning of every filter: what the database is held to. */
export function memoryWorklists(
  memory: () => Memory,
  place: WorklistPlace,
  indexing: MatterIndexing,
): WorklistReads {
  const entries = (asked: Pick<WorklistQuestion, 'list' | 'today' | 'reader' | 'filter'>) =>
    factsOf(memory()).flatMap(({ position, facts }) =>
      worklistEntries(facts, position, place)
        .filter((entry) => isOnList(entry, asked) && isFound(entry, facts, asked))
        .map((entry) => ({ entry, facts, position })),
    );
  const isFound = (
    entry: WorklistEntry,
    facts: WorklistFacts,
    asked: Pick<WorklistQuestion, 'today' | 'filter'>,
  ) =>
    fits(asked.filter, facts, place.node, indexing) &&
    fitsEntry(asked.filter, entry) &&
    fitsDates(asked.filter, entry, asked.today);

  return {
    async page({ order, limit, after, ...asked }) {
      const rows = entries(asked)
        .map((row) => ({ ...row, key: keyOf(row.position, row.entry.sortKey, order) }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
      if (order === 'newest') rows.reverse();
      const rest = rows.slice(after === undefined ? 0 : rows.findIndex(({ key }) => key === after) + 1);
      const shown = rest.slice(0, limit);
      return {
        items: shown.map(({ entry, facts }) => hitOf(memory(), entry, facts)),
        next: rest.length > limit ? (shown.at(-1)?.key ?? null) : null,
      };
    },

    async cases({ order, limit, after, filter, today }) {
      const rows = factsOf(memory())
        .map((known) => ({ ...known, ends: caseEnds(known.facts, place.calendar) }))
        .filter(
          ({ facts, ends }) => fits(filter, facts, place.node, indexing) && fitsDates(filter, ends, today),
        )
        .map((known) => ({ ...known, key: keyOf(known.position, known.ends.endsOn ?? NO_END, order) }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
      if (order === 'newest') rows.reverse();
      const rest = rows.slice(after === undefined ? 0 : rows.findIndex(({ key }) => key === after) + 1);
      const shown = rest.slice(0, limit);
      return {
        items: shown.flatMap(({ facts }) => memory().cases.get(facts.matter.id) ?? []),
        next: rest.length > limit ? (shown.at(-1)?.key ?? null) : null,
      };
    },

    total: async (asked) => entries(asked).length,
    totalCases: async ({ filter, today }) =>
      factsOf(memory()).filter(
        ({ facts }) =>
          fits(filter, facts, place.node, indexing) &&
          fitsDates(filter, caseEnds(facts, place.calendar), today),
      ).length,

    async counts({ lists, today, reader, of }, most) {
      const filter = of === undefined ? {} : { of };
      return new Map(
        lists.map((list) => {
          const asked = { list, today, filter, ...(reader === undefined ? {} : { reader }) };
          return [list, Math.min(most, entries(asked).length)];
        }),
      );
    },
  };
}

const KEPT: Readonly<Partial<Record<WorklistQuestion['list'], KeptList>>> = {
  overdue: 'open',
  mine: 'open',
  unit: 'open',
};

function isOnList(
  entry: WorklistEntry,
  { list, today, reader }: Pick<WorklistQuestion, 'list' | 'today' | 'reader'>,
): boolean {
  if (entry.list !== (KEPT[list] ?? list)) return false;
  if (list === 'overdue') return entry.endsOn !== undefined && entry.endsOn < today;
  if (list === 'unopened') return entry.since < today;
  if (list === 'mine') return entry.unit === reader?.unit && entry.user === reader.user;
  return true;
}

const among = <T>(set: readonly T[] | undefined, one: T | undefined): boolean =>
  set === undefined || (one !== undefined && set.includes(one));

function fits(filter: CaseFilter, facts: WorklistFacts, node: string, indexing: MatterIndexing): boolean {
  const { matter, urgency, legs } = facts;
  const { dossier } = matter;
  const units = legs.flatMap(({ leg }) => [leg.from, leg.to]).filter((unit) => unit !== node);
  const respondents = dossier?.category === 'accusation' ? [] : (dossier?.respondents ?? []);
  const tokens = (filter.words ?? []).length === 0 || dossier === undefined ? [] : indexing.tokens(dossier);
  return (
    among(filter.states, matter.state) &&
    among(filter.forms, dossier?.form) &&
    among(filter.sources, dossier?.source) &&
    among(filter.categories, dossier?.category) &&
    among(filter.routes, dossier?.route) &&
    among(filter.urgencies, urgency) &&
    (filter.leader === undefined || matter.responsible?.leader === filter.leader) &&
    (filter.topic === undefined ||
      dossier?.topic === filter.topic ||
      isBelow(dossier?.topic, filter.topic)) &&
    (filter.place === undefined || dossier?.place.startsWith(filter.place) === true) &&
    (filter.respondent === undefined || respondents.includes(filter.respondent)) &&
    (filter.unit === undefined || units.includes(filter.unit)) &&
    (filter.receivedFrom === undefined || matter.receivedOn >= filter.receivedFrom) &&
    (filter.receivedTo === undefined || matter.receivedOn <= filter.receivedTo) &&
    (filter.words ?? []).every((word) => tokens.some(({ token }) => token === word))
  );
}

const isBelow = (topic: string | undefined, above: string): boolean =>
  topic?.startsWith(`${above}/`) === true;

const fitsEntry = ({ legStates, kinds, from, to, of }: WorklistFilter, entry: WorklistEntry): boolean =>
  among<string>(legStates, entry.legState) &&
  among<string>(kinds, entry.kind) &&
  (from === undefined || entry.from === from) &&
  (to === undefined || entry.to === to) &&
  (of === undefined || entry.unit === of);

const fitsDates = ({ dueBefore, lamps }: CaseFilter, ends: Ends, today: LocalDate): boolean =>
  (dueBefore === undefined || (ends.endsOn !== undefined && ends.endsOn < dueBefore)) &&
  among(lamps, lampOfEnds(ends, today));

function keyOf(position: number, key: string, order: WorklistQuestion['order']): string {
  const padded = (n: number): string => String(n).padStart(12, '0');
  switch (order) {
    case 'due':
      return `${key} ${padded(position)}`;
    case 'newest':
    case 'oldest':
      return `${padded(position)} ${key}`;
  }
}

function hitOf(memory: Memory, entry: WorklistEntry, { matter, urgency }: WorklistFacts): WorklistHit {
  const row = memory.cases.get(matter.id);
  if (row === undefined) throw new Error(`no case ${matter.id}`);
  const leg = entry.legId === undefined ? undefined : memory.legs.get(entry.legId);
  const { why, unit, user, since, endsOn, yellowOn, provisional, closedLate } = entry;
  return {
    why,
    unit,
    since,
    provisional,
    closedLate,
    urgency,
    row,
    ...(user === undefined ? {} : { user }),
    ...(matter.responsible === undefined ? {} : { leader: matter.responsible.leader }),
    ...(endsOn === undefined ? {} : { endsOn }),
    ...(yellowOn === undefined ? {} : { yellowOn }),
    ...(leg === undefined ? {} : { leg }),
  };
}
