import type { ServerResponse } from 'node:http';
import type { Exported, ExportedFile } from '#casework';
import { exportBody, exportFormat, type ExportList } from '#contract';
import { z } from 'zod';
import type { NodeApi } from '../node-api.js';
import { listIssues } from '../problems/issues.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import type { readerOf } from './reader.js';
import { sendBytes } from './send-bytes.js';

export const unknownExport = (): ProblemAnswer => new ProblemAnswer(borderProblem('unknown-export'));

/** @throws ProblemAnswer for whatever stands against it */
export function exportedValue<T>(outcome: Exported<T>): T {
  switch (outcome.kind) {
    case 'done':
      return outcome.value;
    case 'refused':
      throw new ProblemAnswer(refusalProblem(outcome.refusal));
    case 'hindered':
      throw new ProblemAnswer(borderProblem(outcome.slug, outcome.details ?? {}));
  }
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Always a download, never a page. */
export async function sendFile(response: ServerResponse, { job, bytes }: ExportedFile): Promise<void> {
  const name = `${job.list}-${job.askedAt.slice(0, 10)}.${job.format}`;
  response.setHeader('content-type', TYPES[job.format]);
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-disposition', `attachment; filename="${name}"`);
  response.setHeader('x-export-rows', String(job.rowsDone));
  await sendBytes(response, bytes, job.size ?? undefined);
}

const asFile = z.looseObject({
  format: z.unknown().optional(),
  english: z.unknown().optional(),
  identity: z.unknown().optional(),
  limit: z.unknown().optional(),
  after: z.unknown().optional(),
});
const flag = z.enum(['true', 'false'], { error: 'is not one of true, false' }).optional();

/** The format that a list is asked for in; undefined: as a page. */
export const asksForFile = (query: unknown): boolean => asFile.catch({}).parse(query).format !== undefined;

/** Gives a short list as a file, recorded like every export. @throws ProblemAnswer */
export async function giveFile(
  api: Pick<NodeApi, 'exports'>,
  list: ExportList,
  query: unknown,
  reader: ReturnType<typeof readerOf>,
  response: ServerResponse,
): Promise<void> {
  if (reader === undefined) throw new ProblemAnswer(borderProblem('reader-required'));
  const { format, english, identity, limit: _limit, after: _after, ...filter } = asFile.parse(query);
  const said = z
    .strictObject({ format: exportFormat, english: flag, identity: flag })
    .safeParse({ format, english, identity });
  if (!said.success) throw malformed(said.error);
  const body = exportBody.safeParse({
    actor: reader,
    list,
    filter,
    format: said.data.format,
    english: said.data.english === 'true',
    identity: said.data.identity === 'true',
  });
  if (!body.success) throw malformed(body.error);
  await sendFile(response, exportedValue(await api.exports.direct(body.data)));
}

const malformed = (error: z.ZodError): ProblemAnswer =>
  new ProblemAnswer(borderProblem('query-malformed', {}, listIssues('query', error)));
