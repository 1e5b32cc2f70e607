import {
  ACTS,
  actAnswer,
  board,
  caseDetail,
  caseView,
  clockWorking,
  competenceSuggestion,
  competenceView,
  guardView,
  successionView,
  historyEntry,
  legView,
  pageOf,
  problem,
  rulesView,
} from '#contract';
import { isActName } from '../acts/post-act.js';
import {
  alarmView,
  deliveryView,
  idleView,
  recoveryView,
  quarantineView,
} from '../exchange/exchange-views.js';
import type { NodeApi } from '../node-api.js';
import { MOST_ROWS, USUAL_ROWS } from '../views/paging.js';
import { EXAMPLES } from './examples.js';
import { intakePaths } from './openapi-intake.js';
import { listPaths, withListPosts } from './openapi-lists.js';
import { meetingActPaths, meetingPaths, planOperation } from './openapi-meetings.js';
import { lookAlikesPath, matterPaths } from './openapi-matter.js';
import { leaderPaths } from './openapi-leaders.js';
import { operatorPaths, operatorViews } from './openapi-operator.js';
import { KEY, type Json, inPath, json, ref, refused, schemaOf } from './openapi-shapes.js';
import { operationPaths, simulationPaths } from './openapi-simulation.js';
import { supervisionPaths } from './openapi-supervision.js';

const PAGING: readonly Json[] = [
  {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: MOST_ROWS, default: USUAL_ROWS },
  },
  { name: 'after', in: 'query', description: '`next` of the page before', schema: { type: 'string' } },
];

/** Everything that this node's HTTP does, as OpenAPI 3.1; the acts come from the contract's table. */
export function openApiOf(
  api: Pick<NodeApi, 'node' | 'role' | 'allowedActs' | 'meetings' | 'simulation'>,
): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: `回音 Huiyin · ${api.node}`,
      version: '1',
      description:
        '信访事项办理接口。每项办理须带 Idempotency-Key 和所见版本号。 Acts and views of one office. ' +
        'Every act carries an Idempotency-Key and the version that the user saw; refusals are problem documents.',
    },
    servers: [{ url: '/' }],
    security: [{ startToken: [] }, { startCookie: [] }],
    paths: {
      ...actPaths(api),
      ...meetingActPaths(api.meetings.allowed),
      ...withListPosts(viewPaths(api)),
      ...lookAlikesPath,
      ...operationPaths,
      ...operatorPaths,
      ...(api.simulation === undefined ? {} : simulationPaths()),
    },
    components: {
      securitySchemes: {
        startToken: { type: 'apiKey', in: 'header', name: 'x-start-token' },
        startCookie: { type: 'apiKey', in: 'cookie', name: 'huiyin_start' },
      },
      schemas: {
        ActAnswer: schemaOf(actAnswer),
        Board: schemaOf(board),
        CaseDetail: schemaOf(caseDetail),
        CaseView: schemaOf(caseView),
        ClockWorking: schemaOf(clockWorking),
        CompetenceView: schemaOf(competenceView),
        HistoryEntry: schemaOf(historyEntry),
        LegView: schemaOf(legView),
        Problem: schemaOf(problem),
      },
    },
  };
}

function actPaths({ allowedActs }: Pick<NodeApi, 'allowedActs'>): Json {
  const acts = Object.keys(ACTS).filter(isActName);
  return Object.fromEntries(
    acts
      .filter((act) => allowedActs.has(act))
      .map((act) => {
        const { on, body, zh, en } = ACTS[act];
        const whole = on === 'items' || on === 'reading-list';
        const path = on === 'items' ? '/api/items' : whole ? `/api/${on}/${act}` : `/api/${on}/{id}/${act}`;
        const subject = whole ? [] : [inPath('id', on === 'cases' ? 'case id' : 'leg id')];
        const post = {
          operationId: act,
          tags: [on === 'legs' ? '件 legs' : '信访事项 cases'],
          summary: `${zh} · ${en}`,
          parameters: [...subject, KEY],
          requestBody: { required: true, ...json(schemaOf(body, 'input'), EXAMPLES[act]) },
          responses: { 200: { description: zh, ...json(ref('ActAnswer')) }, default: refused },
        };
        return [path, { post }];
      }),
  );
}

interface View {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
  readonly answer: Json;
  readonly parameters?: readonly Json[];
}

const CASE_ID = inPath('id', 'case id');
const LEG_ID = inPath('id', 'leg id');

