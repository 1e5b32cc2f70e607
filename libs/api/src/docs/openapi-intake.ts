import { archiveView, attachmentView, correctionView, draftView, enclosureView } from '#contract';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

interface Path {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
  readonly answer: Json;
  readonly parameters?: readonly Json[];
}

function schemaOf(shape: z.ZodType): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' });
  return schema;
}

const inQuery = (name: string, description: string, required: boolean): Json => ({
  name,
  in: 'query',
  required,
  description,
  schema: { type: 'string' },
});

/** Drafts, corrections, seals and files on the OpenAPI page. Files are posted as bytes to the same address. */
export const intakePaths = (caseId: Json): readonly Path[] => [
  {
    path: '/api/drafts',
    zh: '登记草稿',
    en: 'Registrations of a post that are not finished; POST saves one, POST /api/drafts/{id}/discard deletes it',
    answer: schemaOf(z.array(draftView)),
    parameters: [inQuery('unit', 'unit id', true), inQuery('user', 'post or user id', false)],
  },
  {
    path: '/api/cases/{id}/corrections',
    zh: '更正记录',
    en: 'Corrected fields with their old values',
    answer: schemaOf(z.array(correctionView)),
    parameters: [caseId],
  },
  {
    path: '/api/cases/{id}/archive',
    zh: '归档清单与校验',
    en: 'The manifest of a sealed dossier, checked now',
    answer: schemaOf(archiveView),
    parameters: [caseId],
  },
  {
    path: '/api/cases/{id}/attachments',
    zh: '附件',
    en: 'Files of a case; POST ?name=&unit=&user=&shows= with application/octet-stream (50 MiB at most) adds one, GET …/{attachment} downloads it',
    answer: schemaOf(z.array(attachmentView)),
    parameters: [caseId],
  },
  {
    path: '/api/cases/{id}/enclosures',
    zh: '随文附件',
    en: 'Files that go along with letters and reports of a case: what is fetched, what is offered, what to do next',
    answer: schemaOf(z.array(enclosureView)),
    parameters: [caseId],
  },
];
