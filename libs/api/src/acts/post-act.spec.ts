import { describe, expect, it } from '@jest/globals';
import type { Performed, Posted } from '#casework';
import type { ActAnswer, ActName } from '#contract';
import { anApi } from '../testing/an-api.js';
import { EXAMPLES } from '../docs/examples.js';
import { ProblemAnswer } from '../problems/problem.js';
import { fingerprintOf, postAct } from './post-act.js';

const answer: ActAnswer = {
  caseId: '01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c',
  originNumber: 'CS-2026-1-00001',
  caseVersion: 2,
  warnings: [],
};
const done: Performed = { kind: 'done', answer, repeated: false };
const KEY = 'a-key-of-the-test';
const arrived = (json: unknown, key: string | undefined = KEY) =>
  ({ act: 'propose', id: answer.caseId, key, json }) as const;

async function refusedBy(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (error instanceof ProblemAnswer) return error.problem;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('posting an act', () => {
  it('performs what the contract allows', async () => {
    const posted: Posted<ActName>[] = [];
    const api = anApi({ perform: async (one) => (posted.push(one), done) });
    expect(await postAct(api, arrived(EXAMPLES.propose))).toEqual(done);
    expect(posted).toMatchObject([{ act: 'propose', id: answer.caseId, key: KEY, body: EXAMPLES.propose }]);
  });

  it('lists every problem of a body with its path', async () => {
    const told = await refusedBy(
      postAct(anApi(), arrived({ actor: { unit: 'City!', extra: 1 }, version: 0, text: '' })),
    );
    expect(told).toMatchObject({ status: 400, slug: 'body-malformed' });
    const at = told.problems.map((line) => line.split(':')[0]);
    expect(at).toEqual(
      expect.arrayContaining(['body.actor.unit', 'body.actor', 'body.version', 'body.text']),
    );
  });

  it.each([undefined, 'short', 'x'.repeat(65), 'with space in it', 'umlaut-ä-12345'])(
    'asks for a key where %p stands',
    async (key) => {
      const told = await refusedBy(postAct(anApi(), { ...arrived(EXAMPLES.propose), key }));
      expect(told).toMatchObject({ status: 400, slug: 'key-required' });
    },
  );

  it('refuses an act that an office of this role does not do, before its body is looked at', async () => {
    const api = anApi({ allowedActs: ['sign'] });
    expect(await refusedBy(postAct(api, arrived('nonsense')))).toMatchObject({
      status: 403,
      slug: 'act-not-of-this-role',
    });
  });

  it('refuses another body under a key that is taken', async () => {
    const api = anApi({ perform: async () => ({ kind: 'key-reused' }) });
    expect(await refusedBy(postAct(api, arrived(EXAMPLES.propose)))).toMatchObject({
      status: 409,
      slug: 'key-reused',
    });
  });

  it('asks again when two posts with one key met, and gives the answer of the first', async () => {
    let asked = 0;
    const api = anApi({
      isRace: (error) => error instanceof Error && error.message === 'duplicate',
      perform: async () => {
        asked += 1;
        if (asked === 1) throw new Error('duplicate');
        return { ...done, repeated: true };
      },
    });
    expect(await postAct(api, arrived(EXAMPLES.propose))).toMatchObject({ repeated: true });
  });

  it('lets a failure of the database out', async () => {
    const api = anApi({ perform: () => Promise.reject(new Error('gone')) });
    await expect(postAct(api, arrived(EXAMPLES.propose))).rejects.toThrow('gone');
  });
});

describe('the fingerprint of a post', () => {
  it('is the same however the keys of the body are ordered', () => {
    expect(fingerprintOf('sign', 'x', { a: 1, b: { c: 2, d: [1, { e: 1, f: 2 }] } })).toBe(
      fingerprintOf('sign', 'x', { b: { d: [1, { f: 2, e: 1 }], c: 2 }, a: 1 }),
    );
  });
  it('differs by act, by subject, by body and by order of a list', () => {
    const all = [
      fingerprintOf('sign', 'x', { a: [1, 2] }),
      fingerprintOf('accept', 'x', { a: [1, 2] }),
      fingerprintOf('sign', 'y', { a: [1, 2] }),
      fingerprintOf('sign', 'x', { a: [2, 1] }),
      fingerprintOf('sign', 'x', { a: '1,2' }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
