import {
  addDays,
  daysBetween,
  meetClock,
  yearOf,
  type BodyKind,
  type Case,
  type CaseState,
  type Category,
  type Dossier,
  type LegState,
  type LocalDate,
  type RuleContext,
  type Urgency,
} from '#domain';
import type { BulkMatter } from '#persistence';
import { matterOf, pick, randomFrom } from './matters.js';
import { documentsOf, historyOf } from './seed-papers.js';
import { ENDED_OTHERWISE, shape } from './seed-shape.js';
import type { SeedDays } from './seed-days.js';
import { ladderBefore } from './seed-ladder.js';
import { seededLeg, type SeededLeg } from './seed-leg.js';

/** A unit that the seeded office hands matters to. */
export interface SeedUnit {
  readonly id: string;
  readonly node: string;
  readonly body: BodyKind;
  readonly prefix: string;
}

/** The office that is seeded. */
export interface SeedOffice {
  readonly node: string;
  /** Of its origin numbers, e.g. CS. */
  readonly code: string;
  readonly prefix: string;
  readonly units: readonly SeedUnit[];
  readonly committees: readonly string[];
  /** The competent unit for a topic, if the directory says one. */
  competent(topic: string): string | undefined;
}

/** How much is seeded, and when it came in. */
export interface SeedSize {
  readonly cases: number;
  readonly seed: number;
  /** The first day on which something came in. */
  readonly from: LocalDate;
  /** So many limits end on the last day of the seed, and lapse on the next. */
  readonly due: number;
}

/** One case in so many has items, legs and lines by the hundred. */
const BIG_EVERY = 10_000;
/** The limit of the matters that fall due; it began before any of them was old. */
const DUE_DAYS = 30;
const CATEGORIES: readonly Category[] = [
  ...Array.from({ length: 12 }, () => 'request' as const),
  ...(['appeal', 'appeal', 'appeal', 'suggestion', 'suggestion', 'suggestion', 'accusation'] as const),
  'consultation',
];
const ROUTES = {
  request: '31(6)',
  appeal: '31(6)',
  suggestion: '29',
  accusation: '30',
  consultation: 'none',
} as const;
const FORMS = ['letter', 'letter', 'visit', 'web', 'call', 'letter', 'fax'] as const;
const SOURCES = ['own', 'own', 'own', 'leader', 'deputy', 'other-organ'] as const;
const SURNAMES = Array.from('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨');

/** What the dispatcher has not looked at yet. */
const UNDISPATCHED: readonly CaseState[] = ['REGISTERED', 'SUBMITTED'];

/** The n-th matter of an office, the same for the same seed. */
export class SeedCases {
  private readonly span: number;
  private readonly dueFrom: number;
  private readonly dueAmong: number;
  private readonly dueAccepted: LocalDate;

  constructor(
    private readonly office: SeedOffice,
    private readonly size: SeedSize,
    private readonly days: SeedDays,
  ) {
    this.span = daysBetween(size.from, days.today) + 1;
    const at = (back: number): number => Math.floor(((this.span - back) / this.span) * size.cases);
    this.dueFrom = at(70);
    this.dueAmong = at(40) - this.dueFrom;
    if (size.due > this.dueAmong)
      throw new Error(
        `${size.cases} cases have at most ${this.dueAmong} that fall due on one day: ask for fewer, or for more cases.`,
      );
    this.dueAccepted = this.acceptedFor(days.today);
  }

