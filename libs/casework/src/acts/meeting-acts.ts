import type { MeetingActBody, MeetingActName, MeetingAnswer } from '#contract';
import type { Outcome, Role } from '#domain';
import type { Desk } from '../desk/desk.js';
import { type Done, performOnce } from '../desk/once.js';
import { sessionInRoles } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { issueMinutes } from './issue-minutes.js';
import * as meetings from './meetings.js';

type UseCase<A extends MeetingActName> = (
  session: Session,
  id: string,
  body: MeetingActBody<A>,
) => Promise<Outcome<MeetingAnswer>>;

/** Every act on a meeting has exactly one use case; the compiler finds a missing one. */
const USE_CASES: { readonly [A in MeetingActName]: UseCase<A> } = {
  'plan-meeting': meetings.planMeeting,
  'give-notice': meetings.giveNotice,
  'confirm-attendance': meetings.confirmAttendance,
  'postpone-meeting': meetings.postponeMeeting,
  'cancel-meeting': meetings.cancelMeeting,
  'hold-meeting': meetings.holdMeeting,
  'exclude-hearing-days': meetings.excludeHearingDays,
  'issue-minutes': issueMinutes,
};

const SECRETARIAT = ['dispatcher', 'head', 'leader'] as const;

/** Roles that may do an act, the usual one first; as ACT_ROLES for acts on cases and legs. */
const MEETING_ACT_ROLES: { readonly [A in MeetingActName]: readonly Role[] } = {
  'plan-meeting': SECRETARIAT,
  'give-notice': SECRETARIAT,
  'confirm-attendance': ['registrar', 'handler', 'reviewer', 'dispatcher', 'head', 'leader'],
  'postpone-meeting': SECRETARIAT,
  'cancel-meeting': SECRETARIAT,
  'hold-meeting': SECRETARIAT,
  'exclude-hearing-days': SECRETARIAT,
  'issue-minutes': SECRETARIAT,
};

/** An act on a meeting as it is posted; the id is empty where it plans one. */
export interface PostedOnMeeting<A extends MeetingActName> {
  readonly act: A;
  readonly id: string;
  readonly body: MeetingActBody<A>;
  readonly key: string;
  /** SHA-256 over act, id and body. */
  readonly fingerprint: string;
}

/** Performs acts on meetings: one unit of work each, and the answer stored with it under the key of the post. */
export class MeetingActs {
  constructor(
    private readonly desk: Desk,
    /** Reads a stored answer back into the contract's shape. */
    private readonly readAnswer: (stored: unknown) => MeetingAnswer,
  ) {}

  perform<A extends MeetingActName>({
    act,
    id,
    body,
    key,
    fingerprint,
  }: PostedOnMeeting<A>): Promise<Done<MeetingAnswer>> {
    return performOnce(this.desk, { key, fingerprint }, this.readAnswer, async (tx) => {
      const session = sessionInRoles(this.desk, tx, body.actor, MEETING_ACT_ROLES[act]);
      if (!session.ok) return session;
      const useCase: UseCase<A> = USE_CASES[act];
      return useCase(session.value, id, body);
    });
  }
}
