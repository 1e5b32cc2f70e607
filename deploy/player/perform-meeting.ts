import {
  meetingAnswer,
  meetingDetail,
  meetingView,
  pageOf,
  type ActAnswer,
  type CaseDetail,
} from '#contract';
import { setTimeout as pause } from 'node:timers/promises';
import type { MeetingStep } from './casebook-steps.js';
import type { NodeClient, Posted } from './node-client.js';

const ASK_AGAIN_MS = 25;

/** A meeting as its node shows it: the newest of that title. */
interface FoundMeeting {
  readonly id: string;
  readonly version: number;
}

export async function findMeeting(client: NodeClient, title: string): Promise<FoundMeeting | undefined> {
  const page = await client.get('/api/meetings?limit=200', pageOf(meetingView));
  const found = page?.items.find((meeting) => meeting.title === title);
  if (found === undefined) return undefined;
  const detail = await client.get(`/api/meetings/${found.id}`, meetingDetail);
  return detail === undefined ? undefined : { id: found.id, version: detail.version };
}

/** Waits until a meeting of that title is known at a node. */
async function waitForMeeting(
  client: NodeClient,
  title: string,
  patienceMs: number,
): Promise<FoundMeeting | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await findMeeting(client, title);
    if (found !== undefined || Date.now() > deadline) return found;
    await pause(ASK_AGAIN_MS);
  }
}

type Actor = { readonly unit: string };

/** The body of an act on a meeting, in the words of the contract. */
export function meetingBody(
  step: MeetingStep,
  actor: Actor,
  version: number,
  matter: CaseDetail,
): Readonly<Record<string, unknown>> {
  const on = { actor, version };
  switch (step.does) {
    case 'plan-meeting':
      return { actor, kind: step.kind, title: step.meeting, ...given({ members: step.members }) };
    case 'give-notice': {
      const { day, time, place, members } = step;
      return { ...on, on: day, ...given({ time, place, members }) };
    }
    case 'confirm-attendance': {
      const { comes, who, reason } = step;
      return { ...on, comes, ...given({ who, reason }) };
    }
    case 'postpone-meeting':
    case 'cancel-meeting':
      return { ...on, reason: step.reason };
    case 'hold-meeting':
      return { ...on, present: step.present };
    case 'exclude-hearing-days': {
      const { of, first: from, last: to } = step;
      return { ...on, leg: matter.legs.findLast((leg) => leg.to === of)?.id ?? matter.id, from, to };
    }
    case 'issue-minutes':
      return { ...on, ...given({ signedBy: step.signedBy }) };
  }
}

const given = (keys: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));

/** Posts an act on a meeting. Its answer speaks of the meeting; here it is told for the matter of the story. */
export async function postOnMeeting(
  step: MeetingStep,
  actor: Actor,
  {
    client,
    matter,
    key,
    patienceMs,
  }: {
    readonly client: NodeClient;
    readonly matter: CaseDetail;
    readonly key: string;
    readonly patienceMs: number;
  },
): Promise<Posted<ActAnswer> | undefined> {
  const planned = step.does === 'plan-meeting';
  const meeting = planned ? undefined : await waitForMeeting(client, step.meeting, patienceMs);
  if (!planned && meeting === undefined) return undefined;
  const path =
    meeting === undefined ? '/api/meetings' : `/api/meetings/${encodeURIComponent(meeting.id)}/${step.does}`;
  const body = meetingBody(step, actor, meeting?.version ?? 1, matter);
  const posted = await client.post(path, body, key, meetingAnswer);
  if (!posted.ok) return posted;
  const { id: caseId, originNumber, version: caseVersion } = matter;
  return { ok: true, value: { caseId, originNumber, caseVersion, warnings: posted.value.warnings } };
}
