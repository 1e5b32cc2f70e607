import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ActAnswer } from '#contract';
import type { MatterAsk, MatterElsewhere } from '#casework';
import type { Refusal } from '#domain';
import { LETTER, TwinMatter } from '../support/twin-matter.js';

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

async function register(node: string, over: object = {}): Promise<ActAnswer> {
  const body = { ...LETTER, receivedOn: town.net.today, actor: { unit: node }, ...LAND, ...over };
  return done(await town.post(node, 'register', '', body));
}
function done(answer: ActAnswer | Refusal): ActAnswer {
  if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
  return answer;
}
const memory = (node: string) => town.net.node(node).office.memory;
const answersAt = (node: string, id: string): readonly MatterElsewhere[] =>
  memory(node).matter.elsewhere.filter(({ caseId }) => caseId === id);
const asksAt = (node: string): readonly MatterAsk[] => [...memory(node).matter.asks.values()];
function act(node: string, name: Parameters<TwinMatter['post']>[1], id: string, more: object = {}) {
  const version = memory(node).cases.get(id)?.version ?? 0;
  return town.post(node, name, id, { actor: { unit: node }, version, ...more });
}

/** What a node sends that does not keep to the rules of its own desk. */
async function askAsNode(originNumber: string, fingerprints: readonly string[]): Promise<void> {
  const { desk, office } = town.net.node('township:jia');
  const askId = desk.newId();
  const letter = {
    dest: 'city',
    type: 'huiyin.matter.asked.v1',
    stream: { kind: 'matter', id: askId },
    subject: originNumber,
    bodyKey: originNumber,
    time: desk.time.now(),
    data: { askId, originNumber, fingerprints },
  } as const;
  await office.run(() => desk.outbox.put([letter]));
  await town.net.deliver();
}

describe('one letter to many offices', () => {
  test('the upper office answers with number, office, state and legal consequence, and nothing else', async () => {
    const above = await register('city');
    const below = await register('township:jia', { petitioner: { name: '另一人' }, summary: '别的写法。' });
    expect(answersAt('township:jia', below.caseId)).toEqual([
      {
        caseId: below.caseId,
        originNumber: above.originNumber,
        office: 'city',
        state: 'REGISTERED',
        consequence: 'link',
        on: '2026-07-20',
        another: false,
      },
    ]);
    expect(town.net.quarantine).toEqual([]);
  });

  test('what crosses holds codes only: no place, no text, no name, no body', async () => {
    await register('city');
    const sent: unknown[] = [];
    const { desk } = town.net.node('township:jia');
    const put = desk.outbox.put.bind(desk.outbox);
    Object.assign(desk.outbox, {
      put: (letters: readonly unknown[]) => (sent.push(...letters), put(letters as never)),
    });
    await register('township:jia');
    const wire = JSON.stringify(sent);
    expect(sent).toHaveLength(1);
    for (const word of ['己村', '征地', '公告', '陈某', '甲镇', 'jia-government'])
      expect(wire).not.toContain(word);
  });

  test('an office beside it answers through their upper office', async () => {
    const beside = await register('township:yi');
    const here = await register('township:jia');
    expect(
      answersAt('township:jia', here.caseId).map(({ office, originNumber }) => [office, originNumber]),
    ).toEqual([['township:yi', beside.originNumber]]);
    expect(asksAt('township:yi').map(({ by, via }) => [by, via])).toContainEqual(['township:jia', 'city']);
    expect(town.net.quarantine).toEqual([]);
  });

  test('it is registered, not accepted again, and linked by that answer (guard 11)', async () => {
    const above = await register('city');
    const below = await register('township:jia');
    done(await act('township:jia', 'link-elsewhere', below.caseId, { to: above.originNumber }));
    expect(memory('township:jia').cases.get(below.caseId)?.matter.state).toBe('LINKED');
    await town.net.day('2026-12-01');
    const overdue = memory('township:jia').history.filter((line) => line.act === 'overdue');
    expect(overdue).toEqual([]);
  });

  test('no office is linked to that did not answer', async () => {
    const below = await register('township:jia');
    expect(
      await act('township:jia', 'link-elsewhere', below.caseId, { to: 'CS-2026-1-00001' }),
    ).toMatchObject({
      slug: 'not-answered-elsewhere',
      article: '信访工作条例19(3)',
    });
  });

  test('sending it out again is refused until a person finds that it is another matter', async () => {
    await register('township:jia');
    const above = await register('city');
    const assign = { to: 'agency:natural-resources', wants: 'result', days: 60 };
    const before = structuredClone(memory('city'));
    expect(await act('city', 'assign', above.caseId, assign)).toMatchObject({
      slug: 'accepted-elsewhere',
      article: '信访工作条例19(3)',
    });
    expect(memory('city')).toEqual(before);
    const [there] = answersAt('city', above.caseId);
    done(await act('city', 'not-the-same', above.caseId, { to: there?.originNumber, reason: '地块不同。' }));
    done(await act('city', 'assign', above.caseId, assign));
  });
});

