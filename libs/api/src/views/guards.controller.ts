import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { type CompetenceSuggestion, type GuardView, type SuccessionView, text } from '#contract';
import { z } from 'zod';
import { NODE_API, type NodeApi } from '../node-api.js';
import { ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf, parseQuery } from './paging.js';

const topicQuery = z.strictObject({ topic: text(120) });

/** Who is competent and why, who hands over to whom, and what walls a case off. */
@Controller('api')
export class GuardsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('competences/suggest')
  suggest(@Query() query: unknown): Promise<CompetenceSuggestion> {
    return this.api.views.guards.suggest(parseQuery(topicQuery, query).topic);
  }

  @Get('successions')
  successions(): Promise<SuccessionView[]> {
    return this.api.views.guards.successions();
  }

  @Get('cases/:id/guards')
  async ofCase(@Param('id') given: string): Promise<GuardView> {
    const id = idOf(given);
    const found = id === undefined ? undefined : await this.api.views.guards.ofCase(id);
    if (found === undefined)
      throw new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-case', details: {} }));
    return found;
  }
}
