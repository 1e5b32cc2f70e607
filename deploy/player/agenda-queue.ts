import type { Calendar, LocalDate } from '#domain';
import { advanceKey, makeAgenda, type Appointment } from './agenda.js';
import type { StoryCase } from './casebook-shape.js';

/** The agenda while it is played: the day of an advanced clock is put in once the step before it is done. */
export class AgendaQueue {
  private readonly advanced = new Map<string, LocalDate>();
  private readonly taken = new Map<string, number>();
  private waiting: Appointment[];

  constructor(
    private readonly stories: readonly StoryCase[],
    readonly calendar: Calendar,
    agenda: readonly Appointment[],
  ) {
    this.waiting = [...agenda];
  }

  /** The next step of any story, by date. */
  next(): Appointment | undefined {
    const next = this.waiting.shift();
    if (next !== undefined) this.taken.set(next.story.key, next.index);
    return next;
  }

  /** To what the clock is to go before the step after this one. */
  advanceAfter({ story, index }: Appointment): string | undefined {
    return story.story[index + 1]?.advanceTo;
  }

  /** Puts in the day for the step after this one. Gives back what stands against it, a sentence each. */
  advance({ story, index }: Appointment, to: LocalDate): readonly string[] {
    this.advanced.set(advanceKey(story, index + 1), to);
    const made = makeAgenda(this.stories, this.calendar, this.advanced);
    if (!made.ok) {
      this.advanced.delete(advanceKey(story, index + 1));
      return made.problems;
    }
    this.waiting = made.agenda.filter((one) => one.index > (this.taken.get(one.story.key) ?? -1));
    return [];
  }
}
