import type {
  AskRecord,
  CaseView,
  Elsewhere,
  LinkPreview,
  LookAlike,
  LookAlikeQuestion,
  Page,
  SearchPage,
} from '#contract';
import { type Calendar, type LocalDate, isOpenLeg, linkCase, searchWords } from '#domain';
import { lookAlikesOf } from '../matter/look-alikes.js';
import { repeatNumbers } from '../matter/repeat-numbers.js';
import type { CaseRow, CaseworkReads, PageRequest } from '../ports.js';
import type { MatterDesk, MatterReads } from '../ports/matter.js';
import { clockViews } from './clock-view.js';

export interface MatterViewDesk {
  readonly reads: Pick<CaseworkReads, 'caseById' | 'caseByOrigin' | 'legsOfCases'>;
  readonly matter: MatterReads;
  readonly words: MatterDesk['words'];
  readonly calendar: Calendar;
  today(): LocalDate;
  caseView(row: CaseRow): CaseView;
}

/** What the screens read about one matter in many letters, and the full-text search. */
export class MatterViews {
  constructor(private readonly desk: MatterViewDesk) {}

  /** Suggested while a registrar types; any field may still be empty. */
  lookAlikes(asked: LookAlikeQuestion): Promise<LookAlike[]> {
    return lookAlikesOf(asked, this.desk.matter, this.desk.words);
  }

  /** The look-alikes of a case that is registered; undefined: there is no such case. */
  async lookAlikesOfCase(id: string): Promise<LookAlike[] | undefined> {
    const row = await this.desk.reads.caseById(id);
    if (row === undefined) return undefined;
    const { dossier } = row.matter;
    return dossier === undefined ? [] : lookAlikesOf(dossier, this.desk.matter, this.desk.words, id);
  }

  /** What linking would move and stop; judged by the same decision as the act. Undefined: no such case. */
  async linkPreview(id: string, to: string): Promise<LinkPreview | undefined> {
    const [row, target] = [await this.desk.reads.caseById(id), await this.desk.reads.caseByOrigin(to)];
    if (row === undefined || target === undefined) return undefined;
    const legs = await this.desk.reads.legsOfCases([id]);
    const [own, theirs] = [
      await this.desk.matter.itemsOf(id),
      await this.desk.matter.itemsOf(target.matter.id),
    ];
    const numbers = repeatNumbers(to, theirs, own.length);
    const judging = { today: this.desk.today(), calendar: this.desk.calendar };
    // Who will act is not known yet: whether the matters allow it, not whether the person may.
    const actor = { unit: '', user: '', role: 'registrar' } as const;
    const judged = linkCase(row.matter, target.matter, legs.map(({ leg }) => leg).filter(isOpenLeg), {
      ...judging,
      actor,
    });
    return {
      originNumber: row.matter.originNumber,
      to,
      items: own.map(({ number }, at) => ({ number, becomes: numbers[at] ?? number })),
      clocks: clockViews(`case.${id}`, row.matter.clocks, judging).filter(({ met }) => met === null),
      repeat: theirs.length,
      refused: judged.ok ? null : judged.slug,
      why: judged.ok ? null : (judged.details['why'] ?? null),
    };
  }

  async elsewhere(id: string): Promise<Elsewhere> {
    const [questions, answers] = [await this.desk.matter.questions(id), await this.desk.matter.elsewhere(id)];
    return {
      asked: questions.map(({ on, offices }) => ({ on, offices: [...offices] })),
      answers: answers.map(({ originNumber, office, state, consequence, on, another }) => ({
        originNumber,
        office,
        state,
        consequence,
        on,
        another,
      })),
    };
  }

  async asks(page: PageRequest): Promise<Page<AskRecord>> {
    const { items, next } = await this.desk.matter.asks(page);
    return {
      items: items.map(({ id, by, originNumber, on, outcome }) => ({ id, by, originNumber, on, outcome })),
      next,
    };
  }

  async search(asked: string, { limit, after }: PageRequest): Promise<SearchPage> {
    const words = searchWords(asked, this.desk.words);
    const offset = after !== undefined && /^\d{1,4}$/u.test(after) ? Number(after) : 0;
    const { rows, ranked } = await this.desk.matter.search(words, { limit, offset });
    const next = offset + limit < ranked ? String(offset + limit) : null;
    return { words: [...words], items: rows.map((row) => this.desk.caseView(row)), ranked, next };
  }
}
