import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import {
  lookAlikeQuestion,
  type AskRecord,
  type Elsewhere,
  type LinkPreview,
  type LookAlike,
  type Page,
  type SearchPage,
} from '#contract';
import { z } from 'zod';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { listIssues } from '../problems/issues.js';
import { idOf, pageOfList, parseQuery, withCursor } from './paging.js';

const previewQuery = z.strictObject({ to: z.string().min(1).max(40) });
const searchQuery = z.strictObject({
  q: z.string().min(1).max(200),
  limit: z.string().optional(),
  after: z.string().optional(),
});

const unknown = (): ProblemAnswer =>
  new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-case', details: {} }));

/** One matter, many letters: look-alikes, links, what other offices answered, and the full-text search. */
@Controller('api')
export class MatterController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  /** 疑似同一事项, while the registrar types. A body instead of a query: petition text belongs in no address line. */
  @Post('look-alikes')
  @HttpCode(200)
  async lookAlikes(@Req() request: IncomingMessage): Promise<readonly LookAlike[]> {
    const body = await readJsonBody(request);
    const asked = lookAlikeQuestion.safeParse(body);
    if (!asked.success)
      throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', asked.error)));
    return this.api.matters.lookAlikes(asked.data);
  }

  @Get('cases/:id/look-alikes')
  async lookAlikesOfCase(@Param('id') given: string): Promise<readonly LookAlike[]> {
    const id = idOf(given);
    const found = id === undefined ? undefined : await this.api.matters.lookAlikesOfCase(id);
    if (found === undefined) throw unknown();
    return found;
  }

  @Get('cases/:id/link-preview')
  async linkPreview(@Param('id') given: string, @Query() query: unknown): Promise<LinkPreview> {
    const { to } = parseQuery(previewQuery, query);
    const id = idOf(given);
    const found = id === undefined ? undefined : await this.api.matters.linkPreview(id, to);
    if (found === undefined) throw unknown();
    return found;
  }

  @Get('cases/:id/elsewhere')
  async elsewhere(@Param('id') given: string): Promise<Elsewhere> {
    const id = idOf(given);
    if (id === undefined) throw unknown();
    return this.api.matters.elsewhere(id);
  }

  /** What other offices asked of this one, newest first. */
  @Get('matter/asks')
  async asks(@Query() query: unknown): Promise<Page<AskRecord>> {
    return withCursor('matter-asks', await this.api.matters.asks(pageOfList('matter-asks', query)));
  }

  /** 全文检索: cases whose text, topic, place or bodies hold every word; no petitioner is searched. */
  @Get('search')
  async search(@Query() query: unknown): Promise<SearchPage> {
    const { q, limit, after } = parseQuery(searchQuery, query);
    const page = pageOfList('search', {
      ...(limit === undefined ? {} : { limit }),
      ...(after === undefined ? {} : { after }),
    });
    const found = await this.api.matters.search(q, page);
    return { ...found, next: withCursor('search', { items: [], next: found.next }).next };
  }
}
