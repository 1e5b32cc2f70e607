import {
  bulletinView,
  noticeDigest,
  selectionView,
  superiorLetterView,
  supervisionDraft,
  supervisionView,
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

function schemaOf(shape: z.ZodType): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' });
  return schema;
}

const inQuery = (name: string, pattern: string): Json => ({
  name,
  in: 'query',
  required: true,
  schema: { type: 'string', pattern },
});
const MONTH = inQuery('month', '^\\d{4}-\\d{2}$');

/** The views of 催办 and 督办 on the OpenAPI page. */
export const supervisionPaths = (legId: Json): readonly Path[] => [
  {
    path: '/api/legs/{id}/supervision',
    zh: '此件的催办与督办',
    en: 'Calls, slips and letters on a leg, with their ticks',
    answer: schemaOf(z.array(supervisionView)),
    parameters: [legId],
  },
  {
    path: '/api/supervision/letters',
    zh: '待回复的督办函',
    en: 'Supervision letters that wait for an answer, the nearest date first',
    answer: schemaOf(z.array(supervisionView)),
  },
  {
    path: '/api/supervision/superior',
    zh: '待回复的上级督办件（上级未联网）',
    en: 'Letters of superiors without a node that wait for an answer',
    answer: schemaOf(z.array(superiorLetterView)),
  },
  {
    path: '/api/supervision/drafts',
    zh: '待签发的催办督办拟稿',
    en: 'What the system drafted for the supervisor to sign',
    answer: schemaOf(z.array(supervisionDraft)),
  },
  {
    path: '/api/supervision/notices',
    zh: '当日限期提醒',
    en: 'The notices of one day, one for each person',
    answer: schemaOf(z.array(noticeDigest)),
    parameters: [inQuery('on', '^\\d{4}-\\d{2}-\\d{2}$')],
  },
  {
    path: '/api/supervision/selected',
    zh: '重点督办件及反馈率',
    en: 'Matters selected in a month; rate = answered ÷ selected',
    answer: schemaOf(selectionView),
    parameters: [MONTH],
  },
  {
    path: '/api/supervision/bulletin',
    zh: '逾期通报（按单位）',
    en: 'Units that missed limits in a month; never people',
    answer: schemaOf(bulletinView),
    parameters: [MONTH],
  },
];
