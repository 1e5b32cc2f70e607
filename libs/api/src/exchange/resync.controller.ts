import type { IncomingMessage } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { unitId } from '#contract';
import { z } from 'zod';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { parseQuery } from '../views/paging.js';
import { bodyOf } from './body-of.js';
import { healBody, type HealView } from './heal-views.js';
import { type DiffView, resyncBody, type ResyncView } from './resync-views.js';

const diffQuery = z.strictObject({ peer: unitId });

/** Whether two ends are the same, and what makes them so; only counts of messages, nothing that they say. */
@Controller('api/exchange')
export class ResyncController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  /** Asks a peer for its heads and compares; changes nothing. */
  @Get('diff')
  async diff(@Query() query: unknown): Promise<DiffView> {
    const { peer } = parseQuery(diffQuery, query);
    const diff = await this.api.operator.diff(peer);
    if (diff === undefined) throw new ProblemAnswer(borderProblem('unknown-peer'));
    return { ...diff, streams: [...diff.streams] };
  }

  /** The same, then refills what was set back here, and bids the peer look for itself; on record. */
  @Post('resync')
  @HttpCode(200)
  async resync(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<ResyncView> {
    const { actor, ...wish } = await bodyOf(resyncBody, { request, key });
    const outcome = await this.api.operator.resync(actor, wish);
    if (outcome.kind === 'unknown') throw new ProblemAnswer(borderProblem('unknown-peer'));
    if (outcome.kind === 'refused') throw new ProblemAnswer(refusalProblem(outcome.refusal));
    return { ...outcome.result, streams: [...outcome.result.streams] };
  }

  /** Puts messages and files that `npm run audit` named right again, from the copies of the other offices; on record. */
  @Post('heal')
  @HttpCode(200)
  async heal(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<HealView> {
    const { actor, ...wish } = await bodyOf(healBody, { request, key });
    const outcome = await this.api.operator.heal(actor, wish);
    if (outcome.kind === 'refused') throw new ProblemAnswer(refusalProblem(outcome.refusal));
    const messages = outcome.result.messages.map(({ parts, ...one }) => ({ ...one, parts: [...parts] }));
    return { dryRun: wish.dryRun, messages, papers: [...outcome.result.papers] };
  }
}
