import {
  type CaseFilterQuery,
  type CaseView,
  type Page,
  WORKLIST_REASON_WORDS,
  WORKLIST_WORDS,
  type WorklistFilterQuery,
  type WorklistRow,
  type WorklistSummary,
  CATEGORY_WORDS,
} from '#contract';
import {
  type Case,
  type Clock,
  type LocalDate,
  WORKLISTS,
  type Worklist,
  daysBetween,
  lampOfEnds,
} from '#domain';
import { EVERY_ROLE } from '../desk/everybody.js';
import type { CaseRow, Office, PageOf } from '../ports.js';
import type { MatterDesk } from '../ports/matter.js';
import type { WorklistHit, WorklistReads } from '../ports/worklist.js';
import { caseFilter, worklistFilter } from '../worklist/filter.js';
import type { Reader } from './guard-views.js';

export interface WorklistDesk {
  readonly worklists: WorklistReads;
  readonly office: Office;
  readonly words: MatterDesk['words'];
  today(): LocalDate;
  /** Makes every row anew from what it follows from. */
  rebuild(): Promise<{ readonly cases: number; readonly differences: number }>;
  /** Rows of a page as the list of cases shows them. */
  caseViews(rows: readonly CaseRow[]): Promise<readonly CaseView[]>;
}

/** Shown as “99+” beyond it: a longer count would read the list. */
const COUNTED = 99;
const NOTHING = { items: [], next: null };

/** Which page of which list, for whom. */
export interface WorklistAsked {
  readonly list: Worklist;
  readonly filter: WorklistFilterQuery;
  readonly limit: number;
  readonly after?: string;
  readonly reader?: Reader;
}
export interface CasesAsked {
  readonly filter: CaseFilterQuery;
  readonly limit: number;
  readonly after?: string;
}

/** 工作清单 and filtered lists. Lamps and days left are judged at the moment of reading. */
export class WorklistViews {
  constructor(private readonly desk: WorklistDesk) {}

  /** Every list with its count; `mine` only for a reader who says who it is. */
  async summaries(reader: Reader | undefined, of: string | undefined): Promise<WorklistSummary[]> {
    const person = this.person(reader);
    const asked = {
      lists: WORKLISTS,
      today: this.desk.today(),
      ...(person === undefined ? {} : { reader: person }),
      ...(of === undefined ? {} : { of }),
    };
    const counts = await this.desk.worklists.counts(asked, COUNTED + 1);
    return WORKLISTS.map((name) => {
      const counted = counts.get(name) ?? 0;
      const [zh, en] = WORKLIST_WORDS[name];
      return { name, zh, en, count: Math.min(counted, COUNTED), more: counted > COUNTED };
    });
  }

  /** 重建清单: how many rows were not as they follow from the cases; none, unless somebody wrote past the program. */
  rebuild(): Promise<{ readonly cases: number; readonly differences: number }> {
    return this.desk.rebuild();
  }

  async page(asked: WorklistAsked): Promise<Page<WorklistRow>> {
    const { items, next } = await this.hits(asked);
    const today = this.desk.today();
    return { items: items.map((hit) => worklistRow(hit, today)), next };
  }

  async cases(asked: CasesAsked): Promise<Page<CaseView>> {
    const { items, next } = await this.caseRows(asked);
    return { items: await this.desk.caseViews(items), next };
  }

  /** Rows as the list of cases shows them. */
  caseViews(rows: readonly CaseRow[]): Promise<readonly CaseView[]> {
    return this.desk.caseViews(rows);
  }

  /** The cases behind a page. */
  async caseRows({ filter: given, ...page }: CasesAsked): Promise<PageOf<CaseRow>> {
    const { sort: order = 'newest', ...rest } = given;
    const filter = caseFilter(rest, this.desk.words);
    if (filter === undefined) return NOTHING;
    return this.desk.worklists.cases({ ...page, order, filter, today: this.desk.today() });
  }

