import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';
import { openApiOf } from './openapi.js';
import { DOCS_PAGE, DOCS_SCRIPT, uiFiles } from './ui.js';

/** The description of this node's HTTP, for programs and for people. Made when asked for: most nodes never are. */
@Controller('docs')
export class DocsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('openapi.json')
  @Header('cache-control', 'no-cache')
  description(): object {
    return openApiOf(this.api);
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return DOCS_PAGE;
  }

  @Get('ui/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return DOCS_SCRIPT;
  }

  @Get('ui/:file')
  file(@Param('file') name: string, @Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const file = uiFiles().find(`/docs/ui/${name}`);
    if (file === undefined) throw new ProblemAnswer(borderProblem('unknown-route'));
    file.send(request, response);
  }
}
