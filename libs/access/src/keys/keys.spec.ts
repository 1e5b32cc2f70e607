import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { diffieHellman, generateKeyPairSync, sign, verify } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkFileSchema, type PublicKeys } from '#contract';
import { parse } from 'yaml';
import { loadDirectory } from '../directory/load-directory.js';
import { NetworkDirectory } from '../directory/network-directory.js';
import { printDirectoryProblems } from '../directory/problem.js';
import { makeSecrets, publicHalves, publicKeyOf, readSecrets, writeSecrets } from './key-file.js';
import { openKeys, type NetworkKeys } from './network-keys.js';
import { NodeKeyring } from './node-keyring.js';
import { PeerKeyring } from './peer-keyring.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-keys-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));
const now = (): Date => new Date('2026-03-02T00:00:00Z');
const dataDir = join(room, 'one');

function sample(): NetworkDirectory {
  const loaded = loadDirectory({ path: 'deploy/network/sample', dataDir: join(room, 'memory'), now: now() });
  if (!loaded.ok) throw new Error(printDirectoryProblems(loaded.problems));
  return loaded.directory;
}

function open(directory: NetworkDirectory, folder: string, hosted: readonly string[]): NetworkKeys {
  const loaded = openKeys(directory, folder, hosted);
  if (!loaded.ok) throw new Error(printDirectoryProblems(loaded.problems));
  return loaded.keys;
}

function say(directory: NetworkDirectory, folder: string, hosted: readonly string[]): string[] {
  const loaded = openKeys(directory, folder, hosted);
  return loaded.ok ? [] : loaded.problems.map(({ sentence }) => sentence);
}

function keyringOf(keys: NetworkKeys, node: string): NodeKeyring {
  const secrets = keys.secrets.get(node);
  if (secrets === undefined) throw new Error(`no secrets of ${node}`);
  return new NodeKeyring(node, secrets);
}

