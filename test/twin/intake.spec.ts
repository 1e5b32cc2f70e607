import { describe, expect, test } from '@jest/globals';
import { TwinMatter, LETTER, RESULT } from '../support/twin-matter.js';
import { readCasebook } from '../../deploy/player/casebook.js';
import { TwinNetwork } from '../support/twin-network.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

const EDU = 'agency:education';
const JUDICIAL = 'committee:judicial';

const held = (matter: TwinMatter, node = 'city') => structuredClone(matter.net.node(node).office.memory);
const city = (matter: TwinMatter) => matter.caseAt('city').matter;
const lines = (matter: TwinMatter) => matter.net.node('city').office.memory.history.map((line) => line.text);
const papers = (matter: TwinMatter) => matter.net.node('city').office.memory.documents;

describe('a matter that ends at the office', () => {
  test('a petitioner told in writing whom to turn to has the notice and the answer in one letter', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { route: '31(1)' });
    await matter.net.day('2026-04-03');
    expect(
      await matter.onCase('city', 'tell-whom-to-turn-to', { text: '请依法行使诉讼权利' }),
    ).toHaveProperty('caseId');
    expect(city(matter)).toMatchObject({
      state: 'TOLD',
      notified: { on: '2026-04-03', how: '书面', done: true },
      answered: { on: '2026-04-03', how: '书面', done: true },
    });
    expect(city(matter).clocks.map(({ id, metOn }) => [id, metOn])).toEqual([
      ['C1', '2026-04-03'],
      ['C2', '2026-04-03'],
    ]);
    expect(papers(matter)).toMatchObject([
      { kind: 'notice', text: '请依法行使诉讼权利', number: expect.stringMatching(/告〔2026〕1号$/u) },
    ]);
    expect(lines(matter).at(-1)).toContain('告知向有权机关提出（书面）');
  });

  test('an anonymous letter cannot be told: the lawful reason why not stands there instead', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { petitioner: {} });
    await matter.onCase('city', 'tell-whom-to-turn-to', { text: '无法告知' });
    expect(city(matter).answered).toMatchObject({ done: false, how: '姓名或地址不清，无法告知' });
  });

  test('an anonymous visitor is told at the counter', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { petitioner: {} });
    await matter.onCase('city', 'tell-whom-to-turn-to', { text: '请到法院', how: '当面' });
    expect(city(matter).answered).toMatchObject({ done: true, how: '当面' });
  });

  test('a rejection needs the head, a reason and an article', async () => {
    const matter = await TwinMatter.registered();
    const before = held(matter);
    expect(
      await matter.onCase('city', 'reject', {
        actor: { unit: 'city', user: '登记员' },
        reason: '已裁决',
        article: '信访工作条例31(2)',
      }),
    ).toMatchObject({ slug: 'role-not-allowed' });
    expect(held(matter)).toEqual(before);
    await matter.onCase('city', 'reject', {
      actor: { unit: 'city', user: '主任' },
      reason: '已裁决',
      article: '信访工作条例31(2)',
    });
    expect(city(matter)).toMatchObject({ state: 'REJECTED', answered: { done: true } });
    expect(lines(matter).at(-1)).toContain('不予受理（信访工作条例31(2)）：已裁决');
    expect(papers(matter).at(-1)?.text).toContain('信访工作条例31(2)');
  });

  test('what a reachable petitioner brought is not filed without a word: the notice comes first', async () => {
    const matter = await TwinMatter.registered();
    const before = held(matter);
    expect(await matter.onCase('city', 'keep', { reason: '感谢信' })).toMatchObject({
      slug: 'not-notified',
      article: '信访工作条例23',
    });
    expect(held(matter)).toEqual(before);
    await matter.onCase('city', 'notify', { how: '电话' });
    await matter.onCase('city', 'keep', { reason: '感谢信' });
    expect(city(matter)).toMatchObject({
      state: 'KEPT',
      notified: { how: '电话', done: true },
      answered: { how: '感谢信', done: false },
    });
  });

  test('an anonymous letter without a request is filed, with the reason', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { petitioner: {} });
    await matter.onCase('city', 'keep', { reason: '匿名且无具体事实' });
    expect(city(matter)).toMatchObject({ state: 'KEPT', answered: { done: false, how: '匿名且无具体事实' } });
    expect(city(matter).clocks.every(({ metOn }) => metOn !== undefined)).toBe(true);
  });

  test('a withdrawal stops the clocks; what was late by then stays late', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.net.day('2026-04-20');
    await matter.onCase('city', 'withdraw', { reason: '问题已解决', how: '当面' });
    const { state, clocks } = city(matter);
    expect(state).toBe('WITHDRAWN');
    expect(clocks.map(({ effective, metOn }) => [effective, metOn])).toEqual([
      ['2026-04-17', '2026-04-20'],
      ['2026-04-17', '2026-04-20'],
    ]);
  });

  test('nothing ends while a leg is open: it has to come back first', async () => {
    const matter = await TwinMatter.assigned();
    const before = held(matter);
    expect(await matter.onCase('city', 'withdraw', { reason: '问题已解决' })).toMatchObject({
      slug: 'open-leg',
    });
    expect(held(matter)).toEqual(before);
    await matter.onLeg(EDU, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    await matter.onCase('city', 'withdraw', { reason: '问题已解决' });
    expect(city(matter).state).toBe('WITHDRAWN');
  });

  test('a matter led into arbitration holds its new route, and the way there was told', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'lead-into-procedure', {
      route: '31(2)',
      procedure: '劳动仲裁',
      text: '请申请仲裁',
    });
    expect(city(matter)).toMatchObject({
      state: 'LED_AWAY',
      dossier: { route: '31(2)' },
      answered: { done: true },
    });
    expect(matter.net.node('city').office.memory.history.at(-1)).toMatchObject({
      basis: '信访工作条例31(2)',
      text: expect.stringContaining('导入法定程序：劳动仲裁'),
    });
  });

  test('what has ended does not end again', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'tell-whom-to-turn-to', { text: '请到法院' });
    expect(await matter.onCase('city', 'withdraw', { reason: '不办了' })).toMatchObject({
      slug: 'not-in-this-state',
    });
  });
});

