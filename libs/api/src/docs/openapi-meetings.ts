import {
  MEETING_ACTS,
  type MeetingActBody,
  type MeetingActName,
  meetingAnswer,
  meetingDetail,
  meetingState,
  meetingView,
  pageOf,
  topicState,
  topicView,
} from '#contract';
import { isMeetingActName } from '../acts/post-meeting-act.js';
import { KEY, type Json, inPath, json, refused, schemaOf } from './openapi-shapes.js';

const actor = { unit: 'city' };
const on = { actor, version: 1 };

/** One body of every act on a meeting, as the page shows it; a test proves that each is lawful in shape. */
export const MEETING_EXAMPLES: { readonly [A in MeetingActName]: MeetingActBody<A> } = {
  'plan-meeting': {
    actor,
    kind: 'coordination',
    title: '四月协调会',
    members: ['agency:education', 'township:yi'],
  },
  'give-notice': { ...on, on: '2026-04-09', time: '09:30', place: '二楼会议室' },
  'confirm-attendance': { actor: { unit: 'agency:education' }, version: 1, comes: true, who: '分管负责人' },
  'postpone-meeting': { ...on, reason: '会场维修。' },
  'cancel-meeting': { ...on, reason: '事项已另行解决。' },
  'hold-meeting': { ...on, present: ['agency:education', 'township:yi'] },
  'exclude-hearing-days': {
    ...on,
    leg: '01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c',
    from: '2026-04-08',
    to: '2026-04-09',
  },
  'issue-minutes': { ...on, signedBy: ['agency:education'] },
};

/** The acts on meetings on the OpenAPI page. */
export function meetingActPaths(allowed: ReadonlySet<MeetingActName>): Json {
  const acts = Object.keys(MEETING_ACTS).filter(isMeetingActName);
  return Object.fromEntries(
    acts
      .filter((act) => allowed.has(act) && act !== 'plan-meeting')
      .map((act) => [`/api/meetings/{id}/${act}`, { post: operation(act) }]),
  );
}

/** The operation that plans a meeting; it shares its path with the list. */
export const planOperation = (allowed: ReadonlySet<MeetingActName>): Json =>
  allowed.has('plan-meeting') ? { post: operation('plan-meeting') } : {};

function operation(act: MeetingActName): Json {
  const { zh, en, body } = MEETING_ACTS[act];
  return {
    operationId: act,
    tags: ['会议 meetings'],
    summary: `${zh} · ${en}`,
    parameters: [...(act === 'plan-meeting' ? [] : [inPath('id', 'meeting id')]), KEY],
    requestBody: { required: true, ...json(schemaOf(body, 'input'), MEETING_EXAMPLES[act]) },
    responses: { 200: { description: zh, ...json(schemaOf(meetingAnswer)) }, default: refused },
  };
}

const state = (values: readonly string[]): Json => ({
  name: 'state',
  in: 'query',
  schema: { enum: values },
});

/** The views of meetings. */
export const meetingPaths = (paging: readonly Json[]) => [
  {
    path: '/api/meetings',
    zh: '会议',
    en: 'Meetings, newest first: convened here, or to which this office was asked',
    answer: schemaOf(pageOf(meetingView)),
    parameters: [state(meetingState.options), ...paging],
  },
  {
    path: '/api/meetings/topics',
    zh: '议题',
    en: 'Cases proposed for a meeting, newest first',
    answer: schemaOf(pageOf(topicView)),
    parameters: [state(topicState.options), ...paging],
  },
  {
    path: '/api/meetings/{id}',
    zh: '会议详情及落实情况',
    en: 'One meeting whole: agenda, members, decisions and how far they are carried out',
    answer: schemaOf(meetingDetail),
    parameters: [inPath('id', 'meeting id')],
  },
];
