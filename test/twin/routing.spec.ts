import { describe, expect, test } from '@jest/globals';
import { readRuleFiles } from '#casework';
import { legTo } from '../support/crossing-situations.js';
import { refused } from '../support/guarded-matter.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';

function packOf(id: string) {
  const read = readRuleFiles({ rules: 'deploy/rules', calendar: 'deploy/calendars/CN.yaml' });
  const pack = read.ok ? read.value.packs.get(id) : undefined;
  if (pack === undefined) throw new Error(`no pack ${id}`);
  return pack;
}

/** A letter at the prefecture's office, which counts by another province's pack. */
async function atThePrefecture(pack: string): Promise<TwinMatter> {
  const matter = await TwinMatter.registeredAt('prefecture', '2026-04-02');
  const { desk } = matter.net.node('prefecture');
  Object.assign(desk, { rulebook: { ...desk.rulebook, pack: packOf(pack) } });
  return matter;
}

describe('guard 14: a matter of a lower government, court or procuratorate', () => {
  test('goes through the congress office of its level where the pack says so, and the refusal names it', async () => {
    const matter = await atThePrefecture('SH');
    const sending = () => matter.onCase('prefecture', 'assign', { to: EDU, wants: 'result' });
    await refused(matter, sending, 'through-lower-congress', '上海市信访条例30(4)');
    expect(await sending()).toMatchObject({
      details: { through: '临洄市人民代表大会常务委员会信访办公室' },
    });
  });

  test('to the lower congress office itself it goes', async () => {
    const matter = await atThePrefecture('SH');
    expect(await matter.onCase('prefecture', 'assign', { to: 'city', wants: 'result' })).toHaveProperty(
      'legId',
    );
  });

  test('goes directly where the pack allows it, if the network links them', async () => {
    const matter = await atThePrefecture('BJ');
    await refused(
      matter,
      () => matter.onCase('prefecture', 'assign', { to: EDU, wants: 'result' }),
      'addressee-not-linked',
    );
  });
});

describe('verifying is reviewing', () => {
  test('an office that the matter is about does not verify what was done about it', async () => {
    const matter = await TwinMatter.registeredAt('prefecture', '2026-04-02', {
      respondents: ['市人大信访办'],
    });
    await matter.onCase('prefecture', 'refer', { to: 'city' });
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'report', RESULT, legTo(EDU));
    const verifying = () => matter.onLeg('city', 'report-up', {}, legTo('city'));
    await refused(matter, verifying, 'respondent-is-reviewer', '信访工作条例28(3)');
  });
});

describe('one dispatch to several', () => {
  const receivers = [
    { to: EDU, kind: 'assign', days: 30 },
    { to: 'agency:health', kind: 'assign', days: 20 },
    { to: 'agency:court', kind: 'refer' },
  ];

  test('the system of one refuses it: that one is back with the reason, the others are not sent again', async () => {
    const matter = await TwinMatter.registered();
    const office = matter.net.node('agency:health');
    // The addressee's directory does not link it with the city: its node refuses what arrives.
    Object.assign(office.desk, {
      office: Object.assign(Object.create(office.desk.office), { linkedWith: () => false }),
    });
    await matter.onCase('city', 'dispatch', { receivers });
    const states = receivers.map(({ to }) => matter.legAt('city', legTo(to)).leg.state);
    expect(states).toEqual(['SENT', 'RETURNED', 'SENT']);
    expect(matter.legAt('city', legTo('agency:health')).refusal).toBe('addressee-not-linked');
    await matter.onCase('city', 'assign', { to: 'agency:labour', wants: 'result', days: 20 });
    for (const { to } of [receivers[0], receivers[2]].flatMap((one) => (one === undefined ? [] : [one])))
      expect(matter.net.node(to).office.memory.legs.size).toBe(1);
  });

  test('one that may not go keeps all from going: nothing was written anywhere', async () => {
    const matter = await TwinMatter.registered();
    const all = [...receivers, { to: 'prefecture', kind: 'co' }];
    await refused(matter, () => matter.onCase('city', 'dispatch', { receivers: all }), 'lead-required');
    const unknown = [...receivers, { to: 'agency:nowhere', kind: 'assign' }];
    await refused(
      matter,
      () => matter.onCase('city', 'dispatch', { receivers: unknown }),
      'addressee-unknown',
    );
  });
});
