import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  type BulletinView,
  type NoticeDigest,
  type SelectionView,
  type SuperiorLetterView,
  type SupervisionDraft,
  type SupervisionView,
  day,
} from '#contract';
import { z } from 'zod';
import { NODE_API, type NodeApi } from '../node-api.js';
import { ProblemAnswer, refusalProblem } from '../problems/problem.js';
import { idOf, parseQuery } from './paging.js';

const month = z.strictObject({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/u, { error: 'is not a month of the form YYYY-MM' }),
});
const onDay = z.strictObject({ on: day });

/** 催办与督办: what was sent, what waits, what the system drafted, and the bulletin that names units. */
@Controller('api')
export class SupervisionController {
  constructor(@Inject(NODE_API) private readonly api: NodeApi) {}

  @Get('legs/:id/supervision')
  async ofLeg(@Param('id') given: string): Promise<readonly SupervisionView[]> {
    const id = idOf(given);
    if (id === undefined || (await this.api.views.legById(id)) === undefined) {
      throw new ProblemAnswer(refusalProblem({ ok: false, slug: 'unknown-leg', details: {} }));
    }
    return this.api.views.supervision.ofLeg(id);
  }

  @Get('supervision/letters')
  letters(): Promise<readonly SupervisionView[]> {
    return this.api.views.supervision.openLetters();
  }

  @Get('supervision/superior')
  superior(): Promise<readonly SuperiorLetterView[]> {
    return this.api.views.supervision.openSuperiors();
  }

  @Get('supervision/drafts')
  drafts(): Promise<readonly SupervisionDraft[]> {
    return this.api.views.supervision.drafts();
  }

  @Get('supervision/notices')
  async notices(@Query() query: unknown): Promise<readonly NoticeDigest[]> {
    return this.api.views.supervision.notices(parseQuery(onDay, query).on);
  }

  @Get('supervision/selected')
  async selected(@Query() query: unknown): Promise<SelectionView> {
    return this.api.views.supervision.selected(parseQuery(month, query).month);
  }

  @Get('supervision/bulletin')
  async bulletin(@Query() query: unknown): Promise<BulletinView> {
    return this.api.views.supervision.bulletin(parseQuery(month, query).month);
  }
}
