import type { SchemaState } from '#persistence';
import type { z } from 'zod';
import type { Surroundings } from './exchange-arguments.js';
import { NoAnswer, refusalOf, requestNode, sentenceOf } from './exchange-request.js';
import { readRecovering, type Recovering, USAGE } from './recover-arguments.js';
import {
  type Compared,
  comparedShown,
  type Recovery,
  recoveryReport,
  recoveryShown,
  standingInWords,
  stateInWords,
} from './recover-report.js';

interface Answered {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

/** What the command needs of the world; a test gives its own. */
export interface Around extends Surroundings {
  readonly fetch: typeof fetch;
  readonly say: (line: string) => void;
  readonly wait: (ms: number) => Promise<unknown>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Undefined: no database address is known here. */
  readonly state: (node: string) => Promise<SchemaState | undefined>;
  readonly restore: (wish: {
    readonly node: string;
    readonly file: string;
    readonly over: boolean;
  }) => Promise<unknown>;
}

const POLL_MS = 1_000;
/** How long after everything else a silent office is waited for. */
const SILENT_MS = 30_000;

class Told extends Error {
  override readonly name = 'Told';
}

export async function recover(argv: readonly string[], around: Around): Promise<Answered> {
  let question: Recovering;
  try {
    question = readRecovering(argv, around);
  } catch (error) {
    return { code: 2, out: '', err: `${sentenceOf(error)}\n\n${USAGE}` };
  }
  try {
    return await new Recover(question, around).run();
  } catch (error) {
    return { code: 1, out: '', err: `${sentenceOf(error).trimEnd()}\n` };
  }
}

class Recover {
  private readonly deadline: number;

  constructor(
    private readonly question: Recovering,
    private readonly around: Around,
  ) {
    this.deadline = around.now() + question.withinMs;
  }

  async run(): Promise<Answered> {
    const { node, backup } = this.question;
    let seen = await this.recovery();
    if (backup !== undefined) {
      if (seen !== undefined)
        throw new Told(
          `${node} is running: stop it first, a backup is put back while it is stopped. Nothing was changed.`,
        );
      seen = await this.restoreAndWait(backup);
      if (seen === undefined) return { code: 0, out: '', err: '' };
    }
    if (seen === undefined) {
      await this.tellState();
      throw new Told(
        `${node} does not run. Start it (npm start, or its own service), then run this again: it asks the other offices by itself as soon as it runs, and this follows it. A backup is put back before that, with --backup FILE.`,
      );
    }
    const compared = await this.compareAll(seen);
    this.around.say(standingInWords(node, seen, compared));
    return this.follow();
  }

  /** Undefined when the node was to be started after the command has ended. */
  private async restoreAndWait(file: string): Promise<Recovery | undefined> {
    const { node, over } = this.question;
    const { say, wait, now, environment } = this.around;
    await this.tellState();
    await this.around.restore({ node, file, over });
    if ((environment['SERVERS_HELD'] ?? '') !== '') {
      say(
        `${node} is back to that backup. Now npm start, then npm run recover -- --node ${node} follows what it takes back.`,
      );
      return undefined;
    }
    say(`${node} is back to that backup. Start it now; this waits for it.`);
    for (;;) {
      const seen = await this.recovery();
      if (seen !== undefined) return seen;
      if (now() >= this.deadline)
        throw new Told(
          `${node} was not started in that time. Start it, then run this again without --backup.`,
        );
      await wait(POLL_MS);
    }
  }

  private async tellState(): Promise<void> {
    const { node } = this.question;
    const state = await this.around.state(node);
    this.around.say(
      state === undefined
        ? `The database of ${node} was not looked into: DATABASE_URL is not set.`
        : stateInWords(node, state),
    );
  }

  /** Undefined: it does not answer, or is not known here yet. */
  private async recovery(): Promise<Recovery | undefined> {
    try {
      return await this.ask(recoveryShown, '/api/exchange/recovery');
    } catch (error) {
      if (error instanceof Told) throw error;
      if (error instanceof NoAnswer || this.question.backup !== undefined) return undefined;
      throw error;
    }
  }

  private async ask<T>(shape: z.ZodType<T>, path: string, body?: object): Promise<T> {
    const { ok, json } = await requestNode(this.around.fetch, this.question.reach(), path, body);
    if (!ok) throw new Told(refusalOf(json));
    return shape.parse(json);
  }

  /** Those that answer; the node says hello to the others by itself until they do. */
  private async compareAll({ peers }: Recovery): Promise<readonly Compared[]> {
    const { node, user } = this.question;
    const actor = { unit: node, ...(user === undefined ? {} : { user }) };
    const there = peers.filter(({ greeted, recovering }) => greeted && !recovering);
    if (there.length === 0) return [];
    this.around.say(`${node} compares itself with ${String(there.length)} offices …`);
    return Promise.all(
      there.map(({ peer }) =>
        this.ask(comparedShown, '/api/exchange/resync', { actor, peer, dryRun: false }),
      ),
    );
  }

  private async follow(): Promise<Answered> {
    const { node, json } = this.question;
    const { say, wait, now } = this.around;
    let told = '';
    let quietSince = now();
    let last: Recovery | undefined;
    for (;;) {
      const seen = await this.recovery();
      last = seen ?? last;
      const progress = seen === undefined ? `${node} does not answer at this moment` : progressOf(seen);
      if (progress !== told) {
        say(progress);
        told = progress;
        quietSince = now();
      }
      const silent = (seen?.peers ?? []).filter(({ greeted, recovering }) => !greeted && !recovering);
      const open = (seen?.peers ?? []).filter(({ recovering }) => recovering);
      const over = seen !== undefined && open.length === 0;
      if (over && (silent.length === 0 || now() - quietSince >= SILENT_MS))
        return this.report(
          seen,
          silent.map(({ peer }) => peer),
          json,
        );
      if (now() >= this.deadline) {
        const names = [...open, ...silent].map(({ peer }) => peer);
        const ended = last === undefined ? { out: '' } : this.report(last, names, json);
        return { code: 1, out: ended.out, err: `Not all agreed in that time: ${names.join(', ')}.\n` };
      }
      await wait(POLL_MS);
    }
  }

  private report(seen: Recovery, silent: readonly string[], json: boolean): Answered {
    const { node } = this.question;
    const out = json
      ? `${JSON.stringify({ node, silent, ...seen }, null, 2)}\n`
      : recoveryReport(node, seen, silent);
    return { code: silent.length === 0 ? 0 : 1, out, err: '' };
  }
}

function progressOf({ epoch, peers, refilled }: Recovery): string {
  const open = peers.filter(({ recovering }) => recovering).map(({ peer }) => peer);
  const silent = peers.filter(({ greeted, recovering }) => !greeted && !recovering).map(({ peer }) => peer);
  const back = refilled.filter((line) => line.epoch === epoch).length;
  return [
    `epoch ${String(epoch)}: ${String(back)} streams are back, ${String(peers.length - open.length - silent.length)} of ${String(peers.length)} offices agree`,
    ...(open.length === 0 ? [] : [`still from ${open.join(', ')}`]),
    ...(silent.length === 0 ? [] : [`no answer yet from ${silent.join(', ')}`]),
  ].join('; ');
}