describe('what never answers', () => {
  test('an accusation: neither does it ask', async () => {
    const accusing = { category: 'accusation', route: '30', respondents: [], accused: ['丙村村民委员会'] };
    await register('city', accusing);
    const below = await register('township:jia', { ...accusing });
    expect(answersAt('township:jia', below.caseId)).toEqual([]);
    expect(asksAt('city')).toEqual([]);
  });

  test('a request about the same codes as an accusation finds nothing', async () => {
    await register('city', { category: 'accusation', route: '30', accused: ['甲镇人民政府'] });
    const below = await register('township:jia');
    expect(answersAt('township:jia', below.caseId)).toEqual([]);
    expect(asksAt('city').map(({ outcome }) => outcome)).toEqual(['nothing']);
  });

  test('an item whose petitioner asked for secrecy: neither does it ask', async () => {
    await register('city', { secrecy: true });
    const below = await register('township:jia');
    expect(answersAt('township:jia', below.caseId)).toEqual([]);
    const secret = await register('township:yi', { secrecy: true });
    expect(asksAt('city').some(({ originNumber }) => originNumber === secret.originNumber)).toBe(false);
  });

  test('a matter whose bodies the directory does not know: the name may be a person’s', async () => {
    await register('city', { respondents: ['某某'] });
    await register('township:jia', { respondents: ['某某'] });
    expect(asksAt('city')).toEqual([]);
  });
});

describe('the body complained of', () => {
  const aboutJia = { respondents: ['甲镇人民代表大会主席团'] };

  test('does not ask, and is not asked', async () => {
    const below = await register('township:jia', aboutJia);
    expect(memory('township:jia').matter.questions.size).toBe(0);
    const above = await register('city', aboutJia);
    expect(asksAt('township:jia')).toEqual([]);
    expect(answersAt('township:jia', below.caseId)).toEqual([]);
    expect(await act('township:jia', 'ask-elsewhere', below.caseId)).toMatchObject({
      slug: 'nothing-to-ask',
      details: { why: 'complained-of' },
    });
    expect(answersAt('city', above.caseId)).toEqual([]);
  });

  test('asking in spite of it, it gets nothing; its upper office is told and links instead', async () => {
    const above = await register('city', aboutJia);
    const below = await register('township:jia', aboutJia);
    // A node that leaves its own guard out: only the asked one's remains.
    const { dossier } = memory('township:jia').cases.get(below.caseId)?.matter ?? {};
    if (dossier === undefined) throw new Error('no dossier');
    const { fingerprints } = town.net.node('township:jia').desk.matter.indexing;
    await askAsNode(below.originNumber, fingerprints(dossier));
    expect(answersAt('township:jia', below.caseId)).toEqual([]);
    expect(asksAt('city').map(({ outcome }) => outcome)).toEqual(['withheld']);
    const told = memory('city').history.filter((line) => line.act === 'same-matter-withheld');
    expect(told.map(({ caseId }) => caseId)).toEqual([above.caseId]);
    expect(answersAt('city', above.caseId).map(({ originNumber, office }) => [originNumber, office])).toEqual(
      [[below.originNumber, 'township:jia']],
    );
  });

  test('is another organ than the presidium that supervises it: the presidium is answered', async () => {
    await register('city');
    const below = await register('township:jia');
    expect(answersAt('township:jia', below.caseId)).toHaveLength(1);
  });
});

describe('asking', () => {
  test('is recorded at the asked office, whatever was found', async () => {
    const below = await register('township:jia');
    expect(asksAt('city')).toEqual([
      expect.objectContaining({ by: 'township:jia', originNumber: below.originNumber, outcome: 'nothing' }),
    ]);
  });

  test('too often gets no answer, and is recorded too', async () => {
    await register('city');
    Object.assign(town.net.node('city').desk.matter, { asksPerDay: 1 });
    await register('township:jia', { place: '甲镇', topic: '民政/殡葬' });
    const second = await register('township:jia');
    expect(answersAt('township:jia', second.caseId)).toEqual([]);
    expect(asksAt('city').map(({ outcome }) => outcome)).toEqual(['nothing', 'too-often']);
  });

  test('is refused at one’s own desk when the day’s questions are used up', async () => {
    const below = await register('township:jia');
    Object.assign(town.net.node('township:jia').desk.matter, { asksPerDay: 1 });
    expect(await act('township:jia', 'ask-elsewhere', below.caseId)).toMatchObject({
      slug: 'asked-too-often',
    });
  });

  test('without an item of one’s own register is put away', async () => {
    await askAsNode('CS-2026-1-00001', ['0'.repeat(64)]);
    expect(town.net.quarantine).toEqual([
      { at: 'city', type: 'huiyin.matter.asked.v1', reason: 'matter-not-registered' },
    ]);
  });
});
