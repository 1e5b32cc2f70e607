import { setTimeout as pause } from 'node:timers/promises';
import type { LegView } from '#contract';
import type { OfficeName } from '../world/network.js';
import type { ClientDesk, Done } from './desk.js';
import type { Choices } from './random.js';

const AGENCY = 'agency:natural-resources';
const POLL_MS = 150;
/** How long a clerk waits for the other end before leaving the matter to whoever looks next. */
const PATIENCE_MS = 30_000;
/** A healed network answers every act within this. */
const SETTLED_WITHIN_MS = 90_000;
/** Somebody else acted in between: read again and try again. */
const STALE = 'stale-version';
const TRIES = 6;

/** Text that may stand in the databases of the offices that hold the matter, and nowhere in Redis or a log. */
export const PLANTED = { name: '欧阳寻踪', text: '此句只许在经办机关的库里出现' } as const;

/** A letter as a registrar enters it. */
export const registration = (unit: string, receivedOn: string, choices: Choices): Body => ({
  actor: { unit },
  form: 'letter',
  source: 'own',
  receivedOn,
  people: 1,
  petitioner: { name: PLANTED.name, address: '甲镇一村' },
  category: 'request',
  route: '31(6)',
  topic: '交通运输/道路',
  place: `甲镇${String(choices.number(10_000))}村`,
  summary: `村道多年失修。${PLANTED.text}`,
  request: '请求修路。',
  respondents: [],
});

type Body = Readonly<Record<string, unknown>>;
type LegState = LegView['state'];