describe('keys of the sample network', () => {
  const directory = sample();
  beforeAll(() => void open(directory, dataDir, ['city']));

  test('the first start makes a file per node that only its user reads, and one with the public halves', () => {
    const files = readdirSync(join(dataDir, 'keys'));
    expect(files).toHaveLength(21);
    for (const file of files.filter((one) => one !== 'public.json')) {
      expect(statSync(join(dataDir, 'keys', file)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
    const published = readFileSync(join(dataDir, 'keys', 'public.json'), 'utf8');
    expect(published).not.toMatch(/PRIVATE|atRest/);
  });

  test('the second start finds the same keys', () => {
    const before = readFileSync(join(dataDir, 'keys', 'public.json'), 'utf8');
    open(directory, dataDir, ['city']);
    expect(readFileSync(join(dataDir, 'keys', 'public.json'), 'utf8')).toBe(before);
  });

  test('a damaged or foreign list of public halves is written anew', () => {
    const folder = copyOf('list');
    const path = join(folder, 'keys', 'public.json');
    const right = readFileSync(path, 'utf8');
    for (const wrong of ['', '{}', right.replace('"sample"', '"other"'), right.slice(0, 500)]) {
      writeFileSync(path, wrong);
      open(directory, folder, ['city']);
      expect(readFileSync(path, 'utf8')).toBe(right);
    }
  });

  test('a replaced key file shows in the list of public halves', () => {
    const folder = copyOf('replaced');
    rmSync(join(folder, 'keys', 'city.json'));
    const keys = open(directory, folder, ['city']);
    const kid = keys.secrets.get('city')?.kid;
    expect(open(directory, folder, ['agency:court']).publicKeys.get('city')).toMatchObject([{ kid }]);
  });

  test('a process does not look into the key file of a node that it does not host', () => {
    const folder = copyOf('apart');
    writeFileSync(join(folder, 'keys', 'prefecture.json'), 'not for you', { mode: 0o600 });
    expect(say(directory, folder, ['city'])).toEqual([]);
    expect(say(directory, folder, ['prefecture'])[0]).toContain('damaged');
  });

  test('a process holds the secrets of the nodes it hosts and the public keys of all', () => {
    const keys = open(directory, dataDir, ['city', 'prefecture']);
    expect([...keys.secrets.keys()]).toEqual(['city', 'prefecture']);
    expect(keys.publicKeys.size).toBe(20);
  });

  test('what one office signs another verifies, and both agree on a sealing secret', () => {
    const city = keyringOf(open(directory, dataDir, ['city']), 'city');
    const keys = open(directory, dataDir, ['agency:court']);
    const court = keyringOf(keys, 'agency:court');
    const peers = new PeerKeyring('agency:court', directory, keys.publicKeys, now);
    const { kid, privateKey } = city.signingKey();
    const found = peers.verificationKey('city', kid);
    if (found === undefined) throw new Error('the key of city is not known');
    const bytes = Buffer.from('frame');
    expect(verify(null, bytes, found.publicKey, sign(null, bytes, privateKey))).toBe(true);

    const sealTo = new PeerKeyring('city', directory, keys.publicKeys, now).encryptionKey('agency:court');
    const opener = court.decryptionKey(sealTo?.kid ?? '');
    if (sealTo === undefined || opener === undefined) throw new Error('no key to seal to');
    const once = generateKeyPairSync('x25519');
    expect(diffieHellman({ privateKey: once.privateKey, publicKey: sealTo.publicKey })).toEqual(
      diffieHellman({ privateKey: opener, publicKey: once.publicKey }),
    );
  });

  test('only linked nodes are peers, and a node is no peer of itself', () => {
    const keys = open(directory, dataDir, ['city']);
    const peers = new PeerKeyring('city', directory, keys.publicKeys, now);
    expect(peers.isPeer('agency:court')).toBe(true);
    expect(peers.isPeer('province')).toBe(false);
    expect(peers.isPeer('city')).toBe(false);
    expect(peers.isPeer('__proto__')).toBe(false);
    expect(peers.verificationKey('nobody', 'k')).toBeUndefined();
    expect(peers.verificationKey('agency:court', 'k-of-another')).toBeUndefined();
  });

  test('a key file that others may read stops the start', () => {
    const folder = copyOf('readable');
    chmodSync(join(folder, 'keys', 'city.json'), 0o644);
    expect(say(directory, folder, ['city'])).toEqual([
      'The key file of city can be read by others; run chmod 600 on it, and renew the keys if somebody did.',
    ]);
  });

  test.each(['', '{}', 'null', '{"sign":"x","seal":"y","atRest":"z"}'])(
    'a damaged key file (%s) is not replaced',
    (content) => {
      const folder = copyOf(`damaged-${content.length}`);
      writeFileSync(join(folder, 'keys', 'city.json'), content, { mode: 0o600 });
      expect(say(directory, folder, ['city'])[0]).toContain('The key file of city is damaged');
      expect(readFileSync(join(folder, 'keys', 'city.json'), 'utf8')).toBe(content);
    },
  );

  test('a data folder that cannot be written is told', () => {
    writeFileSync(join(room, 'file'), '');
    expect(say(directory, join(room, 'file'), ['city'])[0]).toMatch(
      /^The key folder cannot be written \(ENOTDIR|EEXIST\)/,
    );
  });
});

describe('keys of a real network', () => {
  test('a node whose key file the directory does not list does not start', () => {
    const folder = copyOf('unlisted');
    const real = realNetwork([{ ...publicHalves(makeSecrets()), validFrom: '2026-01-01T00:00:00Z' }]);
    expect(say(real, folder, ['city'])[0]).toMatch(
      /^The directory lists no key k-[0-9a-f]{16} of city that fits this key file/,
    );
  });

  test('a node without a key file does not get one by itself', () => {
    expect(say(realNetwork([]), join(room, 'none'), ['city'])).toEqual([
      'The key file of city cannot be read (ENOENT).',
    ]);
  });

  test('a node with a listed key opens it', () => {
    const folder = join(room, 'listed');
    const secrets = makeSecrets();
    mkdirSync(join(folder, 'keys'), { recursive: true });
    writeFileSync(join(folder, 'keys', 'city.json'), writeSecrets(secrets), { mode: 0o600 });
    const real = realNetwork([{ ...publicHalves(secrets), validFrom: '2026-01-01T00:00:00Z' }]);
    expect(open(real, folder, ['city']).secrets.get('city')?.kid).toBe(secrets.kid);
  });

  test('of several keys the newest valid one seals, old ones still verify', () => {
    const [old, current, future] = [
      {
        ...publicHalves(makeSecrets()),
        validFrom: '2024-01-01T00:00:00Z',
        validUntil: '2026-01-01T00:00:00Z',
      },
      { ...publicHalves(makeSecrets()), validFrom: '2025-12-01T00:00:00Z' },
      { ...publicHalves(makeSecrets()), validFrom: '2027-01-01T00:00:00Z' },
    ];
    const real = realNetwork([old, current, future]);
    const peers = new PeerKeyring('township:jia', real, new Map([['city', [old, current, future]]]), now);
    expect(peers.encryptionKey('city')?.kid).toBe(current.kid);
    expect(peers.verificationKey('city', old.kid)?.validUntil).toEqual(new Date('2026-01-01T00:00:00Z'));
  });
});

describe('a key file', () => {
  test('holds what was made', () => {
    const secrets = makeSecrets();
    const read = readSecrets(writeSecrets(secrets));
    expect(read?.kid).toBe(secrets.kid);
    expect(read?.atRest.kid).toBe(secrets.atRest.kid);
    expect(read?.atRest.key.export()).toEqual(secrets.atRest.key.export());
  });

  test('with the pairs exchanged is none', () => {
    const { signing, decryption, ...rest } = makeSecrets();
    expect(readSecrets(writeSecrets({ ...rest, signing: decryption, decryption: signing }))).toBeUndefined();
  });

  test('a public key of the wrong length is none', () => {
    expect(publicKeyOf('Ed25519', 'AAAA')).toBeUndefined();
  });

  test('a replaced pair still opens what was sealed with it', () => {
    const [older, newer] = [makeSecrets(), makeSecrets()];
    const keyring = new NodeKeyring('city', newer, [older]);
    expect(keyring.signingKey().kid).toBe(newer.kid);
    expect(keyring.decryptionKey(older.kid)).toBe(older.decryption);
    expect(keyring.oldAtRestKey(older.atRest.kid)).toBe(older.atRest.key);
    expect(keyring.decryptionKey('k-nobody')).toBeUndefined();
  });
});

function copyOf(name: string): string {
  const folder = join(room, name);
  mkdirSync(join(folder, 'keys'), { recursive: true });
  for (const file of readdirSync(join(dataDir, 'keys'))) {
    copyFileSync(join(dataDir, 'keys', file), join(folder, 'keys', file));
  }
  return folder;
}

function realNetwork(cityKeys: readonly PublicKeys[]): NetworkDirectory {
  const file = networkFileSchema.parse(
    parse(readFileSync('libs/access/broken-directories/base/network.yaml', 'utf8')),
  );
  const nodes = file.nodes.map((node) => (node.id === 'city' ? { ...node, keys: [...cityKeys] } : node));
  return new NetworkDirectory({ ...file, nodes, simulated: false, staff: [] });
}
