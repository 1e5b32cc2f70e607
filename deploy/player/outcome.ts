import { CASE_STATE_WORDS, LEG_STATE_WORDS, type CaseDetail, type ClockView } from '#contract';
import type { StoryCase } from './casebook-shape.js';
import { differencesOf, duplicatesOf, legEnds, type Holder, type LegEnd } from './leg-ends.js';
import type { NodeClient } from './node-client.js';
import { nodeOf, type PlayedNetwork } from './offices.js';
import { readCase } from './perform.js';
import type { ReportedClock, ReportedLeg, StoryReport } from './report-file.js';

/** What the player knows of a story when the playing is over. */
export interface PlayedStory {
  readonly story: StoryCase;
  /** The node where it was registered. */
  readonly home: string;
  readonly originNumber?: string;
  /** Every step was done. */
  readonly whole: boolean;
  readonly failures: readonly string[];
}

/** A story's report, and in how many legs its two ends differ or one end did something twice. */
export interface StoryOutcome {
  readonly report: StoryReport;
  readonly differences: number;
  readonly duplicates: number;
}

/** Asks every node what it holds of the matter, and checks in general that it ended as the law wants. */
export async function outcomeOf(
  played: PlayedStory,
  clients: readonly NodeClient[],
  network: PlayedNetwork,
): Promise<StoryOutcome> {
  const { story, originNumber, whole } = played;
  const nothing = {
    key: story.key,
    originNumber: null,
    ended: null,
    notifiedAt: null,
    answeredAt: null,
    servedHow: null,
    legs: [],
  };
  if (originNumber === undefined)
    return { report: { ...nothing, failures: played.failures }, differences: 0, duplicates: 0 };
  const asked = await Promise.all(
    clients.map(async (client) => ({ client, detail: await readCase(client, originNumber) })),
  );
  const holders = asked.flatMap(({ client, detail }): Holder[] =>
    detail === undefined ? [] : [{ client, detail }],
  );
  const home = holders.find(({ client }) => client.node.id === played.home)?.detail;
  const told = tellings(story, holders, home);
  const legs = legEnds(holders);
  const homeOf = (unit: string): string | undefined => nodeOf(network, unit);
  const differences = differencesOf(legs, homeOf);
  const duplicates = await duplicatesOf(legs);
  const failures = [
    ...played.failures,
    ...(whole ? [...unlawful(home, told), ...clockFailures(holders)] : []),
    ...differences,
    ...duplicates,
  ];
  return {
    report: {
      key: story.key,
      originNumber,
      ended: home === undefined || !whole ? null : CASE_STATE_WORDS[home.state][0],
      notifiedAt: told.notified?.done === true ? told.notified.on : null,
      answeredAt: told.answered?.done === true ? told.answered.on : null,
      servedHow: told.answered?.how ?? null,
      failures,
      legs: reportedLegs(legs, homeOf),
    },
    differences: differences.length,
    duplicates: duplicates.length,
  };
}

interface Tellings {
  readonly notified: CaseDetail['notified'];
  readonly answered: CaseDetail['answered'];
}

/** Where it was registered counts first; a superior's matter may have been notified below. An answer on the spot is the notice too. */
function tellings(
  { category }: StoryCase,
  holders: readonly Holder[],
  home: CaseDetail | undefined,
): Tellings {
  const first = (pick: (detail: CaseDetail) => CaseDetail['notified']): CaseDetail['notified'] =>
    [...(home === undefined ? [] : [home]), ...holders.map(({ detail }) => detail)]
      .map(pick)
      .find((one) => one !== null) ?? null;
  const answered = first((detail) => detail.answered);
  return {
    notified: first((detail) => detail.notified) ?? (category === 'consultation' ? answered : null),
    answered,
  };
}

/** A linked item is told and answered with the case that it belongs to. No case closes unanswered: told and answered, or the lawful reason why not stands there; and no leg is left open. */
function unlawful(home: CaseDetail | undefined, { notified, answered }: Tellings): string[] {
  if (home === undefined) return ['the office that registered the matter does not show it'];
  if (home.state === 'LINKED') return [];
  return [
    ...(notified === null ? ['the petitioner was never notified, and no lawful reason is given'] : []),
    ...(answered === null ? ['the petitioner was never answered, and no lawful reason is given'] : []),
    ...home.legs
      .filter(({ state }) => !['DONE', 'RETURNED', 'RECALLED'].includes(state))
      .map(({ from, to, state }) => `the leg ${from} → ${to} is left open in ${LEG_STATE_WORDS[state][0]}`),
  ];
}

/**
 * Every clock of an ended matter was met. Lateness is no failure of a story: the report shows it on the clock, and a
 * story that cares says so (`expect.late`).
 */
function clockFailures(holders: readonly Holder[]): string[] {
  const found = holders.flatMap(({ client: { node }, detail }) => [
    ...detail.clocks.map((clock) => ({ clock, where: `of the case at ${node.id}` })),
    ...detail.legs.flatMap((leg) =>
      leg.clocks.map((clock) => ({ clock, where: `of ${leg.from} → ${leg.to} at ${node.id}` })),
    ),
  ]);
  return found.flatMap(({ clock, where }) =>
    clock.met === null ? [`${clock.id} ${where} still runs (due ${clock.effective})`] : [],
  );
}

/** The sender's view of each leg, in the order of their sending. */
function reportedLegs(
  legs: readonly (readonly LegEnd[])[],
  homeOf: (unit: string) => string | undefined,
): ReportedLeg[] {
  const views = legs.flatMap(
    (all) => all.find(({ client, leg }) => homeOf(leg.from) === client.node.id) ?? all[0] ?? [],
  );
  return views
    .map(({ leg }) => leg)
    .sort((a, b) => (a.sentOn === b.sentOn ? compare(a.id, b.id) : compare(a.sentOn, b.sentOn)))
    .map(({ id, kind, from, to, state, ticks, clocks }) => ({
      id,
      kind,
      from,
      to,
      state: LEG_STATE_WORDS[state][0],
      ticks: {
        delivered: ticks.delivered,
        registeredAs: ticks.registeredAs,
        registeredOn: ticks.registeredOn,
        refused: ticks.refused,
      },
      clocks: clocks.map(reportedClock),
    }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const reportedClock = ({
  id,
  rule,
  start,
  raw,
  effective,
  provisional,
  met,
  late,
}: ClockView): ReportedClock => ({
  id,
  rule,
  start,
  raw,
  effective,
  provisional,
  met,
  late,
});
