import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { attachmentView as view, partsOf, type ReceivedFile, type Refusal, type Upload } from '#casework';
import {
  actingAs,
  type ArchiveView,
  type AttachmentView,
  attachmentQuery,
  type CorrectionView,
  draftBody,
  type DraftView,
  type EnclosureView,
} from '#contract';
import { z } from 'zod';
import { keyOf } from '../acts/post-act.js';
import { readJsonBody } from '../acts/read-body.js';
import { NODE_API, type NodeApi } from '../node-api.js';
import { listIssues } from '../problems/issues.js';
import { borderProblem, ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf, parseQuery } from '../views/paging.js';
import { sendBytes } from '../views/send-bytes.js';
import { FileDoor } from './file-door.js';

const ofPost = z.strictObject({ unit: actingAs.shape.unit, user: actingAs.shape.user });
const discardBody = z.strictObject({ actor: actingAs });

type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

const valueOf = <T>(outcome: Result<T>): T => {
  if (outcome.ok) return outcome.value;
  throw new ProblemAnswer(refusalProblem(outcome));
};

const unknown = (
  slug: 'unknown-case' | 'unknown-draft' | 'unknown-attachment' | 'not-archived',
): ProblemAnswer => new ProblemAnswer(refusalProblem({ ok: false, slug, details: {} }));

/** Intake beside the acts: drafts of a post, corrections and seal of a case, its files. */
@Controller('api')
export class IntakeController {
  private readonly door = new FileDoor();

  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('drafts')
  async drafts(@Query() query: unknown): Promise<readonly DraftView[]> {
    return valueOf(await this.api.intake.drafts.list(parseQuery(ofPost, query)));
  }

  @Post('drafts')
  @HttpCode(200)
  async saveDraft(@Req() request: IncomingMessage): Promise<DraftView> {
    return valueOf(await this.api.intake.drafts.save(parsed(draftBody, await readJsonBody(request))));
  }

  @Post('drafts/:id/discard')
  @HttpCode(200)
  async discardDraft(
    @Req() request: IncomingMessage,
    @Param('id') given: string,
  ): Promise<{ readonly id: string }> {
    const { actor } = parsed(discardBody, await readJsonBody(request));
    const id = idOf(given);
    if (id === undefined) throw unknown('unknown-draft');
    return valueOf(await this.api.intake.drafts.discard(id, actor));
  }

  @Get('cases/:id/corrections')
  async corrections(@Param('id') given: string): Promise<readonly CorrectionView[]> {
    return this.api.intake.views.corrections(await this.caseOf(given));
  }

  @Get('cases/:id/archive')
  async archive(@Param('id') given: string): Promise<ArchiveView> {
    const found = await this.api.intake.views.archive(await this.caseOf(given));
    if (found === undefined) throw unknown('not-archived');
    return found;
  }

  @Get('cases/:id/attachments')
  async attachments(@Param('id') given: string): Promise<readonly AttachmentView[]> {
    return this.api.intake.views.attachments(await this.caseOf(given));
  }

  /** Files that go along with letters and reports, in and out, and what to do about those that do not come. */
  @Get('cases/:id/enclosures')
  async enclosures(@Param('id') given: string): Promise<readonly EnclosureView[]> {
    return this.api.intake.enclosures.ofCase(await this.caseOf(given));
  }

  @Post('cases/:id/attachments')
  @HttpCode(200)
  async attach(
    @Req() request: IncomingMessage,
    @Headers('idempotency-key') key: string | undefined,
    @Param('id') given: string,
    @Query() query: unknown,
  ): Promise<AttachmentView> {
    const { attachments } = this.api.intake;
    // Received first: a connection that stays open must be at the next request when this one is answered.
    const file = await this.door.receive(request, (parts) => attachments.receive(parts));
    const done = await this.put(file, given, query, key);
    if ('keyReused' in done) throw new ProblemAnswer(borderProblem('key-reused'));
    return view(valueOf(done));
  }

  private async put(
    file: ReceivedFile,
    given: string,
    query: unknown,
    key: string | undefined,
  ): Promise<Awaited<ReturnType<NodeApi['intake']['attachments']['add']>>> {
    const { attachments } = this.api.intake;
    let asked: Omit<Upload, 'file'>;
    try {
      asked = uploadOf(given, query, key);
    } catch (error) {
      await attachments.discard(file);
      throw error;
    }
    return attachments.add({ ...asked, file });
  }

  /** Always a download, never a page: nothing in a file runs in this origin. */
  @Get('cases/:id/attachments/:attachment')
  async download(
    @Param('id') given: string,
    @Param('attachment') asked: string,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const [caseId, id] = [idOf(given), idOf(asked)];
    if (caseId === undefined || id === undefined) throw unknown('unknown-attachment');
    const { attachment, file } = valueOf(await this.api.intake.attachments.open(caseId, id));
    response.setHeader('content-type', attachment.type);
    response.setHeader('content-security-policy', "default-src 'none'; sandbox");
    response.setHeader('cache-control', 'no-store');
    const name = encodeURIComponent(attachment.name).replaceAll(/['()*]/gu, percent);
    response.setHeader('content-disposition', `attachment; filename="attachment"; filename*=UTF-8''${name}`);
    try {
      await sendBytes(response, partsOf(file), attachment.size);
    } finally {
      await file.close();
    }
  }

  private async caseOf(given: string): Promise<string> {
    const id = idOf(given);
    if (id === undefined || (await this.api.views.caseById(id)) === undefined) throw unknown('unknown-case');
    return id;
  }
}

/** What was asked beside the file. @throws ProblemAnswer */
function uploadOf(given: string, query: unknown, key: string | undefined): Omit<Upload, 'file'> {
  const caseId = idOf(given);
  if (caseId === undefined) throw unknown('unknown-case');
  const { name, unit, user, shows = 'petitioner' } = parseQuery(attachmentQuery, query);
  const as = { unit, ...(user === undefined ? {} : { user }) };
  return { caseId, as, name, shows, key: keyOf(key) };
}

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

function parsed<T>(shape: z.ZodType<T>, json: unknown): T {
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  throw new ProblemAnswer(borderProblem('body-malformed', {}, listIssues('body', read.error)));
}
