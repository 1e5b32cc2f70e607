import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import {
  ACCUSATION,
  DIRECTOR,
  DISCIPLINE,
  DISPATCHER,
  EDU,
  accusing,
  onCity,
  refused,
} from '../support/guarded-matter.js';
import { TwinMatter } from '../support/twin-matter.js';
import { TwinNetwork } from '../support/twin-network.js';
import { TwinStory, storiesOf } from '../support/twin-story.js';

const ARTICLE = '信访工作条例30(3)';

/** All that a memory holds, maps opened (a rolled-back memory holds maps of another realm). */
const textOf = (memory: object): string =>
  inspect(memory, { depth: null, maxStringLength: null, maxArrayLength: null });

describe('guard 1: an accusation never reaches the accused', () => {
  test.each([
    ['the accused unit itself', 'agency:education', EDU],
    ['a body below the addressee', 'body:bing-village', 'township:yi'],
    ['a post below a body below the addressee', '丙村村主任', 'township:yi'],
    ['a school that the bureau leads', '甲镇中心小学', EDU],
    ['the office that leads the addressee', 'agency:government-office', EDU],
    ['a body that the addressee leads', 'agency:education', 'agency:government-office'],
    ['a township government inside the addressee', '乙乡人民政府', 'township:yi'],
    ['a member of the addressee’s staff, by name', '闵若水', 'agency:agriculture'],
    ['the court that a unit on paper stands under', '市法院', 'unit:liquidators'],
  ])('%s gets nothing of it', async (_who, accused, to) => {
    const matter = await accusing([accused]);
    await refused(matter, onCity(matter, 'refer', { to }), 'accused-party', ARTICLE);
    await refused(matter, onCity(matter, 'assign', { to, wants: 'result' }), 'accused-party', ARTICLE);
  });

  test('another township and the discipline organ do get it', async () => {
    const matter = await accusing(['body:bing-village']);
    expect(await matter.onCase('city', 'refer', { to: DISCIPLINE })).toHaveProperty('legId');
    expect(await matter.onCase('city', 'refer', { to: 'township:jia' })).toHaveProperty('legId');
  });

  test('one of several receivers near the accused stops the whole dispatch', async () => {
    const matter = await accusing(['body:bing-village']);
    const receivers = [
      { to: DISCIPLINE, kind: 'refer' },
      { to: 'township:yi', kind: 'refer' },
    ];
    await refused(matter, onCity(matter, 'dispatch', { receivers }), 'accused-party', ARTICLE);
  });

  test('nobody near the accused sits in a meeting on it, leads, helps, or gets its minutes', async () => {
    const matter = await accusing(['body:bing-village']);
    const decides = { lead: DISCIPLINE, co: [], days: 30 };
    const held = { kind: 'coordination', parties: ['township:yi', DISCIPLINE], decides };
    await refused(matter, onCity(matter, 'meeting', held), 'accused-party', ARTICLE);
  });

  test('the accused’s names go to the discipline organ, apart from the dossier, and to nobody else', async () => {
    const matter = await accusing(['body:bing-village']);
    await matter.onCase('city', 'refer', { to: DISCIPLINE });
    await matter.onCase('city', 'refer', { to: 'township:jia' });
    const wallAt = (node: string) => [...matter.net.node(node).office.memory.guards.walls.values()];
    expect(wallAt(DISCIPLINE)).toMatchObject([{ guarded: true, accused: [{ party: 'body:bing-village' }] }]);
    expect(wallAt('township:jia')).toEqual([{ guarded: true, accused: [] }]);
  });

  test('no identity goes with an accusation, asked for or not, and this office gives the answer', async () => {
    const matter = await accusing(['body:bing-village']);
    await matter.onCase('city', 'refer', { to: DISCIPLINE });
    expect(matter.net.node(DISCIPLINE).office.memory.petitioners.size).toBe(0);
    expect(matter.legAt(DISCIPLINE).leg.answeredBy).toBe('sender');
  });

  test('an accusation that names its accused only as respondents is walled off from them all the same', async () => {
    const matter = await TwinMatter.registered('2026-06-08', { ...ACCUSATION, respondents: ['丙村村委会'] });
    await refused(matter, onCity(matter, 'refer', { to: 'township:yi' }), 'accused-party', ARTICLE);
  });

  test('a respondent that was added by a correction is kept away too', async () => {
    const matter = await accusing(['body:bing-village']);
    const fields = { respondents: ['甲镇人民政府'] };
    expect(await matter.onCase('city', 'correct', { fields, reason: '漏登' })).toHaveProperty('caseId');
    await refused(matter, onCity(matter, 'refer', { to: 'township:jia' }), 'accused-party', ARTICLE);
  });

  test('a matter that turns out to be an accusation waits until somebody has named the accused', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { respondents: [] });
    const fields = { category: 'accusation', route: '30' };
    await matter.onCase('city', 'correct', { fields, reason: '内容为检举控告' });
    await refused(matter, onCity(matter, 'refer', { to: DISCIPLINE }), 'accused-unresolved', ARTICLE);
    await matter.onCase('city', 'name-accused', { accused: ['甲镇人民政府'] });
    expect(await matter.onCase('city', 'refer', { to: DISCIPLINE })).toHaveProperty('legId');
    await refused(matter, onCity(matter, 'refer', { to: 'township:jia' }), 'accused-party', ARTICLE);
  });

  test('a name that the directory does not know stops every sending until another person has confirmed it', async () => {
    const matter = await accusing(['王某某']);
    const sending = onCity(matter, 'refer', { to: DISCIPLINE });
    await refused(matter, sending, 'accused-unresolved', ARTICLE);
    const self = { actor: { unit: 'city', user: '登记员' } };
    await refused(matter, onCity(matter, 'confirm-accused', self), 'second-person-required', ARTICLE);
    const resolved = [{ name: '王某某', party: '丙村村委会' }];
    expect(await matter.onCase('city', 'confirm-accused', { ...DISPATCHER, resolved })).toHaveProperty(
      'caseId',
    );
    await refused(matter, onCity(matter, 'refer', { to: 'township:yi' }), 'accused-party', ARTICLE);
    expect(await sending()).toHaveProperty('legId');
  });

  test('a second person may find that the accused belongs to no body of the network', async () => {
    const matter = await accusing(['王某某']);
    await matter.onCase('city', 'confirm-accused', DISPATCHER);
    expect(await matter.onCase('city', 'refer', { to: 'township:yi' })).toHaveProperty('legId');
  });

  test('an accusation that names nobody needs a second person to say so', async () => {
    const matter = await accusing([]);
    await refused(matter, onCity(matter, 'refer', { to: DISCIPLINE }), 'accused-unresolved', ARTICLE);
    await matter.onCase('city', 'confirm-accused', DISPATCHER);
    expect(await matter.onCase('city', 'refer', { to: DISCIPLINE })).toHaveProperty('legId');
  });

  test('an office that got an accusation without its names sends it nowhere until it has found them out', async () => {
    const matter = await accusing(['body:bing-village']);
    await matter.onCase('city', 'refer', { to: 'township:jia' });
    const passing = () => matter.onLeg('township:jia', 'pass-on', { to: 'unit:jia-government' });
    await refused(matter, passing, 'accused-unresolved', ARTICLE);
    await matter.onCase('township:jia', 'name-accused', { accused: ['甲镇人民政府'] });
    await refused(matter, passing, 'accused-party', ARTICLE);
  });

  test('an addressee’s system refuses an accusation of its own people, whoever sent it', async () => {
    const matter = await accusing(['纪委监委']);
    // A sender whose directory knew no body for the name.
    const { walls } = matter.net.node('city').office.memory.guards;
    for (const [id, wall] of walls) {
      const accused = wall.accused.map(({ party: _unknown, ...one }) => ({
        ...one,
        confirmedBy: one.namedBy,
      }));
      walls.set(id, { ...wall, accused });
    }
    await matter.onCase('city', 'refer', { to: DISCIPLINE });
    expect(matter.net.quarantine).toMatchObject([{ at: DISCIPLINE, reason: 'accused-party' }]);
    expect(matter.net.node(DISCIPLINE).office.memory.cases.size).toBe(0);
    expect(matter.legAt('city').leg.state).toBe('RETURNED');
  });

  test('naming the accused after it went out says whom it must be recalled from', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'refer', { to: EDU });
    const named = await matter.onCase('city', 'name-accused', { accused: ['甲镇中心小学'] });
    expect(named).toMatchObject({ warnings: [expect.stringContaining('教育局')] });
  });

  test('an accusing letter that is linked to a plain case walls that case off too', async () => {
    const matter = await TwinMatter.registered();
    const accuse = { accused: ['甲镇中心小学'] };
    const letter = await matter.register('2026-04-02', accuse);
    if (!('caseId' in letter)) throw new Error(JSON.stringify(letter));
    const to = matter.caseAt('city').matter.originNumber;
    const body = { actor: { unit: 'city' }, version: letter.caseVersion, to };
    expect(await matter.post('city', 'link', letter.caseId, body)).toHaveProperty('caseId');
    await refused(matter, onCity(matter, 'refer', { to: EDU }), 'accused-party', ARTICLE);
  });

  test('the history names no accused', async () => {
    const matter = await accusing(['王某某']);
    await matter.onCase('city', 'confirm-accused', DISPATCHER);
    expect(JSON.stringify(matter.net.node('city').office.memory.history)).not.toContain('王某某');
  });
});