/** A client at work: registers matters and walks them through the offices, each act lawful when it was chosen. */
export class Clerk {
  finished = 0;
  private stopping = false;
  private day = '';
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly desk: ClientDesk,
    private readonly choices: Choices,
  ) {}

  /** `day`: the legal day on which letters are received until the stop. */
  start(day: string): void {
    this.day = day;
    this.stopping = false;
    this.desk.giveUpAfter(Number.POSITIVE_INFINITY);
    this.working = this.work();
  }

  /** Takes up no new act; resolves when every act that was begun is settled, or never will be. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.desk.giveUpAfter(SETTLED_WITHIN_MS);
    await this.working;
  }

  private async work(): Promise<void> {
    const walks = [
      () => this.throughAgency(),
      () => this.throughTownship(),
      () => this.downTheTiers(),
      () => this.objected(),
      () => this.recalled(),
    ];
    while (!this.stopping) {
      if (await this.choices.one(walks)()) this.finished += 1;
    }
  }

  /** city → agency, to the served answer and the closing. */
  private async throughAgency(): Promise<boolean> {
    const matter = await this.register('city');
    const leg = await this.assign(matter, 'city', AGENCY);
    if (matter === undefined || leg === undefined) return false;
    if (!(await this.handle(AGENCY, AGENCY, leg))) return false;
    if (!(await this.onLeg('city', 'city', leg, 'review', { verdict: 'pass' }, ['REPORTED']))) return false;
    if (
      !(await this.onLeg(AGENCY, AGENCY, leg, 'serve-answer', { how: '直接送达', proof: '送达回证' }, [
        'ANSWERING',
      ]))
    ) {
      return false;
    }
    if ((await this.legIn('city', leg, ['DONE'])) === undefined) return false;
    await this.onCase('city', matter, 'notify', { how: '书面' });
    return await this.onCase('city', matter, 'close', {});
  }

  /** city → township → its government, a leg inside the township's node. */
  private async throughTownship(): Promise<boolean> {
    const [township, government] = this.choices.one([
      ['township:jia', 'unit:jia-government'],
      ['township:yi', 'unit:yi-government'],
    ] as const);
    const matter = await this.register('city');
    const leg = await this.assign(matter, 'city', township);
    if (leg === undefined) return false;
    const inner = await this.passOn(township, leg, government);
    if (inner === undefined || !(await this.handle(township, government, inner))) return false;
    await this.onLeg(township, township, inner, 'review', { verdict: 'pass' }, ['REPORTED']);
    await this.onLeg(township, township, leg, 'report-up', {}, ['WAITING', 'HANDLING']);
    return await this.onLeg('city', 'city', leg, 'review', { verdict: 'pass' }, ['REPORTED']);
  }

  /** province → prefecture → city → agency, reported up again tier by tier. */
  private async downTheTiers(): Promise<boolean> {
    const matter = await this.register('province');
    const first = await this.assign(matter, 'province', 'prefecture');
    if (first === undefined) return false;
    const second = await this.passOn('prefecture', first, 'city');
    if (second === undefined) return false;
    const third = await this.passOn('city', second, AGENCY);
    if (third === undefined || !(await this.handle(AGENCY, AGENCY, third))) return false;
    await this.onLeg('city', 'city', third, 'review', { verdict: 'pass' }, ['REPORTED']);
    await this.onLeg('city', 'city', second, 'report-up', {}, ['WAITING', 'HANDLING']);
    await this.onLeg('prefecture', 'prefecture', second, 'review', { verdict: 'pass' }, ['REPORTED']);
    await this.onLeg('prefecture', 'prefecture', first, 'report-up', {}, ['WAITING', 'HANDLING']);
    return await this.onLeg('province', 'province', first, 'review', { verdict: 'pass' }, ['REPORTED']);
  }

  /** The agency objects; the city agrees or upholds. */
  private async objected(): Promise<boolean> {
    const matter = await this.register('city');
    const leg = await this.assign(matter, 'city', AGENCY);
    if (leg === undefined) return false;
    if (
      !(await this.onLeg(AGENCY, AGENCY, leg, 'object', { reason: '不属本机关职责。' }, ['SENT', 'SIGNED']))
    )
      return false;
    const agrees = this.choices.chance(0.5);
    return await this.onLeg(
      'city',
      'city',
      leg,
      agrees ? 'agree-return' : 'confirm-assignment',
      agrees ? {} : { reason: '属该机关法定职责。' },
      ['OBJECTED'],
    );
  }

  /** The city recalls while the agency may be accepting: the acts cross on the wire. */
  private async recalled(): Promise<boolean> {
    const matter = await this.register('city');
    const leg = await this.assign(matter, 'city', AGENCY);
    if (leg === undefined) return false;
    const accepts = this.onLeg(AGENCY, AGENCY, leg, 'accept', {}, ['SENT', 'SIGNED']);
    await pause(this.choices.number(200));
    await this.onLeg('city', 'city', leg, 'recall', { reason: '误发。' }, ['SENT', 'SIGNED', 'ACCEPTED']);
    await accepts;
    return true;
  }

  private async handle(node: OfficeName, unit: string, leg: string): Promise<boolean> {
    if (!(await this.onLeg(node, unit, leg, 'sign', {}, ['SENT']))) return false;
    if (!(await this.onLeg(node, unit, leg, 'accept', {}, ['SIGNED']))) return false;
    const number = `办〔2026〕${String(this.choices.number(1_000_000))}号`;
    const report = {
      number,
      signer: '负责人',
      result: `已查实。${PLANTED.text}`,
      outcome: '予以支持',
      parts: {
        basis: '交办文号及基本情况',
        petitioner: '信访人基本情况',
        problems: '反映的主要问题和诉求',
        investigation: '调查处理情况',
        conclusion: '结论',
      },
      draftAnswer: '经查属实，已整改。',
    };
    return await this.onLeg(node, unit, leg, 'report', report, ['ACCEPTED', 'HANDLING']);
  }

  private async register(node: OfficeName): Promise<string | undefined> {
    if (this.stopping) return undefined;
    const done = await this.desk.act(node, '/api/items', registration(node, this.day, this.choices));
    return done.ok ? done.value.caseId : undefined;
  }

  private async assign(
    matter: string | undefined,
    node: OfficeName,
    to: string,
  ): Promise<string | undefined> {
    if (matter === undefined) return undefined;
    const done = await this.withCase(node, matter, 'assign', { to, wants: 'result', days: 60 });
    return done?.ok === true ? done.value.legId : undefined;
  }

  private async passOn(node: OfficeName, leg: string, to: string): Promise<string | undefined> {
    const done = await this.withLeg(node, node, leg, 'pass-on', { to }, ['SENT', 'SIGNED', 'ACCEPTED']);
    if (done?.ok !== true) return undefined;
    const seen = await this.desk.matter(node, done.value.caseId);
    return seen?.legs.find((one) => one.to === to)?.id;
  }

  private async onCase(node: OfficeName, matter: string, act: string, body: Body): Promise<boolean> {
    return (await this.withCase(node, matter, act, body))?.ok === true;
  }

  private async withCase(
    node: OfficeName,
    matter: string,
    act: string,
    body: Body,
  ): Promise<Done | undefined> {
    for (let tries = 0; tries < TRIES && !this.stopping; tries += 1) {
      const seen = await this.eventually(() => this.desk.matter(node, matter));
      if (seen === undefined) return undefined;
      const done = await this.desk.act(node, `/api/cases/${matter}/${act}`, {
        actor: { unit: node },
        version: seen.version,
        ...body,
      });
      if (done.ok || done.slug !== STALE) return done;
    }
    return undefined;
  }

  private async onLeg(
    node: OfficeName,
    unit: string,
    leg: string,
    act: string,
    body: Body,
    states: readonly LegState[],
  ): Promise<boolean> {
    return (await this.withLeg(node, unit, leg, act, body, states))?.ok === true;
  }

  private async withLeg(
    node: OfficeName,
    unit: string,
    leg: string,
    act: string,
    body: Body,
    states: readonly LegState[],
  ): Promise<Done | undefined> {
    for (let tries = 0; tries < TRIES && !this.stopping; tries += 1) {
      const seen = await this.legIn(node, leg, states);
      if (seen === undefined) return undefined;
      const done = await this.desk.act(node, `/api/legs/${leg}/${act}`, {
        actor: { unit },
        version: seen.version,
        ...body,
      });
      if (done.ok || done.slug !== STALE) return done;
    }
    return undefined;
  }

  private legIn(node: OfficeName, leg: string, states: readonly LegState[]): Promise<LegView | undefined> {
    return this.eventually(async () => {
      const seen = await this.desk.leg(node, leg);
      return seen !== undefined && states.includes(seen.state) ? seen : undefined;
    });
  }

  private async eventually<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    const until = performance.now() + PATIENCE_MS;
    while (!this.stopping && performance.now() < until) {
      const seen = await look();
      if (seen !== undefined) return seen;
      await pause(POLL_MS);
    }
    return undefined;
  }
}
