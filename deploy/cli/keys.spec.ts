import { afterAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseDocument } from 'yaml';
import { loadDirectory } from '#access';
import { networkFileSchema } from '#contract';
import { keys } from './keys-command.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-keys-command-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const NOW = new Date('2026-03-02T00:00:00Z');
const ask = (...argv: readonly string[]) => keys(argv, NOW);
const modeOf = (path: string): number => statSync(path).mode & 0o777;

interface Shown {
  readonly keys: { readonly kid: string; readonly validFrom: string }[];
  readonly https?: { readonly certificates: { readonly spki: string }[] };
}
const shown = (out: string): Shown => parse(out) as Shown;

describe('npm run keys', () => {
  test('makes a node its keys once, readable by its user alone, and prints only public halves', async () => {
    const data = join(room, 'make');
    const first = await ask('make', '--node', 'township:jia', '--data', data);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(modeOf(join(data, 'keys', 'township_jia.json'))).toBe(0o600);
    const secret = readFileSync(join(data, 'keys', 'township_jia.json'), 'utf8');
    expect(secret).toContain('PRIVATE KEY');
    expect(first.out).not.toContain('PRIVATE KEY');
    expect((await ask('make', '--node', 'township:jia', '--data', data)).out).toBe(first.out);
    expect(shown(first.out).keys).toHaveLength(1);
  });

  test('makes the next pair for a rotation beside the one in use, and a certificate', async () => {
    const data = join(room, 'next');
    await ask('make', '--node', 'city', '--data', data);
    const { out } = await ask('make', '--node', 'city', '--data', data, '--next', '--https');
    const { keys: listed, https } = shown(out);
    expect(new Set(listed.map(({ kid }) => kid)).size).toBe(2);
    expect(https?.certificates[0]?.spki).toMatch(/^[A-Za-z0-9_-]{43}$/u);
    const files = readdirSync(join(data, 'keys')).sort();
    expect(files).toEqual(['city.json', `city.${listed[1]?.kid ?? ''}.json`, 'city.tls.pem'].sort());
    for (const file of files) expect(modeOf(join(data, 'keys', file))).toBe(0o600);
    expect((await ask('show', '--node', 'city', '--data', data)).out).toBe(out);
  });

  test('makes a root key, signs a real directory with it, and a node believes it', async () => {
    const data = join(room, 'real');
    const network = join(room, 'network');
    cpSync('libs/access/broken-directories/base', network, { recursive: true });
    const file = join(network, 'network.yaml');
    const document = parseDocument(readFileSync(file, 'utf8'));
    document.set('simulated', false);
    const { nodes } = networkFileSchema.parse(document.toJS());
    for (const [at, { id }] of nodes.entries()) {
      const { out } = await ask('make', '--node', id, '--data', data);
      document.setIn(['nodes', at, 'keys'], document.createNode(shown(out).keys));
    }
    writeFileSync(file, document.toString());
    const pem = join(room, 'root.pem');
    const made = await ask('root', '--to', pem);
    expect(modeOf(pem)).toBe(0o600);
    const rootKey = /^NETWORK_ROOT_KEY=(.{43})\n$/u.exec(made.out)?.[1];
    expect(await ask('root', '--to', pem)).toMatchObject({ code: 1 });
    const signed = await ask('sign', '--network', network, '--root', pem);
    expect(signed).toMatchObject({ code: 0, err: '' });
    const load = () => loadDirectory({ path: network, dataDir: data, now: NOW, rootKey });
    expect(load().ok).toBe(true);
    writeFileSync(file, `${readFileSync(file, 'utf8')}# one more line\n`);
    expect(load().ok).toBe(false);
  });

  test('signs nothing that a node would refuse', async () => {
    const pem = join(room, 'other.pem');
    await ask('root', '--to', pem);
    const sample = await ask('sign', '--network', 'deploy/network/sample', '--root', pem);
    expect(sample).toMatchObject({ code: 1 });
    expect(sample.err).toContain('needs no signature');
    const network = join(room, 'broken');
    cpSync('libs/access/broken-directories/base', network, { recursive: true });
    const file = join(network, 'network.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('simulated: true', 'simulated: false'));
    const broken = await ask('sign', '--network', network, '--root', pem);
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.err).toContain('has no public key');
  });

  test.each([
    [[]],
    [['make']],
    [['make', '--node', '../../etc/passwd']],
    [['sign', '--network', 'x']],
    [['root']],
    [['burn']],
    [['make', '--nod', 'city']],
  ])('asked %j it says how it is asked', async (argv) => {
    const answered = await ask(...argv);
    expect(answered.code).toBe(2);
    expect(answered.err).toContain('Usage');
  });
});
