import { caseView, pageOf } from '#contract';
import { setTimeout as pause } from 'node:timers/promises';
import { advancedDay, limitOf } from './advance.js';
import { makeAgenda, type Appointment } from './agenda.js';
import { AgendaQueue } from './agenda-queue.js';
import { unitsOfStep } from './casebook-checks.js';
import type { Casebook, StoryCase } from './casebook-shape.js';
import { unmet } from './expect.js';
import { NetworkClock } from './network-clock.js';
import { networkReport } from './network-report.js';
import { NodeClient, NodeFailure } from './node-client.js';
import { nodeOf, type PlayedNetwork } from './offices.js';
import { outcomeOf, type PlayedStory } from './outcome.js';
import { readCase, Stage, StepFailure } from './perform.js';
import { stepLine } from './progress.js';
import { readCalendar } from './calendar.js';
import type { Report } from './report-file.js';
import { lookOf, type RedisHolds } from './identity.js';

export interface Play {
  readonly casebook: Casebook;
  /** The YAML file of the nodes' calendar. */
  readonly calendarFile: string;
  readonly network: PlayedNetwork;
  /** Milliseconds between two steps; 0: as fast as it goes. */
  readonly pace: number;
  /** Makes the idempotency keys of this play its own. */
  readonly run: string;
  /** How long a step waits for what it acts on, and for the network to be drained (default 20 000 ms). */
  readonly patienceMs?: number;
  /** Which of these texts stand anywhere in the network's Redis; absent: nobody here may look into it. */
  readonly redisHolds?: RedisHolds;
  /** One line of progress. */
  readonly say: (line: string) => void;
}

const PATIENCE_MS = 20_000;

/** The report, and everything that did not hold; empty: every check held. */
export interface Result {
  readonly report: Report;
  readonly failures: readonly string[];
}

/** A play that cannot begin; each problem a sentence. Nothing was done. */
export class CannotPlay extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The nodes that already hold matters: a casebook is played in an empty network only. */
export async function nodesWithMatters(network: PlayedNetwork): Promise<readonly string[]> {
  const asked = await Promise.all(
    clientsOf(network).map(async (client) => {
      const page = await client.get('/api/cases?limit=1', pageOf(caseView));
      return page === undefined || page.items.length === 0 ? [] : [client.node.id];
    }),
  );
  return asked.flat();
}

/**
 * Plays the stories of a casebook, merged into one agenda by date, and checks what became of them.
 * @throws CannotPlay before anything is done.
 */
export async function play(settings: Play): Promise<Result> {
  const { casebook, network, run } = settings;
  const calendar = await readCalendar(settings.calendarFile);
  const made = makeAgenda(casebook.cases, calendar);
  const strangers = unknownUnits(casebook.cases, network);
  if (!made.ok || strangers.length > 0)
    throw new CannotPlay([...(made.ok ? [] : made.problems), ...strangers]);
  const clients = clientsOf(network);
  const patience = settings.patienceMs ?? PATIENCE_MS;
  const clock = new NetworkClock(clients, network.timeZone, run, patience);
  await mayBegin(clock, made.agenda);
  const stage = new Stage({
    network,
    run,
    clients: new Map(clients.map((client) => [client.node.id, client])),
    drained: () => clock.drained(),
    patienceMs: patience,
  });
  const progress = new Map(casebook.cases.map((story) => [story.key, new Progress(story)]));
  const queue = new AgendaQueue(casebook.cases, calendar, made.agenda);
  const stopped = await playAgenda(queue, progress, { ...settings, clock, stage });
  const stories = [...progress.values()].map((one) => one.played(network, stopped));
  const result = await conclude(stories, clients, network);
  return stopped === undefined
    ? result
    : { ...result, failures: [`The play had to stop: ${stopped}`, ...result.failures] };
}

async function mayBegin(clock: NetworkClock, agenda: readonly Appointment[]): Promise<void> {
  const [first] = agenda;
  const today = await clock.today();
  if (first === undefined || today <= first.on) return;
  throw new CannotPlay([
    `The network has reached ${today}, but the casebook begins on ${first.on}, and the clock never goes back; begin anew with --fresh.`,
  ]);
}

/** Where a story stands. */
class Progress {
  originNumber: string | undefined;
  readonly failures: string[] = [];
  private done = 0;
  private broken = false;

  constructor(readonly story: StoryCase) {}

  get underWay(): boolean {
    return this.done > 0 && !this.broken && this.done < this.story.story.length;
  }

  get over(): boolean {
    return this.broken;
  }

  did(): void {
    this.done += 1;
  }

  breakOff(why: string): void {
    this.failures.push(why);
    this.broken = true;
  }

