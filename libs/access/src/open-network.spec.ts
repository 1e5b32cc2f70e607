import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeRole } from '#contract';
import { openNetwork, type OpenedNetwork } from './open-network.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-open-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const open = (role: NodeRole, hosted: readonly string[], path = 'deploy/network/sample'): OpenedNetwork =>
  openNetwork({ path, dataDir: room, role, hosted, now: () => new Date('2026-03-02T00:00:00Z') });

describe('a process opens its network', () => {
  test('each hosted node gets its keys and its peers, and two processes know each other', () => {
    const city = open('city', ['city', 'prefecture']);
    const agency = open('agency', ['agency:court']);
    if (!city.ok || !agency.ok) throw new Error('the sample did not open');
    expect(city.identities.map(({ node }) => node).sort()).toEqual(['city', 'prefecture']);
    const [court] = agency.identities;
    const own = city.identities.find(({ node }) => node === 'city');
    expect(own?.peers.encryptionKey('agency:court')?.kid).toBe(court?.keys.signingKey().kid);
    expect(court?.peers.isPeer('city')).toBe(true);
  });

  test('a node of another role, nodes unknown or a missing directory opens nothing', () => {
    expect(open('city', ['agency:court'])).toMatchObject({ ok: false, problems: [{ at: 'NODES' }] });
    expect(open('city', ['a', 'b'])).toMatchObject({
      ok: false,
      problems: [{ at: 'NODES' }, { at: 'NODES' }],
    });
    expect(open('city', ['city'], room)).toMatchObject({ ok: false, problems: [{ at: 'network.yaml' }] });
  });
});
