import type {
  BulletinView,
  NoticeDigest,
  SelectionView,
  SuperiorLetterView,
  SupervisionDraft,
  SupervisionView,
} from '#contract';
import {
  type LocalDate,
  type SuperiorLetter,
  addDays,
  daysBetween,
  isReplyLate,
  isSuperiorAnswerLate,
  parseLocalDate,
} from '#domain';
import type { Office } from '../ports.js';
import type { DraftRow, MissedLimit, SupervisionReads, SupervisionRow } from '../ports/supervision.js';

const MOST = 200;

export interface SupervisionDesk {
  readonly reads: { readonly supervision: SupervisionReads };
  readonly office: Office;
  today(): LocalDate;
}

/** What the API serves of it. */
export type SupervisionScreens = Pick<SupervisionViews, keyof SupervisionViews>;

/** The screens of 催办 and 督办. Lateness is judged at the moment of reading. */
export class SupervisionViews {
  constructor(private readonly desk: SupervisionDesk) {}

  async ofLeg(legId: string): Promise<readonly SupervisionView[]> {
    const rows = await this.desk.reads.supervision.ofLeg(legId);
    return rows.map((row) => supervisionView(row, this.desk.today()));
  }

  /** Letters that wait for an answer, sent or received, the nearest date first. */
  async openLetters(): Promise<readonly SupervisionView[]> {
    const rows = await this.desk.reads.supervision.openLetters(MOST);
    return rows.map((row) => supervisionView(row, this.desk.today()));
  }

  /** 上级督办件 of superiors without a node that wait for an answer. */
  async openSuperiors(): Promise<readonly SuperiorLetterView[]> {
    const letters = await this.desk.reads.supervision.openSuperiors(MOST);
    return letters.map((letter) => superiorView(letter, this.desk.today()));
  }

  /** The supervisor's to-do list: what the system drafted and nobody has signed. */
  async drafts(): Promise<readonly SupervisionDraft[]> {
    return (await this.desk.reads.supervision.drafts(MOST)).flatMap(draftView);
  }

  /** One notice a person a day, with everything that was to be told. */
  async notices(day: string): Promise<readonly NoticeDigest[]> {
    const parsed = parseLocalDate(day);
    if (!parsed.ok) return [];
    const on = parsed.value;
    const digests = new Map<string, NoticeDigest>();
    for (const row of await this.desk.reads.supervision.notices(on)) {
      const { recipient, caseId, legId, originNumber, due, text } = row;
      if (recipient === undefined) continue;
      const key = `${recipient.unit} ${recipient.post}`;
      const known = digests.get(key) ?? { on, unit: recipient.unit, recipient: recipient.post, lines: [] };
      digests.set(key, { ...known, lines: [...known.lines, { caseId, legId, originNumber, due, text }] });
    }
    return [...digests.values()];
  }

  /** 重点督办件 and 反馈率 of a month, `2026-06`. */
  async selected(month: string): Promise<SelectionView> {
    const rows = await this.desk.reads.supervision.selected(month);
    const items = rows.map(({ caseId, originNumber, why, on, answeredOn }) => ({
      caseId,
      originNumber,
      why,
      on,
      answeredOn: answeredOn ?? null,
    }));
    const answered = items.filter((item) => item.answeredOn !== null).length;
    return { month, selected: items.length, answered, items };
  }

  /** 逾期通报 of a month: the units that missed limits set from here, never people. */
  async bulletin(month: string): Promise<BulletinView> {
    const first = parseLocalDate(`${month}-01`);
    if (!first.ok) return { month, units: [] };
    const { self } = this.desk.office;
    // A legal month has at most 31 days; what lies beyond it belongs to the next and is cut by its name.
    const missed = await this.desk.reads.supervision.missed(self.node, first.value, lastOf(first.value));
    const units = new Map<string, Map<string, MissedLimit>>();
    for (const one of missed) {
      const ofUnit = units.get(one.unit) ?? new Map<string, MissedLimit>();
      // A leg with a legal and an assigned limit was late once, from the first end on.
      if (!ofUnit.has(one.legId)) ofUnit.set(one.legId, one);
      units.set(one.unit, ofUnit);
    }
    return {
      month,
      units: [...units].map(([unit, limits]) => this.unitLine(unit, [...limits.values()])),
    };
  }

  private unitLine(unit: string, limits: readonly MissedLimit[]): BulletinView['units'][number] {
    const today = this.desk.today();
    return {
      unit,
      name: this.desk.office.unit(unit)?.zh ?? unit,
      overdue: limits.length,
      stillOpen: limits.filter((limit) => limit.doneOn === undefined).length,
      items: limits.map(({ originNumber, letterNumber, due, doneOn }) => ({
        originNumber,
        letterNumber,
        due,
        doneOn: doneOn ?? null,
        daysLate: Math.max(0, daysBetween(due, doneOn ?? today)),
      })),
    };
  }
}

function lastOf(first: LocalDate): LocalDate {
  let day = first;
  while (addDays(day, 1).slice(0, 7) === first.slice(0, 7)) day = addDays(day, 1);
  return day;
}

function supervisionView(row: SupervisionRow, today: LocalDate): SupervisionView {
  const { supervision: paper, caseId } = row;
  const { id, legId, originNumber, kind, ordinal, number, from, to, issuedOn, by, text, copyToHead } = paper;
  const { reply, settled, read, call, replyDue } = paper;
  const late = isReplyLate(paper, today);
  return {
    ...{ id, caseId, legId, originNumber, kind, ordinal, number, from, to, issuedOn, text, copyToHead },
    by: { unit: by.unit, user: by.user, role: by.role },
    spokeWith: call?.spokeWith ?? null,
    promised: call?.promised ?? null,
    under: paper.under ?? null,
    delivered: row.deliveredAt ?? null,
    refused: row.refusal ?? null,
    readOn: read?.on ?? null,
    readBy: read?.by.user ?? null,
    replyDue: replyDue?.effective ?? null,
    replyProvisional: replyDue?.provisional ?? false,
    late,
    lamp: lampOfReply(paper, late),
    reply:
      reply === undefined
        ? null
        : { on: reply.on, number: reply.number, adopted: reply.adopted, text: reply.text },
    settled: settled === undefined ? null : { on: settled.on, how: settled.how },
  };
}

function superiorView(letter: SuperiorLetter, today: LocalDate): SuperiorLetterView {
  const { id, caseId, originNumber, from, number, receivedOn, replyBy, answer } = letter;
  return {
    ...{ id, caseId, originNumber, from, number, receivedOn, replyBy },
    late: isSuperiorAnswerLate(letter, today),
    answer: answer === undefined ? null : { on: answer.on, number: answer.number },
  };
}

function lampOfReply({ replyDue, settled }: SupervisionRow['supervision'], late: boolean) {
  if (replyDue === undefined) return null;
  if (late) return settled === undefined ? '红' : '灰';
  return settled === undefined && replyDue.provisional ? '暂定' : '绿';
}

function draftView({ level, caseId, legId, originNumber, to, on, due, text }: DraftRow): SupervisionDraft[] {
  return level === 'notice' ? [] : [{ caseId, legId, originNumber, to, draft: level, on, due, text }];
}
