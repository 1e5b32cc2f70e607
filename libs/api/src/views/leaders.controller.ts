import type { IncomingMessage } from 'node:http';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import {
  type FollowUpFigures,
  type FollowUpView,
  type InstructionNotice,
  type InstructionView,
  type LeaderLedger,
  type ReadingList,
  type TaskView,
  day,
  text,
  unitId,
} from '#contract';
import { z } from 'zod';
import type { Refusal } from '#casework';
import { NODE_API, type NodeApi } from '../node-api.js';
import { ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { readerOf } from './reader.js';
import { idOf, parseQuery } from './paging.js';

function valueOf<T>(outcome: { readonly ok: true; readonly value: T } | Refusal): T {
  if (outcome.ok) return outcome.value;
  throw new ProblemAnswer(refusalProblem(outcome));
}

const leader = text(40);
const listQuery = z.strictObject({ leader, day });
const ledgerQuery = z
  .strictObject({ leader, from: day, to: day })
  .refine(({ from, to }) => from <= to, { error: 'ends before it begins' });
const dayQuery = z.strictObject({ on: day });
const taskQuery = z.strictObject({
  unit: unitId.optional(),
  state: z.enum(['open', 'done', 'withdrawn']).default('open'),
});
const monthQuery = z.strictObject({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/u, { error: 'is not a month of the form YYYY-MM' }),
});

/**
 * 当日阅件, 批示, 批示交办事项, 阅办台账 and 回访. What an instruction says is shown to this office, and to a unit that it
 * names only what that unit is asked; who reads is said as for every reading.
 */
@Controller('api')
export class LeadersController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('reading-list')
  async readingList(@Query() query: unknown): Promise<ReadingList> {
    const { leader: of, day: on } = parseQuery(listQuery, query);
    return valueOf(await this.api.views.leaders.readingList(of, on));
  }

  @Get('leader-ledger')
  async ledger(@Query() query: unknown): Promise<LeaderLedger> {
    const { leader: of, from, to } = parseQuery(ledgerQuery, query);
    return valueOf(await this.api.views.leaders.ledger(of, from, to));
  }

  @Get('instructions/notices')
  async notices(
    @Req() request: IncomingMessage,
    @Query() query: unknown,
  ): Promise<readonly InstructionNotice[]> {
    const { on } = parseQuery(dayQuery, query);
    const reader = readerOf(request);
    const given = await this.api.views.leaders.notices(on, reader);
    if (reader === undefined) return given;
    // The lines lie deeper than the interceptor looks (L1 28(3)).
    const excluded = await this.api.views.guards.excludedCases(reader);
    return given
      .map((notice) => ({ ...notice, lines: notice.lines.filter(({ caseId }) => !excluded.has(caseId)) }))
      .filter(({ lines }) => lines.length > 0);
  }

  @Get('tasks')
  async tasks(@Req() request: IncomingMessage, @Query() query: unknown): Promise<readonly TaskView[]> {
    const { unit, state } = parseQuery(taskQuery, query);
    return this.api.views.leaders.tasks(
      { state, ...(unit === undefined ? {} : { unit }) },
      readerOf(request),
    );
  }

  @Get('cases/:id/instructions')
  async instructions(
    @Req() request: IncomingMessage,
    @Param('id') given: string,
  ): Promise<readonly InstructionView[]> {
    return this.api.views.leaders.instructions(await this.caseOf(given), readerOf(request));
  }

  @Get('cases/:id/follow-ups')
  async followUps(@Param('id') given: string): Promise<readonly FollowUpView[]> {
    return this.api.views.leaders.followUps(await this.caseOf(given));
  }

  @Get('follow-ups/figures')
  async followUpFigures(@Query() query: unknown): Promise<FollowUpFigures> {
    return this.api.views.leaders.followUpFigures(parseQuery(monthQuery, query).month);
  }

  private async caseOf(given: string): Promise<string> {
    const id = idOf(given);
    if (id === undefined || (await this.api.views.caseById(id)) === undefined)
      throw new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-case', details: {} }));
    return id;
  }
}
