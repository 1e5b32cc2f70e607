import type {
  CaseView,
  FollowUpFigures,
  FollowUpView,
  InstructionNotice,
  InstructionView,
  LeaderLedger,
  ReadingEntry,
  ReadingList,
  TaskView,
} from '#contract';
import {
  type FollowUp,
  type Instruction,
  type LocalDate,
  type Outcome,
  type Reading,
  type Task,
  accepted,
  addDays,
  daysBetween,
  followUpFigures,
  isTaskLate,
  parseLocalDate,
} from '#domain';
import type { CaseRow, Office } from '../ports.js';
import type { LeaderReads, WithOrigin } from '../ports/leaders.js';

/** The most that a list, a day or a ledger shows. */
const MOST = 500;

export interface LeaderDesk {
  readonly reads: { readonly leaders: LeaderReads };
  readonly office: Office;
  today(): LocalDate;
}

export type LeaderScreens = Pick<LeaderViews, keyof LeaderViews>;

/** Who reads, as far as instructions care: only the office itself and the units that one names see what it says. */
export interface InstructionReader {
  readonly unit: string;
}

/** 阅件、批示、交办事项、台账、回访. Lateness is judged at the moment of reading. */
export class LeaderViews {
  constructor(
    private readonly desk: LeaderDesk,
    private readonly caseViews: (rows: readonly CaseRow[]) => Promise<readonly CaseView[]>,
  ) {}

  /** 当日阅件 of a leader, the nearest end first; what was instructed on that day stands at the end. */
  async readingList(leader: string, on: string): Promise<Outcome<ReadingList>> {
    const found = this.leader(leader);
    if (!found.ok) return found;
    const day = dayOf(on);
    const { leaders } = this.desk.reads;
    const readings = await leaders.readingsOf(found.value, day, MOST);
    const ids = [...new Set(readings.map(({ caseId }) => caseId))];
    const [rows, proposals] = await Promise.all([leaders.cases(ids), leaders.proposals(ids)]);
    const views = new Map((await this.caseViews(rows)).map((view) => [view.id, view]));
    const dossiers = new Map(rows.map(({ matter }) => [matter.id, matter.dossier]));
    const items = readings
      .flatMap((reading): ReadingEntry[] => {
        const view = views.get(reading.caseId);
        if (view === undefined) return [];
        const summary = dossiers.get(reading.caseId)?.summary ?? null;
        const proposal = proposals.get(reading.caseId) ?? null;
        return [{ ...entryOf(reading, view, day), proposal, summary }];
      })
      .toSorted(byUrgency);
    const waiting = items.filter(({ instructed }) => !instructed);
    const isNew = waiting.filter((item) => item.isNew).length;
    return accepted({ leader: found.value, day, waiting: waiting.length, isNew, items });
  }

  /** 批示 on a case, for the office; to a unit that is named in one, only what it is asked. */
  async instructions(caseId: string, reader?: InstructionReader): Promise<readonly InstructionView[]> {
    const rows = await this.desk.reads.leaders.instructions(caseId);
    return rows.flatMap((row) => {
      if (reader === undefined || reader.unit === this.desk.office.self.id) return [instructionView(row)];
      const own = row.marks.filter((mark) => 'unit' in mark && mark.unit === reader.unit);
      const { text: _text, scan: _scan, ...rest } = row;
      return own.length === 0 ? [] : [instructionView({ ...rest, marks: own })];
    });
  }

  async tasksOfCase(caseId: string, originNumber: string, reader?: InstructionReader): Promise<TaskView[]> {
    const rows = await this.desk.reads.leaders.tasks(caseId);
    return rows
      .filter((task) => this.maySee(task, reader))
      .map((row) => taskView({ row, originNumber }, this.desk.today()));
  }

