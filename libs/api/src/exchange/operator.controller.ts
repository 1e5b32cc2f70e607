import type { IncomingMessage } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { Page } from '#contract';
import { NODE_API, type NodeApi, type Redecision } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf, pageOfList, withCursor } from '../views/paging.js';
import { bodyOf } from './body-of.js';
import { OBJECTIONS } from './objections.js';
import {
  dropBody,
  type ExchangeStatusView,
  type OperationView,
  type RedecidedView,
  retryBody,
} from './operator-views.js';

/** What an operator asks of the exchange and does about it; no petition text is in any of it. */
@Controller('api/exchange')
export class OperatorController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  /** What is under way, with whom, and what somebody should look at. */
  @Get('status')
  status(): Promise<ExchangeStatusView> {
    return this.api.operator.status();
  }

  /** What operators did, newest first. */
  @Get('operations')
  async operations(@Query() query: unknown): Promise<Page<OperationView>> {
    const page = pageOfList('operations', query);
    const rows = await this.api.operator.operations({ ...page, limit: page.limit + 1 });
    const items = rows.slice(0, page.limit).map(({ at, by: { unit, user }, ...row }) => ({
      ...row,
      ...{ at: at.toISOString(), unit, by: user },
    }));
    return withCursor('operations', {
      items,
      next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null,
    });
  }

  /** Once the cause is gone: gives it its turn again. The same again tells its sender once more. */
  @Post('quarantine/:id/retry')
  @HttpCode(200)
  async retry(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') given: string,
  ): Promise<RedecidedView> {
    const { actor, ...wish } = await bodyOf(retryBody, { request, key });
    const id = putAwayId(given);
    return answerOf(id, wish.dryRun, await this.api.operator.retry(actor, { id, ...wish }));
  }

  /** Gives it up, with a reason that stays; the proof stays too. */
  @Post('quarantine/:id/drop')
  @HttpCode(200)
  async drop(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') given: string,
  ): Promise<RedecidedView> {
    const { actor, ...wish } = await bodyOf(dropBody, { request, key });
    const id = putAwayId(given);
    return answerOf(id, wish.dryRun, await this.api.operator.drop(actor, { id, ...wish }));
  }
}

function putAwayId(given: string): string {
  const id = idOf(given);
  if (id === undefined) throw new ProblemAnswer(borderProblem('unknown-quarantined'));
  return id;
}

function answerOf(id: string, dryRun: boolean, outcome: Redecision): RedecidedView {
  switch (outcome.kind) {
    case 'refused':
      throw new ProblemAnswer(refusalProblem(outcome.refusal));
    case 'unknown':
      throw new ProblemAnswer(borderProblem('unknown-quarantined'));
    case 'objection': {
      const [zh, en] = OBJECTIONS[outcome.objection];
      const first = outcome.first === undefined ? [] : [`first: ${outcome.first}`];
      const told = borderProblem('quarantine-objection', {}, [`objection: ${outcome.objection}`, ...first]);
      throw new ProblemAnswer({ ...told, zh, en });
    }
    case 'done':
    case 'already':
      return { id, dryRun, already: outcome.kind === 'already', messages: [...outcome.messages] };
  }
}
