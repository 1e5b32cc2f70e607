import type {
  Board,
  CaseDetail,
  CaseView,
  ClockWorking,
  CompetenceView,
  HistoryEntry,
  LegView,
  Page,
} from '#contract';
import { type Clock, clockWorking, formatPeriod, isLinkedAway, legDigestText } from '#domain';
import type { CaseRow, LegRow, Office, PageRequest } from '../ports.js';
import type { ViewDesk } from './view-desk.js';
import { type GuardScreens, GuardViews, type Reader } from './guard-views.js';
import { type LeaderScreens, LeaderViews } from './leader-views.js';
import { designationOffer } from '../desk/designation.js';
import { outgoingView } from './outgoing-view.js';
import { formerlyOf } from './routing-views.js';
import { type MeetingScreens, MeetingViews } from './meeting-views.js';
import { type SupervisionScreens, SupervisionViews } from './supervision-views.js';
import { type Judging, clockView, clockViews, nearestOf, worstLamp } from './clock-view.js';
import { adviceViews } from './advice-view.js';
import { proposalsView, warningView } from './budget-view.js';
import { documentView, entryNotesView, itemView } from './entry-view.js';
import { historyEntry } from './row-views.js';

/** The board shows at most this many of the newest cases. */
const BOARD_CASES = 60;

/** What the screens of this node read. Lateness and lamps are judged at the moment of reading. */
export class Views {
  /** Guards, and who is competent. */
  readonly guards: GuardScreens;
  /** 催办与督办. */
  readonly supervision: SupervisionScreens;
  /** 会议. */
  readonly meetings: MeetingScreens;
  /** 阅件、批示、交办事项、回访. */
  readonly leaders: LeaderScreens;

  constructor(private readonly desk: ViewDesk) {
    this.supervision = new SupervisionViews(desk);
    this.meetings = new MeetingViews(desk);
    this.guards = new GuardViews(desk);
    this.leaders = new LeaderViews(desk, (rows) => this.caseViews(rows));
  }

  private get judging(): Judging {
    return { today: this.desk.today(), calendar: this.desk.calendar };
  }

  async cases(page: PageRequest): Promise<Page<CaseView>> {
    const rows = await this.desk.reads.cases(page);
    return { items: await this.caseViews(rows.items), next: rows.next };
  }

  /** Without a reader: as the office itself sees it. */
  async caseById(id: string, reader?: Pick<Reader, 'unit'>): Promise<CaseDetail | undefined> {
    return this.detail(await this.desk.reads.caseById(id), reader);
  }

  async caseByOrigin(originNumber: string, reader?: Pick<Reader, 'unit'>): Promise<CaseDetail | undefined> {
    return this.detail(await this.desk.reads.caseByOrigin(originNumber), reader);
  }

  private async detail(
    row: CaseRow | undefined,
    reader: Pick<Reader, 'unit'> | undefined,
  ): Promise<CaseDetail | undefined> {
    if (row === undefined) return undefined;
    const { id, dossier } = row.matter;
    const [items, documents, legs, tasks] = await Promise.all([
      this.desk.reads.items(id),
      this.desk.reads.documents(id),
      this.desk.reads.legsOfCases([id]),
      this.leaders.tasksOfCase(id, row.matter.originNumber, reader),
    ]);
    const shown = legs.map((leg) => this.legView(leg));
    const offer = designationOffer(
      legs.map(({ leg }) => leg),
      this.desk.office,
    );
    return {
      ...this.caseView(row, shown),
      summary: dossier?.summary ?? null,
      request: dossier?.request ?? null,
      respondents: [...(dossier?.respondents ?? [])],
      ...entryNotesView(row.matter),
      items: items.map(itemView),
      ...adviceViews(row.matter, this.desk.today()),
      ...proposalsView(
        legs.map(({ leg }) => leg),
        this.desk,
      ),
      legs: shown,
      documents: documents.map((paper) => documentView(paper, mayReadInstructions(this.desk.office, reader))),
      ...(tasks.length === 0 ? {} : { tasks }),
      ...(offer === undefined ? {} : { designation: offer }),
    };
  }

  /** A row as lists show it. A linked item has no live clock, reminder or count of its own: its case has. */
  caseView({ matter, version }: CaseRow, legs: readonly LegView[] = []): CaseView {
    const clocks = clockViews(`case.${matter.id}`, isLinkedAway(matter) ? [] : matter.clocks, this.judging);
    const { dossier } = matter;
    return {
      id: matter.id,
      originNumber: matter.originNumber,
      localNumber: matter.localNumber ?? null,
      version,
      state: matter.state,
      receivedOn: matter.receivedOn,
      category: dossier?.category ?? null,
      route: dossier?.route ?? null,
      topic: dossier?.topic ?? null,
      place: dossier?.place ?? null,
      incomingLeg: matter.incomingLeg ?? null,
      notified: matter.notified ?? null,
      answered: matter.answered ?? null,
      closedOn: matter.closedOn ?? null,
      ...(matter.urgentOn === undefined ? {} : { urgentOn: matter.urgentOn }),
      ...(matter.responsible === undefined ? {} : { responsible: matter.responsible }),
      clocks,
      nearest: nearestOf(clocks),
      lamp: worstLamp(clocks),
      ...outgoingView(legs, this.desk.office.self.id),
    };
  }

