import { describe, expect, it } from '@jest/globals';
import { ACTS } from '#contract';
import { anApi } from '../testing/an-api.js';
import { EXAMPLES } from './examples.js';
import { openApiOf } from './openapi.js';
import { uiFiles } from './ui.js';

describe('the description of the API', () => {
  it.each(Object.entries(EXAMPLES))('shows a body of %s that the contract takes', (act, body) => {
    expect(ACTS[act as keyof typeof ACTS].body.parse(body)).toEqual(body);
  });

  it('names every act of the table and points at schemas that are there', () => {
    const description = openApiOf(anApi());
    const paths = Object.keys(description['paths'] as object);
    for (const [act, { on }] of Object.entries(ACTS)) {
      expect(paths).toContain(
        on === 'items'
          ? '/api/items'
          : on === 'reading-list'
            ? `/api/${on}/${act}`
            : `/api/${on}/{id}/${act}`,
      );
    }
    const text = JSON.stringify(description);
    const { schemas } = description['components'] as { schemas: object };
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/gu)) {
      expect(Object.keys(schemas)).toContain(name);
    }
    expect(text).not.toContain('$schema');
  });

  it('leaves out what this office does not do, and the simulated clock where there is none', () => {
    const paths = Object.keys(openApiOf(anApi({ allowedActs: ['sign'] }))['paths'] as object);
    expect(paths).toContain('/api/legs/{id}/sign');
    expect(paths).not.toContain('/api/items');
    expect(paths).not.toContain('/simulation/clock');
  });

  it('finds the page’s own files without asking anybody', () => {
    expect(uiFiles().size).toBe(3);
  });
});
