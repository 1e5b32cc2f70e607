import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { CaseDetail, CaseView, HistoryEntry, Page } from '#contract';
import { NODE_API, type NodeApi } from '../node-api.js';
import { ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { asksForFile, giveFile } from './exported.js';
import { readerOf } from './reader.js';
import { casesAsked, listName } from './list-asked.js';
import { idOf, pageOfList, withCursor } from './paging.js';

const unknown = (): ProblemAnswer =>
  new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-case', details: {} }));

@Controller('api/cases')
export class CasesController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get()
  async list(
    @Query() query: unknown,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<Page<CaseView> | undefined> {
    if (asksForFile(query)) {
      await giveFile(this.api, 'cases', query, readerOf(request), response);
      return undefined;
    }
    const asked = casesAsked(query);
    return withCursor(listName('cases', asked.filter), await this.api.worklists.cases(asked));
  }

  @Get('by-origin/:originNumber')
  async byOrigin(
    @Req() request: IncomingMessage,
    @Param('originNumber') originNumber: string,
  ): Promise<CaseDetail> {
    const found =
      originNumber.length > 40
        ? undefined
        : await this.api.views.caseByOrigin(originNumber, readerOf(request));
    if (found === undefined) throw unknown();
    return found;
  }

  @Get(':id')
  async detail(@Req() request: IncomingMessage, @Param('id') given: string): Promise<CaseDetail> {
    const id = idOf(given);
    const found = id === undefined ? undefined : await this.api.views.caseById(id, readerOf(request));
    if (found === undefined) throw unknown();
    return found;
  }

  @Get(':id/history')
  async history(@Param('id') given: string, @Query() query: unknown): Promise<Page<HistoryEntry>> {
    const page = pageOfList('case-history', query);
    const id = idOf(given);
    if (id === undefined) throw unknown();
    const entries = await this.api.views.historyOfCase(id, page);
    // A case has a history from its first line on; without one it is not here.
    if (entries.items.length === 0 && page.after === undefined) throw unknown();
    return withCursor('case-history', entries);
  }
}
