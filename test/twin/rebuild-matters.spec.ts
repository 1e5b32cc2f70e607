import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ActAnswer } from '#contract';
import { LETTER, TwinMatter } from '../support/twin-matter.js';
import { setBackTwin, twinBackup, type TwinLeft } from '../support/twin-rebuild.js';

/* 一信多投 at an office that is set back: who asked whom, and what was answered. */

const LAND = {
  topic: '农村农业/征地补偿',
  place: '甲镇己村',
  respondents: ['甲镇人民政府'],
  summary: '征地补偿款未按公告标准发放。',
  request: '按公告标准补发。',
};

let town: TwinMatter;
beforeEach(async () => {
  town = new TwinMatter();
  await town.net.day('2026-07-20');
});

async function register(node: string): Promise<ActAnswer> {
  const body = { ...LETTER, receivedOn: town.net.today, actor: { unit: node }, ...LAND };
  const answer = await town.post(node, 'register', '', body);
  if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
  return answer;
}
const memory = (node: string) => town.net.node(node).office.memory;
const numberOf = (node: string, caseId: string) => memory(node).cases.get(caseId)?.matter.originNumber;

/** What a node knows of questions, without the ids of cases, which an office gives anew. */
const known = (node: string): object => ({
  asks: [...memory(node).matter.asks.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  questions: [...memory(node).matter.questions.values()]
    .map(({ caseId, offices, ...one }) => ({
      ...one,
      of: numberOf(node, caseId),
      offices: offices.toSorted(),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  elsewhere: memory(node)
    .matter.elsewhere.map(({ caseId, ...one }) => ({ ...one, of: numberOf(node, caseId) }))
    .toSorted((a, b) => (a.originNumber < b.originNumber ? -1 : 1)),
});
const reasons = (left: readonly TwinLeft[]): readonly string[] =>
  [...new Set(left.map(({ reason, kind, subject }) => `${subject} ${kind} ${reason}`))].toSorted();

/** Two townships and the city have the letter; each has asked when it registered. */
async function everybodyHasIt(): Promise<readonly ActAnswer[]> {
  return [await register('township:yi'), await register('township:jia'), await register('city')];
}

describe('an office that is set back', () => {
  test.each(['city', 'township:jia', 'township:yi'])(
    'from an older backup %s knows again what it asked, was asked, and what was answered',
    async (node) => {
      const backup = twinBackup(town.net, node);
      const mine = await everybodyHasIt();
      const before = known(node);
      const { cases } = structuredClone(memory(node));
      for (const turned of [false, true]) {
        // the backup was made after the register had the case, and before anybody was asked or answered
        backup.memory.cases.clear();
        for (const [id, row] of cases) backup.memory.cases.set(id, row);
        expect(await setBackTwin(town.net, node, { backup, turned })).toEqual([]);
        expect(known(node)).toEqual(before);
      }
      expect(mine).toHaveLength(3);
      expect(town.net.quarantine).toEqual([]);
    },
  );

  test('with an empty database it knows what it was asked; questions about its lost register are named', async () => {
    const [yi] = await everybodyHasIt();
    const before = structuredClone([...memory('township:yi').matter.asks.values()]);
    const left = await setBackTwin(town.net, 'township:yi');
    expect([...memory('township:yi').matter.asks.values()]).toEqual(before);
    expect(reasons(left)).toEqual(
      ['case-not-back', 'question-not-back'].map((reason) => `${yi?.originNumber} waiting ${reason}`),
    );
    expect(memory('township:yi').matter.questions.size).toBe(0);
  });

  test('with an empty database it knows its questions about a case that went out', async () => {
    await register('township:jia');
    const above = await register('city');
    const [there] = memory('city').matter.elsewhere;
    const { version = 1 } = memory('city').cases.get(above.caseId) ?? {};
    const on = { actor: { unit: 'city' }, version };
    await town.post('city', 'not-the-same', above.caseId, {
      ...on,
      to: there?.originNumber,
      reason: '地块不同。',
    });
    const again = memory('city').cases.get(above.caseId)?.version ?? 1;
    const assign = { to: 'agency:natural-resources', wants: 'result', days: 60 };
    await town.post('city', 'assign', above.caseId, { ...on, version: again, ...assign });
    const told = known('city');
    for (const turned of [false, true]) {
      expect(await setBackTwin(town.net, 'city', { turned })).toEqual([]);
      // that somebody found it to be another matter stood in the register only
      expect(JSON.stringify(known('city'))).toBe(
        JSON.stringify(told).replace('"another":true', '"another":false'),
      );
    }
    expect(town.net.differences()).toEqual([]);
  });

  test('what it withheld looks like nothing found, and nobody is answered anew', async () => {
    const about = { respondents: ['甲镇人民代表大会主席团'] };
    const body = { ...LETTER, receivedOn: town.net.today, actor: { unit: 'city' }, ...LAND, ...about };
    await town.post('city', 'register', '', body);
    const { desk, office } = town.net.node('township:jia');
    const { dossier } = [...memory('city').cases.values()][0]?.matter ?? {};
    if (dossier === undefined) throw new Error('no dossier');
    const originNumber = `${desk.office.code}-2026-1-00009`;
    const askId = desk.newId();
    const data = { askId, originNumber, fingerprints: desk.matter.indexing.fingerprints(dossier) };
    const stream = { kind: 'matter', id: askId } as const;
    const letter = { dest: 'city', type: 'huiyin.matter.asked.v1', stream, subject: originNumber } as const;
    await office.run(() =>
      desk.outbox.put([{ ...letter, bodyKey: originNumber, time: desk.time.now(), data }]),
    );
    await town.net.deliver();
    expect([...memory('city').matter.asks.values()].map(({ outcome }) => outcome)).toEqual(['withheld']);
    await setBackTwin(town.net, 'city');
    expect([...memory('city').matter.asks.values()].map(({ outcome }) => outcome)).toEqual(['nothing']);
  });
});
