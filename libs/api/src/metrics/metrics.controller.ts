import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { NODE_API, type NodeApi } from '../node-api.js';

/** What a monitoring system reads of this node. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  /**
   * Prometheus text; ask with the start token as bearer token. Names of offices are in it, nothing of any matter.
   * What each line means stands in its HELP line.
   */
  @Get()
  async metrics(@Res() response: ServerResponse): Promise<void> {
    const { contentType, text } = await this.api.metrics();
    response.setHeader('content-type', contentType);
    response.setHeader('cache-control', 'no-store');
    response.end(text);
  }
}
