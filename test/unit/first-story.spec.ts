import { expect, test } from '@jest/globals';
import { TwinNetwork } from '../support/twin-network.js';

const registration = {
  form: 'letter',
  source: 'own',
  receivedOn: '2026-04-02',
  people: 1,
  petitioner: { name: '陈某', note: '退休教师' },
  category: 'request',
  route: '31(6)',
  topic: '教育文体/教师待遇',
  place: '甲镇',
  summary: '镇政府与中心小学互相推诿，退休教师的房屋修缮费多年未补。',
  request: '补发房屋修缮费。',
  respondents: ['甲镇人民政府', '甲镇中心小学'],
} as const;

const parts = { basis: '交办', petitioner: '1人', problems: '修缮费', investigation: '已查' };

test('a letter assigned to the education bureau comes home answered, and both ends of every leg agree', async () => {
  const net = new TwinNetwork();
  await net.day('2026-04-02');
  const opened = await net.act('city', 'register', '', {
    ...registration,
    respondents: [...registration.respondents],
    actor: { unit: 'city' },
  });
  if (!('caseId' in opened)) throw new Error(JSON.stringify(opened));
  const { caseId } = opened;
  const version = (node: string) => [...net.node(node).office.memory.cases.values()][0]?.version ?? 0;
  const legs = (node: string) => [...net.node(node).office.memory.legs.values()];
  const ok = (answer: object) => {
    if (!('caseId' in answer)) throw new Error(JSON.stringify(answer));
  };
  const city = { unit: 'city' };
  ok(await net.act('city', 'propose', caseId, { actor: city, version: version('city'), text: '拟转教育局' }));
  ok(
    await net.act('city', 'instruct', caseId, {
      actor: { unit: 'city', user: '副主任' },
      version: version('city'),
      text: '请教育局办理',
    }),
  );
  await net.day('2026-04-03');
  ok(
    await net.act('city', 'assign', caseId, {
      actor: city,
      version: version('city'),
      to: 'agency:education',
      wants: 'result',
      days: 30,
    }),
  );
  ok(await net.act('city', 'notify', caseId, { actor: city, version: version('city'), how: '书面' }));
  const edu = { unit: 'agency:education' };
  const eduLeg = () => legs('agency:education')[0];
  ok(
    await net.act('agency:education', 'accept', eduLeg()?.leg.id ?? '', {
      actor: edu,
      version: eduLeg()?.version ?? 0,
    }),
  );
  ok(
    await net.act('agency:education', 'report', eduLeg()?.leg.id ?? '', {
      actor: edu,
      version: eduLeg()?.version ?? 0,
      result: '已补发',
      outcome: '予以支持',
      parts,
      draftAnswer: '已补发',
    }),
  );
  const slip = legs('committee:education')[0];
  ok(
    await net.act('committee:education', 'review-slip', slip?.leg.id ?? '', {
      actor: { unit: 'committee:education' },
      version: slip?.version ?? 0,
      verdict: 'pass',
    }),
  );
  ok(
    await net.act('agency:education', 'serve-answer', eduLeg()?.leg.id ?? '', {
      actor: edu,
      version: eduLeg()?.version ?? 0,
      how: '直接送达',
    }),
  );
  ok(await net.act('city', 'close', caseId, { actor: city, version: version('city') }));
  expect(net.quarantine).toEqual([]);
  expect(net.differences()).toEqual([]);
  expect(net.node('city').office.memory.cases.get(caseId)?.matter.state).toBe('CLOSED');
  for (const node of ['agency:education', 'committee:education']) {
    expect([...net.node(node).office.memory.cases.values()].map((row) => row.matter.state)).toEqual([
      'CLOSED',
    ]);
  }
  expect(legs('city').map((row) => [row.leg.kind, row.leg.state, row.deliveredAt !== undefined])).toEqual([
    ['assign', 'DONE', true],
    ['slip', 'DONE', true],
  ]);
});
