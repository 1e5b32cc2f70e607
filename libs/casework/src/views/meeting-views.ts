import type { MeetingDetail, MeetingView, Page, TopicView } from '#contract';
import {
  type LocalDate,
  type MeetingState,
  type Topic,
  type TopicState,
  fulfilmentOf,
  fulfilmentOfReport,
  worstFulfilment,
} from '#domain';
import type { LegRow, Office, PageRequest } from '../ports.js';
import type { AgendaReads, Invitation, ListedMeeting } from '../ports/agenda.js';

export interface MeetingDesk {
  readonly reads: {
    readonly agenda: AgendaReads;
    legsOfCases(caseIds: readonly string[]): Promise<readonly LegRow[]>;
  };
  readonly office: Office;
  today(): LocalDate;
}

/** What the API serves of it. */
export type MeetingScreens = Pick<MeetingViews, keyof MeetingViews>;

/** The screens of meetings. How far a decision is carried out is computed from its legs at the moment of reading. */
export class MeetingViews {
  constructor(private readonly desk: MeetingDesk) {}

  async list(
    asked: { readonly state?: MeetingState | undefined },
    page: PageRequest,
  ): Promise<Page<MeetingView>> {
    const rows = await this.desk.reads.agenda.meetings(asked, page);
    return { items: rows.items.map((row) => this.view(row)), next: rows.next };
  }

  async byId(id: string): Promise<MeetingDetail | undefined> {
    const row = await this.desk.reads.agenda.meeting(id);
    if (row === undefined) return undefined;
    const topics = await this.desk.reads.agenda.topicsOf(id);
    const legs = await this.desk.reads.legsOfCases([...new Set(topics.map(({ caseId }) => caseId))]);
    return this.detail(row, topics, legs);
  }

  async topics(
    asked: { readonly state?: TopicState | undefined },
    page: PageRequest,
  ): Promise<Page<TopicView>> {
    const rows = await this.desk.reads.agenda.topics(asked, page);
    const legs = await this.desk.reads.legsOfCases([...new Set(rows.items.map(({ caseId }) => caseId))]);
    return { items: rows.items.map((topic) => this.topicView(topic, legs)), next: rows.next };
  }

  private view(row: ListedMeeting): MeetingView {
    const { staged, invitation } = row;
    const cases = staged?.agenda.length ?? (invitation === undefined ? 1 : casesOf(invitation).size);
    return {
      id: row.id,
      state: row.state,
      role: row.convenedBy === this.desk.office.self.id ? 'convener' : 'member',
      number: row.number === '' ? null : row.number,
      kind: row.kind,
      title: staged?.title ?? invitation?.title ?? null,
      originNumber: row.originNumber === '' ? null : row.originNumber,
      cases,
      heldOn: row.heldOn,
      convenedBy: row.convenedBy,
      parties: [...row.parties],
      lead: row.lead === '' ? null : row.lead,
      co: [...row.co],
    };
  }

  private detail(row: ListedMeeting, topics: readonly Topic[], legs: readonly LegRow[]): MeetingDetail {
    const { staged, invitation } = row;
    const meeting = staged ?? invitation;
    const minutes = staged?.minutes ?? invitation?.minutes;
    return {
      ...this.view(row),
      version: row.version,
      time: meeting?.time ?? null,
      place: meeting?.place ?? null,
      reason: meeting?.reason ?? null,
      topics: topics.map((topic) => this.topicView(topic, legs)),
      members: (staged?.members ?? []).map(({ unit, topics: of, attendance, present }) => ({
        unit,
        name: this.desk.office.unit(unit)?.zh ?? unit,
        topics: [...of],
        attendance:
          attendance === undefined
            ? null
            : {
                comes: attendance.comes,
                who: attendance.who ?? null,
                reason: attendance.reason ?? null,
                on: attendance.on,
              },
        present: present ?? null,
        signed: staged?.minutes === undefined ? null : staged.minutes.signedBy.includes(unit),
      })),
      signedBy: [...(minutes?.signedBy ?? [])],
      notSigned: [...(minutes?.notSigned ?? [])],
      hearings: (staged?.hearings ?? []).map(({ caseId, legId, from, to }) => ({ caseId, legId, from, to })),
      seats: (invitation?.seats ?? []).map(({ unit, revision, attendance, topics: of }) => ({
        unit,
        revision,
        comes: attendance?.comes ?? null,
        topics: of.map(({ originNumber, about, papers, decision }) => ({
          originNumber,
          about,
          papers:
            papers === undefined
              ? null
              : { place: papers.place, summary: papers.summary, request: papers.request },
          decision: decision === undefined ? null : decisionView(decision),
        })),
      })),
    };
  }

  private topicView(topic: Topic, legs: readonly LegRow[]): TopicView {
    const { id, caseId, originNumber, wanted, why, legId, proposedBy, proposedOn, state } = topic;
    const { meetingId, declined, decision } = topic;
    return {
      ...{ id, caseId, originNumber, wanted, why, proposedOn, state },
      legId: legId ?? null,
      proposedBy: { unit: proposedBy.unit, user: proposedBy.user },
      meetingId: meetingId ?? null,
      declined: declined === undefined ? null : { on: declined.on, reason: declined.reason },
      decision: decision === undefined ? null : decisionView(decision),
      fulfilment: this.fulfilment(topic, legs),
    };
  }

  /** 落实情况: none before the minutes. */
  private fulfilment(topic: Topic, legs: readonly LegRow[]): TopicView['fulfilment'] {
    if (topic.legs === undefined) return null;
    const today = this.desk.today();
    const { decision, legId } = topic;
    const heard = legs.find(({ leg }) => leg.id === legId)?.leg;
    if (decision?.kind === 'heard' && heard !== undefined)
      return { state: fulfilmentOfReport(heard, decision.reportBy, today), legs: [] };
    const lines = legs
      .filter(({ leg }) => topic.legs?.includes(leg.id) === true)
      .map(({ leg }) => fulfilmentOf(leg, today));
    return {
      state: worstFulfilment(lines),
      legs: lines.map(({ due, doneOn, ...line }) => ({
        ...line,
        due: due ?? null,
        doneOn: doneOn ?? null,
      })),
    };
  }
}

const casesOf = ({ seats }: Invitation): ReadonlySet<string> =>
  new Set(seats.flatMap(({ topics }) => topics.map(({ originNumber }) => originNumber)));

type DecisionView = NonNullable<TopicView['decision']>;

/** The contract's lists are of its own making; the domain's are read only. */
function decisionView(decision: NonNullable<Topic['decision']>): DecisionView {
  switch (decision.kind) {
    case 'assign':
      return { ...decision, co: [...decision.co] };
    case 'handover':
      return { ...decision, receivers: decision.receivers.map((receiver) => ({ ...receiver })) };
    case 'adjourn':
    case 'hand-on':
    case 'heard':
    case 'instrument':
      return { ...decision };
  }
}
