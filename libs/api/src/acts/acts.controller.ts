import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Headers, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ACTS, type ActAnswer, type ActSubject, uuid } from '#contract';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { isActName, postAct } from './post-act.js';
import { readJsonBody } from './read-body.js';

/** Every act of the contract's table, on its subject. The table names the routes; there is no list here. */
@Controller('api')
export class ActsController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Post('items')
  @HttpCode(200)
  register(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<ActAnswer> {
    return this.act('items', '', 'register', key, request, response);
  }

  @Post('reading-list/:act')
  @HttpCode(200)
  onList(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Headers('idempotency-key') key: string | undefined,
    @Param('act') act: string,
  ): Promise<ActAnswer> {
    return this.act('reading-list', '', act, key, request, response);
  }

  @Post('cases/:id/:act')
  @HttpCode(200)
  onCase(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') id: string,
    @Param('act') act: string,
  ): Promise<ActAnswer> {
    return this.act('cases', id, act, key, request, response);
  }

  @Post('legs/:id/:act')
  @HttpCode(200)
  onLeg(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') id: string,
    @Param('act') act: string,
  ): Promise<ActAnswer> {
    return this.act('legs', id, act, key, request, response);
  }

  private async act(
    on: ActSubject,
    given: string,
    act: string,
    key: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<ActAnswer> {
    // Read first: a connection that stays open must be at the next request when this one is answered.
    const json = await readJsonBody(request);
    if (!isActName(act) || ACTS[act].on !== on) {
      throw new ProblemAnswer(borderProblem('unknown-act', { act: act.slice(0, 40) }));
    }
    const id = subjectId(on, given);
    const { answer, repeated } = await postAct(this.api, { act, id, key, json });
    if (repeated) response.setHeader('idempotency-replayed', 'true');
    return answer;
  }
}

/** Ids are compared as bytes: one that is written in capitals is the same. */
function subjectId(on: ActSubject, given: string): string {
  if (on === 'items' || on === 'reading-list') return '';
  const id = uuid.safeParse(given.toLowerCase());
  if (id.success) return id.data;
  const slug = on === 'legs' ? 'unknown-leg' : 'unknown-case';
  throw new ProblemAnswer(refusalProblem({ ok: false, slug, details: {} }));
}
