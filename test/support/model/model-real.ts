import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Desk } from '#casework';
import { ACTS, type ActName, actAnswer } from '#contract';
import { type Calendar, type LocalDate, addDays, isWorkingDay, parseLocalDate } from '#domain';
import type { FailpointName } from '#platform';
import type { HistoryRow } from '../../../libs/casework/src/ports/rows.js';
import { eventually } from '../eventually.js';
import { APPS } from './model-twin.js';
import {
  type Handing,
  type Held,
  type ModelDone,
  type ModelNet,
  type ModelPost,
  STAGE,
  nothingCounted,
} from './model-net.js';
import type { RealNetwork, RealOffice } from './real-network.js';

const state = z.object({ today: z.string(), idle: z.boolean(), put: z.int() });
const problem = z.object({ slug: z.string() });
const NOTHING: Held = { cases: [], legs: [], history: [], documents: [], tasks: [] };
/** Where a machine may die while a message travels: at the relay, around the inbox, at a receipt. */
const POINTS: readonly FailpointName[] = ['P1', 'P2', 'P4', 'P7', 'P8', 'P9', 'P11'];

/**
 * One sequence on real nodes: a case of its own, in schemas that other sequences used before. Messages travel by
 * themselves; the model looks at what an office holds when it acts there, and whenever a delivery is drawn.
 */
export class ModelReal implements ModelNet {
  readonly stage = STAGE;
  readonly where = randomUUID();
  readonly steps: string[] = [];
  readonly count = nothingCounted();
  readonly refusals: string[] = [];
  private readonly seen = new Map<string, Held>();
  private readonly origins = new Set<string>();
  /** Nothing is under way: what a refused act leaves behind would be its own. */
  private quiet = false;
  private constructor(
    private readonly network: RealNetwork,
    private readonly calendar: Calendar,
    private day: LocalDate,
  ) {}

  static async begin(network: RealNetwork, calendar: Calendar): Promise<ModelReal> {
    const net = new ModelReal(network, calendar, await today(network));
    await net.drain();
    return net;
  }

  get today(): LocalDate {
    return this.day;
  }

  private at(node: string): RealOffice {
    const office = this.network.offices.get(node);
    if (office === undefined) throw new Error(`${node} is not on the stage`);
    return office;
  }

  held(node: string): Held {
    return this.seen.get(node) ?? NOTHING;
  }

  office(node: string): Desk['office'] {
    return this.at(node).office;
  }

  allows(node: string, act: ActName): boolean {
    return APPS[this.at(node).role].acts.includes(act);
  }

  /** Reads what an office holds of this sequence's matters. */
  private async look(node: string): Promise<void> {
    const { reads } = this.at(node);
    const found = await Promise.all([...this.origins].map((origin) => reads.caseByOrigin(origin)));
    const cases = found.filter((row) => row !== undefined);
    const ids = cases.map(({ matter }) => matter.id);
    const [legs, histories, documents, tasks] = await Promise.all([
      ids.length === 0 ? [] : reads.legsOfCases(ids),
      Promise.all(ids.map((id) => this.history(node, id))),
      Promise.all(ids.map((id) => reads.documents(id))),
      Promise.all(ids.map((id) => reads.leaders.tasks(id))),
    ]);
    this.seen.set(node, {
      cases,
      legs,
      history: histories.flat(),
      documents: documents.flat(),
      tasks: tasks.flat(),
    });
  }