  /** The tasks of this node, the nearest date first. */
  async tasks(
    filter: { readonly unit?: string; readonly state: Task['state'] },
    reader?: InstructionReader,
  ): Promise<readonly TaskView[]> {
    const rows = await this.desk.reads.leaders.taskList({ ...filter, limit: MOST });
    return rows.filter(({ row }) => this.maySee(row, reader)).map((row) => taskView(row, this.desk.today()));
  }

  private maySee({ unit }: Task, reader: InstructionReader | undefined): boolean {
    return reader === undefined || reader.unit === this.desk.office.self.id || reader.unit === unit;
  }

  /** Who was told of an instruction on a day, at once, one entry a person. */
  async notices(on: string, reader?: InstructionReader): Promise<readonly InstructionNotice[]> {
    const day = dayOf(on);
    const digests = new Map<string, InstructionNotice>();
    for (const { row, originNumber } of await this.desk.reads.leaders.instructedOn(day, MOST)) {
      for (const { unit, post } of row.told) {
        if (reader !== undefined && reader.unit !== unit && reader.unit !== this.desk.office.self.id)
          continue;
        const text = this.noticeText(row, unit);
        if (text === undefined) continue;
        const key = `${unit} ${post}`;
        const known = digests.get(key) ?? { on: day, unit, recipient: post, lines: [] };
        const line = { caseId: row.caseId, originNumber, at: row.at, leader: row.by.user, text };
        digests.set(key, { ...known, lines: [...known.lines, line] });
      }
    }
    return [...digests.values()];
  }

  /** The office is told that there is an instruction; a unit what it is asked, and nothing else of it. */
  private noticeText({ marks, by }: Instruction, unit: string): string | undefined {
    if (unit === this.desk.office.self.id) return `${by.user}已批示，请办理`;
    const own = marks.find((mark) => 'unit' in mark && mark.unit === unit);
    return own !== undefined && 'what' in own ? `${own.what}（${own.due.effective}前）` : undefined;
  }

  /** 阅办台账 of a leader: what was read, what was said, and what became of it. */
  async ledger(leader: string, first: string, last: string): Promise<Outcome<LeaderLedger>> {
    const found = this.leader(leader);
    if (!found.ok) return found;
    const { leaders } = this.desk.reads;
    const today = this.desk.today();
    const [from, to] = [dayOf(first), dayOf(last)];
    const [counts, rows] = await Promise.all([
      leaders.countReadings(found.value, from, to),
      leaders.instructionsBy(found.value, from, to, MOST),
    ]);
    const [cases, tasks] = await Promise.all([
      leaders.cases([...new Set(rows.map(({ row }) => row.caseId))]),
      leaders.tasksOfInstructions(rows.map(({ row }) => row.id)),
    ]);
    const items = rows.map(({ row, originNumber }) => {
      const matter = cases.find((one) => one.matter.id === row.caseId)?.matter;
      return {
        caseId: row.caseId,
        instruction: instructionView(row),
        originNumber,
        state: matter?.state ?? '',
        answeredOn: matter?.answered?.on ?? null,
        tasks: tasks
          .filter(({ instruction }) => instruction === row.id)
          .map((task) => taskView({ row: task, originNumber }, today)),
      };
    });
    const ofState = (state: Task['state']): number => tasks.filter((task) => task.state === state).length;
    const readOnly = rows.filter(({ row }) => isReadOnly(row)).length;
    return accepted({
      ...{ leader: found.value, from, to, ...counts, readOnly, instructed: rows.length - readOnly },
      tasks: {
        ...{ open: ofState('open'), done: ofState('done'), withdrawn: ofState('withdrawn') },
        late: tasks.filter((task) => isTaskLate(task, today)).length,
      },
      items,
    });
  }

  async followUps(caseId: string): Promise<readonly FollowUpView[]> {
    return (await this.desk.reads.leaders.followUps(caseId)).map(followUpView);
  }

