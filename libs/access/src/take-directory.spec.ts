import { afterAll, expect, describe, test } from '@jest/globals';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { loadKeyFiles, makeNodeKeys } from './keys/key-folder.js';
import { type NodeSecrets, publicHalves } from './keys/key-file.js';
import { openNetwork, type OpenOptions } from './open-network.js';
import { takeDirectory, type TakenDirectory } from './take-directory.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-taken-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const root = generateKeyPairSync('ed25519');
const HOUR = 3_600_000;
let now = new Date('2026-03-02T00:00:00Z');
let rooms = 0;

const NODES = ['city', 'township:jia', 'committee:education', 'agency:education'];
interface Listed {
  readonly secrets: NodeSecrets;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly revokedOn?: string;
}

/** A real network with its own key and data folders, in which the city runs. */
class RealNetwork {
  readonly path = join(room, `network-${++rooms}`);
  readonly dataDir = join(room, `data-${rooms}`);

  constructor() {
    mkdirSync(this.path);
    for (const node of NODES) makeNodeKeys(this.dataDir, node, false);
  }

  secrets(node: string): readonly NodeSecrets[] {
    const read = loadKeyFiles(this.dataDir, node);
    if (!read.ok) throw new Error(read.problem.sentence);
    return read.secrets;
  }

  publish(
    version: number,
    {
      city,
      signer = root.privateKey,
      name,
    }: { city?: readonly Listed[]; signer?: KeyObject; name?: string } = {},
  ): void {
    const document = parseDocument(readFileSync('libs/access/broken-directories/base/network.yaml', 'utf8'));
    document.set('simulated', false);
    document.set('version', version);
    if (name !== undefined) document.set('network', name);
    for (const [at, node] of NODES.entries()) {
      const [own] = this.secrets(node);
      const listed: readonly Listed[] =
        node === 'city' && city !== undefined ? city : own ? [{ secrets: own }] : [];
      const keys = listed.map(({ secrets, ...span }) => ({
        ...publicHalves(secrets),
        validFrom: '2026-01-01T00:00:00Z',
        ...span,
      }));
      document.setIn(['nodes', at, 'keys'], document.createNode(keys));
    }
    const bytes = Buffer.from(document.toString());
    writeFileSync(join(this.path, 'network.yaml'), bytes);
    writeFileSync(join(this.path, 'network.sig'), sign(null, bytes, signer).toString('base64url'));
  }

  get options(): OpenOptions {
    const { path, dataDir } = this;
    const rootKey = root.publicKey.export({ format: 'jwk' }).x;
    return { path, dataDir, rootKey, role: 'city', hosted: ['city'], now: () => now };
  }

  start() {
    const opened = openNetwork(this.options);
    if (!opened.ok) throw new Error(opened.problems.map(({ sentence }) => sentence).join(' '));
    const [identity] = opened.identities;
    if (identity === undefined) throw new Error('no node');
    return { ...opened, identity, take: () => takeDirectory(opened, this.options) };
  }
}

const sentences = (taken: TakenDirectory): string =>
  taken.kind === 'refused' ? taken.problems.map(({ sentence }) => sentence).join(' ') : taken.kind;