describe('an accusation that went its whole way', () => {
  const words = ['夏某某', '13800000000', '拍卖', '账目', 'bing-village', '丙村', '依法查处'];

  test('no node but the registering office and the discipline organ holds a word of it', async () => {
    const [story] = storiesOf('all.json', 'village-cadre-accusation');
    if (story === undefined) throw new Error('no story');
    const net = new TwinNetwork();
    const play = new TwinStory(net, story);
    await play.play();
    expect(play.caseAt('city')?.matter.state).toBe('CLOSED');
    expect(net.differences()).toEqual([]);
    const found = [...net.nodes].flatMap(([id, node]) => {
      const text = textOf(node.office.memory);
      return words.filter((word) => text.includes(word)).map((word) => `${id} ${word}`);
    });
    // The search does find what is there.
    expect(found).toEqual(expect.arrayContaining(['city 夏某某', 'agency:discipline 拍卖']));
    expect(found.filter((one) => !/^(city|agency:discipline) /u.test(one))).toEqual([]);
    expect(found.filter((one) => one.startsWith('agency:discipline 夏某某'))).toEqual([]);
    expect(found.filter((one) => one.startsWith('agency:discipline 138'))).toEqual([]);
  });
});

describe('a redacted copy for what must go', () => {
  const WAGES = { summary: '反映工资未发。', request: '补发工资。' };

  test('the addressee gets the redacted texts and no name; the original stays as it was', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'redact', WAGES);
    await matter.onCase('city', 'refer', { to: EDU, redacted: true });
    expect(matter.caseAt(EDU).matter.dossier).toMatchObject({ ...WAGES, respondents: [] });
    expect(matter.caseAt('city').matter.dossier?.summary).toContain('房屋修缮费');
  });

  test('nothing goes as a redacted copy that nobody has drafted', async () => {
    const matter = await TwinMatter.registered();
    await refused(matter, onCity(matter, 'refer', { to: EDU, redacted: true }), 'nothing-redacted');
  });

  test('the rest of a matter goes to the accused’s body only in a copy that another person drafted', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { accused: ['甲镇中心小学'] });
    await refused(matter, onCity(matter, 'refer', { to: EDU }), 'accused-party', ARTICLE);
    await matter.onCase('city', 'redact', { ...DISPATCHER, ...WAGES });
    const sending = { to: EDU, redacted: true };
    await refused(
      matter,
      onCity(matter, 'refer', { ...DISPATCHER, ...sending }),
      'second-person-required',
      ARTICLE,
    );
    expect(await matter.onCase('city', 'refer', { ...DIRECTOR, ...sending })).toHaveProperty('legId');
    expect(JSON.stringify(matter.net.node(EDU).office.memory.guards)).not.toContain('true');
    expect(matter.net.node(EDU).office.memory.petitioners.size).toBe(0);
  });

  test('of a 检举控告 not even a redacted copy goes to the accused', async () => {
    const matter = await accusing(['body:bing-village']);
    await matter.onCase('city', 'redact', WAGES);
    const sending = { ...DIRECTOR, to: 'township:yi', redacted: true };
    await refused(matter, onCity(matter, 'refer', sending), 'accused-party', ARTICLE);
  });
});
