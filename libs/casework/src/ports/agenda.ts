import type {
  Attendance,
  Decision,
  LocalDate,
  MeetingState,
  StagedMeeting,
  Topic,
  TopicState,
} from '#domain';
import type { PageOf, PageRequest } from './rows.js';

/* 会议 as an office stores them: those that it convenes, and those that another asked it to. */

/** What a member got of one topic. */
export interface SeatTopic {
  readonly topicId: string;
  readonly originNumber: string;
  readonly about: string;
  /** Given back when the minutes are out, when the meeting is cancelled, or when the topic stands no longer in the notice. */
  readonly papers?: {
    readonly place: string;
    readonly summary: string;
    readonly request: string;
    readonly guarded?: true;
  };
  readonly decision?: Decision;
}

/** One unit of this node that was asked to a meeting of another office. */
export interface Seat {
  readonly unit: string;
  /** Of its latest notice; an older one changes nothing. */
  readonly revision: number;
  readonly topics: readonly SeatTopic[];
  /** To that notice. */
  readonly attendance?: Attendance;
}

/** A meeting of another office, as its members hold it. */
export interface Invitation {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly convenedBy: string;
  readonly state: MeetingState;
  readonly on?: LocalDate;
  readonly time?: string;
  readonly place?: string;
  readonly reason?: string;
  readonly seats: readonly Seat[];
  readonly minutes?: {
    readonly number: string;
    readonly present: readonly string[];
    readonly signedBy: readonly string[];
    readonly notSigned: readonly string[];
  };
}

export interface Versioned<T> {
  readonly value: T;
  /** Grows by one with every save. */
  readonly version: number;
}

/** An objection as the history has it: what a handing on takes along. */
export interface ObjectionLine {
  readonly legId: string;
  readonly on: LocalDate;
  readonly text: string;
}

/** Cases are locked before meetings. A topic is written under the lock of its case. */
export interface AgendaStore {
  /** `decided`: what a list shows of a meeting whose minutes were entered in one go. */
  open(
    meeting: StagedMeeting,
    decided?: { readonly lead: string; readonly co: readonly string[] },
  ): Promise<void>;
  /** Without a lock, to know which cases to lock first. */
  peek(id: string): Promise<Versioned<StagedMeeting> | undefined>;
  /** Locked until the commit. */
  load(id: string): Promise<Versioned<StagedMeeting> | undefined>;
  save(meeting: StagedMeeting): Promise<void>;

  /** Locked until the commit. */
  invitation(id: string): Promise<Versioned<Invitation> | undefined>;
  saveInvitation(invitation: Invitation): Promise<void>;

  putTopic(topic: Topic): Promise<void>;
  /** In the order of their proposal. */
  topicsOf(meetingId: string): Promise<readonly Topic[]>;
  topicsOfCase(caseId: string): Promise<readonly Topic[]>;
  /** 异议 on the legs of a case, the oldest first. */
  objections(caseId: string): Promise<readonly ObjectionLine[]>;
}

/** A meeting in a list; `staged` where this office convenes it, `invitation` where it was asked to come. */
export interface ListedMeeting {
  readonly id: string;
  readonly version: number;
  readonly state: MeetingState;
  readonly number: string;
  readonly kind: string;
  readonly convenedBy: string;
  readonly heldOn: LocalDate | null;
  readonly originNumber: string;
  readonly parties: readonly string[];
  readonly lead: string;
  readonly co: readonly string[];
  readonly staged?: StagedMeeting;
  readonly invitation?: Invitation;
}

export interface AgendaReads {
  /** Newest first. */
  meetings(
    asked: { readonly state?: MeetingState | undefined },
    page: PageRequest,
  ): Promise<PageOf<ListedMeeting>>;
  meeting(id: string): Promise<ListedMeeting | undefined>;
  /** Newest first. */
  topics(asked: { readonly state?: TopicState | undefined }, page: PageRequest): Promise<PageOf<Topic>>;
  topicsOf(meetingId: string): Promise<readonly Topic[]>;
}
