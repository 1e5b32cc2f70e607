import {
  CASE_FILTER_FIELDS,
  exportBody,
  exportDeletion,
  exportFormat,
  exportView,
  WORKLIST_FILTER_FIELDS,
  caseView,
  pageOf,
  worklistName,
  worklistRow,
  worklistSummary,
  rulesReloaded,
} from '#contract';
import { z } from 'zod';
import { KEY, type Json, inPath, json, refused, schemaOf } from './openapi-shapes.js';

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

const FILE: readonly Json[] = [
  {
    name: 'format',
    in: 'query',
    description: 'the list as a file, recorded; wants x-acting-unit and x-acting-user',
    schema: { enum: exportFormat.options },
  },
  { name: 'english', in: 'query', description: 'a second line of headings', schema: { type: 'boolean' } },
  {
    name: 'identity',
    in: 'query',
    description: 'with petitioners, where this office and this person may see them',
    schema: { type: 'boolean' },
  },
];

/** Worklists and the filtered list of cases on the OpenAPI page. */
export const listPaths = (paging: readonly Json[]) => [
  {
    path: '/api/cases',
    zh: '信访事项列表',
    en: 'Cases, newest first unless sorted otherwise; a filtered page may be short and still name a next one',
    answer: schemaOf(pageOf(caseView)),
    parameters: [...filters(CASE_FILTER_FIELDS), ...FILE, ...paging],
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
    parameters: [NAME, ...filters(WORKLIST_FILTER_FIELDS), ...FILE, ...paging],
  },
  {
    path: '/api/exports',
    zh: '导出记录',
    en: 'The record of exports, newest first: who, which list, what filter, when, how many rows',
    answer: schemaOf(pageOf(exportView)),
    parameters: paging,
  },
  {
    path: '/api/exports/{id}',
    zh: '导出进度',
    en: 'One export with its progress',
    answer: schemaOf(exportView),
    parameters: [inPath('id', 'export id')],
  },
];

/** Adds what is asked of lists beside reading them. */
export const withListPosts = (paths: Json): Json => ({
  ...paths,
  ...Object.fromEntries(
    Object.entries(listPosts()).map(([path, methods]) => [path, Object.assign({}, paths[path], methods)]),
  ),
});

const listPosts = (): Json => ({
  '/api/exports': {
    post: {
      operationId: 'ask-export',
      tags: ['查询 views'],
      summary: '后台导出清单 · Has a list prepared as a file in the background; answered at once',
      parameters: [KEY],
      requestBody: {
        required: true,
        ...json(schemaOf(exportBody, 'input'), {
          actor: { unit: 'city', user: '登记员' },
          list: 'overdue',
          format: 'xlsx',
          filter: { topic: '教育文体' },
        }),
      },
      responses: { 202: { description: '准备中', ...json(schemaOf(exportView)) }, default: refused },
    },
  },
  '/api/exports/{id}/file': {
    get: {
      operationId: 'fetch-export',
      tags: ['查询 views'],
      summary: '下载导出文件 · The file, for whoever asked for it (x-acting-unit, x-acting-user)',
      parameters: [inPath('id', 'export id')],
      responses: { 200: { description: 'the file' }, default: refused },
    },
  },
  '/api/exports/{id}/delete': {
    post: {
      operationId: 'delete-export',
      tags: ['查询 views'],
      summary: '删除导出文件 · The file goes, its record stays',
      parameters: [inPath('id', 'export id')],
      requestBody: { required: true, ...json(schemaOf(exportDeletion, 'input')) },
      responses: { 200: { description: '已删除', ...json(schemaOf(exportView)) }, default: refused },
    },
  },
  '/api/rules/reload': {
    post: {
      operationId: 'reload-rules',
      tags: ['查询 views'],
      summary: '重新读取规则和日历 · Reads the rule packs and the calendar again and counts the open clocks',
      requestBody: { required: true, ...json({ type: 'object', additionalProperties: false }) },
      responses: { 200: { description: '已重新读取', ...json(schemaOf(rulesReloaded)) }, default: refused },
    },
  },
  '/api/worklists/rebuild': {
    post: {
      operationId: 'rebuild-worklists',
      tags: ['查询 views'],
      summary: '重建清单 · Makes the lists anew from the cases and says how many rows were otherwise',
      requestBody: { required: true, ...json({ type: 'object', additionalProperties: false }) },
      responses: {
        200: {
          description: '已重建',
          ...json(schemaOf(z.strictObject({ cases: z.int(), differences: z.int() }))),
        },
        default: refused,
      },
    },
  },
});