  /** How many rows there are in all; without a list: cases. */
  async total(
    asked: Pick<WorklistAsked, 'list' | 'filter' | 'reader'> | Pick<CasesAsked, 'filter'>,
  ): Promise<number> {
    const today = this.desk.today();
    if ('list' in asked) {
      const question = this.question(asked);
      return question === undefined ? 0 : this.desk.worklists.total({ ...question, today });
    }
    const { sort: _, ...rest } = asked.filter;
    const filter = caseFilter(rest, this.desk.words);
    return filter === undefined ? 0 : this.desk.worklists.totalCases({ filter, today });
  }

  /** The rows behind a page, for those who print more of them. */
  async hits({ limit, after, ...asked }: WorklistAsked): Promise<PageOf<WorklistHit>> {
    const question = this.question(asked);
    if (question === undefined) return NOTHING;
    const { sort: order = 'due' } = asked.filter;
    const page = { limit, ...(after === undefined ? {} : { after }) };
    return this.desk.worklists.page({ ...question, ...page, order, today: this.desk.today() });
  }

  /** Undefined: it can find nothing. */
  private question({ list, filter: given, reader }: Pick<WorklistAsked, 'list' | 'filter' | 'reader'>) {
    const { sort: _, ...rest } = given;
    const filter = worklistFilter(rest, this.desk.words);
    if (filter === undefined) return undefined;
    const person = this.person(reader);
    // One's unit: the one that was asked for, the reader's, or the office itself.
    const of = filter.of ?? (list === 'unit' ? (person?.unit ?? this.desk.office.self.id) : undefined);
    return {
      list,
      filter: of === undefined ? filter : { ...filter, of },
      ...(person === undefined ? {} : { reader: person }),
    };
  }

  /** A list is kept by post; a reader may give a post or a user id. */
  private person(reader: Reader | undefined): Reader | undefined {
    if (reader === undefined) return undefined;
    const found = this.desk.office.actor(reader, EVERY_ROLE);
    return found.ok ? { unit: found.value.unit, user: found.value.user } : undefined;
  }
}

export function worklistRow(hit: WorklistHit, today: LocalDate): WorklistRow {
  const { row, leg, why, endsOn } = hit;
  const { matter, version } = row;
  const [whyZh, whyEn] = WORKLIST_REASON_WORDS[why];
  const clock = clockAt(leg?.leg.clocks ?? matter.clocks, endsOn);
  return {
    caseId: matter.id,
    caseVersion: version,
    legId: leg?.leg.id ?? null,
    legVersion: leg?.version ?? null,
    originNumber: matter.originNumber,
    localNumber: matter.localNumber ?? null,
    title: titleOf(matter),
    state: matter.state,
    legState: leg?.leg.state ?? null,
    kind: leg?.leg.kind ?? null,
    from: leg?.leg.from ?? null,
    to: leg?.leg.to ?? null,
    letterNumber: leg?.leg.letterNumber ?? null,
    unit: hit.unit,
    user: hit.user ?? null,
    why,
    whyZh,
    whyEn,
    clock: clock === undefined ? null : { id: clock.id, rule: clock.rule, article: clock.article },
    endsOn: endsOn ?? null,
    daysLeft: endsOn === undefined ? null : daysBetween(today, endsOn),
    provisional: hit.provisional,
    lamp: lampOfEnds(hit, today),
    urgency: hit.urgency,
    leader: hit.leader ?? null,
    receivedOn: matter.receivedOn,
    since: hit.since,
  };
}

const clockAt = (clocks: readonly Clock[], end: LocalDate | undefined): Clock | undefined =>
  clocks.find(({ metOn, effective }) => metOn === undefined && effective === end);

/** As much of the letter as one line holds. */
const MOST_TITLE = 40;

/**
 * 标题: topic, place and the beginning of the summary, in which no petitioner stands (domain.md §2). Of an accusation
 * neither the summary nor whom it names: a list lies open on a desk (L1 30(3)).
 */
export function titleOf({ dossier }: Pick<Case, 'dossier'>): string {
  if (dossier === undefined) return '（材料已退回）';
  const { topic, place, summary, category } = dossier;
  const about = `${topic} · ${place}`;
  if (category === 'accusation') return `${CATEGORY_WORDS.accusation[0]} · ${about}`;
  const told = Array.from(summary.replaceAll(/\s+/gu, ' ').trim());
  return `${about} · ${told.slice(0, MOST_TITLE).join('')}${told.length > MOST_TITLE ? '…' : ''}`;
}
