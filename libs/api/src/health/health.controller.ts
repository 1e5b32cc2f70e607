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

  /**
   * 200 while the office can work, also degraded (`phase`, `problems`, `details` say what somebody should look at: Redis
   * away, a peer silent, something put away, a recovery under way, a late sweep); 503 while it cannot: starting, stopping, the database away.
   */
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: ServerResponse): Promise<HealthReport> {
    const report = await this.api.health();
    response.statusCode = report.phase === 'ready' || report.phase === 'degraded' ? 200 : 503;
    return report;
  }
}