describe('own competence', () => {
  test('committees study and this office gives the one reply', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { topic: '人大工作/代表联系' });
    await matter.onCase('city', 'own-competence', { to: [JUDICIAL, 'committee:education'], days: 30 });
    const legs = [...matter.net.node('city').office.memory.legs.values()].map(({ leg }) => leg);
    expect(legs.map(({ kind, to, answeredBy }) => [kind, to, answeredBy])).toEqual([
      ['lead', JUDICIAL, 'sender'],
      ['co', 'committee:education', 'sender'],
    ]);
    expect(city(matter)).toMatchObject({
      state: 'OUT',
      clocks: [{ id: 'C1', metOn: '2026-04-02' }, { id: 'C2' }],
    });
    await matter.onLeg(JUDICIAL, 'report', RESULT);
    await matter.onLeg('committee:education', 'report', { result: '意见一致' });
    await matter.onLeg('city', 'review', { verdict: 'pass' }, (row) => row.leg.kind === 'lead');
    expect(await matter.onLeg(JUDICIAL, 'serve-answer', { how: '书面' })).toMatchObject({ ok: false });
    await matter.onLeg('city', 'serve-answer', { how: '书面' }, (row) => row.leg.kind === 'lead');
    expect(city(matter)).toMatchObject({ state: 'ANSWERED', answered: { how: '书面', done: true } });
    expect(matter.net.differences()).toEqual([]);
  });

  test('what the competence table gives to an agency is not our own, whoever would study it', async () => {
    const matter = await TwinMatter.registered();
    const before = held(matter);
    expect(await matter.onCase('city', 'own-competence', { to: [JUDICIAL] })).toMatchObject({
      slug: 'congress-does-not-decide',
      article: '北京市信访条例30',
    });
    expect(held(matter)).toEqual(before);
  });

  test('an agency does not study a matter of the congress’s own competence', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { topic: '人大工作/代表联系' });
    const before = held(matter);
    expect(await matter.onCase('city', 'own-competence', { to: [EDU] })).toMatchObject({
      slug: 'addressee-not-competent',
      article: '上海市信访条例30(1)',
    });
    expect(held(matter)).toEqual(before);
  });
});