const views = (): readonly View[] => [
  ...listPaths(PAGING),
  {
    path: '/api/cases/{id}',
    zh: '信访事项详情',
    en: 'One case whole',
    answer: ref('CaseDetail'),
    parameters: [CASE_ID],
  },
  {
    path: '/api/cases/by-origin/{originNumber}',
    zh: '按信访件编号查询',
    en: 'One case by its origin number',
    answer: ref('CaseDetail'),
    parameters: [inPath('originNumber', '信访件编号')],
  },
  {
    path: '/api/cases/{id}/history',
    zh: '办理经过',
    en: 'History of a case, oldest first',
    answer: schemaOf(pageOf(historyEntry)),
    parameters: [CASE_ID, ...PAGING],
  },
  {
    path: '/api/legs',
    zh: '来件、转办件列表',
    en: 'Legs, newest first',
    answer: schemaOf(pageOf(legView)),
    parameters: PAGING,
  },
  { path: '/api/legs/{id}', zh: '件详情', en: 'One leg', answer: ref('LegView'), parameters: [LEG_ID] },
  {
    path: '/api/legs/{id}/history',
    zh: '件的经过',
    en: 'History of a leg, oldest first',
    answer: schemaOf(pageOf(historyEntry)),
    parameters: [LEG_ID, ...PAGING],
  },
  ...intakePaths(CASE_ID),
  ...matterPaths(CASE_ID, PAGING),
  ...supervisionPaths(LEG_ID),
  ...leaderPaths(CASE_ID),
  {
    path: '/api/clocks/{key}/working',
    zh: '期限计算过程',
    en: 'How a date was worked out, day by day',
    answer: ref('ClockWorking'),
    parameters: [inPath('key', 'key of a clock view')],
  },
  {
    path: '/api/rules',
    zh: '本级所用规则和日历；POST /api/rules/reload 重新读取并重算在办期限',
    en: 'Rule pack and calendar of this node; POST /api/rules/reload reads the files again and counts the open clocks',
    answer: schemaOf(rulesView),
  },
  ...meetingPaths(PAGING),
  {
    path: '/api/competences',
    zh: '会议纪要形成的分工',
    en: 'What minutes taught',
    answer: { type: 'array', items: ref('CompetenceView') },
  },
  {
    path: '/api/competences/suggest',
    zh: '建议承办单位及理由',
    en: 'Who is competent for a topic, and why',
    answer: schemaOf(competenceSuggestion),
    parameters: [{ name: 'topic', in: 'query', required: true, schema: { type: 'string' } }],
  },
  {
    path: '/api/successions',
    zh: '待会签或待生效的承继移交',
    en: 'Handovers to the successor of a body that wait for a signature or for their day.',
    answer: { type: 'array', items: schemaOf(successionView) },
  },
  {
    path: '/api/cases/{id}/guards',
    zh: '隔离与回避',
    en: 'What keeps a case from somebody',
    answer: schemaOf(guardView),
    parameters: [CASE_ID],
  },
  { path: '/api/board', zh: '看板', en: 'The living board', answer: ref('Board') },
  {
    path: '/api/exchange/quarantine',
    zh: '隔离的来文',
    en: 'What was refused on arrival, newest first',
    answer: schemaOf(pageOf(quarantineView)),
    parameters: PAGING,
  },
  {
    path: '/api/exchange/alarms',
    zh: '待确认的收发故障',
    en: 'Failures that nobody has taken note of; POST /api/exchange/alarms/{id}/acknowledge {actor, note} takes note',
    answer: { type: 'array', items: schemaOf(alarmView) },
  },
  {
    path: '/api/exchange/deliveries',
    zh: '送达情况',
    en: 'The sendings of a stream with what became of them',
    answer: { type: 'array', items: schemaOf(deliveryView) },
    parameters: [
      {
        name: 'kind',
        in: 'query',
        schema: { enum: ['leg', 'meeting', 'matter', 'directory'], default: 'leg' },
      },
      { name: 'id', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } },
    ],
  },
  ...operatorViews(PAGING),
  {
    path: '/api/exchange/idle',
    zh: '是否全部送达',
    en: 'Whether everything sent is answered',
    answer: schemaOf(idleView),
  },
  {
    path: '/api/exchange/recovery',
    zh: '恢复情况',
    en: 'Epoch, standing with the peers, and what came back after this node was set back',
    answer: schemaOf(recoveryView),
  },
];

function viewPaths({ meetings }: Pick<NodeApi, 'meetings'>): Json {
  const events = {
    operationId: 'board-events',
    tags: ['看板 board'],
    summary: '看板变化 · Server-sent events: `changed` after each commit',
    responses: { 200: { description: 'text/event-stream', content: { 'text/event-stream': {} } } },
  };
  const health = {
    summary: '运行状况 · Ready while the office can work, also degraded: without Redis, with a silent peer …',
    security: [],
    responses: {
      200: { description: 'ready, or degraded: the parts are named' },
      503: { description: 'starting, down or stopping: the parts are named' },
    },
  };
  return {
    ...Object.fromEntries(
      views().map((view) => [
        view.path,
        {
          get: viewOperation(view),
          // A meeting is planned at the address of their list.
          ...(view.path === '/api/meetings' ? planOperation(meetings.allowed) : {}),
        },
      ]),
    ),
    '/api/board/events': { get: events },
    '/health/live': { get: { ...health, summary: '进程在运行 · The process answers' } },
    '/health/ready': { get: health },
  };
}

const viewOperation = ({ path, zh, en, answer, parameters = [] }: View): Json => ({
  operationId: path.replaceAll(/[^a-z-]+/giu, '-').replaceAll(/^-|-$/gu, ''),
  tags: ['查询 views'],
  summary: `${zh} · ${en}`,
  parameters,
  responses: { 200: { description: en, ...json(answer) }, default: refused },
});
