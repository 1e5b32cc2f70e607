import { expect, test } from '@jest/globals';
import { designationOffer } from '../../libs/casework/src/desk/designation.js';
import { TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const COURT = 'agency:court';
const HEALTH = 'agency:health';

const legTo = (unit: string) => (row: { leg: { to: string } }) => row.leg.to === unit;

/** Sent to a body, which objects; the city agrees when told so. */
async function refusedBy(matter: TwinMatter, unit: string, agreed = true): Promise<void> {
  await matter.onCase('city', 'refer', { to: unit });
  await matter.onLeg(unit, 'object', { reason: '不属本单位职责' });
  if (agreed) await matter.onLeg('city', 'agree-return', { reason: '同意' }, legTo(unit));
}

const offer = (matter: TwinMatter) =>
  designationOffer(
    [...matter.net.node('city').office.memory.legs.values()].map(({ leg }) => leg),
    matter.net.node('city').desk.office,
  );

test('one refusal is an objection like any other: nothing is offered', async () => {
  const matter = await TwinMatter.registered();
  await refusedBy(matter, EDU);
  expect(offer(matter)).toBeUndefined();
});

test('after two bureaus of one government refused, their common superior is named with who refused when', async () => {
  const matter = await TwinMatter.registered();
  await refusedBy(matter, EDU);
  await matter.net.day('2026-04-07');
  await refusedBy(matter, HEALTH, false);
  expect(offer(matter)).toMatchObject({
    by: 'common-superior',
    superior: 'agency:government-office',
    objections: 2,
    refused: [
      { unit: EDU, on: '2026-04-02', returned: true },
      { unit: HEALTH, on: '2026-04-07', returned: false },
    ],
  });
});

test('a court and a bureau have no common superior: the joint meeting of party and government is named', async () => {
  const matter = await TwinMatter.registered();
  await refusedBy(matter, COURT);
  await refusedBy(matter, EDU);
  expect(offer(matter)).toMatchObject({ by: 'joint-meeting', superior: null, name: '信访工作联席会议' });
});

test('two townships have the congress above them', async () => {
  const matter = await TwinMatter.registered();
  await refusedBy(matter, 'township:jia');
  await refusedBy(matter, 'township:yi');
  expect(offer(matter)).toMatchObject({ by: 'common-superior', superior: 'city' });
});

test('an objection that was overruled is counted, but its body holds the matter', async () => {
  const matter = await TwinMatter.registered();
  await refusedBy(matter, EDU);
  await refusedBy(matter, HEALTH, false);
  await matter.onLeg('city', 'confirm-assignment', { reason: '主管' }, legTo(HEALTH));
  expect(offer(matter)).toBeUndefined();
});

test('a third body that was asked holds the matter until it refuses too', async () => {
  const matter = await TwinMatter.registered();
  await refusedBy(matter, EDU);
  await refusedBy(matter, HEALTH);
  await matter.onCase('city', 'refer', { to: COURT });
  expect(offer(matter)).toBeUndefined();
  await matter.onLeg(COURT, 'object', { reason: '未立案' });
  expect(offer(matter)?.refused.map(({ unit }) => unit)).toEqual([EDU, HEALTH, COURT]);
  expect(offer(matter)?.by).toBe('joint-meeting');
});