describe('a case that begins again', () => {
  test('the head reopens it on new facts, with clocks of its own; the first telling is no longer the answer', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'tell-whom-to-turn-to', { text: '请到法院' });
    await matter.net.day('2026-05-11');
    expect(
      await matter.onCase('city', 'reopen', { actor: { unit: 'city', user: '登记员' }, newFacts: '新证据' }),
    ).toMatchObject({ ok: false });
    await matter.onCase('city', 'reopen', { newFacts: '新证据' });
    const { state, answered, notified, clocks } = city(matter);
    expect([state, answered, notified]).toEqual(['REGISTERED', undefined, undefined]);
    expect(clocks.filter(({ metOn }) => metOn === undefined).map(({ id, start }) => [id, start])).toEqual([
      ['C1', '2026-05-11'],
      ['C2', '2026-05-11'],
    ]);
    expect(lines(matter).join()).toContain('告知向有权机关提出');
  });

  test('a copy that was sealed after a return is not reopened here', async () => {
    const matter = await TwinMatter.assigned();
    await matter.net.act('city', 'notify', matter.caseAt('city').matter.id, {
      actor: { unit: 'city' },
      version: matter.caseAt('city').version,
      how: '书面',
    });
    await matter.onLeg(EDU, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    expect(await matter.onCase(EDU, 'reopen', { newFacts: '新证据' })).toMatchObject({ ok: false });
  });
});

describe('the archive', () => {
  const closed = async () => {
    const matter = await TwinMatter.registered('2026-04-02', { category: 'consultation', route: 'none' });
    await matter.onCase('city', 'answer-on-the-spot', { text: '已说明' });
    await matter.onCase('city', 'close');
    await matter.onCase('city', 'archive');
    return matter;
  };

  test('seals every item, paper and line with its digest', async () => {
    const matter = await closed();
    const { intake, history } = matter.net.node('city').office.memory;
    const [manifest] = intake.manifests;
    expect(city(matter).state).toBe('ARCHIVED');
    expect(manifest?.entries.map(({ kind }) => kind)).toEqual([
      'item',
      'document',
      ...history.map(() => 'history'),
    ]);
    expect(new Set(manifest?.entries.map(({ sha256 }) => sha256)).size).toBe(manifest?.entries.length);
  });

  test('nothing in a sealed dossier is corrected', async () => {
    const matter = await closed();
    expect(
      await matter.onCase('city', 'correct', { fields: { place: '乙乡' }, reason: '误写' }),
    ).toMatchObject({
      slug: 'not-in-this-state',
    });
  });
});

describe('group visits', () => {
  const group = (over: object) =>
    TwinMatter.registered('2026-04-02', {
      form: 'visit',
      people: 23,
      visit: { batches: 1, persons: 23 },
      ...over,
    });

  test('seven representatives are no bar to registration: it registers with none and says so', async () => {
    const matter = new TwinMatter();
    await matter.net.day('2026-04-02');
    const answer = await matter.register('2026-04-02', { people: 23, representatives: 7 });
    expect(answer).toMatchObject({
      caseId: expect.any(String),
      warnings: [expect.stringContaining('representatives-at-most-5')],
    });
    expect(matter.net.node('city').office.memory.items).toMatchObject([{ representatives: 0 }]);
  });

  test('five are elected, a sixth is refused with the article, and more than the people there are too', async () => {
    const matter = await group({});
    const before = held(matter);
    expect(await matter.onCase('city', 'elect-representatives', { count: 6 })).toMatchObject({
      slug: 'representatives-at-most',
      article: '信访工作条例20(3)',
    });
    expect(held(matter)).toEqual(before);
    await matter.onCase('city', 'elect-representatives', { count: 5 });
    expect(city(matter).dossier?.representatives).toBe(5);
    expect(matter.net.node('city').office.memory.items).toMatchObject([{ representatives: 5 }]);
    const two = await group({ people: 2 });
    expect(await two.onCase('city', 'elect-representatives', { count: 3 })).toMatchObject({
      slug: 'representatives-more-than-people',
    });
  });

  test('several petitioners are registered and all travel to the handling organ, apart from the dossier', async () => {
    const matter = await TwinMatter.registered('2026-04-02', {
      people: 3,
      others: [{ name: '林某' }, { name: '何某' }],
    });
    await matter.onCase('city', 'refer', { to: EDU });
    expect([...matter.net.node(EDU).office.memory.petitioners.values()]).toMatchObject([
      { petitioner: { name: '陈某', others: [{ name: '林某' }, { name: '何某' }] } },
    ]);
    expect(JSON.stringify([...matter.net.node(EDU).office.memory.cases])).not.toContain('林某');
    expect(matter.net.quarantine).toEqual([]);
  });
});

