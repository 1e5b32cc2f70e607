import { expect } from '@jest/globals';
import { ACTS } from '#contract';
import type { GuardNumber } from '#domain';
import { done, RealMatter, type RealOffices } from './real-matter.js';
import type { SeveralNodes } from './several-nodes.js';

/* Guards that withhold, let pass or offer: what shows instead of a refusal. */

interface Shown {
  readonly guard: GuardNumber;
  readonly situation: string;
  readonly shows: (offices: RealOffices, nodes: SeveralNodes) => Promise<void>;
}

const EDU = 'agency:education';

export const GUARDS_THAT_SHOW_OTHERWISE: readonly Shown[] = [
  {
    guard: 2,
    situation: 'a petitioner who asks for secrecy is named in no database but the registering office’s',
    shows: async (offices, nodes) => {
      const petitioner = { name: '沉默的证人' };
      const matter = await RealMatter.registered(offices, { topic: '教育文体/保密', petitioner });
      done(await matter.onCase('city', 'ask-secrecy'));
      done(await matter.onCase('city', 'refer', { to: EDU }));
      expect((await matter.at(EDU)).legs).toHaveLength(1);
      const named: string[] = [];
      for (const [node, database] of nodes.databases) {
        const rows = await database.sql('SELECT * FROM casework_petitioner');
        if (JSON.stringify(rows).includes(petitioner.name)) named.push(node);
      }
      expect(named).toEqual(['city']);
    },
  },
  {
    guard: 9,
    situation: 'a group that brings eight representatives is registered all the same, with none elected yet',
    shows: async (offices) => {
      const topic = '教育文体/集体';
      const matter = await RealMatter.registered(offices, { topic, people: 30, representatives: 8 });
      const [item] = (await matter.at('city')).items;
      expect(item).toMatchObject({ people: 30 });
      expect(item?.representatives ?? 0).toBe(0);
    },
  },
  {
    guard: 10,
    situation: 'no act deletes: none is named so, and no address takes DELETE',
    shows: async (offices) => {
      expect(Object.keys(ACTS).filter((act) => /delete|remove|erase/u.test(act))).toEqual([]);
      const matter = await RealMatter.registered(offices, { topic: '教育文体/不删除' });
      const { id } = await matter.at('city');
      const answer = await fetch(new URL(`/api/cases/${id}`, offices.client('city').node.url), {
        method: 'DELETE',
      });
      expect(answer.status).toBe(405);
      expect((await matter.at('city')).id).toBe(id);
    },
  },
  {
    guard: 13,
    situation: 'once two bodies refused, the case offers the one that decides between them',
    shows: async (offices) => {
      const matter = await RealMatter.registered(offices, { topic: '教育文体/两家推' });
      for (const to of [EDU, 'agency:natural-resources']) {
        done(await matter.onCase('city', 'refer', { to }));
        done(await matter.onLeg(to, 'object', { reason: '不属本局' }));
        done(await matter.onLeg('city', 'agree-return', {}, ({ state }) => state === 'OBJECTED'));
      }
      const { designation } = await matter.at('city');
      expect(designation).toMatchObject({
        refused: [{ unit: EDU }, { unit: 'agency:natural-resources' }],
        article: '信访工作条例13, 24',
      });
    },
  },
];
