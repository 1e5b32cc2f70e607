import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { HealthReport } from '#platform';
import { NODE_API, type NodeApi } from '../node-api.js';

@Controller('health')
export class HealthController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  /** The process answers; nothing else is asked. */
  @Get('live')
  live(): { readonly node: string } {
    return { node: this.api.node };
  }

  /** 200 when database and Redis answer; 503 with the parts that do not. A schema that does not fit stops the start. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: ServerResponse): Promise<HealthReport> {
    const report = await this.api.health();
    response.statusCode = report.phase === 'ready' ? 200 : 503;
    return report;
  }
}