describe('the register entry', () => {
  test('is corrected with its old value kept, never deleted', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'correct', {
      fields: { place: '乙乡', people: 2, petitioner: { name: '程某' } },
      reason: '登记误写',
    });
    const { intake, items, history } = matter.net.node('city').office.memory;
    expect(city(matter).dossier).toMatchObject({ place: '乙乡', people: 2 });
    expect(items).toMatchObject([{ people: 2 }]);
    expect(intake.corrections).toMatchObject([
      { field: 'people', was: 1, is: 2, reason: '登记误写', personal: false },
      { field: 'place', was: '甲镇', is: '乙乡', personal: false },
      { field: 'petitioner', was: { name: '陈某' }, is: { name: '程某' }, personal: true },
    ]);
    expect(history.at(-1)?.text).toBe('更正人数（1 → 2）、问题属地、信访人：登记误写');
    expect(JSON.stringify(history)).not.toMatch(/陈某|程某/u);
  });

  test('a wrong day of receipt moves the clocks that rest on it, and the history says from when to when', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.onCase('city', 'correct', { fields: { receivedOn: '2026-03-30' }, reason: '收文章日期' });
    expect(city(matter).clocks.map(({ id, start, effective }) => [id, start, effective])).toEqual([
      ['C1', '2026-03-30', '2026-04-14'],
      ['C2', '2026-03-30', '2026-04-14'],
    ]);
    expect(lines(matter).slice(-2)).toEqual([
      'C1 期限更正：2026-04-17 → 2026-04-14',
      'C2 期限更正：2026-04-17 → 2026-04-14',
    ]);
  });

  test('a petitioner who becomes known is owed the notice from that day', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { petitioner: {} });
    await matter.net.day('2026-04-13');
    await matter.onCase('city', 'correct', {
      fields: { petitioner: { name: '陈某' } },
      reason: '来电补充姓名',
    });
    expect(city(matter).clocks.map(({ id, start }) => [id, start])).toEqual([
      ['C1', '2026-04-02'],
      ['C2', '2026-04-13'],
    ]);
  });

  test('an entry that says the same already is not corrected, and another office’s entry is not either', async () => {
    const matter = await TwinMatter.registered();
    expect(await matter.onCase('city', 'correct', { fields: { place: '甲镇' }, reason: '无' })).toMatchObject(
      {
        slug: 'nothing-corrected',
      },
    );
    await matter.onCase('city', 'assign', { to: 'township:jia', wants: 'result' });
    expect(
      await matter.onCase('township:jia', 'correct', { fields: { place: '乙乡' }, reason: '误写' }),
    ).toMatchObject({ slug: 'corrected-where-registered' });
  });

  test('who holds the matter already is named when it is corrected', async () => {
    const matter = await TwinMatter.assigned();
    expect(
      await matter.onCase('city', 'correct', { fields: { place: '乙乡' }, reason: '误写' }),
    ).toMatchObject({
      warnings: [expect.stringContaining('agency:education')],
    });
  });

  test('what turns out to be an accusation is walled off from that moment, and stays so', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { respondents: ['丙村村民委员会'] });
    await matter.onCase('city', 'correct', {
      fields: { category: 'accusation', route: '30' },
      reason: '实为检举',
    });
    const refused = { slug: 'accused-party', article: '信访工作条例30(3)' };
    expect(await matter.onCase('city', 'refer', { to: 'township:yi' })).toMatchObject(refused);
    await matter.onCase('city', 'correct', {
      fields: { category: 'request', route: '31(6)' },
      reason: '改回',
    });
    expect(await matter.onCase('city', 'refer', { to: 'township:yi' })).toMatchObject(refused);
  });

  test('secrecy asked later lets no name leave from then on, and names who knows it already', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: 'township:jia' });
    expect(await matter.onCase('city', 'ask-secrecy', { how: '来电' })).toMatchObject({
      warnings: [expect.stringContaining('township:jia')],
    });
    await matter.onCase('city', 'refer', { to: EDU });
    expect(JSON.stringify([...matter.net.node(EDU).office.memory.petitioners])).not.toContain('陈某');
    expect(matter.legAt(EDU).leg.answeredBy).toBe('sender');
  });

  test('secrecy asked for at a receiving office is not undone by a further leg', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: 'township:jia' });
    await matter.onLeg('township:jia', 'sign');
    expect(await matter.onCase('township:jia', 'ask-secrecy')).toHaveProperty('caseId');
    await matter.onCase('city', 'refer', { to: 'township:jia' });
    const known = [...matter.net.node('township:jia').office.memory.petitioners.values()];
    expect(known.map(({ secrecy }) => secrecy)).toEqual([true]);
  });

  test('an urgent report marks the case and moves nothing', async () => {
    const matter = await TwinMatter.registered();
    const { clocks, state } = city(matter);
    await matter.onCase('city', 'urgent-report', { text: '有人身危险', reportedTo: '分管领导' });
    expect(city(matter)).toMatchObject({ state, clocks, urgentOn: '2026-04-02' });
    expect(papers(matter)).toMatchObject([{ kind: 'notice', text: '有人身危险' }]);
  });

  test('an item of an older register keeps its number; one that ended there owes nothing, and only the head enters it so', async () => {
    const matter = new TwinMatter();
    await matter.net.day('2026-04-02');
    const old = {
      receivedOn: '2026-01-05',
      fromRegister: { number: '访2026-17', ended: { on: '2026-02-10', how: '书面' } },
    };
    expect(await matter.register('2026-01-05', old)).toMatchObject({ slug: 'role-not-allowed' });
    const head = { actor: { unit: 'city', user: '主任' } };
    expect(await matter.register('2026-01-05', { ...old, ...head })).toHaveProperty('caseId');
    const { cases, items, history } = matter.net.node('city').office.memory;
    expect([...cases.values()].map((row) => row.matter)).toMatchObject([
      { state: 'CLOSED', closedOn: '2026-02-10', answered: { on: '2026-02-10', done: true }, clocks: [] },
    ]);
    expect(items).toMatchObject([{ oldNumber: '访2026-17' }]);
    expect(history.at(-1)?.text).toContain('原编号 访2026-17，已于 2026-02-10 办结');
    const before = {
      ...old,
      ...head,
      fromRegister: { number: '访2026-18', ended: { on: '2026-01-04', how: '书面' } },
    };
    expect(await matter.register('2026-01-05', before)).toMatchObject({ slug: 'date-before-event' });
  });

  test('an item that another system brings twice is registered once', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { externalKey: '网上信访-1' });
    const again = await matter.register('2026-04-02', { externalKey: '网上信访-1', place: '乙乡' });
    expect(again).toMatchObject({
      originNumber: city(matter).originNumber,
      warnings: [expect.stringContaining('registered-before')],
    });
    expect(matter.net.node('city').office.memory.items).toHaveLength(1);
    expect(LETTER.place).toBe('甲镇');
  });
});

