import fc from 'fast-check';
import { ACTS, type ActName } from '#contract';
import { type End, ROLES, type Role } from '#domain';
import { ACT_ROLES } from '../../../libs/casework/src/desk/perform.js';
import { weightOf } from './act-table.js';
import { type ActDraw, type Chosen, type Only, type Twist, choose } from './choose.js';
import { crossingActs } from './crossings.js';
import { whyWrong } from './judge.js';
import { at } from './seen.js';
import { type Handing, type ModelNet, type ModelPost, STAGE } from './model-net.js';

/* The commands of the model: the acts of people, what the wire does, what machines do, and the days. */

const isAct = (name: string): name is ActName => Object.hasOwn(ACTS, name);
const ACT_NAMES = Object.keys(ACTS).filter(isAct);
/** Where acts are to meet on the wire, only those are drawn that the other end hears of. */
const HEARD: Readonly<Record<End, readonly ActName[]>> = {
  sender: ACT_NAMES.filter((act) => crossingActs('sender').has(act)),
  receiver: ACT_NAMES.filter((act) => crossingActs('receiver').has(act)),
};

type Command = fc.AsyncCommand<ModelNet, ModelNet>;

/** A sequence's state is what the offices hold; the commands look at it before they run. */
class Act implements Command {
  constructor(private readonly draw: ActDraw) {}

  check(net: Readonly<ModelNet>): boolean {
    return choose(net, this.draw) !== undefined;
  }

  async run(net: ModelNet): Promise<void> {
    const chosen = choose(net, this.draw);
    const body = chosen === undefined ? undefined : bodyOf(net, this.draw, chosen);
    if (chosen === undefined || body === undefined) return;
    const { act, twist, fault } = this.draw;
    const { node, id } = chosen;
    const before = net.held(node);
    const unchanged = await net.watch(node);
    const lines = before.history.length;
    const held = { ...before, history: before.history.slice(0, lines) };
    const step = `${node} ${chosen.unit === node ? '' : `(${chosen.unit}) `}${act}${onWhat(chosen)}${twist === 'lawful' ? '' : ` [${twist}]`}${fault === 'none' ? '' : ` [${fault}]`} ${JSON.stringify(chosen.fields)}`;
    net.steps.push(`${step} …`);
    const post: ModelPost = { node, act, id, body, fault };
    const done = await net.perform(post);
    net.steps[net.steps.length - 1] = `${step} → ${done.kind === 'refused' ? done.slug : done.kind}`;
    if (done.kind === 'done') {
      net.count.done += 1;
      const wrong = whyWrong(net, this.draw, chosen, held, net.held(node));
      if (wrong !== undefined) throw new Error(wrong);
      return;
    }
    if (done.kind === 'malformed') {
      net.count.malformed += 1;
      if (twist !== 'malformed')
        throw new Error(`the contract refuses the model's ${act}: ${JSON.stringify(body)}`);
    } else net.count.refused += 1;
    net.refusals.push(
      `${act} ${twist === 'lawful' ? '' : `[${twist}] `}${done.kind === 'refused' ? done.slug : ''}`,
    );
    if (!(await unchanged())) throw new Error(`${act} at ${node} was ${done.kind} and left something behind`);
  }

  toString = (): string => JSON.stringify(this.draw);
}

const onWhat = ({ leg, id }: Chosen): string =>
  leg === undefined
    ? id === ''
      ? ''
      : ` case ${id.slice(-4)}`
    : ` ${leg.leg.letterNumber} in ${leg.leg.state}`;

const POSTS = [
  '登记员',
  '收文员',
  '分办员',
  '承办人',
  '审核员',
  '督办员',
  '主任',
  '主席',
  '负责人',
  '主任委员',
];
const UNITS = [
  'city',
  'prefecture',
  'unit:yi-government',
  'township:yi',
  'unit:liquidators',
  'agency:education',
];
const OFFLINE = 'unit:liquidators';

