import type { IncomingMessage } from 'node:http';
import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { RulesReloaded, RulesView } from '#contract';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';

/** The law by which this node counts its dates. */
@Controller('api/rules')
export class RulesController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get()
  now(): RulesView {
    return this.api.rules.now();
  }

  /**
   * Reads the rule packs and the calendar of this node again and counts the open clocks that they concern. Files that
   * cannot be read change nothing.
   */
  @Post('reload')
  @HttpCode(200)
  async reload(@Req() request: IncomingMessage): Promise<RulesReloaded> {
    await readJsonBody(request);
    const done = await this.api.rules.reload();
    if (done.kind === 'unreadable')
      throw new ProblemAnswer(
        borderProblem('rules-unreadable', { why: done.problems.join(' ').slice(0, 2_000) }),
      );
    return done.reloaded;
  }
}
