import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type Page, unitId, worklistName, type WorklistRow, type WorklistSummary } from '#contract';
import { z } from 'zod';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';
import { asksForFile, giveFile } from './exported.js';
import { listName, worklistAsked } from './list-asked.js';
import { parseQuery, withCursor } from './paging.js';
import { readerOf } from './reader.js';

const summaryQuery = z.strictObject({ of: z.exactOptional(unitId) });

/** 工作清单: what waits here and for whom. */
@Controller('api/worklists')
export class WorklistsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get()
  summaries(@Query() query: unknown, @Req() request: IncomingMessage): Promise<readonly WorklistSummary[]> {
    return this.api.worklists.summaries(readerOf(request), parseQuery(summaryQuery, query).of);
  }

  /** Makes the lists anew from the cases, and says how many rows were otherwise. */
  @Post('rebuild')
  @HttpCode(200)
  async rebuild(
    @Req() request: IncomingMessage,
  ): Promise<{ readonly cases: number; readonly differences: number }> {
    await readJsonBody(request);
    return this.api.worklists.rebuild();
  }

  @Get(':name')
  async page(
    @Param('name') given: string,
    @Query() query: unknown,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<Page<WorklistRow> | undefined> {
    const name = worklistName.safeParse(given);
    if (!name.success)
      throw new ProblemAnswer(
        borderProblem('unknown-list', { list: given.slice(0, 40), lists: worklistName.options.join(', ') }),
      );
    if (asksForFile(query)) {
      await giveFile(this.api, name.data, query, readerOf(request), response);
      return undefined;
    }
    const asked = worklistAsked(name.data, query, readerOf(request));
    return withCursor(listName(name.data, asked.filter), await this.api.worklists.page(asked));
  }
}
