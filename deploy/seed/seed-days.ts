import {
  addDays,
  ladderOf,
  onOrNextWorkingDay,
  rulingClock,
  type Calendar,
  type Clock,
  type LadderRung,
  type Leg,
  type LocalDate,
  type Rulebook,
  type RuleContext,
  type Urgency,
  clocksOnAcceptance,
  clocksOnArrival,
  clocksOnReceipt,
  clocksOnRedo,
} from '#domain';

/** What happens on the days of a seed: counted once for each day and kind of matter, as many matters share both. */
export class SeedDays {
  private readonly counted = new Map<string, readonly Clock[]>();
  private readonly climbed = new Map<string, readonly LadderRung[]>();
  private readonly working = new Map<LocalDate, LocalDate>();

  constructor(
    /** The day after which nothing has happened yet. */
    readonly today: LocalDate,
    readonly rulebook: Rulebook,
  ) {}

  get calendar(): Calendar {
    return this.rulebook.calendar;
  }

  /** This many days on, at the next working day, but never after today. */
  after(from: LocalDate, days: number): LocalDate {
    const day = addDays(from, days);
    const known = this.working.get(day) ?? onOrNextWorkingDay(this.calendar, day);
    this.working.set(day, known);
    return known > this.today ? this.today : known;
  }

  receipt(context: RuleContext, on: LocalDate): readonly Clock[] {
    return this.once(`receipt ${keyOf(context)} ${on}`, () => clocksOnReceipt(this.rulebook, context, on));
  }

  arrival(context: RuleContext, leg: Leg, on: LocalDate): readonly Clock[] {
    const key = `arrival ${keyOf(context)} ${leg.kind} ${String(leg.notifies)} ${on}`;
    return this.once(key, () => clocksOnArrival(this.rulebook, context, leg, on));
  }

  acceptance(context: RuleContext, leg: Leg, on: LocalDate): readonly Clock[] {
    const { kind, wants, limit, sentOn } = leg;
    const key = `acceptance ${keyOf(context)} ${kind} ${wants} ${JSON.stringify(limit)} ${sentOn} ${on}`;
    return this.once(key, () => clocksOnAcceptance(this.rulebook, context, leg, on));
  }

  redo(context: RuleContext, on: LocalDate): readonly Clock[] {
    return this.once(`redo ${keyOf(context)} ${on}`, () => clocksOnRedo(this.rulebook, context, on));
  }

  /** The ladder of a leg with the place of its clock, or nothing where no limit runs. */
  ladder(leg: Leg, urgency: Urgency) {
    const ruling = rulingClock(leg);
    if (ruling === undefined) return undefined;
    const { start, effective } = ruling.clock;
    const key = `${start} ${effective} ${urgency}`;
    const rungs =
      this.climbed.get(key) ??
      ladderOf(ruling.clock, this.rulebook.settings.supervision.ladder[urgency], this.calendar);
    this.climbed.set(key, rungs);
    return { ...ruling, rungs };
  }

  private once(key: string, count: () => readonly Clock[]): readonly Clock[] {
    const known = this.counted.get(key) ?? count();
    this.counted.set(key, known);
    return known;
  }
}

const keyOf = ({ route, body, consultation }: RuleContext): string =>
  `${route} ${body} ${String(consultation ?? false)}`;
