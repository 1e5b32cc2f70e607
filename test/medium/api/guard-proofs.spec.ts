import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agencyApp } from '../../../apps/agency/src/agency.module.js';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { committeeApp } from '../../../apps/committee/src/committee.module.js';
import { townshipApp } from '../../../apps/township/src/township.module.js';
import { GUARD_NUMBERS, GUARDS } from '#domain';
import { GUARD_PROOFS } from '../../support/guard-proofs.js';
import { GUARDS_THAT_SHOW_OTHERWISE } from '../../support/guard-proofs-shown.js';
import { RealOffices } from '../../support/real-matter.js';
import { severalNodes, type SeveralNodes } from '../../support/several-nodes.js';

/*
 * Every guard of domain.md §6 on real offices: the act is refused, the answer names guard and article, and every
 * table of every node of the network is as it was.
 */

const TOKEN = randomBytes(24).toString('hex');
const NODES = {
  province: cityApp,
  prefecture: cityApp,
  city: cityApp,
  'committee:education': committeeApp,
  'agency:discipline': agencyApp,
  'agency:education': agencyApp,
  'agency:natural-resources': agencyApp,
  'township:yi': townshipApp,
  'township:jia': townshipApp,
};

/** Refusals that cannot be brought about in the sample network, and where they are shown. */
const NOT_HERE = {
  'body-abolished': 'the sample network has no succession; test/twin/succession.spec.ts',
  'through-lower-congress': 'pack SH asks for it, the sample runs NAT; test/twin/lower-matters.spec.ts',
  'extension-not-provided': 'pack NAT provides one; libs/domain/src/time/limits.spec.ts',
  'reviewer-is-handler': 'a unit sends nothing to itself, so it never reviews what it reported',
};

let nodes: SeveralNodes;
let offices: RealOffices;
beforeAll(async () => {
  nodes = await severalNodes(NODES, TOKEN);
  offices = new RealOffices(nodes, TOKEN);
}, 180_000);
afterAll(() => nodes?.stop(), 60_000);

describe('a guard refuses, and leaves every database of the network as it was', () => {
  it.each(GUARD_PROOFS)(
    'guard $guard: $situation',
    async ({ guard, slug, article, act }) => {
      const attempt = await act(offices);
      const before = await offices.digestsAtRest();
      const told = await attempt();
      expect(told).toMatchObject({
        refused: { slug, guard, article, zh: expect.stringMatching(/\p{Script=Han}/u) },
      });
      const after = await offices.digests();
      const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
      expect(changed).toEqual([]);
      expect(Object.keys(after).length).toBeGreaterThan(9 * 40);
    },
    60_000,
  );

  it('and its digests do see an act that is done', async () => {
    const [first] = GUARD_PROOFS;
    await first?.act(offices);
    const before = await offices.digests();
    await first?.act(offices);
    expect(await offices.digests()).not.toEqual(before);
  });
});

describe('a guard that is no refusal shows otherwise', () => {
  it.each(GUARDS_THAT_SHOW_OTHERWISE)(
    'guard $guard: $situation',
    async ({ shows }) => {
      await shows(offices, nodes);
    },
    60_000,
  );
});

it('every guard is proven, and every refusal that a guard claims', () => {
  const proven = new Set([
    ...GUARD_PROOFS.map(({ guard }) => guard),
    ...GUARDS_THAT_SHOW_OTHERWISE.map(({ guard }) => guard),
  ]);
  expect(GUARD_NUMBERS.filter((number) => !proven.has(number))).toEqual([]);
  const slugs = new Set<string>(GUARD_PROOFS.map(({ slug }) => slug));
  const claimed = GUARD_NUMBERS.flatMap((number) =>
    GUARDS[number].refuses.map((one) => (typeof one === 'string' ? one : one[0])),
  );
  expect(claimed.filter((slug) => !slugs.has(slug) && !Object.hasOwn(NOT_HERE, slug))).toEqual([]);
});
