import { describe, expect, test } from '@jest/globals';
import {
  DIRECTOR,
  DISCIPLINE,
  DISPATCHER,
  EDU,
  accusing,
  onCity,
  refused,
} from '../support/guarded-matter.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

describe('a respondent may handle its matter, but another reviews it', () => {
  const about = (respondent: string) => TwinMatter.registered('2026-04-02', { respondents: [respondent] });

  test('the body complained of is lawfully assigned its matter', async () => {
    const matter = await about('市教育局');
    expect(await matter.onCase('city', 'assign', { to: EDU, wants: 'result' })).toHaveProperty('legId');
  });

  test('a committee that the matter is about is not made its reviewer', async () => {
    const matter = await about('教科文卫委');
    await matter.onCase('city', 'assign', { to: EDU, wants: 'result' });
    expect(matter.legAt('city').leg.reviewers.committees).toEqual([]);
  });

  test('an office that the matter is about does not review the result', async () => {
    const matter = await about('市人大信访办');
    await matter.onCase('city', 'refer', { to: EDU });
    await matter.onLeg(EDU, 'report', RESULT);
    const reviewing = () => matter.onLeg('city', 'review', { verdict: 'pass' });
    await refused(matter, reviewing, 'respondent-is-reviewer', '信访工作条例28(3)');
  });
});

describe('guard 7: who has an interest keeps away', () => {
  test('whoever declared a conflict neither acts on that case nor by role; a colleague does', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'declare-conflict', { ...DISPATCHER, reason: '系近亲属' });
    await refused(matter, onCity(matter, 'refer', { to: EDU }), 'conflict-of-interest', '信访工作条例28(3)');
    expect(await matter.onCase('city', 'refer', { ...DIRECTOR, to: EDU })).toHaveProperty('legId');
  });

  test('the excluded handler neither accepts nor reports on a leg of that case', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onCase(EDU, 'declare-conflict', {
      actor: { unit: EDU, user: '承办人' },
      reason: '系当事人',
    });
    await refused(matter, () => matter.onLeg(EDU, 'accept'), 'conflict-of-interest', '信访工作条例28(3)');
    await refused(
      matter,
      () => matter.onLeg(EDU, 'report', RESULT),
      'conflict-of-interest',
      '信访工作条例28(3)',
    );
  });

  test('a member of this office who is accused by name is kept away without being asked', async () => {
    const matter = await accusing(['郝晓岚']);
    await refused(
      matter,
      onCity(matter, 'refer', { ...DIRECTOR, to: DISCIPLINE }),
      'conflict-of-interest',
      '信访工作条例28(3)',
    );
    expect(await matter.onCase('city', 'refer', { ...DISPATCHER, to: DISCIPLINE })).toHaveProperty('legId');
  });

  test('another case stays open to the same person', async () => {
    const matter = await TwinMatter.registered();
    const other = await matter.register('2026-04-02');
    await matter.onCase('city', 'declare-conflict', { ...DISPATCHER, reason: '系近亲属' });
    const id = 'caseId' in other ? other.caseId : '';
    const version = 'caseId' in other ? other.caseVersion : 0;
    expect(await matter.post('city', 'refer', id, { ...DISPATCHER, version, to: EDU })).toHaveProperty(
      'legId',
    );
  });

  test('the head excludes a colleague; a colleague excludes nobody but himself', async () => {
    const matter = await TwinMatter.registered();
    const reviewer = { user: '审核员', reason: '系近亲属' };
    await refused(
      matter,
      onCity(matter, 'declare-conflict', { ...DISPATCHER, ...reviewer }),
      'role-not-allowed',
    );
    await matter.onCase('city', 'declare-conflict', { ...DIRECTOR, ...reviewer });
    expect(matter.net.node('city').office.memory.guards.conflicts).toMatchObject([{ user: '审核员' }]);
  });
});

describe('guard 8: a congress does not decide an agency’s matter', () => {
  test('a committee that coordinates may not report the decision of the bureau', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'committee:education', wants: 'result' });
    const deciding = () => matter.onLeg('committee:education', 'report', RESULT);
    await refused(matter, deciding, 'congress-does-not-decide', '北京市信访条例30');
    const coordinated = { ...RESULT, outcome: '协调解决' };
    expect(await matter.onLeg('committee:education', 'report', coordinated)).toHaveProperty('legId');
  });

  test('a township presidium passes on to the government, which decides', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:jia', wants: 'result' });
    const deciding = () => matter.onLeg('township:jia', 'report', RESULT);
    await refused(matter, deciding, 'congress-does-not-decide', '北京市信访条例30');
    await matter.onLeg('township:jia', 'pass-on', { to: 'unit:jia-government' });
    const done = await matter.onLeg('township:jia', 'report', {
      ...RESULT,
      actor: { unit: 'unit:jia-government' },
    });
    expect(done).toHaveProperty('legId');
  });
});

describe('guard 15: a case on trial', () => {
  test('is registered, but sent nowhere', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { route: '31(1)', onTrial: true });
    await refused(
      matter,
      onCity(matter, 'refer', { to: 'agency:court' }),
      'case-on-trial',
      '北京市信访条例32(1)',
    );
  });
});

describe('one dispatch to several receivers', () => {
  const receivers = [
    { to: 'agency:labour', kind: 'lead', days: 30 },
    { to: EDU, kind: 'co', days: 20 },
    { to: 'township:jia', kind: 'refer' },
  ];

  test('each gets its own leg of one group, with its own limit', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'dispatch', { receivers });
    const legs = [...matter.net.node('city').office.memory.legs.values()].map(({ leg }) => leg);
    expect(legs.map(({ to, kind, limit }) => [to, kind, limit.days])).toEqual([
      ['agency:labour', 'lead', 30],
      [EDU, 'co', 20],
      ['township:jia', 'refer', undefined],
    ]);
    expect(new Set(legs.map(({ group }) => group)).size).toBe(1);
    expect(matter.net.differences()).toEqual([]);
  });

  test('one receiver that is not linked stops all', async () => {
    const matter = await TwinMatter.registered();
    const wrong = { receivers: [...receivers, { to: 'province', kind: 'refer' }] };
    await refused(matter, onCity(matter, 'dispatch', wrong), 'addressee-not-linked');
  });

  test('who helps needs one who leads', async () => {
    const matter = await TwinMatter.registered();
    await refused(matter, onCity(matter, 'dispatch', { receivers: receivers.slice(1) }), 'lead-required');
  });
});
