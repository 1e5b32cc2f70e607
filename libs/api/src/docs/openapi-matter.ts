import {
  askRecord,
  elsewhere,
  linkPreview,
  lookAlike,
  lookAlikeQuestion,
  pageOf,
  searchPage,
} from '#contract';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

interface Path {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
  readonly answer: Json;
  readonly parameters?: readonly Json[];
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}

const inQuery = (name: string, description: string): Json => ({
  name,
  in: 'query',
  required: true,
  description,
  schema: { type: 'string' },
});

/** The views of one matter in many letters, and the full-text search, on the OpenAPI page. */
export const matterPaths = (caseId: Json, paging: readonly Json[]): readonly Path[] => [
  {
    path: '/api/cases/{id}/look-alikes',
    zh: '疑似同一事项及理由',
    en: 'Earlier cases that may be the same matter, with the reasons',
    answer: schemaOf(z.array(lookAlike)),
    parameters: [caseId],
  },
  {
    path: '/api/cases/{id}/link-preview',
    zh: '并案预览',
    en: 'What linking would move and stop, before it is done',
    answer: schemaOf(linkPreview),
    parameters: [caseId, inQuery('to', 'origin number of the case to link to')],
  },
  {
    path: '/api/cases/{id}/elsewhere',
    zh: '其他单位的答复',
    en: 'What other offices answered about this matter: number, office, state, legal consequence',
    answer: schemaOf(elsewhere),
    parameters: [caseId],
  },
  {
    path: '/api/matter/asks',
    zh: '其他单位的查询记录',
    en: 'What other offices asked of this one, newest first',
    answer: schemaOf(pageOf(askRecord)),
    parameters: paging,
  },
  {
    path: '/api/search',
    zh: '全文检索',
    en: 'Cases that hold every word, the best of the newest 1 000 first',
    answer: schemaOf(searchPage),
    parameters: [inQuery('q', 'words, in Chinese without spaces too'), ...paging],
  },
];

/** The question that a registration form puts while it is filled in. */
export const lookAlikesPath: Json = {
  '/api/look-alikes': {
    post: {
      operationId: 'lookAlikes',
      tags: ['信访事项 cases'],
      summary: '登记时查疑似同一事项 · Look-alikes while registering; any field may be missing',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(lookAlikeQuestion, 'input') } },
      },
      responses: {
        200: {
          description: '疑似同一事项',
          content: { 'application/json': { schema: schemaOf(z.array(lookAlike)) } },
        },
      },
    },
  },
};