  /** 参评率, 满意率 of a month, of all and by the unit that handled; the denominators stand beside. */
  async followUpFigures(month: string): Promise<FollowUpFigures> {
    const first = parseLocalDate(`${month}-01`);
    const rows = first.ok
      ? await this.desk.reads.leaders.followUpsBetween(first.value, lastOf(first.value))
      : [];
    const units = new Map<string, FollowUp[]>();
    for (const row of rows) {
      if (row.unit !== undefined) units.set(row.unit, [...(units.get(row.unit) ?? []), row]);
    }
    return {
      month,
      ...followUpFigures(rows),
      units: [...units].map(([unit, ofUnit]) => ({
        unit,
        name: this.desk.office.unit(unit)?.zh ?? unit,
        ...followUpFigures(ofUnit),
      })),
    };
  }

  private leader(user: string): Outcome<string> {
    const found = this.desk.office.actor({ unit: this.desk.office.self.id, user }, ['leader', 'head']);
    return found.ok ? accepted(found.value.user) : found;
  }
}

const entryOf = (
  { caseId, submittedOn, submittedBy, note, state }: Reading,
  view: CaseView,
  day: LocalDate,
): Omit<ReadingEntry, 'proposal' | 'summary'> => ({
  caseId,
  originNumber: view.originNumber,
  version: view.version,
  submittedOn,
  submittedBy: submittedBy.user,
  note: note ?? null,
  isNew: submittedOn === day,
  waitingDays: Math.max(0, daysBetween(submittedOn, day)),
  instructed: state === 'instructed',
  case: view,
});

const FAR = '9999-12-31';
/** What waits before what was read; urgent reports (L1 25) first; then the nearest end, then what waits longest. */
const byUrgency = (a: ReadingEntry, b: ReadingEntry): number =>
  Number(a.instructed) - Number(b.instructed) ||
  Number(b.case.urgentOn !== undefined) - Number(a.case.urgentOn !== undefined) ||
  compare(a.case.nearest?.effective ?? FAR, b.case.nearest?.effective ?? FAR) ||
  compare(a.submittedOn, b.submittedOn);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isReadOnly = ({ text, marks, scan }: Instruction): boolean =>
  text === undefined && scan === undefined && marks.every(({ mark }) => mark === 'read');

function instructionView(row: Instruction): InstructionView {
  const { id, caseId, on, at, by, text, marks, scan } = row;
  return {
    ...{ id, caseId, on, at, unit: by.unit, leader: by.user, text: text ?? null, scan: scan ?? null },
    marks: marks.map((mark) =>
      'unit' in mark
        ? { mark: mark.mark, unit: mark.unit, what: mark.what, due: mark.due.effective }
        : { mark: mark.mark, unit: null, what: null, due: null },
    ),
  };
}

function taskView({ row, originNumber }: WithOrigin<Task>, today: LocalDate): TaskView {
  const { id, caseId, instruction, mark, unit, what, setOn, setBy, due, state, leg, ended } = row;
  return {
    ...{ id, caseId, originNumber, instruction, mark, unit, what, setOn, setBy: setBy.user, state },
    due: due.effective,
    provisional: due.provisional,
    late: isTaskLate(row, today),
    leg: leg ?? null,
    endedOn: ended?.on ?? null,
    note: ended?.note ?? null,
    number: ended?.number ?? null,
  };
}

function followUpView({
  id,
  caseId,
  on,
  by,
  how,
  reached,
  rating,
  fulfilled,
  note,
  unit,
}: FollowUp): FollowUpView {
  return {
    ...{ id, caseId, on, user: by.user, how, reached },
    rating: rating ?? null,
    fulfilled: fulfilled ?? null,
    note: note ?? null,
    unit: unit ?? null,
  };
}

/** The border has proved that it is a day. */
function dayOf(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

function lastOf(first: LocalDate): LocalDate {
  let day = first;
  while (addDays(day, 1).slice(0, 7) === first.slice(0, 7)) day = addDays(day, 1);
  return day;
}
