import {
  CASE_FILTER_FIELDS,
  WORKLIST_FILTER_FIELDS,
  caseView,
  pageOf,
  worklistName,
  worklistRow,
  worklistSummary,
} from '#contract';
import { z } from 'zod';
import { type Json, schemaOf } from './openapi-shapes.js';

const filters = (fields: Readonly<Record<string, string>>): readonly Json[] =>
  Object.entries(fields).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  }));

const OF: Json = {
  name: 'of',
  in: 'query',
  description: 'only the lists of this unit of the node',
  schema: { type: 'string' },
};
const NAME: Json = { name: 'name', in: 'path', required: true, schema: { enum: worklistName.options } };

/** Worklists and the filtered list of cases on the OpenAPI page. */
export const listPaths = (paging: readonly Json[]) => [
  {
    path: '/api/cases',
    zh: '信访事项列表',
    en: 'Cases, newest first unless sorted otherwise; a filtered page may be short and still name a next one',
    answer: schemaOf(pageOf(caseView)),
    parameters: [...filters(CASE_FILTER_FIELDS), ...paging],
  },
  {
    path: '/api/worklists',
    zh: '工作清单及件数',
    en: 'The worklists with their counts, up to 99',
    answer: schemaOf(z.array(worklistSummary)),
    parameters: [OF],
  },
  {
    path: '/api/worklists/{name}',
    zh: '工作清单',
    en: 'A worklist, the nearest end first; x-acting-unit and x-acting-user say whose `mine` it is',
    answer: schemaOf(pageOf(worklistRow)),
    parameters: [NAME, ...filters(WORKLIST_FILTER_FIELDS), ...paging],
  },
];
