import { Controller, Get, Inject, Query } from '@nestjs/common';
import { type Page, uuid } from '#contract';
import { z } from 'zod';
import { NODE_API, type NodeApi } from '../node-api.js';
import { pageOfList, parseQuery, withCursor } from '../views/paging.js';
import type { DeliveryView, IdleView, QuarantineView } from './exchange-views.js';

const deliveriesQuery = z.strictObject({
  kind: z.enum(['leg', 'meeting', 'matter', 'directory']).default('leg'),
  id: uuid,
});

/** What the operator sees of the exchange; no petition text is in any of it. */
@Controller('api/exchange')
export class ExchangeController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('quarantine')
  async quarantine(@Query() query: unknown): Promise<Page<QuarantineView>> {
    const page = pageOfList('quarantine', query);
    const rows = await this.api.exchange.quarantined({ ...page, limit: page.limit + 1 });
    const items = rows.slice(0, page.limit).map((row) => ({ ...row, at: row.at.toISOString() }));
    const next = rows.length > page.limit ? (items.at(-1)?.id ?? null) : null;
    return withCursor('quarantine', { items, next });
  }

  @Get('deliveries')
  async deliveries(@Query() query: unknown): Promise<readonly DeliveryView[]> {
    const stream = parseQuery(deliveriesQuery, query);
    const rows = await this.api.exchange.deliveries(stream);
    return rows.map(({ time, settledAt, ...row }) => ({
      ...row,
      time: time.toISOString(),
      ...(settledAt === undefined ? {} : { settledAt: settledAt.toISOString() }),
    }));
  }

  @Get('idle')
  async idle(): Promise<IdleView> {
    const figures = await this.api.exchange.figures();
    return { idle: figures.pending === 0 && figures.parked === 0, ...figures };
  }
}
