import { isDeepStrictEqual } from 'node:util';
import { type Desk, type InboundUseCase, handlerOf, settled } from '#casework';
import { ACTS, type ActName } from '#contract';
import { type LocalDate, addDays, isWorkingDay } from '#domain';
import type { Applied } from '#exchange';
import { agencyApp } from '../../../apps/agency/src/agency.module.js';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { committeeApp } from '../../../apps/committee/src/committee.module.js';
import { townshipApp } from '../../../apps/township/src/township.module.js';
import type { NodeApp } from '#node';
import { type TwinNode, TwinNetwork } from '../twin-network.js';
import type { Crossings } from './crossings.js';
import {
  type Handing,
  type Held,
  type ModelDone,
  type ModelNet,
  type ModelPost,
  STAGE,
  nothingCounted,
} from './model-net.js';
import type { ModelRun } from './run-model.js';
import { fresh, rowsOf, sameRows, textOf } from './rows.js';
import { type InFlight, type Receipt, TwinWire } from './twin-wire.js';

/** What each role does and takes in, as its application says it. */
export const APPS: Readonly<Record<NodeApp['role'], NodeApp>> = {
  city: cityApp,
  township: townshipApp,
  committee: committeeApp,
  agency: agencyApp,
};

/** The machine dies: what was not committed is gone. */
class MachineDied extends Error {}

/** The offices of the twin network with a wire that the model moves by hand. */
export class ModelTwin implements ModelNet {
  readonly stage = STAGE;
  readonly where = '';
  readonly steps: string[] = [];
  readonly count = nothingCounted();
  readonly refusals: string[] = [];
  /** Messages that an office would not take in, with the reason. */
  readonly refusedThere: string[] = [];
  private readonly net = new TwinNetwork();
  private readonly wire = new TwinWire();
  private keys = 0;

  constructor(private readonly crossings: Crossings) {}

  get today(): LocalDate {
    return this.net.today;
  }

  node(id: string): TwinNode {
    return this.net.node(id);
  }

  /** Every office, also those off the stage. */
  get nodes(): readonly TwinNode[] {
    return [...this.net.nodes.values()];
  }

  held(node: string): Held {
    const { cases, legs, history, documents, leaders } = this.node(node).office.memory;
    const { tasks } = leaders;
    return { cases: [...cases.values()], legs: [...legs.values()], history, documents, tasks };
  }

  office(node: string): Desk['office'] {
    return this.node(node).desk.office;
  }

  private app(node: string): NodeApp {
    return APPS[this.office(node).self.role];
  }

  allows(node: string, act: ActName): boolean {
    return this.app(node).acts.includes(act);
  }

  async perform(post: ModelPost): Promise<ModelDone> {
    const parsed = ACTS[post.act].body.safeParse(post.body);
    if (!parsed.success) return { kind: 'malformed' };
    const key = `key-${String((this.keys += 1))}-of-the-model`;
    const { acts, office } = this.node(post.node);
    const posted = { act: post.act, id: post.id, body: parsed.data, key, fingerprint: 'f' };
    if (post.fault === 'crash') {
      const unchanged = await this.watch(post.node);
      await office
        .run(async () => {
          await acts.perform(posted);
          throw new MachineDied();
        })
        .catch((error: unknown) => {
          if (!(error instanceof MachineDied)) throw error;
        });
      this.count.crashes += 1;
      if (!(await unchanged())) throw new Error(`${post.node} kept something of a crashed act`);
    }
    const performed = await acts.perform(posted);
    this.collect(post.node, post.act);
    if (performed.kind === 'key-reused') throw new Error('a fresh key was used before');
    if (performed.kind === 'refused') return { kind: 'refused', slug: performed.refusal.slug };
    if (post.fault === 'lost-answer' || post.fault === 'key-reused')
      await this.again(post, posted, performed.answer);
    return { kind: 'done', answer: performed.answer };
  }

  /** The same post again gives the same answer, another under its key none; neither changes anything. */
  private async again(
    { node, fault }: ModelPost,
    posted: Parameters<TwinNode['acts']['perform']>[0],
    first: object,
  ): Promise<void> {
    const unchanged = await this.watch(node);
    const fingerprint = fault === 'key-reused' ? 'g' : 'f';
    const second = await this.node(node).acts.perform({ ...posted, fingerprint });
    const expected =
      fault === 'key-reused' ? { kind: 'key-reused' } : { kind: 'done', answer: first, repeated: true };
    // The order of its fields is the contract's when it comes from the store: the same answer all the same.
    if (!isDeepStrictEqual(second, expected))
      throw new Error(`${posted.act} again under its key ended as ${JSON.stringify(second)}`);
    if (!(await unchanged())) throw new Error(`${posted.act} again under its key changed something`);
    this.count.redelivered += 1;
  }

  /** Puts what was committed on the wire, with the name of what made it. */
  private collect(node: string, by: string): void {
    for (const letter of this.net.letters(node)) {
      const flying: InFlight = { ...letter, by };
      if (flying.stream.kind === 'leg') {
        for (const other of this.wire.about(node, flying.stream.id))
          this.crossings.met(flying, other, this.held(node).legs);
      }
      this.wire.post(flying);
    }
  }

  async deliver(pick: number, how: Handing): Promise<boolean> {
    const what = this.wire.pick(pick);
    if (what === undefined) return false;
    if ('letter' in what) await this.book(what, how);
    else await this.handOver(what, how);
    return true;
  }

