import type { IncomingMessage } from 'node:http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { concatMap, from, type Observable } from 'rxjs';
import type { CaseAddress } from '#casework';
import type { NodeApi } from '../node-api.js';
import { ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf } from './paging.js';
import { readerOf } from './reader.js';

/**
 * 回避 for readings (L1 28(3)): a reader who keeps away from a case can't open it, its legs or their history, and finds it in no list.
 * It stands before every route, so that a new view can't forget it; an act is judged again by the office, by who acts.
 */
export class ConflictInterceptor implements NestInterceptor {
  constructor(private readonly api: Pick<NodeApi, 'views'>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const reader = readerOf(request);
    if (reader === undefined) return next.handle();
    const { guards } = this.api.views;
    const judged = (async () => {
      const address = addressOf(request.url ?? '');
      const refusal = address === undefined ? undefined : await guards.mayNotRead(address, reader);
      if (refusal !== undefined) throw new ProblemAnswer(refusalProblem(refusal));
      return guards.excludedCases(reader);
    })();
    return from(judged).pipe(
      concatMap((excluded) =>
        next.handle().pipe(concatMap(async (answer: unknown) => without(answer, excluded))),
      ),
    );
  }
}

export /** The case that a path is about. */
function addressOf(url: string): CaseAddress | undefined {
  const [, of = '', given = '', more = ''] = /^\/api\/(cases|legs)\/([^/?]+)(?:\/([^/?]+))?/u.exec(url) ?? [];
  if (of === 'cases' && given === 'by-origin') return { kind: 'origin', id: more };
  const id = idOf(given);
  if (id === undefined) return undefined;
  return { kind: of === 'cases' ? 'case' : 'leg', id };
}

/** A list, or the board, without the rows of these cases. */
function without(answer: unknown, excluded: ReadonlySet<string>): unknown {
  if (excluded.size === 0 || typeof answer !== 'object' || answer === null) return answer;
  const stays = (row: unknown): boolean => !caseIdsOf(row).some((id) => excluded.has(id));
  if (Array.isArray(answer)) return answer.filter((row: unknown) => stays(row));
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]: [string, unknown]) => [
      key,
      Array.isArray(value) ? value.filter(stays) : value,
    ]),
  );
}

function caseIdsOf(row: unknown): readonly string[] {
  if (typeof row !== 'object' || row === null) return [];
  return ['caseId' in row ? row.caseId : '', 'id' in row ? row.id : ''].filter(
    (id) => typeof id === 'string',
  );
}
