import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { ClockWorking, HistoryEntry, LegView, Page } from '#contract';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf, pageOfList, withCursor } from './paging.js';

const unknown = (): ProblemAnswer =>
  new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-leg', details: {} }));

@Controller('api')
export class LegsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('legs')
  async list(@Query() query: unknown): Promise<Page<LegView>> {
    return withCursor('legs', await this.api.views.legs(pageOfList('legs', query)));
  }

  @Get('legs/:id')
  async one(@Param('id') given: string): Promise<LegView> {
    const id = idOf(given);
    const found = id === undefined ? undefined : await this.api.views.legById(id);
    if (found === undefined) throw unknown();
    return found;
  }

  @Get('legs/:id/history')
  async history(@Param('id') given: string, @Query() query: unknown): Promise<Page<HistoryEntry>> {
    const page = pageOfList('leg-history', query);
    const id = idOf(given);
    if (id === undefined || (await this.api.views.legById(id)) === undefined) throw unknown();
    return withCursor('leg-history', await this.api.views.historyOfLeg(id, page));
  }

  @Get('clocks/:key/working')
  async working(@Param('key') key: string): Promise<ClockWorking> {
    const found = await this.api.views.working(key);
    if (found === undefined) throw new ProblemAnswer(borderProblem('unknown-clock'));
    return found;
  }
}
