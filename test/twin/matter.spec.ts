import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ActAnswer } from '#contract';
import type { CaseRow } from '#casework';
import type { Refusal } from '#domain';
import { LETTER, TwinMatter } from '../support/twin-matter.js';

const LAND = {
  topic: '农村农业/征地补偿',
  place: '甲镇己村',
  respondents: ['甲镇人民政府'],
  summary: '征地补偿款未按公告标准发放。',
  request: '按公告标准补发。',
};
const REPEAT = {
  ...LAND,
  form: 'web',
  summary: '己村征地补偿款没有按公告标准发放，要求补发差额。',
  request: '按公告标准补发征地补偿款。',
};

let town: TwinMatter;
beforeEach(async () => {
  town = await TwinMatter.registered('2026-07-20', LAND);
});

const registered = async (node: string, over: object = {}): Promise<ActAnswer> => {
  const body = { ...LETTER, receivedOn: town.net.today, actor: { unit: node }, ...REPEAT, ...over };
  return done(await town.post(node, 'register', '', body));
};
function done(answer: ActAnswer | Refusal): ActAnswer {
  if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
  return answer;
}
const rowAt = (node: string, id: string): CaseRow => {
  const row = town.net.node(node).office.memory.cases.get(id);
  if (row === undefined) throw new Error(`${node} has no case ${id}`);
  return row;
};
const act = (node: string, name: Parameters<TwinMatter['post']>[1], id: string, more: object = {}) =>
  town.post(node, name, id, { actor: { unit: node }, version: rowAt(node, id).version, ...more });
const itemsAt = (node: string, id: string): string[] =>
  town.net
    .node(node)
    .office.memory.items.filter(({ caseId }) => caseId === id)
    .map(({ number }) => number);
const first = (): CaseRow => town.caseAt('city');

describe('while registering', () => {
  test('an earlier case on the same place, body and topic is shown, with the reasons', async () => {
    const { lookAlikes = [] } = await registered('city');
    expect(lookAlikes.map(({ originNumber }) => originNumber)).toEqual([first().matter.originNumber]);
    const reasons = lookAlikes[0]?.reasons.map(({ what, value }) => `${what} ${value}`) ?? [];
    expect(reasons).toContain('place 甲镇己村');
    expect(reasons).toContain('body unit:jia-government');
    expect(reasons).toContain('topic 农村农业/征地补偿');
    expect(lookAlikes[0]?.reasons.find(({ what }) => what === 'text')?.likeness).toBeGreaterThan(0.3);
  });

  test('the same person with another matter is not shown: likeness is by matter', async () => {
    const other = {
      place: '乙乡',
      topic: '民政/殡葬',
      respondents: ['殡仪馆'],
      summary: '殡葬收费过高。',
      request: '退费。',
    };
    const { lookAlikes } = await registered('city', other);
    expect(lookAlikes).toEqual([]);
  });

  test('another person with the same matter is shown', async () => {
    const { lookAlikes } = await registered('city', { petitioner: { name: '赵某' } });
    expect(lookAlikes).toHaveLength(1);
  });

  test('a linked item is not shown; its case is', async () => {
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    const { lookAlikes = [] } = await registered('city');
    expect(lookAlikes.map(({ originNumber }) => originNumber)).toEqual([first().matter.originNumber]);
  });
});

describe('a linked item', () => {
  test('becomes a further item of the earlier case, with a repeat number', async () => {
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    const { originNumber, id } = first().matter;
    expect(itemsAt('city', id)).toEqual([`${originNumber}-1`, `${originNumber}-2`]);
    expect(itemsAt('city', repeat.caseId)).toEqual([]);
    expect(rowAt('city', repeat.caseId).matter.state).toBe('LINKED');
  });

  test('has no live clock and is never written overdue (Zammad 904, Znuny 200, GLPI 12702)', async () => {
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    await town.net.day('2026-12-01');
    const { history } = town.net.node('city').office.memory;
    expect(history.filter(({ act: what, caseId }) => what === 'overdue' && caseId === repeat.caseId)).toEqual(
      [],
    );
    expect(history.some(({ act: what, caseId }) => what === 'overdue' && caseId === first().matter.id)).toBe(
      true,
    );
  });

  test('tells the earlier case once and the petitioners nothing (Zammad 3105, GLPI 20620)', async () => {
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    const { history } = town.net.node('city').office.memory;
    expect(history.filter(({ act: what }) => what === 'item-linked').map(({ caseId }) => caseId)).toEqual([
      first().matter.id,
    ]);
    expect(rowAt('city', repeat.caseId).matter.notified).toBeUndefined();
    expect(first().matter.notified).toBeUndefined();
  });

  test('leaves requesters and due dates of both cases as they were (GLPI 5542)', async () => {
    const before = structuredClone(first().matter);
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: before.originNumber }));
    const { petitioners } = town.net.node('city').office.memory;
    expect(petitioners.get(before.id)).toBeDefined();
    expect(petitioners.get(repeat.caseId)).toBeDefined();
    expect(first().matter).toEqual(before);
  });

  test('comes back exactly when the link is undone: case, clocks and items', async () => {
    const repeat = await registered('city');
    const before = structuredClone(rowAt('city', repeat.caseId).matter);
    const items = structuredClone(town.net.node('city').office.memory.items);
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    done(await act('city', 'unlink', repeat.caseId, { reason: '地块不同。' }));
    expect(rowAt('city', repeat.caseId).matter).toEqual(before);
    expect(town.net.node('city').office.memory.items).toEqual(items);
  });

  test('is not reopened beside its case', async () => {
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    expect(await act('city', 'reopen', repeat.caseId, { newFacts: '新的证据' })).toMatchObject({ ok: false });
  });
});

describe('a link is refused and leaves nothing behind', () => {
  const refusedWith = async (id: string, to: string, why: string): Promise<void> => {
    const before = structuredClone(town.net.node('city').office.memory);
    expect(await act('city', 'link', id, { to })).toMatchObject({
      slug: 'link-not-possible',
      article: '信访工作条例19(3)',
      details: { why },
    });
    expect(town.net.node('city').office.memory).toEqual(before);
  };

  test('to itself, to what is not here, to a later case', async () => {
    const { id, originNumber } = first().matter;
    await refusedWith(id, originNumber, 'itself');
    await refusedWith(id, 'CS-2026-1-99999', 'unknown');
    await town.net.day('2026-07-22');
    const later = await registered('city');
    await refusedWith(id, later.originNumber, 'target-is-later');
  });

  test('to an item that was linked itself', async () => {
    const repeat = await registered('city');
    done(await act('city', 'link', repeat.caseId, { to: first().matter.originNumber }));
    const third = await registered('city');
    await refusedWith(third.caseId, repeat.originNumber, 'target-linked-away');
  });

  test('of an accusation to a matter of another kind', async () => {
    const accusing = await registered('city', {
      category: 'accusation',
      route: '30',
      accused: ['甲镇人民政府'],
    });
    await refusedWith(accusing.caseId, first().matter.originNumber, 'accusation-and-other');
  });

  test('of a case that is out', async () => {
    const { id } = first().matter;
    done(await act('city', 'assign', id, { to: 'agency:natural-resources', wants: 'result', days: 60 }));
    const repeat = await registered('city');
    expect(await act('city', 'link', id, { to: repeat.originNumber })).toMatchObject({ ok: false });
  });
});