/** The body as it is posted, bent as the draw says; undefined: it cannot be bent so here. */
function bodyOf(net: ModelNet, { act, twist, pick }: ActDraw, chosen: Chosen): ModelPost['body'] | undefined {
  const { unit, user, version, fields, node } = chosen;
  const base = { ...fields, ...(version === undefined ? {} : { version }) };
  const as = (who: string, post?: string) => ({
    ...base,
    actor: {
      unit: who,
      ...(post === undefined ? {} : { user: post }),
      ...(who === OFFLINE ? { onPaper: { source: 'paper' } } : {}),
    },
  });
  switch (twist) {
    case 'lawful':
    case 'anywhere':
      return as(unit, unit === node ? user : undefined);
    case 'wrong-actor': {
      const idle = withoutRole(net, node, unit, ACT_ROLES[act]);
      return idle.length === 0 ? undefined : as(unit, idle[pick % idle.length]);
    }
    case 'wrong-unit': {
      const others = UNITS.filter((other) => other !== unit);
      return as(others[pick % others.length] ?? 'province');
    }
    case 'stale':
      return version === undefined
        ? undefined
        : { ...as(unit, user), version: version > 1 && pick % 2 === 0 ? version - 1 : version + 2 };
    case 'malformed':
      return malformed(act, as(unit, user), pick);
  }
}

/** Posts of the unit's staff that have none of these roles. */
function withoutRole(net: ModelNet, node: string, unit: string, roles: readonly Role[]): readonly string[] {
  const office = net.office(node);
  return POSTS.filter(
    (user) => office.actor({ unit, user }, ROLES).ok && !office.actor({ unit, user }, roles).ok,
  );
}

/** A body that the contract refuses; undefined: it would take this one. */
function malformed(
  act: ActName,
  body: Readonly<Record<string, unknown>>,
  pick: number,
): ModelPost['body'] | undefined {
  const { actor: _nobody, ...anonymous } = body;
  const bent = [
    anonymous,
    { ...body, extra: true },
    { ...body, version: 'x' },
    { ...body, actor: { unit: 'city\u0000' } },
    { ...body, reason: '字'.repeat(100_000), text: '字'.repeat(100_000) },
  ][pick % 5];
  return bent === undefined || ACTS[act].body.safeParse(bent).success ? undefined : bent;
}

/** Both ends of a leg act before either hears of the other: one up to three times, the other once. */
class Cross implements Command {
  constructor(private readonly draws: readonly Draw[]) {}

  check = (net: Readonly<ModelNet>): boolean => crossable(net).length > 0;

  async run(net: ModelNet): Promise<void> {
    await net.drain();
    const legs = crossable(net);
    const [first] = this.draws;
    if (first === undefined || legs.length === 0) return;
    const { leg } = at(legs, first.pick);
    const ends: readonly Only[] = [
      { leg: leg.id, node: leg.fromNode, end: 'sender' },
      { leg: leg.id, node: leg.toNode, end: 'receiver' },
    ];
    net.steps.push(`both ends of ${leg.letterNumber} act at once`);
    const one = at(ends, first.knobs.a);
    const other = at(ends, first.knobs.a + 1);
    for (const [place, { pick: choice, knobs: numbers }] of this.draws.entries()) {
      const only = place === this.draws.length - 1 ? other : one;
      const acts = HEARD[only.end]
        .map((act) => drawOf(act, numbers, only))
        .filter((draw) => choose(net, draw) !== undefined);
      if (acts.length > 0) await new Act(at(acts, choice)).run(net);
    }
  }

  toString = (): string => `cross(${JSON.stringify(this.draws)})`;
}

type Draw = Pick<ActDraw, 'pick' | 'knobs'>;
const drawOf = (act: ActName, numbers: ActDraw['knobs'], only: Only): ActDraw => ({
  ...{ act, only, twist: 'lawful', fault: 'none', pick: 0 },
  knobs: numbers,
});

/** One lawful act at one end of a leg, as Cross does it. */
export const actOn = (net: ModelNet, act: ActName, only: Only): Promise<void> =>
  new Act(drawOf(act, { a: 0, b: 0 }, only)).run(net);

/** Legs on the stage with their ends at two nodes. */
const crossable = (net: ModelNet) =>
  net.stage.flatMap((node) =>
    net
      .held(node)
      .legs.filter(
        ({ leg }) => leg.fromNode === node && leg.toNode !== node && net.stage.includes(leg.toNode),
      ),
  );

