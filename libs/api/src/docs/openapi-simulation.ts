import { clockBody, simulationState } from '../simulation/simulation.controller.js';
import { KEY, type Json, json, refused, schemaOf } from './openapi-shapes.js';

/** What a monitoring system asks. */
export const operationPaths: Json = {
  '/metrics': {
    get: {
      tags: ['运行 operation'],
      summary: '运行指标（Prometheus） · Figures of the exchange and the sweep, as Prometheus text',
      responses: {
        200: {
          description: 'each figure with its HELP line',
          content: { 'text/plain': { schema: { type: 'string' } } },
        },
      },
    },
  },
};

/** The routes of a simulated network; a real one has no such clock. */
export function simulationPaths(): Json {
  const tags = ['模拟 simulation'];
  const answer = json(schemaOf(simulationState));
  const clock = schemaOf(clockBody, 'input');
  return {
    '/simulation/state': {
      get: {
        tags,
        summary: '模拟日期与送达情况 · Date and idleness',
        responses: { 200: { description: 'state', ...answer } },
      },
    },
    '/simulation/clock': {
      post: {
        tags,
        summary: '推进模拟日期 · Moves the legal date forward and runs the sweep',
        parameters: [KEY],
        requestBody: { required: true, ...json(clock, { now: '2026-09-16T01:00:00Z' }) },
        responses: { 200: { description: 'moved', ...answer }, default: refused },
      },
    },
  };
}
