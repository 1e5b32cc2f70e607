import { describe, expect, test } from '@jest/globals';
import { agricultureIsMerged, amended } from '../support/twin-directory.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { setBackTwin, twinBackup } from '../support/twin-rebuild.js';

/* 承继移交 at an office that is set back: at the predecessor, at the successor, and at the office that sent the leg. */

const OLD = 'agency:agriculture';
const NEW = 'agency:natural-resources';
const BASIS = { basis: '临编〔2026〕9号' };
const FIRST_DAY = '2026-05-06';
const OFFICES = [OLD, NEW, 'city'] as const;

const handling = (row: { leg: { kind: string } }) => row.leg.kind !== 'slip';

async function offered(): Promise<TwinMatter> {
  const matter = await TwinMatter.registered('2026-04-02', { topic: '农村农业/惠农补贴' });
  await matter.onCase('city', 'assign', { to: OLD, wants: 'result', days: 60 });
  await matter.onLeg(OLD, 'accept');
  await matter.net.directory(amended(agricultureIsMerged('2026-04-30')));
  await matter.net.day('2026-04-20');
  await matter.onLeg(OLD, 'hand-to-successor', BASIS);
  return matter;
}
const countersign = (matter: TwinMatter, more: object = {}) =>
  matter.post(NEW, 'countersign-succession', matter.legAt('city', handling).leg.id, {
    actor: { unit: NEW },
    version: 1,
    ...more,
  });
async function signed(): Promise<TwinMatter> {
  const matter = await offered();
  await countersign(matter);
  return matter;
}
async function moved(): Promise<TwinMatter> {
  const matter = await signed();
  await matter.net.day(FIRST_DAY);
  return matter;
}
/** The office above signed in the predecessor's stead, and the successor reported. */
async function bySuperior(): Promise<TwinMatter> {
  const matter = await TwinMatter.registered('2026-04-02', { topic: '农村农业/惠农补贴' });
  await matter.onCase('city', 'assign', { to: OLD, wants: 'result', days: 60 });
  await matter.onLeg(OLD, 'accept');
  await matter.net.directory(amended(agricultureIsMerged('2026-04-30')));
  await matter.net.day(FIRST_DAY);
  await matter.onLeg('city', 'hand-to-successor', BASIS, handling);
  await countersign(matter);
  await matter.onLeg(NEW, 'report', RESULT, handling);
  return matter;
}

const held = (matter: TwinMatter, node: string) => {
  const { successions, legs } = matter.net.node(node).office.memory;
  return structuredClone({
    successions: [...successions.values()],
    legs: [...legs.values()].map(({ leg }) => leg).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  });
};

describe('an office that is set back', () => {
  test.each(
    [offered, signed, moved, bySuperior].flatMap((lived) =>
      OFFICES.flatMap((node) => [false, true].map((turned) => [lived.name, node, turned, lived] as const)),
    ),
  )('%s: %s holds from nothing what it held, streams turned: %p', async (_name, node, turned, lived) => {
    const matter = await lived();
    const before = held(matter, node);
    expect(await setBackTwin(matter.net, node, { turned })).toEqual([]);
    expect(held(matter, node)).toEqual(before);
    expect(matter.net.differences()).toEqual([]);
  });

  test.each(OFFICES.flatMap((node) => [false, true].map((turned) => [node, turned] as const)))(
    '%s has from an older backup what was signed and moved since, streams turned: %p',
    async (node, turned) => {
      const matter = await TwinMatter.registered('2026-04-02', { topic: '农村农业/惠农补贴' });
      await matter.onCase('city', 'assign', { to: OLD, wants: 'result', days: 60 });
      const backup = twinBackup(matter.net, node);
      await matter.onLeg(OLD, 'accept');
      await matter.net.directory(amended(agricultureIsMerged('2026-04-30')));
      await matter.net.day('2026-04-20');
      await matter.onLeg(OLD, 'hand-to-successor', BASIS);
      await countersign(matter);
      await matter.net.day(FIRST_DAY);
      await matter.onLeg(NEW, 'report', RESULT, handling);
      const before = held(matter, node);
      expect(await setBackTwin(matter.net, node, { backup, turned })).toEqual([]);
      expect(held(matter, node)).toEqual(before);
      expect(matter.net.differences()).toEqual([]);
    },
  );

  test('both have signed when it is set back: on the day the leg goes over as it would have', async () => {
    for (const node of OFFICES) {
      const matter = await signed();
      await setBackTwin(matter.net, node);
      await matter.net.day(FIRST_DAY);
      expect(matter.legAt(NEW).leg).toEqual(matter.legAt('city', handling).leg);
      expect(matter.net.node(OLD).office.memory.legs.size).toBe(0);
      expect(matter.net.quarantine).toEqual([]);
      expect(matter.net.differences()).toEqual([]);
    }
  });

  test('the successor had not agreed: nobody holds the offer any more', async () => {
    const matter = await offered();
    await countersign(matter, { refuse: '职责未划入' });
    for (const node of OFFICES) {
      expect(await setBackTwin(matter.net, node)).toEqual([]);
      expect(held(matter, node).successions).toEqual([]);
    }
    expect(matter.net.differences()).toEqual([]);
  });
});