  private async history(node: string, caseId: string): Promise<readonly HistoryRow[]> {
    const lines: HistoryRow[] = [];
    let after: string | undefined;
    do {
      const page = await this.at(node).reads.historyOfCase(caseId, {
        limit: 200,
        ...(after === undefined ? {} : { after }),
      });
      lines.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return lines;
  }

  private async lookEverywhere(): Promise<void> {
    await Promise.all(STAGE.map((node) => this.look(node)));
  }

  async perform(post: ModelPost): Promise<ModelDone> {
    const key = randomUUID();
    const { node, fault } = post;
    // Writing to the outbox is where an act breaks just before its commit; an act that sends nothing is not broken.
    if (fault === 'crash') this.at(node).faults.arm('P0');
    let answer = await this.post(post, key);
    if (fault === 'crash') {
      if (!this.at(node).faults.disarm()) this.count.crashes += 1;
      if (answer.status >= 500) answer = await this.post(post, key);
    }
    if (answer.status === 400) return { kind: 'malformed' };
    if (answer.status !== 200) {
      if (answer.status >= 500)
        throw new Error(
          `${post.act} at ${node} answered ${String(answer.status)}: ${JSON.stringify(answer.json)}`,
        );
      return { kind: 'refused', slug: problem.parse(answer.json).slug };
    }
    this.quiet = false;
    const done = actAnswer.parse(answer.json);
    this.origins.add(done.originNumber);
    await this.again(post, key, fault, JSON.stringify(done));
    await this.look(node);
    return { kind: 'done', answer: done };
  }

  private async again(post: ModelPost, key: string, fault: ModelPost['fault'], first: string): Promise<void> {
    if (fault !== 'lost-answer' && fault !== 'key-reused') return;
    this.count.redelivered += 1;
    const reused = fault === 'key-reused';
    const other = { ...post, id: post.id === '' ? '' : randomUUID() };
    const second = await this.post(reused && post.id !== '' ? other : post, key);
    if (reused && post.id !== '') {
      if (problem.safeParse(second.json).data?.slug !== 'key-reused')
        throw new Error(`${post.act}: its key served another act: ${JSON.stringify(second.json)}`);
      return;
    }
    if (JSON.stringify(actAnswer.parse(second.json)) !== first)
      throw new Error(`${post.act} again under its key was answered otherwise`);
  }

  private async post(
    { node, act, id, body }: ModelPost,
    key: string,
  ): Promise<{ readonly status: number; readonly json: unknown }> {
    const on: string = ACTS[act].on;
    const path =
      on === 'items' ? '/api/items' : `/api/${[on, id, act].filter((part) => part !== '').join('/')}`;
    const answer = await fetch(new URL(path, this.at(node).url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        'x-start-token': this.network.token,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: answer.status, json: await answer.json() };
  }

  /** Messages travel by themselves: what is drawn is where the model looks, and where a machine dies on the way. */
  async deliver(pick: number, how: Handing): Promise<boolean> {
    const node = STAGE[pick % STAGE.length] ?? 'city';
    if (how === 'crash' || how === 'lost-ack') {
      this.at(node).faults.arm(how === 'lost-ack' ? 'P9' : (POINTS[pick % POINTS.length] ?? 'P8'));
      this.count.crashes += 1;
    }
    await this.look(node);
    return true;
  }

  hold(node: string): void {
    this.at(node).faults.hold();
  }

  async drain(): Promise<void> {
    for (const { faults } of this.network.offices.values()) faults.release();
    let before = -1;
    await eventually(
      async () => {
        const nodes = [...this.network.offices.keys()];
        const states = await Promise.all(nodes.map((node) => stateOf(this.network, node)));
        const put = states.reduce((sum, one) => sum + one.put, 0);
        const still = states.every(({ idle }) => idle) && put === before;
        before = put;
        return { still, put, busy: nodes.filter((_, at) => states[at]?.idle !== true) };
      },
      ({ still }) => still,
      120_000,
    );
    for (const { faults } of this.network.offices.values()) faults.disarm();
    await this.lookEverywhere();
    this.quiet = true;
  }

  /** A simulated network's days pass when nothing is under way. */
  async pass(workingDays: number): Promise<void> {
    await this.drain();
    let day = this.day;
    for (let left = Math.min(workingDays, 2); left > 0;) {
      day = addDays(day, 1);
      if (isWorkingDay(this.calendar, day)) left -= 1;
    }
    this.count.days += Math.min(workingDays, 2);
    this.day = day;
    await setClock(this.network, day);
    await this.drain();
  }

  async restart(node: string): Promise<void> {
    this.count.crashes += 1;
    await this.at(node).restart();
  }

  async watch(node: string): Promise<() => Promise<boolean>> {
    if (!this.quiet) return () => Promise.resolve(true);
    const before = await this.sums(node);
    return async () => {
      const after = await this.sums(node);
      const changed = [...after].filter(([table, sum]) => before.get(table) !== sum);
      if (changed.length > 0) this.steps.push(`changed: ${changed.map(([table]) => table).join(', ')}`);
      return changed.length === 0;
    };
  }

  /** One number for each table of the casework: any row that an act left behind changes one. */
  private async sums(node: string): Promise<ReadonlyMap<string, string>> {
    const { database } = this.at(node);
    const tables = await database.sql(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE 'casework%'",
    );
    const names = tables.flatMap(({ name }) => (typeof name === 'string' ? [`\`${name}\``] : []));
    const sums = await database.sql(`CHECKSUM TABLE ${names.join(', ')}`);
    return new Map(sums.map(({ Table, Checksum }) => [String(Table), String(Checksum)]));
  }

  async text(node: string): Promise<string> {
    await this.look(node);
    return JSON.stringify(this.held(node));
  }
}

async function stateOf({ offices, token }: RealNetwork, node: string): Promise<z.infer<typeof state>> {
  const url = offices.get(node)?.url ?? '';
  const answer = await fetch(new URL('/simulation/state', url), { headers: { 'x-start-token': token } });
  return state.parse(await answer.json());
}

async function today(network: RealNetwork): Promise<LocalDate> {
  const parsed = parseLocalDate((await stateOf(network, 'city')).today);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

/** An office whose neighbour's sweep was quicker answers that something is under way: it is asked until that has come. */
const TAKES_WITHIN_MS = 120_000;

/** Nine in the morning of a day at every office, with its sweeps. */
export async function setClock({ offices, token }: RealNetwork, day: string): Promise<void> {
  await Promise.all(
    [...offices.values()].map(async ({ url, node }) => {
      const { status, text } = await eventually(
        async () => {
          const answer = await fetch(new URL('/simulation/clock', url), {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'idempotency-key': randomUUID(),
              'x-start-token': token,
            },
            body: JSON.stringify({ now: `${day}T01:00:00Z` }),
          });
          return { status: answer.status, text: await answer.text() };
        },
        (answer) => answer.status !== 409,
        TAKES_WITHIN_MS,
      );
      if (status !== 200) throw new Error(`${node} does not take ${day}: ${text}`);
    }),
  );
}