class Deliver implements Command {
  constructor(
    private readonly pick: number,
    private readonly how: Handing,
  ) {}
  check = (): boolean => true;
  async run(net: ModelNet): Promise<void> {
    if (await net.deliver(this.pick, this.how))
      net.steps.push(`the wire hands over ${String(this.pick)} (${this.how})`);
  }
  toString = (): string => `deliver(${String(this.pick)}, ${this.how})`;
}

class Drain implements Command {
  check = (): boolean => true;
  async run(net: ModelNet): Promise<void> {
    net.steps.push('everything is handed over');
    await net.drain();
  }
  toString = (): string => 'drain';
}

class Hold implements Command {
  constructor(private readonly node: string) {}
  check = (): boolean => true;
  run(net: ModelNet): Promise<void> {
    net.steps.push(`nothing reaches ${this.node} any more`);
    net.hold(this.node);
    return Promise.resolve();
  }
  toString = (): string => `hold(${this.node})`;
}

class Restart implements Command {
  constructor(private readonly node: string) {}
  check = (): boolean => true;
  async run(net: ModelNet): Promise<void> {
    net.steps.push(`${this.node} is started again`);
    await net.restart(this.node);
  }
  toString = (): string => `restart(${this.node})`;
}

class Pass implements Command {
  constructor(
    private readonly days: number,
    private readonly inFlight: boolean,
  ) {}
  check = (): boolean => true;
  async run(net: ModelNet): Promise<void> {
    await net.pass(this.days, this.inFlight);
    net.steps.push(
      `${String(this.days)} working days pass${this.inFlight ? ' with messages under way' : ''}: ${net.today}`,
    );
  }
  toString = (): string => `pass(${String(this.days)})`;
}

const pick = fc.nat(63);
const knobs = fc.record({ a: fc.nat(63), b: fc.nat(63) });
const twist: fc.Arbitrary<Twist> = fc.oneof(
  { weight: 20, arbitrary: fc.constant('lawful') },
  { weight: 3, arbitrary: fc.constant('anywhere') },
  { weight: 1, arbitrary: fc.constantFrom('wrong-actor', 'wrong-unit', 'stale', 'malformed') },
);
const fault = fc.oneof(
  { weight: 12, arbitrary: fc.constant('none' as const) },
  { weight: 1, arbitrary: fc.constantFrom('crash' as const, 'lost-answer' as const, 'key-reused' as const) },
);
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** How often the wire and the machines are drawn beside the acts. */
interface Weights {
  readonly deliver: number;
  readonly restart: number;
  /** Both ends of a leg at once. */
  readonly cross: number;
}

/** The commands of one sequence, long enough to travel four tiers. */
export function modelCommands(
  weights: Weights,
  options: { readonly maxCommands: number; readonly replayPath?: string },
) {
  const acts = ACT_NAMES.flatMap((act) =>
    times(
      weightOf(act),
      fc.record({ pick, knobs, twist, fault }).map((drawn) => new Act({ act, ...drawn })),
    ),
  );
  const how = fc.oneof(
    { weight: 5, arbitrary: fc.constant('once' as const) },
    { weight: 4, arbitrary: fc.constant('stream' as const) },
    { weight: 1, arbitrary: fc.constantFrom('crash' as const, 'lost-ack' as const) },
  );
  const wire = [
    ...times(
      weights.cross,
      fc.array(fc.record({ pick, knobs }), { minLength: 2, maxLength: 4 }).map((draws) => new Cross(draws)),
    ),
    ...times(
      weights.deliver,
      fc.tuple(pick, how).map(([place, as]) => new Deliver(place, as)),
    ),
    ...times(14, fc.constant(new Drain())),
    ...times(
      2,
      fc.constantFrom(...STAGE).map((node) => new Hold(node)),
    ),
    ...times(
      weights.restart,
      fc.constantFrom(...STAGE).map((node) => new Restart(node)),
    ),
    ...times(
      6,
      fc.tuple(fc.nat(12), fc.boolean()).map(([days, inFlight]) => new Pass(days, inFlight)),
    ),
  ];
  const { replayPath, maxCommands } = options;
  const all: fc.Arbitrary<Command>[] = [...acts, ...wire];
  return fc.commands(all, {
    maxCommands,
    size: 'max',
    ...(replayPath === undefined ? {} : { replayPath }),
  });
}
