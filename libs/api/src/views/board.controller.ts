import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, type BeforeApplicationShutdown, Req, Res } from '@nestjs/common';
import type { Board, CompetenceView } from '#contract';
import { NODE_API, type NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer } from '../problems/problem.js';

/** A browser holds one per page; more than this is a mistake somewhere. */
const MOST_LISTENERS = 64;
/** Several commits of one step are one event. */
const GATHER_MS = 25;
/** Shows both ends that the line is alive. */
const HEARTBEAT_MS = 15_000;

@Controller('api')
export class BoardController implements BeforeApplicationShutdown {
  private readonly streams = new Set<ServerResponse>();

  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('board')
  board(): Promise<Board> {
    return this.api.views.board();
  }

  @Get('competences')
  competences(): Promise<readonly CompetenceView[]> {
    return this.api.views.competences();
  }

  /** Server-sent events: `changed` after casework was committed. What changed is asked at /api/board. */
  @Get('board/events')
  events(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (this.streams.size >= MOST_LISTENERS) throw new ProblemAnswer(borderProblem('too-many-listeners'));
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.write('retry: 1000\n\n');
    this.streams.add(response);
    let gathering: NodeJS.Timeout | undefined;
    const stop = this.api.changes.listen(() => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        response.write('event: changed\ndata: {}\n\n');
      }, GATHER_MS);
    });
    const heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_MS);
    response.on('close', () => {
      stop();
      clearTimeout(gathering);
      clearInterval(heartbeat);
      this.streams.delete(response);
    });
    response.on('error', () => response.destroy());
    request.socket.setTimeout(0);
  }

  beforeApplicationShutdown(): void {
    for (const stream of this.streams) stream.end();
  }
}
