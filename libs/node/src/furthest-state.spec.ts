import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from '#platform';
import { FurthestState } from './furthest-state.js';

type Parts = Parameters<typeof FurthestState.open>[0];

let dataDir: string;
const opened: FurthestState[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'furthest-'));
});
afterEach(async () => {
  for (const furthest of opened.splice(0)) await furthest.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A node whose audit chain has so many links. */
class ANode {
  epoch = 1;
  recovering = false;
  compares = false;

  constructor(public links: number) {}

  async starts(): Promise<FurthestState> {
    const query = () => Promise.resolve(this.links === 0 ? [] : [{ seq: this.links }]);
    const furthest = await FurthestState.open({
      node: 'township:jia',
      dataDir,
      database: { dataSource: { query } },
      exchange: {
        ready: () => Promise.resolve(),
        epoch: () => this.epoch,
        setBack: (epoch: number) => {
          this.epoch = Math.max(epoch, this.epoch) + 1;
          this.compares = true;
          return Promise.resolve();
        },
        compareFirst: () => {
          this.compares = true;
        },
        resync: {
          status: () =>
            Promise.resolve({
              epoch: this.epoch,
              peers: [{ peer: 'city', epoch: 1, greeted: true, recovering: this.recovering }],
              refilled: [],
            }),
        },
      },
      log: silentLog,
    } as unknown as Parts);
    opened.push(furthest);
    return furthest;
  }
}

const restarted = async (links: number, over: Partial<ANode> = {}): Promise<ANode> => {
  for (const furthest of opened.splice(0)) await furthest.stop();
  const node = Object.assign(new ANode(links), over);
  await node.starts();
  return node;
};

describe('how far the database of a node had come', () => {
  it('is nothing to a node that starts for the first time', async () => {
    expect((await restarted(1)).epoch).toBe(1);
  });

  it('is the same after a kill: the mark may lag behind the database', async () => {
    await restarted(500);
    expect((await restarted(507)).epoch).toBe(1);
  });

  it('is less after an older backup was restored: the node goes on in a higher epoch', async () => {
    await restarted(500);
    expect((await restarted(480)).epoch).toBe(2);
    // once, not at every start
    expect((await restarted(482, { epoch: 2 })).epoch).toBe(2);
  });

  it('is nothing in an empty database, which knows no epoch: the node goes above the one it was in', async () => {
    await restarted(500, { epoch: 3 });
    expect((await restarted(0)).epoch).toBe(4);
  });

  it('is counted while the node works and when it ends', async () => {
    const node = await restarted(500);
    node.links = 800;
    for (const furthest of opened.splice(0)) await furthest.stop();
    const mark: unknown = JSON.parse(readFileSync(join(dataDir, 'furthest', 'township_jia.json'), 'utf8'));
    expect(mark).toEqual({ links: 800, epoch: 1 });
  });

  it('is not known where somebody has spoilt the file: the peers tell it', async () => {
    await restarted(500);
    for (const furthest of opened.splice(0)) await furthest.stop();
    writeFileSync(join(dataDir, 'furthest', 'township_jia.json'), '{');
    expect((await restarted(10)).epoch).toBe(1);
  });

  it('lets nobody act until the peers have given back what they hold', async () => {
    await restarted(500);
    const node = Object.assign(new ANode(10), { recovering: true });
    const furthest = await node.starts();
    let whole = false;
    const waiting = furthest.whole().then(() => (whole = true));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(whole).toBe(false);
    // killed then, it does not forget why it waited
    expect((await restarted(12, { epoch: 2, recovering: true })).compares).toBe(true);
    node.recovering = false;
    await waiting;
  });
});
