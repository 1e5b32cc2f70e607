import {
  followUpFigures,
  followUpView,
  instructionNotice,
  instructionView,
  leaderLedger,
  readingList,
  taskView,
} from '#contract';
import { z } from 'zod';
import { type Json, schemaOf } from './openapi-shapes.js';

interface Path {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
  readonly answer: Json;
  readonly parameters?: readonly Json[];
}

const inQuery = (name: string, description: string, required = true): Json => ({
  name,
  in: 'query',
  required,
  description,
  schema: { type: 'string' },
});
const LEADER = inQuery('leader', 'post or user id of a leader of this office');

/** The reading list, instructions, tasks, the ledger and follow-up on the OpenAPI page. */
export const leaderPaths = (caseId: Json): readonly Path[] => [
  {
    path: '/api/reading-list',
    zh: '当日阅件',
    en: 'What waits for a leader, the nearest end first, and what was instructed on that day',
    answer: schemaOf(readingList),
    parameters: [LEADER, inQuery('day', 'YYYY-MM-DD')],
  },
  {
    path: '/api/leader-ledger',
    zh: '阅办台账',
    en: 'What a leader read, what was said, and what became of it',
    answer: schemaOf(leaderLedger),
    parameters: [LEADER, inQuery('from', 'YYYY-MM-DD'), inQuery('to', 'YYYY-MM-DD')],
  },
  {
    path: '/api/instructions/notices',
    zh: '批示告知',
    en: 'Who was told of an instruction on a day, at once, one entry a person',
    answer: schemaOf(z.array(instructionNotice)),
    parameters: [inQuery('on', 'YYYY-MM-DD')],
  },
  {
    path: '/api/tasks',
    zh: '批示交办事项',
    en: 'Tasks that marks set, the nearest date first; state is open unless given',
    answer: schemaOf(z.array(taskView)),
    parameters: [inQuery('unit', 'unit id', false), inQuery('state', 'open, done or withdrawn', false)],
  },
  {
    path: '/api/cases/{id}/instructions',
    zh: '领导批示',
    en: 'Instructions on a case; a unit that is named in one sees only what it is asked',
    answer: schemaOf(z.array(instructionView)),
    parameters: [caseId],
  },
  {
    path: '/api/cases/{id}/follow-ups',
    zh: '回访记录',
    en: 'What the office asked the petitioner after the answer',
    answer: schemaOf(z.array(followUpView)),
    parameters: [caseId],
  },
  {
    path: '/api/follow-ups/figures',
    zh: '参评率、满意率',
    en: 'rated ÷ asked and satisfied ÷ rated of a month, of all and by the unit that handled',
    answer: schemaOf(followUpFigures),
    parameters: [inQuery('month', 'YYYY-MM')],
  },
];
