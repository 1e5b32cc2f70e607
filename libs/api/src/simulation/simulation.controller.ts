import type { IncomingMessage } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { keyOf } from '../acts/post-act.js';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi, type Simulation } from '../node-api.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';
import { listIssues } from '../problems/issues.js';

/** Where a simulated network stands. */
export const simulationState = z.strictObject({
  /** Legal instant, UTC. */
  now: z.string(),
  /** Legal day in the network's time zone. */
  today: z.string(),
  /** Nothing sent is unanswered, nothing received waits. */
  idle: z.boolean(),
  pending: z.int(),
  parked: z.int(),
  /** Messages ever put. Idle nodes with the same sum twice in a row are drained. */
  put: z.int(),
});
type SimulationState = z.infer<typeof simulationState>;

/** Legal instant to move to, ISO 8601 in UTC, to the minute, second or millisecond, between 2000 and 2100. */
export const clockBody = z.strictObject({
  now: z.iso
    .datetime()
    .refine((value) => /^20\d{2}-/u.test(value), { error: 'is not between 2000 and 2100' }),
});

/** Only in a network marked `simulated: true`; elsewhere these addresses do not exist. */
@Controller('simulation')
export class SimulationController {
  private readonly simulation: Simulation;

  constructor(@Inject(NODE_API) private readonly api: NodeApi) {
    if (api.simulation === undefined) throw new Error('this network has no simulated clock');
    this.simulation = api.simulation;
  }

  @Get('state')
  async state(): Promise<SimulationState> {
    const { pending, parked, put } = await this.api.exchange.figures();
    const idle = pending === 0 && parked === 0;
    return {
      now: this.simulation.now().toISOString(),
      today: this.simulation.today(),
      idle,
      pending,
      parked,
      put,
    };
  }

  @Post('clock')
  @HttpCode(200)
  async move(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<SimulationState> {
    const json = await readJsonBody(request);
    // Setting the same instant twice is the same, so that the key is asked for and needs no memory.
    keyOf(key);
    const parsed = clockBody.safeParse(json);
    if (!parsed.success) {
      throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', parsed.error)));
    }
    const moved = await this.simulation.moveTo(new Date(parsed.data.now));
    switch (moved.kind) {
      case 'moved':
        return this.state();
      case 'back':
        throw new ProblemAnswer(
          borderProblem('clock-moves-back', { now: this.simulation.now().toISOString() }),
        );
      case 'busy':
        throw new ProblemAnswer(borderProblem('not-drained', { pending: String(moved.pending) }));
    }
  }
}
