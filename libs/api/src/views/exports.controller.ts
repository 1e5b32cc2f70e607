import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { exportBody, exportDeletion, type ExportView, type Page } from '#contract';
import { keyOf } from '../acts/post-act.js';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { listIssues } from '../problems/issues.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';
import { exportedValue, sendFile, unknownExport } from './exported.js';
import { idOf, pageOfList, withCursor } from './paging.js';
import { readerOf } from './reader.js';
import type { z } from 'zod';

/** 导出: lists prepared in the background, with progress; each one recorded. */
@Controller('api/exports')
export class ExportsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get()
  async list(@Query() query: unknown): Promise<Page<ExportView>> {
    return withCursor('exports', await this.api.exports.list(pageOfList('exports', query)));
  }

  /** Answered at once with 202: the list is being prepared. */
  @Post()
  @HttpCode(202)
  async ask(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<ExportView> {
    const body = parsed(exportBody, await readJsonBody(request));
    return exportedValue(await this.api.exports.ask(body, keyOf(key)));
  }

  @Get(':id')
  async one(@Param('id') given: string): Promise<ExportView> {
    const id = idOf(given);
    if (id === undefined) throw unknownExport();
    return exportedValue(await this.api.exports.get(id));
  }

  @Get(':id/file')
  async file(
    @Param('id') given: string,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const id = idOf(given);
    const reader = readerOf(request);
    if (id === undefined) throw unknownExport();
    if (reader === undefined) throw new ProblemAnswer(borderProblem('reader-required'));
    const file = exportedValue(await this.api.exports.open(id, reader));
    await sendFile(response, file);
  }

  @Post(':id/delete')
  @HttpCode(200)
  async remove(@Param('id') given: string, @Req() request: IncomingMessage): Promise<ExportView> {
    const { actor } = parsed(exportDeletion, await readJsonBody(request));
    const id = idOf(given);
    if (id === undefined) throw unknownExport();
    return exportedValue(await this.api.exports.remove(id, actor));
  }
}

function parsed<T>(shape: z.ZodType<T>, json: unknown): T {
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', read.error)));
}