  /** Rows with the line of what is out, at one more query for the whole page. */
  async caseViews(rows: readonly CaseRow[]): Promise<CaseView[]> {
    const legs = (await this.desk.reads.legsOfCases(rows.map(({ matter }) => matter.id))).map((leg) =>
      this.legView(leg),
    );
    return rows.map((row) =>
      this.caseView(
        row,
        legs.filter(({ caseId }) => caseId === row.matter.id),
      ),
    );
  }

  async legs(page: PageRequest): Promise<Page<LegView>> {
    const rows = await this.desk.reads.legs(page);
    return { items: rows.items.map((row) => this.legView(row)), next: rows.next };
  }

  async legById(id: string): Promise<LegView | undefined> {
    const row = await this.desk.reads.legById(id);
    return row === undefined ? undefined : this.legView(row);
  }

  private legView(row: LegRow): LegView {
    const { leg } = row;
    const clocks = clockViews(`leg.${leg.id}`, leg.clocks, this.judging);
    const onPaper = this.desk.office.unit(leg.to)?.works === 'offline';
    const { service } = leg;
    return {
      id: leg.id,
      caseId: row.caseId,
      originNumber: leg.originNumber,
      version: row.version,
      kind: leg.kind,
      wants: leg.wants,
      from: leg.from,
      to: leg.to,
      ...formerlyOf(leg),
      state: leg.state,
      round: leg.round,
      letterNumber: leg.letterNumber,
      byMinutes: leg.byMinutes ?? null,
      reviewOf: leg.reviewOf ?? null,
      reviewers: [...leg.reviewers.committees],
      sentOn: leg.sentOn,
      acceptedOn: leg.acceptedOn ?? null,
      endedOn: leg.endedOn ?? null,
      service:
        service === undefined ? null : { on: service.on, how: service.how, answered: service.answered },
      ticks: {
        delivered: row.deliveredAt ?? null,
        registeredAs: leg.receiverNumber ?? null,
        registeredOn: leg.signedOn ?? null,
        refused: row.refusal ?? null,
        onPaper,
      },
      lamp: worstLamp(clocks),
      ...warningView(leg),
      nearest: nearestOf(clocks),
      clocks,
      digest: this.desk.sha256(legDigestText(leg)),
    };
  }

  async historyOfCase(caseId: string, page: PageRequest): Promise<Page<HistoryEntry>> {
    const rows = await this.desk.reads.historyOfCase(caseId, page);
    return { items: rows.items.map(historyEntry), next: rows.next };
  }

  async historyOfLeg(legId: string, page: PageRequest): Promise<Page<HistoryEntry>> {
    const rows = await this.desk.reads.historyOfLeg(legId, page);
    return { items: rows.items.map(historyEntry), next: rows.next };
  }

  /** How a date was worked out, day by day. `key` as in a clock view: `leg.<id>.<n>` or `case.<id>.<n>`. */
  async working(key: string): Promise<ClockWorking | undefined> {
    const found = /^(?<kind>leg|case)\.(?<id>[0-9a-f-]{36})\.(?<index>\d{1,3})$/u.exec(key)?.groups;
    if (found === undefined) return undefined;
    const { kind, id = '', index } = found;
    const clocks =
      kind === 'leg'
        ? (await this.desk.reads.legById(id))?.leg.clocks
        : (await this.desk.reads.caseById(id))?.matter.clocks;
    const clock = clocks?.[Number(index)];
    return clock === undefined ? undefined : this.workingOf(`${kind ?? ''}.${id}`, Number(index), clock);
  }

  private workingOf(owner: string, index: number, clock: Clock): ClockWorking {
    const { calendar } = this.desk;
    const { extension, packVersion, calendarVersion } = clock;
    return {
      ...clockView(owner, index, clock, this.judging),
      note: clock.notAfter === undefined ? (clock.note ?? null) : `不晚于 ${clock.notAfter}`,
      days: clockWorking(clock, calendar).map((day) => ({ ...day })),
      versions: { pack: packVersion, calendar: calendarVersion, countedWith: calendar.version },
      ...(extension === undefined
        ? {}
        : {
            extension: {
              period: formatPeriod(extension.period),
              approvedOn: extension.approvedOn,
              from: extension.originalRaw,
            },
          }),
    };
  }

  /** What minutes taught, by topic; the directory's own table lies in the directory. */
  async competences(): Promise<readonly CompetenceView[]> {
    const learned = await this.desk.reads.learned();
    return learned.map(({ topic, to, minutes }) => ({
      topic,
      to,
      reviewer: this.desk.office.competence(topic)?.reviewer ?? null,
      because: `会议纪要 ${minutes}`,
    }));
  }

  async board(): Promise<Board> {
    const { items } = await this.desk.reads.cases({ limit: BOARD_CASES });
    const legs = await this.desk.reads.legsOfCases(items.map((row) => row.matter.id));
    return {
      node: this.desk.office.self.id,
      today: this.desk.today(),
      simulated: this.desk.simulated,
      lanes: this.desk.lanes,
      cases: items.map((row) => this.caseView(row)),
      legs: legs.map((row) => this.legView(row)),
    };
  }
}

/** 批示 is for the office itself; what a named unit is asked it sees in its task (domain.md §1). */
const mayReadInstructions = ({ self }: Office, reader: Pick<Reader, 'unit'> | undefined): boolean =>
  reader === undefined || reader.unit === self.id;