test('the casebook of intake is one that the player reads', async () => {
  expect(await readCasebook('deploy/casebook/intake.json')).toMatchObject({ ok: true });
});

const ENDS: Readonly<Record<string, string>> = {
  'not-ours': 'TOLD',
  'land-compensation-joint': 'CLOSED',
  'sealed-consultation': 'ANSWERED',
  'wrong-day-and-secrecy': 'WITHDRAWN',
  'rejected-arbitration': 'REJECTED',
  'led-into-arbitration': 'LED_AWAY',
};

const STORIES = [
  ...storiesOf('all.json', 'not-ours', 'land-compensation-joint'),
  ...storiesOf('intake.json'),
];

describe.each(STORIES.map((story) => [story.key, story] as const))('the story %s', (key, story) => {
  test('ends as it is written, told and answered or with the lawful reason why not, and nobody is late', async () => {
    const net = new TwinNetwork();
    const play = new TwinStory(net, story);
    await play.play();
    await net.deliver();
    expect(net.quarantine).toEqual([]);
    expect(net.differences()).toEqual([]);
    const home = play.caseAt('city')?.matter;
    expect(home?.state).toBe(ENDS[key]);
    expect(home).toMatchObject({ notified: expect.anything(), answered: expect.anything() });
    expect(home?.clocks.every((clock) => clock.metOn !== undefined && clock.metOn <= clock.effective)).toBe(
      true,
    );
  });
});
