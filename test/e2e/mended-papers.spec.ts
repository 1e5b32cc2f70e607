import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { enclosureView } from '#contract';
import { z } from 'zod';
import { aLetter } from '../medium/api/a-letter.js';
import { eventually } from '../support/eventually.js';
import { NodeProcess } from './support/node-process.js';
import { OfficeClient } from './support/office-client.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { freePort } from '../../deploy/start/node-ports.js';
import { sampleNetwork } from './support/sample-network.js';

/*
 * A file that went from a city to a township is damaged on the disk of one of the two, behind its office's back: `npm run
 * audit` finds it, and `--heal` fetches it anew from the other.
 */

const TOWNSHIP = 'township:yi';
const SIZE = 3 * 1024 * 1024;

let servers: PrivateServers;
const settings = new Map<string, Record<string, string>>();
const running: NodeProcess[] = [];
const offices = new Map<string, OfficeClient>();
/** The attachment at either end. */
const ids = new Map<string, string>();
const scan = randomBytes(SIZE);

const at = (node: string): OfficeClient => {
  const office = offices.get(node);
  if (office === undefined) throw new Error(`${node} does not run`);
  return office;
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Where the attachment lies on the disk of that office. */
function pathAt(node: string): string {
  const id = ids.get(node) ?? '';
  return join(servers.dataDir, 'attachments', node.replaceAll(/[:-]/gu, '_'), id.slice(-2), id);
}

function flip(node: string): void {
  const bytes = readFileSync(pathAt(node));
  bytes[SIZE >> 1] = (bytes[SIZE >> 1] ?? 0) ^ 4;
  writeFileSync(pathAt(node), bytes);
}

async function audit(node: string, ...args: readonly string[]) {
  const env = { ...process.env, ...settings.get(node) };
  const run = promisify(execFile)(process.execPath, ['dist/deploy/cli/audit.js', '--node', node, ...args], {
    env,
  });
  return run.then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    (error: unknown) => {
      const { code, stdout, stderr } = z
        .object({ code: z.int(), stdout: z.string(), stderr: z.string() })
        .parse(error);
      return { code, out: `${stdout}${stderr}` };
    },
  );
}

beforeAll(async () => {
  servers = await privateServers();
  const sample = await sampleNetwork(servers, { migrated: ['city', TOWNSHIP] });
  const PAPER_ADDRESSES = `city=http://127.0.0.1:${await freePort()},${TOWNSHIP}=http://127.0.0.1:${await freePort()}`;
  for (const [role, node] of [
    ['city', 'city'],
    ['township', TOWNSHIP],
  ] as const) {
    settings.set(node, { ...(await sample.settings([node])), PAPER_ADDRESSES });
    const started = new NodeProcess(role, settings.get(node) ?? {});
    running.push(started);
    offices.set(node, new OfficeClient((await started.ready())[node] ?? ''));
  }
  scan.write('%PDF-1.7\n');
  scan.write('\n%%EOF\n', SIZE - 7);
  const city = at('city');
  const { caseId, caseVersion } = await city.act('/api/items', aLetter({ actor: { unit: 'city' } }));
  const kept = await city.upload(`/api/cases/${caseId}/attachments?name=a.pdf&unit=city`, scan);
  ids.set('city', kept.id);
  const { legId = '' } = await city.act(`/api/cases/${caseId}/assign`, {
    ...{ actor: { unit: 'city' }, version: caseVersion, to: TOWNSHIP, wants: 'result', days: 30 },
    enclose: [kept.id],
  });
  const takenAt = async (node: string) => {
    const there = (await at(node).leg(legId))?.caseId ?? '';
    return (await at(node).get(`/api/cases/${there}/enclosures`, z.array(enclosureView)))?.[0];
  };
  for (const node of [TOWNSHIP, 'city'])
    await eventually(
      () => takenAt(node).catch(() => undefined),
      (one) => one?.state === 'there',
      60_000,
    );
  const own = await at(TOWNSHIP).leg(legId);
  const [file] =
    (await at(TOWNSHIP).get(
      `/api/cases/${own?.caseId ?? ''}/attachments`,
      z.array(z.looseObject({ id: z.string() })),
    )) ?? [];
  ids.set(TOWNSHIP, file?.id ?? '');
}, 240_000);

afterAll(async () => {
  await Promise.all(running.filter((one) => one.alive).map((one) => one.kill('SIGTERM')));
  await servers?.stop();
}, 60_000);

describe.each([
  [TOWNSHIP, 'city', 'where it came from'],
  ['city', TOWNSHIP, 'an office that has taken it'],
])('a bit of a file is flipped on the disk of %s', (node, other) => {
  it(`and found by npm run audit, which names ${other}`, async () => {
    expect(await audit(node)).toMatchObject({ code: 0, out: expect.stringContaining('1 files checked') });
    flip(node);
    const { code, out } = await audit(node);
    expect(code).toBe(1);
    expect(out).toContain(
      `attachment_file ${ids.get(node) ?? ''}: changed (the file is not what its SHA-256 says); healable: yes, held by ${other}`,
    );
  }, 60_000);

  it('a dry run says what would be fetched, and changes nothing', async () => {
    const damaged = sha256(readFileSync(pathAt(node)));
    const { code, out } = await audit(node, '--heal', '--dry-run');
    expect(code).toBe(1);
    expect(out).toContain(`file ${ids.get(node) ?? ''}: would be fetched anew from ${other}`);
    expect(sha256(readFileSync(pathAt(node)))).toBe(damaged);
  }, 60_000);

  it('--heal mends it, keeps the damaged one beside it, and everything verifies again', async () => {
    const damaged = readFileSync(pathAt(node));
    const { code, out } = await audit(node, '--heal');
    expect(out).toContain(`file ${ids.get(node) ?? ''}: fetched anew from ${other}`);
    expect(out).toContain('everything is as it was written');
    expect(code).toBe(0);
    expect(sha256(readFileSync(pathAt(node)))).toBe(sha256(scan));
    expect(readFileSync(`${pathAt(node)}.damaged`).equals(damaged)).toBe(true);
  }, 60_000);

  it('so it does when the file was taken away', async () => {
    rmSync(pathAt(node));
    const { code, out } = await audit(node, '--heal');
    expect(out).toContain(`fetched anew from ${other}`);
    expect(code).toBe(0);
    expect(sha256(readFileSync(pathAt(node)))).toBe(sha256(scan));
  }, 60_000);
});

describe('a file is damaged at both ends', () => {
  it('is left at either, which says so', async () => {
    flip('city');
    flip(TOWNSHIP);
    const { code, out } = await audit('city', '--heal');
    expect(out).toContain('left as it is: the copy of the other office is damaged too');
    expect(code).toBe(1);
    expect(existsSync(`${pathAt('city')}.again`)).toBe(false);
  }, 60_000);
});