  private async handOver(letter: InFlight, how: Handing): Promise<void> {
    const left = how === 'stream' ? this.wire.waiting(letter) : 1;
    if (how === 'crash') await this.dying(letter);
    const outcome = this.wire.standing(letter) ?? (await this.take(letter));
    this.wire.took(letter, outcome);
    this.count.delivered += 1;
    this.wire.receipt({ letter, outcome });
    if (how === 'lost-ack') {
      this.count.redelivered += 1;
      return;
    }
    this.wire.done(letter);
    if (left > 1) {
      const next = this.wire
        .about(letter.dest, letter.stream.id)
        .find(({ source }) => source === letter.source);
      if (next !== undefined) await this.handOver(next, 'stream');
    }
  }

  /** The handler ran to its end and the machine died before the commit. */
  private async dying(letter: InFlight): Promise<void> {
    if (this.wire.standing(letter) !== undefined) return;
    const unchanged = await this.watch(letter.dest);
    await this.node(letter.dest)
      .office.run(async () => {
        await this.handle(letter);
        throw new MachineDied();
      })
      .catch((error: unknown) => {
        if (!(error instanceof MachineDied)) throw error;
      });
    this.count.crashes += 1;
    if (!(await unchanged()))
      throw new Error(`${letter.dest} kept something of ${letter.type}, which it never committed`);
  }

  private async take(letter: InFlight): Promise<Applied> {
    const { office } = this.node(letter.dest);
    const before = rowsOf(office.memory);
    const outcome = await office.run(() => this.handle(letter));
    this.collect(letter.dest, letter.type);
    if (outcome.kind !== 'applied') {
      this.refusedThere.push(`${letter.dest} ${letter.type}: ${outcome.kind} ${outcome.reason}`);
      if (!sameRows(before, rowsOf(office.memory)))
        throw new Error(`${letter.dest} refused ${letter.type} (${outcome.reason}) and kept something of it`);
    }
    return outcome;
  }

  private handle(letter: InFlight): Promise<Applied> {
    const useCase: InboundUseCase | undefined = this.app(letter.dest).inbound[letter.type];
    if (useCase === undefined)
      throw new Error(`${letter.source} sent ${letter.type} to ${letter.dest}, which takes none in`);
    return handlerOf(this.node(letter.dest).desk, useCase).handle(letter);
  }

  /** The receipt is booked once, however often it comes. */
  private async book(receipt: Receipt, how: Handing): Promise<void> {
    const { letter, outcome } = receipt;
    if (!this.booked.has(letter.id)) {
      this.booked.add(letter.id);
      const { desk } = this.node(letter.source);
      const reason = outcome.kind === 'applied' ? {} : { reason: outcome.reason };
      const { id: messageId, dest, type, subject, stream } = letter;
      await settled(desk, {
        messageId,
        dest,
        type,
        subject,
        stream,
        outcome: outcome.kind,
        at: desk.time.now(),
        ...reason,
      });
      this.collect(letter.source, 'receipt');
    }
    if (how !== 'lost-ack') this.wire.done(receipt);
  }
  private readonly booked = new Set<string>();

  hold(node: string): void {
    this.wire.hold(node);
  }

  async drain(): Promise<void> {
    this.wire.release();
    while (await this.deliver(0, 'once'));
  }

  async pass(workingDays: number, inFlight: boolean): Promise<void> {
    if (!inFlight) await this.drain();
    const { calendar } = this.node('city').desk.rulebook;
    let day = this.today;
    for (let left = workingDays; left > 0;) {
      day = addDays(day, 1);
      if (isWorkingDay(calendar, day)) left -= 1;
    }
    this.count.days += workingDays;
    await this.begin(day);
  }

  /** Nine in the morning of a day, with its sweeps; a second sweep finds nothing left to do. */
  async begin(day: string): Promise<void> {
    await this.net.live(`${day}T01:00:00Z`);
    for (const { id, office, sweep } of this.nodes) {
      if (office.memory.cases.size === 0) continue;
      this.collect(id, 'sweep');
      const unchanged = await this.watch(id);
      await sweep.run();
      if (!(await unchanged())) throw new Error(`a second sweep of ${day} did something at ${id}`);
    }
  }

  restart(node: string): Promise<void> {
    const { office } = this.node(node);
    office.memory = fresh(office.memory);
    this.count.crashes += 1;
    return Promise.resolve();
  }

  async watch(node: string): Promise<() => Promise<boolean>> {
    const { office } = this.node(node);
    // Rows are replaced, never changed: which ones they are tells most. Every now and then every field is compared.
    const deep = (this.watches += 1) % 16 === 0;
    const rows = rowsOf(office.memory);
    const text = deep ? await this.text(node) : '';
    return async () => {
      const now = rowsOf(office.memory);
      return sameRows(rows, now) && (!deep || (await this.text(node)) === text);
    };
  }
  private watches = 0;

  text(node: string): Promise<string> {
    return Promise.resolve(textOf(this.node(node).office.memory));
  }

  /** Whether nothing is under way. */
  get idle(): boolean {
    return this.wire.idle;
  }
}

/** A run in memory, from the first Monday of March 2026. */
export const twinRun = (
  asked: Pick<ModelRun, 'runs' | 'say'> & { readonly crossings: Crossings },
): ModelRun => ({
  name: 'twin',
  maxCommands: 100,
  weights: { deliver: 60, restart: 2, cross: 24 },
  shrinks: true,
  net: async () => {
    const net = new ModelTwin(asked.crossings);
    await net.begin('2026-03-02');
    return net;
  },
  runs: asked.runs,
  ...(asked.say === undefined ? {} : { say: asked.say }),
});
