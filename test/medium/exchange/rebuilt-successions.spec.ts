import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { agencyApp } from '../../../apps/agency/src/agency.module.js';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { townshipApp } from '../../../apps/township/src/township.module.js';
import { caseDetail, type LegView, successionView } from '#contract';
import { addDays, parseLocalDate } from '#domain';
import { done, RealMatter, RealOffices } from '../../support/real-matter.js';
import { emptied, SetBack } from '../../support/set-back.js';
import { severalNodes, type SeveralNodes } from '../../support/several-nodes.js';
import { agricultureIsMerged, writeAmended } from '../../support/twin-directory.js';

/*
 * 承继移交 at real offices, of which one is set back while it is stopped: the predecessor, the successor, and the office
 * that sent the leg. A newer directory says between two starts that the predecessor is merged.
 */

const TOKEN = randomBytes(24).toString('hex');
const OLD = 'agency:agriculture';
const NEW = 'agency:natural-resources';
const OFFICES = ['city', OLD, NEW] as const;
const SUMMARIES = ['惠农补贴未发。', '农机补贴未发。', '种粮补贴未发。'];

const handling = ({ kind }: LegView): boolean => kind === 'assign';
const network = mkdtempSync(join(tmpdir(), 'huiyin-network-'));

let nodes: SeveralNodes;
let offices: RealOffices;
let past: SetBack;
/** One for each office that is set back. */
const matters = new Map<string, RealMatter>();
let lastDay: string;
beforeAll(async () => {
  cpSync('deploy/network/sample', network, { recursive: true });
  // the city asks its upper office and those below it whether they have the matter; so these run too
  const asked = { prefecture: cityApp, 'township:yi': townshipApp, 'township:jia': townshipApp };
  nodes = await severalNodes({ ...asked, city: cityApp, [OLD]: agencyApp, [NEW]: agencyApp }, TOKEN, {
    network,
  });
  offices = new RealOffices(nodes, TOKEN);
  past = new SetBack(nodes, offices);
  for (const [at, node] of OFFICES.entries()) {
    const matter = await RealMatter.registered(offices, {
      topic: '农村农业/惠农补贴',
      place: `甲镇${'丁己庚'[at] ?? ''}村`,
      summary: SUMMARIES[at],
    });
    done(await matter.onCase('city', 'assign', { to: OLD, wants: 'result', days: 60 }));
    done(await matter.onLeg(OLD, 'accept'));
    matters.set(node, matter);
  }
  const today = parseLocalDate(await offices.today());
  if (!today.ok) throw new Error(today.message);
  lastDay = addDays(today.value, 2);
  writeAmended(network, agricultureIsMerged(lastDay));
  for (const node of OFFICES) await nodes.again(node, async () => undefined);
}, 300_000);
afterAll(async () => {
  await nodes?.stop();
  rmSync(network, { recursive: true });
}, 60_000);

const matterOf = (node: string): RealMatter => {
  const matter = matters.get(node);
  if (matter === undefined) throw new Error(`no matter for ${node}`);
  return matter;
};

/** What each office holds of all handovers, and of the legs: where they lie and their digests. */
async function held(): Promise<object> {
  const all = await Promise.all(
    OFFICES.map(async (node) => {
      const client = offices.client(node);
      const successions = (await client.get('/api/successions', z.array(successionView))) ?? [];
      const legs = await Promise.all(
        [...matters.values()].map(async ({ originNumber }) => {
          const path = `/api/cases/by-origin/${encodeURIComponent(originNumber)}`;
          const found = await client.get(path, caseDetail);
          return (found?.legs ?? []).map(({ to, state, digest, formerly }) => ({
            ...{ originNumber, to, state, digest, formerly },
          }));
        }),
      );
      return [
        node,
        {
          legs: legs.flat(),
          successions: successions.toSorted((a, b) => (a.legId < b.legId ? -1 : 1)),
        },
      ] as const;
    }),
  );
  return Object.fromEntries(all);
}

async function legOf(matter: RealMatter): Promise<string> {
  const leg = (await matter.at('city')).legs.find(handling);
  if (leg === undefined) throw new Error('the city sent no leg');
  return leg.id;
}

/**
 * Each office loses what came after its backup, or all; nothing of the handovers is lost with it. `gone`: what a former
 * holder had is destroyed there by rule, and comes back from nowhere.
 */
async function eachSetBack(
  backups: ReadonlyMap<string, typeof emptied>,
  gone: readonly string[] = [],
): Promise<void> {
  for (const node of OFFICES) {
    const before = await held();
    const told = await past.of(node, backups.get(node) ?? emptied);
    expect(told.leftOut.filter(({ reason }) => !gone.includes(reason))).toEqual([]);
    expect(await held()).toEqual(before);
  }
}

describe('a handover to a successor', () => {
  it('that waits for the second signature is what it was at each office that was set back', async () => {
    const backups = new Map<string, typeof emptied>();
    for (const node of OFFICES) backups.set(node, await past.backup(node));
    for (const node of OFFICES)
      done(await matterOf(node).onLeg(OLD, 'hand-to-successor', { basis: '临编〔2026〕9号' }, handling));
    await eachSetBack(backups);
    await eachSetBack(new Map());
  }, 300_000);

  it('that both have signed takes place on its day, at offices that were set back meanwhile', async () => {
    for (const node of OFFICES) {
      const matter = matterOf(node);
      const body = { actor: { unit: NEW }, version: 1 };
      done(await offices.act(NEW, 'countersign-succession', await legOf(matter), body));
    }
    await eachSetBack(new Map());
    await offices.dayAfter(lastDay);
    for (const node of OFFICES) {
      const { legs } = await matterOf(node).at('city');
      expect(legs.find(handling)).toMatchObject({ to: NEW, formerly: [{ unit: OLD }] });
    }
  }, 300_000);

  it('that took place stays with its new holder, whichever office is set back, and is reported by it', async () => {
    await eachSetBack(new Map(), ['body-gone']);
    for (const node of OFFICES) {
      const matter = matterOf(node);
      done(await matter.onLeg(NEW, 'interim-report', { text: '正在核实' }, handling));
      const [mine, theirs] = await Promise.all([matter.at('city'), matter.at(NEW)]);
      expect(theirs.legs.find(handling)?.digest).toBe(mine.legs.find(handling)?.digest);
    }
  }, 300_000);
});