  matter(n: number): BulkMatter {
    const random = randomFrom(Math.imul(this.size.seed, 2_654_435_761) + n + 1);
    const receivedOn = addDays(this.size.from, Math.floor((n / this.size.cases) * this.span));
    const age = daysBetween(receivedOn, this.days.today);
    const dossier = this.dossier(n, receivedOn, random);
    const year = yearOf(receivedOn);
    const id = this.id(n, receivedOn, 1, 0);
    const originNumber = `${this.office.code}-${year}-1-${String(n + 1).padStart(7, '0')}`;
    const context: RuleContext = {
      route: dossier.route,
      body: 'congress',
      ...(dossier.category === 'consultation' ? { consultation: true } : {}),
    };
    const isDue = this.isDue(n);
    const big = n % BIG_EVERY === BIG_EVERY / 2;
    const { state, legStates } = isDue
      ? { state: 'OUT' as const, legStates: ['HANDLING' as const] }
      : shape(age, random);
    const sentOn = this.days.after(receivedOn, legStates[0] === 'SENT' ? age : Math.min(3, age));
    const made = (
      big && legStates.length > 0
        ? [...legStates, ...Array.from({ length: 30 }, () => 'DONE' as const)]
        : legStates
    )
      .map((legState, at) =>
        this.leg({ n, at, id, originNumber, dossier, receivedOn, sentOn, legState, age, isDue, random }),
      )
      .map((one) => this.settledInTime(one, isDue));
    const legs = made.map(({ row }) => row);
    const open = legs.some(({ leg }) => !['DONE', 'RETURNED', 'RECALLED'].includes(leg.state));
    // What came back waits for its dispatcher; what was answered below counts here.
    const done = legs.some(({ leg }) => leg.state === 'DONE');
    const kept: CaseState = state === 'OUT' && !open && done ? 'ANSWERED' : state;
    const told = legs.length > 0 || ENDED_OTHERWISE.includes(kept);
    const answered = ['ANSWERED', 'CLOSED', 'ARCHIVED'].includes(kept);
    const answeredOn = legs.at(-1)?.leg.service?.on ?? this.days.after(receivedOn, 20);
    const closedOn =
      ['CLOSED', 'ARCHIVED'].includes(kept) || ENDED_OTHERWISE.includes(kept)
        ? this.days.after(answered ? answeredOn : receivedOn, 6)
        : undefined;
    const clocks = this.days.receipt(context, receivedOn).map((clock) => {
      const done =
        clock.id === 'C1' ? (UNDISPATCHED.includes(kept) ? undefined : sentOn) : told ? sentOn : undefined;
      return done === undefined ? clock : meetClock(clock, done);
    });
    const matter: Case = {
      ...{ id, originNumber, originNode: this.office.node },
      localNumber: `${this.office.prefix}登〔${year}〕${n + 1}号`,
      state: kept,
      dossier,
      receivedOn,
      ...(told ? { notified: { on: sentOn, how: '书面告知（邮寄）', done: true } } : {}),
      ...(answered ? { answered: { on: answeredOn, how: '书面答复', done: true } } : {}),
      ...(closedOn === undefined ? {} : { closedOn }),
      clocks,
    };
    const urgency: Urgency = random() < 0.03 ? 'urgent' : random() < 0.01 ? 'most-urgent' : 'normal';
    const ladders = legs.map(({ leg }) => ladderBefore(leg, id, urgency, this.office.node, this.days));
    return {
      matter,
      version: 2 + legs.length,
      legs,
      items: Array.from({ length: big ? 200 : random() < 0.12 ? 2 : 1 }, (_, at) => ({
        id: this.id(n, receivedOn, 2, at),
        caseId: id,
        number: `${originNumber}-${at + 1}`,
        ...{ form: dossier.form, source: dossier.source, people: dossier.people, receivedOn },
      })),
      petitioner: { name: `${pick(SURNAMES, random)}某${n + 1}`, address: dossier.place },
      secrecy: random() < 0.02,
      history: historyOf(
        this.office.node,
        matter,
        made,
        ladders.flatMap(({ fired }) => fired),
        big ? 400 : 0,
      ),
      documents: documentsOf(
        this.office.node,
        matter,
        legs.map(({ leg }) => leg),
        (kind, at) => this.id(n, receivedOn, kind, at),
      ),
      urgency,
      plans: ladders.map(({ plan }) => plan),
      fired: ladders.flatMap(({ fired }) => fired),
    };
  }

  /** So many of those that came in while the limit could still begin, evenly among them. */
  private isDue(n: number): boolean {
    const { due } = this.size;
    const at = n - this.dueFrom;
    if (at < 0 || at >= this.dueAmong) return false;
    return Math.floor(((at + 1) * due) / this.dueAmong) > Math.floor((at * due) / this.dueAmong);
  }

  private dossier(n: number, receivedOn: LocalDate, random: () => number): Dossier {
    const category = pick(CATEGORIES, random);
    const form = pick(FORMS, random);
    const people = random() < 0.08 ? 2 + Math.floor(random() * 40) : 1;
    const made = matterOf(n + Math.imul(this.size.seed - 1, 7_919));
    return {
      ...made,
      ...{ category, form, people, receivedOn },
      source: pick(SOURCES, random),
      route: ROUTES[category],
      // Whom an accusation names stands behind its wall only.
      respondents: category === 'accusation' ? [] : made.respondents,
      ...(form === 'visit' ? { visit: { batches: 1, persons: people } } : {}),
    };
  }

