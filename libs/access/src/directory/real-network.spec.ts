import { afterAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { makeSecrets, publicHalves } from '../keys/key-file.js';
import { loadDirectory } from './load-directory.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-real-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const root = generateKeyPairSync('ed25519');
const rootKey = root.publicKey.export({ format: 'jwk' }).x;
const NODES = 4;

/** A small real network as its keeper publishes it. */
function publish(
  name: string,
  version: number,
  change: { network?: string; signer?: KeyObject } = {},
): string {
  const path = join(room, name);
  mkdirSync(path, { recursive: true });
  const document = parseDocument(readFileSync('libs/access/broken-directories/base/network.yaml', 'utf8'));
  document.set('simulated', false);
  document.set('version', version);
  if (change.network !== undefined) document.setIn(['name', 'en'], change.network);
  for (let at = 0; at < NODES; at += 1) {
    document.setIn(
      ['nodes', at, 'keys'],
      document.createNode([{ ...publicHalves(makeSecrets()), validFrom: '2026-01-01T00:00:00Z' }]),
    );
  }
  const bytes = Buffer.from(document.toString());
  writeFileSync(join(path, 'network.yaml'), bytes);
  writeFileSync(
    join(path, 'network.sig'),
    sign(null, bytes, change.signer ?? root.privateKey).toString('base64url'),
  );
  return path;
}

function say(path: string, dataDir: string, key: string | undefined = rootKey): string[] {
  const loaded = loadDirectory({
    path,
    dataDir: join(room, dataDir),
    now: new Date('2026-03-02T00:00:00Z'),
    rootKey: key,
  });
  return loaded.ok ? [] : loaded.problems.map(({ sentence }) => sentence);
}

describe('the directory of a real network', () => {
  test('signed by the root key and without staff it is believed', () => {
    expect(say(publish('signed', 3), 'd1')).toEqual([]);
  });

  test('a byte changed after signing is seen', () => {
    const path = publish('changed', 3);
    writeFileSync(join(path, 'network.yaml'), `${readFileSync(join(path, 'network.yaml'), 'utf8')}#`);
    expect(say(path, 'd2')).toEqual([
      "The signature is not that of the network's root key over this network.yaml.",
    ]);
  });

  test("another's signature is seen", () => {
    const path = publish('foreign', 3, { signer: generateKeyPairSync('ed25519').privateKey });
    expect(say(path, 'd3')).toEqual([
      "The signature is not that of the network's root key over this network.yaml.",
    ]);
  });

  test('an unsigned directory is not believed', () => {
    const path = publish('unsigned', 3);
    rmSync(join(path, 'network.sig'));
    expect(say(path, 'd4')).toEqual(['The network is real, but its directory has no signature beside it.']);
  });

  test('a version that falls is refused, one that rises is remembered by the next start', () => {
    const older = publish('older', 3);
    expect(say(older, 'd5')).toEqual([]);
    expect(say(publish('newer', 4), 'd5')).toEqual([]);
    expect(say(older, 'd5')).toEqual(['The version fell from 4 to 3; a version never falls.']);
  });

  test('other content under the same version is refused', () => {
    expect(say(publish('first', 3), 'd6')).toEqual([]);
    expect(say(publish('second', 3, { network: 'Other' }), 'd6')).toEqual([
      'The content changed, but the version is still 3; raise it and sign again.',
    ]);
  });

  test('a directory that is broken does not raise the version that is remembered', () => {
    say(publish('broken', 9, { signer: generateKeyPairSync('ed25519').privateKey }), 'd7');
    expect(say(publish('sound', 3), 'd7')).toEqual([]);
  });

  test.each(['{', '[]', '{"small": {"version": "4"}}'])(
    'a damaged memory of versions (%s) stops the start',
    (content) => {
      mkdirSync(join(room, 'd8'), { recursive: true });
      writeFileSync(join(room, 'd8', 'directory-versions.json'), content);
      expect(say(publish('memory', 3), 'd8')).toEqual([
        'The memory of directory versions is unreadable; restore it from a backup.',
      ]);
    },
  );

  test('a data folder that cannot be made is told', () => {
    writeFileSync(join(room, 'file'), '');
    expect(say(publish('unwritable', 3), 'file/data')[0]).toMatch(/unreadable|cannot be written/);
  });
});
