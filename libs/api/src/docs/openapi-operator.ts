import { pageOf } from '#contract';
import {
  dropBody,
  exchangeStatusView,
  operationView,
  redecidedView,
  retryBody,
} from '../exchange/operator-views.js';
import { healBody, healView } from '../exchange/heal-views.js';
import { diffView, resyncBody, resyncView } from '../exchange/resync-views.js';
import { inPath, KEY, type Json, json, refused, schemaOf } from './openapi-shapes.js';

/** What an operator asks of the exchange. */
export const operatorViews = (paging: readonly Json[]) => [
  {
    path: '/api/exchange/diff',
    zh: '与对方核对',
    en: 'Asks a peer what it holds of the common streams and compares; changes nothing',
    answer: schemaOf(diffView),
    parameters: [{ name: 'peer', in: 'query', required: true, schema: { type: 'string' } }],
  },
  {
    path: '/api/exchange/status',
    zh: '收发状况',
    en: 'What is under way, with whom, and what somebody should look at',
    answer: schemaOf(exchangeStatusView),
  },
  {
    path: '/api/exchange/operations',
    zh: '运维记录',
    en: 'What operators did to the exchange, newest first: who, why, what came of it',
    answer: schemaOf(pageOf(operationView)),
    parameters: paging,
  },
];

const tags = ['收发运维 exchange'];
const decided = { 200: { description: 'decided', ...json(schemaOf(redecidedView)) }, default: refused };
const ID = inPath('id', 'of a message or a refused frame, from the quarantine list');
const actor = { unit: 'city', user: '分办员' };

/** What an operator does about what was put away. */
export const operatorPaths: Json = {
  '/api/exchange/resync': {
    post: {
      operationId: 'resync',
      tags,
      summary: '与对方重新同步 · Compares with a peer, then takes back what is missing at either end',
      parameters: [KEY],
      requestBody: {
        required: true,
        ...json(schemaOf(resyncBody, 'input'), { actor, peer: 'township:yi', dryRun: true }),
      },
      responses: { 200: { description: 'compared', ...json(schemaOf(resyncView)) }, default: refused },
    },
  },
  '/api/exchange/heal': {
    post: {
      operationId: 'heal',
      tags,
      summary:
        '修复被改动的消息和附件 · Puts messages and files that an audit named right again, from the copies of the other offices',
      parameters: [KEY],
      requestBody: {
        required: true,
        ...json(schemaOf(healBody, 'input'), {
          ...{ actor, dryRun: true },
          messages: ['01990000-0000-7000-8000-000000000001'],
        }),
      },
      responses: { 200: { description: 'healed', ...json(schemaOf(healView)) }, default: refused },
    },
  },
  '/api/exchange/quarantine/{id}/retry': {
    post: {
      operationId: 'quarantine-retry',
      tags,
      summary: '重试隔离的来文 · Gives a message its turn again, with all that its stream put away behind it',
      parameters: [ID, KEY],
      requestBody: { required: true, ...json(schemaOf(retryBody, 'input'), { actor, dryRun: true }) },
      responses: decided,
    },
  },
  '/api/exchange/quarantine/{id}/drop': {
    post: {
      operationId: 'quarantine-drop',
      tags,
      summary: '放弃隔离的来文 · Gives it up: its sender is told that it is refused; the proof stays',
      parameters: [ID, KEY],
      requestBody: {
        required: true,
        ...json(schemaOf(dropBody, 'input'), { actor, reason: '与来文单位核实，系误发' }),
      },
      responses: decided,
    },
  },
};