  /** What became of it; `stopped` says why the whole play ended early. */
  played(network: PlayedNetwork, stopped: string | undefined): PlayedStory {
    const whole = this.done === this.story.story.length;
    const early =
      whole || this.failures.length > 0
        ? []
        : [`not played to its end: ${stopped ?? 'its steps were left out'}`];
    return {
      story: this.story,
      home: nodeOf(network, this.story.story[0]?.at ?? '') ?? '',
      ...(this.originNumber === undefined ? {} : { originNumber: this.originNumber }),
      whole,
      failures: [...this.failures, ...early],
    };
  }
}

interface Playing extends Play {
  readonly clock: NetworkClock;
  readonly stage: Stage;
}

/** Plays step by step; a story that fails ends there. Gives back why the whole play had to stop, if it had to. */
async function playAgenda(
  queue: AgendaQueue,
  progress: ReadonlyMap<string, Progress>,
  playing: Playing,
): Promise<string | undefined> {
  for (let appointment = queue.next(); appointment !== undefined; appointment = queue.next()) {
    const one = progress.get(appointment.story.key);
    if (one === undefined || one.over) continue;
    // While a matter is under way every day has its sweep; where nothing is, the clock leaps.
    const daily = [...progress.values()].some(({ underWay }) => underWay);
    try {
      await playing.clock.moveTo(appointment.on, daily);
      await playStep(appointment, one, playing);
      await advanceClock(queue, appointment, one, playing);
    } catch (error) {
      const where = `step ${appointment.index + 1} (${appointment.step.does} at ${appointment.step.at}) on ${appointment.on}`;
      if (error instanceof StepFailure) {
        one.breakOff(`${where}: ${error.message}`);
        playing.say(`✗ ${appointment.story.key}, ${where}: ${error.message}`);
      } else if (error instanceof NodeFailure) {
        return `${appointment.story.key}, ${where}: ${error.message}`;
      } else throw error;
    }
    if (playing.pace > 0) await pause(playing.pace);
  }
  return undefined;
}

/** Where the clock is to go next, in days from the story's own limit, shows once the limit runs. */
async function advanceClock(
  queue: AgendaQueue,
  appointment: Appointment,
  { originNumber = '' }: Progress,
  { stage }: Playing,
): Promise<void> {
  const what = queue.advanceAfter(appointment);
  if (what === undefined) return;
  const home = stage.clientOf(appointment.story.story[0]?.at ?? '');
  const detail = await readCase(home, originNumber);
  const due = detail === undefined ? undefined : limitOf(detail);
  if (due === undefined)
    throw new StepFailure(`the clock is to go to ${what}, but no limit of the story runs`);
  const problems = queue.advance(appointment, advancedDay(what, due, queue.calendar));
  if (problems.length > 0) throw new StepFailure(problems.join(' '));
}

async function playStep(
  appointment: Appointment,
  one: Progress,
  { stage, network, say, redisHolds }: Playing,
): Promise<void> {
  const done = await stage.perform(appointment, one.originNumber);
  one.originNumber ??= done.originNumber;
  one.did();
  say(stepLine(network, appointment, done));
  const { step, index } = appointment;
  if (step.late === true && done.leg?.clocks.some(({ late }) => late) !== true) {
    one.failures.push(`step ${index + 1} (${step.does} at ${step.at}): it was to be late, but is in time`);
  }
  if (step.expect === undefined) return;
  for (const problem of await unmet(step.expect, done, { story: one.story, ...lookOf(redisHolds) })) {
    const told = `step ${index + 1} (${step.does} at ${step.at}): ${problem}`;
    one.failures.push(told);
    say(`✗ ${appointment.story.key}, ${told}`);
  }
}

async function conclude(
  stories: readonly PlayedStory[],
  clients: readonly NodeClient[],
  network: PlayedNetwork,
): Promise<Result> {
  const outcomes = await Promise.all(stories.map((story) => outcomeOf(story, clients, network)));
  const exchange = await networkReport(clients, {
    differences: outcomes.reduce((sum, one) => sum + one.differences, 0),
    duplicates: outcomes.reduce((sum, one) => sum + one.duplicates, 0),
  });
  const failures = [
    ...outcomes.flatMap(({ report: { key, failures: own } }) => own.map((failure) => `${key}: ${failure}`)),
    ...exchange.failures,
  ];
  return { report: { stories: outcomes.map(({ report }) => report), network: exchange.network }, failures };
}

const clientsOf = (network: PlayedNetwork): NodeClient[] =>
  network.nodes.map((node) => new NodeClient(node, network.token));

function unknownUnits(stories: readonly StoryCase[], network: PlayedNetwork): string[] {
  return stories.flatMap(({ key, story }) =>
    story.flatMap((step, at) =>
      [...new Set(unitsOfStep(step))]
        .filter((unit) => nodeOf(network, unit) === undefined)
        .map(
          (unit) =>
            `Case “${key}”, step ${at + 1} (${step.does}): the network that runs has no unit ${unit}.`,
        ),
    ),
  );
}
