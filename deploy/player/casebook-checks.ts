import type { CasebookNetwork, StoryCase } from './casebook-shape.js';
import type { Step } from './casebook-steps.js';
import { unitsAtMeeting } from './meeting-steps.js';

/** What must hold between the steps of a story; each problem a sentence that names the case and the step. */
export function checkStory(one: StoryCase, network: CasebookNetwork, name: string): string[] {
  const known = unitsOf(network);
  return [
    ...firstStep(one, name),
    ...one.story.flatMap((step, at) =>
      [
        ...dating(step),
        ...units(step, known),
        ...paper(step, network),
        ...verdict(step),
        ...rounds(one, at),
      ].map((problem) => `${name}, step ${at + 1} (${step.does}): ${problem}`),
    ),
  ];
}

function firstStep({ story }: StoryCase, name: string): string[] {
  const problems: string[] = [];
  const [first, ...rest] = story;
  if (first?.does !== 'register') problems.push(`${name}: the first step is not register.`);
  if (rest.some(({ does }) => does === 'register')) problems.push(`${name}: it is registered twice.`);
  if (first?.on !== undefined || first?.sameDay !== undefined || first?.workingDaysAfter !== undefined) {
    problems.push(`${name}, step 1: the day of the first step is receivedAt.`);
  }
  return problems;
}

function dating({ on, sameDay, workingDaysAfter, advanceTo }: Step): string[] {
  const given = Object.entries({ on, sameDay, workingDaysAfter, advanceTo }).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  return given.length > 1 ? [`${given.join(' and ')} are given; a step has one of them.`] : [];
}

const unitsOf = (network: CasebookNetwork): ReadonlySet<string> =>
  new Set([
    'province',
    'prefecture',
    'city',
    ...network.townships,
    ...network.committees,
    ...network.agencies,
    ...Object.keys(network.units),
  ]);

/** Whether a step's `to` is the key of another story. */
export const namesStory = (
  step: Step,
): step is Extract<Step, { does: 'link' | 'link-elsewhere' | 'not-the-same' }> =>
  step.does === 'link' || step.does === 'link-elsewhere' || step.does === 'not-the-same';

/** The units that a step names. */
export function unitsOfStep(step: Step): readonly string[] {
  if (step.does === 'dispatch') return [step.at, ...step.receivers.map(({ to }) => to)];
  // A link names a story, not a unit.
  if (namesStory(step)) return [step.at];
  const named = [step.at, ...('to' in step ? [step.to] : [])];
  if (step.does !== 'meeting') return [...named, ...unitsAtMeeting(step)];
  const { lead, co, signedBy = [], forThisKind } = step.decides;
  return [
    ...named,
    ...step.parties,
    lead,
    ...co,
    ...signedBy,
    ...(forThisKind === undefined ? [] : [forThisKind.to]),
  ];
}

const units = (step: Step, known: ReadonlySet<string>): string[] =>
  [...new Set(unitsOfStep(step))]
    .filter((unit) => !known.has(unit))
    .map((unit) => `${unit} is no unit of the casebook's network.`);

function paper({ at, onPaper, recordedBy }: Step, { units: keepers }: CasebookNetwork): string[] {
  if (onPaper === undefined) return recordedBy === undefined ? [] : ['recordedBy belongs to onPaper.'];
  const keeper = keepers[at];
  if (keeper === undefined) return [`${at} has a node of its own; onPaper is for units without one.`];
  return recordedBy === keeper ? [] : [`what ${at} does on paper is recorded by its keeper ${keeper}.`];
}

function verdict(step: Step): string[] {
  if (step.does !== 'review' && step.does !== 'review-slip') return [];
  switch (step.verdict) {
    case 'supplement':
      return step.list === undefined ? ['a supplement needs a list of what is missing.'] : [];
    case 'redo':
      return step.defects === undefined ? ['a redo needs its defects.'] : [];
    case 'pass':
      return step.list === undefined && step.defects === undefined
        ? []
        : ['what passes has neither list nor defects.'];
  }
}

function rounds({ story }: StoryCase, at: number): string[] {
  const step = story[at];
  if (step?.does !== 'report' || step.round === undefined) return [];
  const earlier = story.slice(0, at).filter((one) => one.does === 'report' && one.at === step.at).length;
  return step.round === earlier + 1
    ? []
    : [`round is ${step.round}, but it is report ${earlier + 1} of ${step.at}.`];
}