describe('a directory that changes under running nodes', () => {
  test('a newer one is taken in by all who hold it; the same again changes nothing', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take, directory, identity } = network.start();
    expect(take()).toEqual({ kind: 'unchanged' });
    network.publish(4);
    expect(take()).toEqual({ kind: 'taken', from: 3, to: 4 });
    expect([directory.settings.version, identity.peers.version]).toEqual([4, 4]);
    expect(take()).toEqual({ kind: 'unchanged' });
  });

  test('an older, unsigned, foreign or broken one is refused and changes nothing', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take, directory } = network.start();
    network.publish(2);
    expect(sentences(take())).toContain('The version fell from 3 to 2');
    network.publish(4, { signer: generateKeyPairSync('ed25519').privateKey });
    expect(sentences(take())).toContain('not that of the network');
    network.publish(4);
    rmSync(join(network.path, 'network.sig'));
    expect(sentences(take())).toContain('no signature');
    network.publish(4, { name: 'other' });
    expect(sentences(take())).toContain('network cannot change while nodes run');
    writeFileSync(join(network.path, 'network.yaml'), 'nodes: [');
    expect(take().kind).toBe('refused');
    expect(directory.settings.version).toBe(3);
  });

  test('an older one is refused also when the memory of versions was deleted', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take } = network.start();
    rmSync(join(network.dataDir, 'directory-versions.json'));
    network.publish(2);
    expect(sentences(take())).toContain('The version fell from 3 to 2');
  });

  test('one that lists no key which this node holds is refused: it could not speak any more', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take, identity } = network.start();
    const before = identity.keys.signingKey().kid;
    const [foreign] = network.secrets('township:jia');
    if (foreign === undefined) throw new Error('no secrets');
    makeNodeKeys(join(room, `elsewhere-${rooms}`), 'city', false);
    const elsewhere = loadKeyFiles(join(room, `elsewhere-${rooms}`), 'city');
    if (!elsewhere.ok) throw new Error('no secrets');
    network.publish(4, { city: elsewhere.secrets.map((secrets) => ({ secrets })) });
    expect(sentences(take())).toContain('The directory lists no key');
    expect(identity.keys.signingKey().kid).toBe(before);
  });

  test('a rotation: the next pair signs from its first instant on, the old one opens and verifies until it is over', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take, identity } = network.start();
    expect(makeNodeKeys(network.dataDir, 'city', true)).toEqual([]);
    const [old, next] = network.secrets('city');
    if (old === undefined || next === undefined) throw new Error('no second pair');
    const change = '2026-03-02T01:00:00Z';
    network.publish(4, {
      city: [
        { secrets: old, validUntil: '2026-03-02T02:00:00Z' },
        { secrets: next, validFrom: change },
      ],
    });
    expect(take()).toMatchObject({ kind: 'taken' });
    expect(identity.keys.signingKey().kid).toBe(old.kid);
    expect(identity.peers.encryptionKey('city')?.kid).toBe(old.kid);
    now = new Date(now.getTime() + HOUR);
    expect(identity.keys.signingKey().kid).toBe(next.kid);
    expect(identity.peers.encryptionKey('city')?.kid).toBe(next.kid);
    expect(identity.keys.decryptionKey(old.kid)?.asymmetricKeyType).toBe('x25519');
    expect(identity.keys.oldAtRestKey(old.atRest.kid)).toBeDefined();
    now = new Date('2026-03-02T00:00:00Z');
  });

  test('a revoked pair neither signs nor is sealed to, and its instant is known to who verifies', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take, identity } = network.start();
    makeNodeKeys(network.dataDir, 'city', true);
    const [old, next] = network.secrets('city');
    if (old === undefined || next === undefined) throw new Error('no second pair');
    const revokedOn = '2026-03-01T00:00:00Z';
    network.publish(4, { city: [{ secrets: old, revokedOn }, { secrets: next }] });
    expect(take()).toMatchObject({ kind: 'taken' });
    expect(identity.keys.signingKey().kid).toBe(next.kid);
    expect(identity.peers.encryptionKey('city')?.kid).toBe(next.kid);
    expect(identity.peers.verificationKey('city', old.kid)?.revokedOn).toEqual(new Date(revokedOn));
  });

  test('a directory in which every key of a node is revoked is refused', () => {
    const network = new RealNetwork();
    network.publish(3);
    const { take } = network.start();
    const [own] = network.secrets('city');
    if (own === undefined) throw new Error('no secrets');
    network.publish(4, { city: [{ secrets: own, revokedOn: '2026-03-01T00:00:00Z' }] });
    expect(sentences(take())).toContain('No key of city is valid now.');
  });
});
