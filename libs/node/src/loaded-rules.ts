import type { NetworkSettings } from '#access';
import { type Desk, recountAll, type RuleFiles } from '#casework';
import type { RulesReloaded, RulesView } from '#contract';
import type { Rulebook } from '#domain';
import { CannotStart } from './problems.js';
import { openRules, rulebookOf } from './rulebook.js';

/** Where the files of the law lie. */
interface Folders {
  readonly rules: string;
  readonly calendars: string;
}

/**
 * The rulebook of the nodes of one process, read from its files and read again when they are newer. All nodes of the
 * process count by it from the next act on; each counts its own open clocks again, at once or with its next sweep.
 */
export class LoadedRules implements Rulebook {
  private current: Rulebook;

  /** @throws CannotStart with everything that is wrong in the files. */
  constructor(
    private readonly folders: Folders,
    private readonly network: NetworkSettings,
    files: RuleFiles = openRules(folders),
  ) {
    this.current = rulebookOf(files, network);
  }

  get pack(): Rulebook['pack'] {
    return this.current.pack;
  }

  get calendar(): Rulebook['calendar'] {
    return this.current.calendar;
  }

  get settings(): Rulebook['settings'] {
    return this.current.settings;
  }

  /** Reads the files again; what is wrong in them, as sentences, and then nothing has changed. */
  reload(): readonly string[] {
    try {
      this.current = rulebookOf(openRules(this.folders), this.network);
      return [];
    } catch (error) {
      if (error instanceof CannotStart) return error.sentences;
      throw error;
    }
  }
}

type Reloaded =
  | { readonly kind: 'reloaded'; readonly reloaded: RulesReloaded }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/** What the API of a node asks of its rules. */
export const rulesOf = (
  rules: LoadedRules,
  desk: Desk,
): { now(): RulesView; reload(): Promise<Reloaded> } => ({
  now: () => shown(rules),
  async reload(): Promise<Reloaded> {
    const before = shown(rules);
    const problems = rules.reload();
    if (problems.length > 0) return { kind: 'unreadable', problems };
    const troubles: unknown[] = [];
    const { cases, moved } = await recountAll(desk, troubles);
    return {
      kind: 'reloaded',
      reloaded: { before, after: shown(rules), cases, moved, failed: troubles.length },
    };
  },
});

const shown = ({ pack, calendar }: Rulebook): RulesView => ({
  pack: pack.id,
  packVersion: pack.version,
  title: pack.title,
  recheckBeforeUse: pack.recheckBeforeUse,
  calendar: calendar.id,
  calendarVersion: calendar.version,
  publishedUntil: calendar.lastPublishedYear,
});
