import { type ActAnswer, type ActName, MEETING_ACTS, type MeetingActName } from '#contract';
import type { Refusal } from '#domain';
import { meetingBody } from '../../deploy/player/perform-meeting.js';
import { STEPS, isMeetingStep } from '../../deploy/player/casebook-steps.js';
import type { Step } from './casebook-story.js';
import type { TwinNetwork } from './twin-network.js';
import { aCase, aLeg } from './views.js';

const isMeetingAct = (name: string): name is MeetingActName => Object.hasOwn(MEETING_ACTS, name);

/** The newest meeting of a title at a node: its own, or one that it was asked to. */
function meetingOf(net: TwinNetwork, node: string, title: string) {
  const { meetings, invitations } = net.node(node).office.memory.agenda;
  const all = [...meetings.values(), ...invitations.values()];
  return all.findLast(({ value }) => value.title === title);
}

/** The act of a step on a meeting, by the player's own reading of it; undefined: it is no such step. */
export async function stepAtMeeting(
  net: TwinNetwork,
  node: string,
  step: Step,
  matter: {
    readonly id: string;
    readonly originNumber: string;
    readonly legs: readonly { id: string; to: string }[];
  },
): Promise<ActAnswer | Refusal | undefined> {
  if (!isMeetingAct(step.does)) return undefined;
  const read = STEPS[step.does].parse(step);
  if (!isMeetingStep(read)) return undefined;
  const known = meetingOf(net, node, read.meeting);
  const actor = {
    unit: step.at,
    ...(step['onPaper'] === true ? { onPaper: { source: 'paper' as const } } : {}),
  };
  const shown = aCase({ id: matter.id, legs: matter.legs.map((leg) => aLeg(leg)) });
  const body = meetingBody(read, actor, known?.version ?? 1, shown);
  const id = read.does === 'plan-meeting' ? '' : (known?.value.id ?? '');
  const done = await net.onMeeting(node, read.does, id, MEETING_ACTS[read.does].body.parse(body));
  if ('slug' in done) return done;
  const { id: caseId, originNumber } = matter;
  return { caseId, originNumber, caseVersion: 1, warnings: done.warnings };
}

/** The keys of an act on a case that a meeting is about. */
export function topicBody(
  net: TwinNetwork,
  node: string,
  step: Step,
): readonly [ActName, object] | undefined {
  switch (step.does) {
    case 'propose-for-meeting': {
      const { kind, why } = STEPS['propose-for-meeting'].parse(step);
      return ['propose-for-meeting', { kind, why }];
    }
    case 'admit-topic':
      return ['admit-topic', { meeting: meetingOf(net, node, String(step['meeting']))?.value.id ?? '' }];
    case 'decline-topic':
    case 'hand-on':
      return [step.does, { reason: step['reason'] }];
    case 'decide-topic':
      return ['decide-topic', { decision: step['decision'] }];
    default:
      return undefined;
  }
}
