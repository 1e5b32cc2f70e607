import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { actAnswer, caseDetail, historyEntry, legView, pageOf, problem } from '#contract';
import { aLetter } from './a-letter.js';
import { aNode, get, post, type Answer, type TestNode } from './a-node.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

/* Several people act on one matter at the same moment: one wins, the others are told what changed, nothing is lost. */

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node.stop(), 30_000);

const ROUNDS = 4;
const user = (name: string, version: number) => ({ actor: { unit: 'city', user: name }, version });

async function registered() {
  const answer = await post(node, '/api/items', aLetter());
  expect(answer).toMatchObject({ status: 200 });
  return actAnswer.parse(answer.json);
}
const detail = async (caseId: string) => caseDetail.parse((await get(node, `/api/cases/${caseId}`)).json);
const lines = async (caseId: string) =>
  pageOf(historyEntry).parse((await get(node, `/api/cases/${caseId}/history?limit=200`)).json).items;

/** One was done; each of the others is a 409 that names what the winner did, and never a failure of the machine. */
function oneWins(answers: readonly Answer[], act: string): void {
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...answers.slice(1).map(() => 409)]);
  for (const { json } of answers.filter(({ status }) => status === 409)) {
    const told = problem.parse(json);
    expect(told.slug).toBe('stale-version');
    expect(told.changed?.map((line) => line.act)).toContain(act);
    expect(told.changed?.every(({ unit, user: who, at }) => unit !== '' && who !== '' && at !== '')).toBe(
      true,
    );
  }
}

describe('two people on one case', () => {
  it('who propose at once: one proposal stands, the other is told by whom and in which words', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { caseId, caseVersion } = await registered();
      const answers = await Promise.all(
        ['分办员', '登记员'].map((name) =>
          post(node, `/api/cases/${caseId}/propose`, { ...user(name, caseVersion), text: `拟办：${name}` }),
        ),
      );
      oneWins(answers, 'propose');
      expect((await lines(caseId)).filter(({ act }) => act === 'propose')).toHaveLength(1);
    }
  });

  it('of whom one hands it out while the other enters its withdrawal: one of both, and the other is told', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { caseId, caseVersion } = await registered();
      const [sent, taken] = await Promise.all([
        post(node, `/api/cases/${caseId}/assign`, {
          ...user('分办员', caseVersion),
          ...{ to: 'agency:education', wants: 'result', days: 30 },
        }),
        post(node, `/api/cases/${caseId}/withdraw`, {
          ...user('登记员', caseVersion),
          ...{ reason: '信访人撤回', how: '当面' },
        }),
      ]);
      const { state, legs } = await detail(caseId);
      expect([sent, taken].map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect([state, legs.length]).toEqual(sent.status === 200 ? ['OUT', 1] : ['WITHDRAWN', 0]);
      const loser = problem.parse((sent.status === 200 ? taken : sent).json);
      expect(loser.slug).toBe('stale-version');
      expect(loser.changed?.map(({ act }) => act)).toContain(sent.status === 200 ? 'dispatch' : 'withdraw');
    }
  });

  it('eight at once, each with another act: one after the other every one gets through, none is lost', async () => {
    const { caseId } = await registered();
    const done = await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        for (let tried = 0; tried < 40; tried += 1) {
          const { version } = await detail(caseId);
          const answer = await post(node, `/api/cases/${caseId}/correct`, {
            ...user('登记员', version),
            ...{ fields: { place: `第${at}村` }, reason: `更正 ${at}` },
          });
          if (answer.status === 200) return true;
          expect(answer.json).toMatchObject({ slug: 'stale-version' });
        }
        return false;
      }),
    );
    expect(done).toEqual(Array.from({ length: 8 }, () => true));
    expect((await lines(caseId)).filter(({ act }) => act === 'correct')).toHaveLength(8);
  });
});

describe('two people on one leg', () => {
  /** A leg to a unit on paper: both of its ends are entered here. */
  async function aLeg() {
    const { caseId, caseVersion } = await registered();
    const sent = await post(node, `/api/cases/${caseId}/assign`, {
      ...user('分办员', caseVersion),
      ...{ to: 'unit:liquidators', wants: 'result', days: 30 },
    });
    expect(sent).toMatchObject({ status: 200 });
    const { legId = '', legVersion = 0 } = actAnswer.parse(sent.json);
    return { caseId, legId, legVersion };
  }
  const onPaper = (version: number) => ({
    actor: { unit: 'unit:liquidators', onPaper: { source: 'telephone' } },
    version,
  });

  it('of whom one enters the acceptance and the other the objection: the leg is accepted or objected to, never both', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { caseId, legId, legVersion } = await aLeg();
      const answers = await Promise.all([
        post(node, `/api/legs/${legId}/accept`, onPaper(legVersion)),
        post(node, `/api/legs/${legId}/object`, { ...onPaper(legVersion), reason: '不属本单位职权' }),
      ]);
      oneWins(answers, answers[0]?.status === 200 ? 'leg.accept' : 'leg.object');
      const { state } = legView.parse((await get(node, `/api/legs/${legId}`)).json);
      expect(state).toBe(answers[0]?.status === 200 ? 'ACCEPTED' : 'OBJECTED');
      const acts = (await lines(caseId)).map(({ act }) => act);
      expect(acts.filter((act) => act === 'leg.accept' || act === 'leg.object')).toHaveLength(1);
    }
  });

  it('who remind at once: one numbered slip, and the register has no gap', async () => {
    const { legId, legVersion } = await aLeg();
    const accepted = await post(node, `/api/legs/${legId}/accept`, onPaper(legVersion));
    const { legVersion: version = 0 } = actAnswer.parse(accepted.json);
    const slip = () =>
      post(node, `/api/legs/${legId}/remind`, { ...user('督办员', version), how: 'slip', number: 1 });
    const answers = await Promise.all([slip(), slip(), slip()]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, json } of answers.filter(({ status }) => status !== 200)) {
      expect(status).toBe(409);
      expect(['stale-version', 'slip-out-of-turn']).toContain(problem.parse(json).slug);
    }
  });
});

describe('people on several cases that meet', () => {
  it('who link two cases into each other at once: nobody waits for ever, and one link stands', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = [await registered(), await registered()];
      const link = (from: typeof one, to: typeof one) =>
        post(node, `/api/cases/${from.caseId}/link`, {
          ...user('分办员', from.caseVersion),
          to: to.originNumber,
        });
      const answers = await Promise.all([link(one, other), link(other, one)]);
      // A deadlock of the database is tried again; it never reaches a person.
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused.every(({ status }) => status === 409 || status === 422)).toBe(true);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const states = [(await detail(one.caseId)).state, (await detail(other.caseId)).state];
      expect(states.filter((state) => state === 'LINKED')).toHaveLength(1);
    }
  });

  it('who register twelve letters and hand them out at once: every number is given once and none is missing', async () => {
    const before = (
      await node.database.sql("SELECT MAX(last_number) AS n FROM casework_number WHERE register = 'origin-1'")
    )[0]?.['n'];
    const sent = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const { caseId, caseVersion, originNumber } = await registered();
        const answer = await post(node, `/api/cases/${caseId}/assign`, {
          ...user('分办员', caseVersion),
          ...{ to: 'agency:education', wants: 'result', days: 30 },
        });
        return { originNumber, status: answer.status };
      }),
    );
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 200));
    const numbers = sent
      .map(({ originNumber }) => Number(originNumber.split('-').at(-1)))
      .toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, at) => Number(before) + at + 1));
  });
});
