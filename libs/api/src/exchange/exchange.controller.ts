import type { IncomingMessage } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { actingAs, leftOutInWords, NEVER_COMES_BACK, type Page, type Proof, text, uuid } from '#contract';
import { z } from 'zod';
import { keyOf } from '../acts/post-act.js';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { listIssues } from '../problems/issues.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { pageOfList, parseQuery, withCursor } from '../views/paging.js';
import type { AlarmView, DeliveryView, IdleView, QuarantineView, RecoveryView } from './exchange-views.js';

const deliveriesQuery = z.strictObject({
  kind: z.enum(['leg', 'meeting', 'matter', 'directory']).default('leg'),
  id: uuid,
});

/** Who takes note of a failure, and what was done about it. */
const acknowledging = z.strictObject({ actor: actingAs, note: text(1_000) });

/** What the operator sees of the exchange; no petition text is in any of it. */
@Controller('api/exchange')
export class ExchangeController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('quarantine')
  async quarantine(@Query() query: unknown): Promise<Page<QuarantineView>> {
    const page = pageOfList('quarantine', query);
    const rows = await this.api.exchange.quarantined({ ...page, limit: page.limit + 1 });
    const items = rows.slice(0, page.limit).map(({ acknowledged, ...row }) => ({
      ...row,
      at: row.at.toISOString(),
      ...(acknowledged === undefined
        ? {}
        : { acknowledged: { ...acknowledged, at: acknowledged.at.toISOString() } }),
    }));
    const next = rows.length > page.limit ? (items.at(-1)?.id ?? null) : null;
    return withCursor('quarantine', { items, next });
  }

  /** Alarms until somebody takes note; a second note changes nothing and is answered alike. */
  @Get('alarms')
  async alarms(): Promise<readonly AlarmView[]> {
    return (await this.api.exchange.alarms()).map((alarm) => ({ ...alarm, at: alarm.at.toISOString() }));
  }

  @Post('alarms/:id/acknowledge')
  @HttpCode(200)
  async acknowledge(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') given: string,
  ): Promise<{ readonly id: string }> {
    const json = await readJsonBody(request);
    keyOf(key);
    const id = uuid.safeParse(given.toLowerCase());
    if (!id.success) throw new ProblemAnswer(borderProblem('unknown-alarm'));
    const body = acknowledging.safeParse(json);
    if (!body.success) {
      throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', body.error)));
    }
    const outcome = await this.api.exchange.acknowledge(id.data, body.data.actor, body.data.note);
    if (outcome === 'unknown') throw new ProblemAnswer(borderProblem('unknown-alarm'));
    if (typeof outcome === 'object') throw new ProblemAnswer(refusalProblem(outcome));
    return { id: id.data };
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

  /**
   * What proves one message, sent or received, to a third party: `npm run -s verify -- FILE` checks it offline. It holds
   * what the message says, as long as the dossier is here.
   */
  @Get('proofs/:id')
  async proof(@Param('id') given: string): Promise<Proof> {
    const id = uuid.safeParse(given);
    const known = id.success ? await this.api.exchange.proof(id.data) : undefined;
    if (known === undefined) throw new ProblemAnswer(borderProblem('unknown-message'));
    return known;
  }

  /** This node's epoch, how it stands with its peers, and what came back when it was set back, by peer and stream. */
  @Get('recovery')
  async recovery(): Promise<RecoveryView> {
    const { epoch, peers, refilled, leftOut } = await this.api.exchange.resync.status();
    return {
      epoch,
      peers: peers.map(({ since, ...peer }) =>
        since === undefined ? peer : { ...peer, since: since.toISOString() },
      ),
      refilled: refilled.map((line) => ({ ...line, at: line.at.toISOString() })),
      leftOut: leftOut.lines.map(({ epoch: _epoch, at, ...line }) => ({
        ...line,
        told: leftOutInWords(line.reason),
        at: at.toISOString(),
      })),
      leftOutMore: leftOut.total - leftOut.lines.length,
      neverComesBack: epoch === 1 ? [] : [...NEVER_COMES_BACK],
    };
  }

  @Get('idle')
  async idle(): Promise<IdleView> {
    const figures = await this.api.exchange.figures();
    return { idle: figures.pending === 0 && figures.parked === 0, ...figures };
  }
}
