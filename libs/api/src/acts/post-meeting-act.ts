import { MEETING_ACTS, type MeetingActBody, type MeetingActName, type MeetingAnswer } from '#contract';
import type { z } from 'zod';
import type { NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { listIssues } from '../problems/issues.js';
import { again, fingerprintOf, keyOf } from './post-act.js';

/** MEETING_ACTS again, with each body as the schema of its own act. */
const BODIES: { readonly [A in MeetingActName]: { readonly body: z.ZodType<MeetingActBody<A>> } } =
  MEETING_ACTS;

export const isMeetingActName = (name: string): name is MeetingActName => Object.hasOwn(MEETING_ACTS, name);

/** What arrived, read but not judged. */
interface ArrivedOnMeeting<A extends MeetingActName> {
  readonly act: A;
  /** Empty where a meeting is planned. */
  readonly id: string;
  readonly key: string | undefined;
  readonly json: unknown;
}

/** Parses, performs and answers one act on a meeting. @throws ProblemAnswer for whatever stands against it. */
export async function postMeetingAct<A extends MeetingActName>(
  api: NodeApi,
  { act, id, key: given, json }: ArrivedOnMeeting<A>,
): Promise<{ readonly answer: MeetingAnswer; readonly repeated: boolean }> {
  if (!api.meetings.allowed.has(act)) throw new ProblemAnswer(borderProblem('act-not-of-this-role', { act }));
  const key = keyOf(given);
  const parsed = BODIES[act].body.safeParse(json);
  if (!parsed.success)
    throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', parsed.error)));
  const body = parsed.data;
  const posted = { act, id, body, key, fingerprint: fingerprintOf(act, id, body) };
  const done = await again(api, () => api.meetings.acts.perform(posted));
  switch (done.kind) {
    case 'done':
      return done;
    case 'key-reused':
      throw new ProblemAnswer(borderProblem('key-reused'));
    case 'refused':
      throw new ProblemAnswer(refusalProblem(done.refusal));
  }
}
