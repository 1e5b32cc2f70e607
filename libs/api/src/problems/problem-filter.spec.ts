import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { createLog } from '#platform';
import { anApi } from '../testing/an-api.js';
import { borderProblem, ProblemAnswer } from './problem.js';
import { ProblemFilter } from './problem-filter.js';

describe('an error on its way out', () => {
  it('tells what was refused', () => {
    const problem = borderProblem('key-required');
    expect(new ProblemFilter(anApi()).problemFor(new ProblemAnswer(problem))).toBe(problem);
  });

  it('that nobody expected shows nothing of itself, and is logged once without its text', () => {
    const lines: string[] = [];
    const log = createLog({ node: 'city', write: (line) => void lines.push(line) });
    const told = new ProblemFilter(anApi({ log })).problemFor(new Error("Duplicate entry '王小明'"));
    expect(told).toMatchObject({ status: 500, slug: 'unexpected' });
    expect(JSON.stringify(told)).not.toContain('王小明');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('王小明');
    const id = /[0-9a-f-]{36}/u.exec(told.en)?.[0];
    expect(lines[0]).toContain(id);
  });

  it('of a database that is away says that the same key may be sent again', () => {
    const told = new ProblemFilter(anApi({ isOutage: () => true })).problemFor(new Error('ECONNREFUSED'));
    expect(told).toMatchObject({ status: 503, slug: 'database-away' });
    expect(told.en).toContain('same Idempotency-Key');
  });

  it('of an address that is not there is told as such', () => {
    expect(new ProblemFilter(anApi()).problemFor(new NotFoundException())).toMatchObject({
      slug: 'unknown-route',
    });
  });
});
