import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Problem } from '#contract';
import { uuidV7 } from '#platform';
import type { NodeApi } from '../node-api.js';
import { borderProblem, ProblemAnswer } from './problem.js';

/** Writes a problem as RFC 9457 says. */
export function writeProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.statusCode = problem.status;
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  if (problem.status === 405) response.setHeader('allow', 'GET, HEAD, POST');
  if (problem.status === 503) response.setHeader('retry-after', '2');
  response.end(JSON.stringify(problem));
}

/** The one place where an error becomes an answer. What nobody expected is logged once, and never shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly api: Pick<NodeApi, 'failures' | 'log'>) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    writeProblem(host.switchToHttp().getResponse<ServerResponse>(), this.problemFor(error));
  }

  problemFor(error: unknown): Problem {
    if (error instanceof ProblemAnswer) return error.problem;
    if (error instanceof HttpException) {
      // Nest's own: no route, or an address that is no URI.
      return borderProblem(error.getStatus() === 404 ? 'unknown-route' : 'not-of-this-protocol');
    }
    if (this.api.failures.isOutage(error)) {
      this.api.log.warn('api.database-away', {}, error);
      return borderProblem('database-away');
    }
    const id = uuidV7();
    this.api.log.error('api.unexpected', { id }, error);
    return borderProblem('unexpected', { id });
  }
}
