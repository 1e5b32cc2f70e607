import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  type MeetingAnswer,
  type MeetingDetail,
  type MeetingView,
  type Page,
  type TopicView,
  meetingState,
  topicState,
} from '#contract';
import { z } from 'zod';
import { isMeetingActName, postMeetingAct } from '../acts/post-meeting-act.js';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf, pageOfList, parseQuery, withCursor } from './paging.js';

const ofState = z.object({ state: meetingState.optional() });
const ofTopicState = z.object({ state: topicState.optional() });

/** What a list's own filter leaves for the page. */
function withoutState(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  return Object.fromEntries(Object.entries(query).filter(([key]) => key !== 'state'));
}

const unknownMeeting = () =>
  new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-meeting', details: {} }));

/** 会议: those that this office convenes, those that it was asked to, and the acts on them. */
@Controller('api/meetings')
export class MeetingsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get()
  async list(@Query() query: unknown): Promise<Page<MeetingView>> {
    const { state } = parseQuery(ofState, query);
    const list = `meetings-${state ?? ''}`;
    const page = pageOfList(list, withoutState(query));
    return withCursor(list, await this.api.views.meetings.list({ state }, page));
  }

  @Get('topics')
  async topics(@Query() query: unknown): Promise<Page<TopicView>> {
    const { state } = parseQuery(ofTopicState, query);
    const list = `topics-${state ?? ''}`;
    const page = pageOfList(list, withoutState(query));
    return withCursor(list, await this.api.views.meetings.topics({ state }, page));
  }

  @Get(':id')
  async byId(@Param('id') given: string): Promise<MeetingDetail> {
    const id = idOf(given);
    const found = id === undefined ? undefined : await this.api.views.meetings.byId(id);
    if (found === undefined) throw unknownMeeting();
    return found;
  }

  @Post()
  @HttpCode(200)
  plan(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<MeetingAnswer> {
    return this.act('', 'plan-meeting', key, request, response);
  }

  @Post(':id/:act')
  @HttpCode(200)
  onMeeting(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') given: string,
    @Param('act') act: string,
  ): Promise<MeetingAnswer> {
    return this.act(given, act, key, request, response);
  }

  private async act(
    given: string,
    act: string,
    key: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<MeetingAnswer> {
    // Read first: a connection that stays open must be at the next request when this one is answered.
    const json = await readJsonBody(request);
    if (!isMeetingActName(act) || (act === 'plan-meeting') !== (given === ''))
      throw new ProblemAnswer(borderProblem('unknown-act', { act: act.slice(0, 40) }));
    const id = given === '' ? '' : idOf(given);
    if (id === undefined) throw unknownMeeting();
    const { answer, repeated } = await postMeetingAct(this.api, { act, id, key, json });
    if (repeated) response.setHeader('idempotency-replayed', 'true');
    return answer;
  }
}