  private leg(of: {
    readonly n: number;
    readonly at: number;
    readonly id: string;
    readonly originNumber: string;
    readonly dossier: Dossier;
    readonly receivedOn: LocalDate;
    readonly sentOn: LocalDate;
    readonly legState: LegState;
    readonly age: number;
    readonly isDue: boolean;
    readonly random: () => number;
  }): SeededLeg {
    const { n, at, id, originNumber, dossier, receivedOn, sentOn, legState, age, isDue, random } = of;
    const { office } = this;
    const competent = at === 0 ? office.competent(dossier.topic) : undefined;
    const unit = office.units.find((one) => one.id === competent) ?? pick(office.units, random);
    const late = age > 67;
    const refer = !isDue && legState !== 'EXTENSION_PENDING' && random() < 0.3;
    const year = yearOf(sentOn);
    return seededLeg(
      {
        id: this.id(n, receivedOn, 3, at),
        caseId: id,
        originNumber,
        kind: refer ? 'refer' : 'assign',
        ...{ from: office.node, fromNode: office.node, to: unit.id, toNode: unit.node, state: legState },
        letterNumber: `${office.prefix}${refer ? '转' : '交'}〔${year}〕${n * 3 + at + 1}号`,
        receiverNumber: `${unit.prefix}登〔${year}〕${n + 1}号`,
        sentOn,
        ...(isDue
          ? { days: DUE_DAYS, acceptedOn: this.dueAccepted }
          : late || age < 35
            ? { days: DUE_DAYS }
            : {}),
        took: random() < 0.06 ? 75 : 8 + Math.floor(random() * 20),
        group: this.id(n, receivedOn, 4, at),
        reviewers: random() < 0.3 && office.committees.length > 0 ? [pick(office.committees, random)] : [],
      },
      { route: dossier.route, body: unit.body },
      this.days,
    );
  }

  /** Nothing but the chosen limits ends on the last day of the seed. */
  private settledInTime(made: SeededLeg, isDue: boolean): SeededLeg {
    const { leg } = made.row;
    const ends = leg.clocks.some(
      ({ metOn, effective }) => metOn === undefined && effective === this.days.today,
    );
    if (isDue || !ends) return made;
    const clocks = leg.clocks.map((clock) => meetClock(clock, this.days.today));
    return {
      ...made,
      row: {
        ...made.row,
        leg: { ...leg, state: 'REPORTED', reports: 1, reportedOn: this.days.today, clocks },
      },
    };
  }

  /** UUIDv7 in the order of the days: like real ones they come in at the end of an index. */
  private id(n: number, on: LocalDate, kind: number, at: number): string {
    const time = (Date.parse(`${on}T01:00:00Z`) + (n % 80_000_000)).toString(16).padStart(12, '0');
    const low = (n + 1).toString(16).padStart(8, '0');
    const own = (this.size.seed % 0xffff).toString(16).padStart(4, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${kind.toString(16)}${at.toString(16).padStart(2, '0')}-8000-${own}${low}`;
  }

  /** The day of acceptance from which a limit of DUE_DAYS ends on this day. */
  private acceptedFor(end: LocalDate): LocalDate {
    for (let back = DUE_DAYS; back < DUE_DAYS + 12; back += 1) {
      const acceptedOn = addDays(end, -back);
      const { row } = seededLeg(
        {
          ...{ id: '', caseId: '', originNumber: '', kind: 'assign', state: 'HANDLING', group: '' },
          ...{ from: '', fromNode: '', to: '', toNode: '', letterNumber: '', receiverNumber: '' },
          ...{ sentOn: acceptedOn, acceptedOn, days: DUE_DAYS, took: 0, reviewers: [] },
        },
        { route: '31(6)', body: 'other' },
        this.days,
      );
      const limit = row.leg.clocks.find(({ id }) => id === "C4'");
      if (limit?.effective === end) return acceptedOn;
    }
    throw new Error(`No limit of ${DUE_DAYS} days ends on ${end}: choose a working day.`);
  }
}
