import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { townshipApp } from '../../../apps/township/src/township.module.js';
import type { TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { RealMatter, RealOffices } from '../../support/real-matter.js';
import { severalNodes, type SeveralNodes } from '../../support/several-nodes.js';

/* Real offices; the database of one is emptied while it is stopped. It has its keys and the directory, nothing else. */

const TOKEN = randomBytes(24).toString('hex');
const recovery = z.looseObject({
  epoch: z.int(),
  peers: z.array(z.looseObject({ peer: z.string(), greeted: z.boolean(), recovering: z.boolean() })),
  refilled: z.array(
    z.looseObject({
      stream: z.looseObject({ kind: z.string() }),
      sent: z.int(),
      applied: z.int(),
      notRebuilt: z.int(),
    }),
  ),
});

let nodes: SeveralNodes;
let offices: RealOffices;
beforeAll(async () => {
  // the neighbours too: the city asks them whether they have the matter
  nodes = await severalNodes(
    { prefecture: cityApp, city: cityApp, 'township:yi': townshipApp, 'township:jia': townshipApp },
    TOKEN,
  );
  offices = new RealOffices(nodes, TOKEN);
}, 180_000);
afterAll(() => nodes?.stop(), 60_000);

async function empty({ sql }: TestDatabase): Promise<void> {
  const tables = await sql(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT IN ('schema_migration', 'simulated_clock')",
  );
  for (const { name } of tables) await sql(`DELETE FROM \`${String(name)}\``);
}

const recovered = (node: string, peer: string): Promise<z.infer<typeof recovery> | undefined> =>
  eventually(
    () => offices.client(node).get('/api/exchange/recovery', recovery),
    (seen) => seen?.peers.some((one) => one.peer === peer && one.greeted && !one.recovering) === true,
    60_000,
  );

describe('an office whose database is gone', () => {
  it.each([
    ['township:yi', 'city', {}],
    [
      'city',
      'township:yi',
      { topic: '农业农村/农田水利', respondents: ['乙乡水利站'], summary: '水渠未修。', request: '修渠。' },
    ],
  ])(
    '%s has its leg back as %s holds it, and the two go on with it',
    async (lost, peer, another) => {
      const matter = await RealMatter.registered(offices, another);
      const sent = await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
      expect(sent).toHaveProperty('done');
      await matter.onLeg('township:yi', 'sign');
      await matter.onLeg('township:yi', 'accept');
      const before = (await matter.at(peer)).legs[0];
      expect(before?.digest).toBe((await matter.at(lost)).legs[0]?.digest);

      await nodes.again(lost, empty);
      if (lost === 'city') {
        // a first act, as soon as anybody can act: its number is none that the office has given before
        const first = await RealMatter.registered(offices, { summary: '新来信。', place: '甲镇二村' });
        expect(first.originNumber).toMatch(/-2-00001$/);
      }
      const told = await recovered(lost, peer);
      expect(told?.epoch).toBeGreaterThanOrEqual(2);
      const legs = told?.refilled.filter(({ stream }) => stream.kind === 'leg') ?? [];
      expect(legs.map(({ notRebuilt }) => notRebuilt)).toEqual(legs.map(() => 0));
      const back = (await matter.at(lost)).legs[0];
      expect(back?.digest).toBe(before?.digest);
      expect(back?.state).toBe(before?.state);
      expect(back?.clocks.map(({ id, effective }) => [id, effective])).toEqual(
        before?.clocks.map(({ id, effective }) => [id, effective]),
      );

      const asked = await matter.onLeg('township:yi', 'interim-report', { text: '正在核实' });
      expect(asked).toHaveProperty('done');
      const ends = await Promise.all(['city', 'township:yi'].map((node) => matter.at(node)));
      expect(new Set(ends.map(({ legs }) => legs[0]?.digest)).size).toBe(1);
    },
    180_000,
  );
});
