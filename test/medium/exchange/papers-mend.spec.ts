import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Operation, PaperMender, type PaperStanding } from '#exchange';
import { attachmentFiles } from '#persistence';
import { silentLog, uuidV7 } from '#platform';
import { bytesOf, CITY, COURT, type Driver, PaperOffices, TOWNSHIP } from '../../support/paper-offices.js';

/* A file that was damaged on the township's disk is fetched anew from an office that holds it. */

jest.setTimeout(60_000);

const MIB = 1024 * 1024;
const BY = { unit: TOWNSHIP, user: '分办员' };

let offices: PaperOffices;
let recorded: Operation[];
let standing: Map<string, PaperStanding>;

/** The township's folder, its mender on it, and which paper stands how. */
function mending(over: { readonly givenMs?: number; readonly to?: (peer: string) => URL | undefined } = {}) {
  const files = attachmentFiles(offices.folder, TOWNSHIP);
  const isWhole = async (id: string): Promise<boolean> =>
    (await files.seal(id))?.sha256 === standing.get(id)?.sha256;
  const mender = new PaperMender({
    repairs: {
      standing: async (id) => {
        const one = standing.get(id);
        return one === undefined ? undefined : { ...one, whole: await isWhole(id) };
      },
      replace: async (id, record) => {
        if (await isWhole(id)) return false;
        await record();
        await files.replace(id);
        return true;
      },
    },
    parts: files.again,
    client: offices.client(over.to === undefined ? {} : { to: over.to }),
    record: async (operation) => void recorded.push(operation),
    log: silentLog,
    ...(over.givenMs === undefined ? {} : { givenMs: over.givenMs }),
  });
  const mend = async (id: string, dryRun = false) => (await mender.mend({ ids: [id], dryRun, by: BY }))[0];
  return { files, mend };
}

const pathOf = (id: string): string => join(offices.folder, 'attachments', 'township_yi', id.slice(-2), id);

/** A paper that the township has from the city, whose file on the disk has one bit changed. */
async function damaged(size = 3 * MIB, peers: readonly string[] = [CITY]) {
  const bytes = bytesOf(size);
  const { ref, sha256: digest } = offices.put(bytes);
  const id = uuidV7();
  standing.set(id, {
    ...{ sha256: digest, size, whole: false },
    holders: peers.map((peer) => ({ peer, ref })),
  });
  const { files } = mending();
  await files.keep(id, [bytes]);
  const spoilt = Buffer.from(bytes);
  spoilt[size >> 1] = (spoilt[size >> 1] ?? 0) ^ 1;
  writeFileSync(pathOf(id), spoilt);
  return { id, ref, bytes, spoilt };
}

const held = (ref: string) => {
  const one = offices.held.get(ref);
  if (one === undefined) throw new Error('not held');
  return one;
};

describe.each<Driver>(['http', 'https'])('a damaged file, over %s', (driver) => {
  beforeEach(async () => {
    recorded = [];
    standing = new Map();
    offices = new PaperOffices(driver);
    await offices.start();
  });
  afterEach(() => offices.stop());

  it('is fetched anew; the damaged one stays beside it, and who did it is on record', async () => {
    const { id, bytes, spoilt } = await damaged();
    const { mend } = mending();
    expect(await mend(id, true)).toEqual({ id, from: CITY });
    expect(readFileSync(pathOf(id)).equals(spoilt)).toBe(true);
    expect(offices.asked).toEqual([]);
    expect(await mend(id)).toEqual({ id, from: CITY });
    expect(readFileSync(pathOf(id)).equals(bytes)).toBe(true);
    expect(readFileSync(`${pathOf(id)}.damaged`).equals(spoilt)).toBe(true);
    expect(existsSync(`${pathOf(id)}.again`)).toBe(false);
    expect(recorded).toMatchObject([{ act: 'heal', target: id, by: BY, outcome: 'file from city' }]);
  });

  it('that is not there at all is fetched too, and one that is whole is never touched', async () => {
    const { id, bytes } = await damaged();
    const { files, mend } = mending();
    await files.discard(id);
    expect(await mend(id)).toEqual({ id, from: CITY });
    expect(readFileSync(pathOf(id)).equals(bytes)).toBe(true);
    expect(existsSync(`${pathOf(id)}.damaged`)).toBe(false);
    chmodSync(pathOf(id), 0o400);
    expect(await mend(id)).toEqual({ id });
    expect(offices.asked).toHaveLength(1);
    expect(recorded).toHaveLength(1);
  });

  it('whose fetch is cut goes on where it was, also when it is asked for again later', async () => {
    const { id, bytes } = await damaged(8 * MIB);
    offices.cable.cutAfter(3 * MIB);
    expect(await mending().mend(id)).toEqual({ id, from: CITY });
    expect(offices.asked).toHaveLength(2);
    const again = await damaged(8 * MIB);
    offices.cable.cutAfter(3 * MIB);
    const { files, mend } = mending({
      givenMs: 2_000,
      to: () => (offices.asked.length < 3 ? offices.url : undefined),
    });
    expect(await mend(again.id)).toMatchObject({ left: 'no-address' });
    const begun = await files.again.size(again.id);
    expect(begun).toBeGreaterThan(2 * MIB);
    const carried = offices.cable.carried;
    expect(await mending().mend(again.id)).toEqual({ id: again.id, from: CITY });
    expect(offices.cable.carried - carried).toBeLessThan(1.02 * (8 * MIB - begun) + MIB / 4);
    expect(readFileSync(pathOf(id)).equals(bytes)).toBe(true);
    expect(readFileSync(pathOf(again.id)).equals(again.bytes)).toBe(true);
  });

  it('whose beginning was spoilt among the parts is fetched from its first byte', async () => {
    const { id, bytes } = await damaged();
    const { files, mend } = mending();
    await files.again.append(id, 0, bytesOf(MIB));
    expect(await mend(id)).toEqual({ id, from: CITY });
    expect(readFileSync(pathOf(id)).equals(bytes)).toBe(true);
  });

  it('stays as it is when the other copy is damaged too, and the next holder is asked', async () => {
    const { id, ref, bytes, spoilt } = await damaged();
    held(ref).bytes = spoilt;
    expect(await mending().mend(id)).toEqual({ id, left: 'digest' });
    expect(readFileSync(pathOf(id)).equals(spoilt)).toBe(true);
    expect(existsSync(`${pathOf(id)}.again`)).toBe(false);
    expect(recorded).toEqual([]);
    held(ref).bytes = bytes;
    const one = standing.get(id);
    if (one === undefined) throw new Error('no paper');
    standing.set(id, { ...one, holders: [{ peer: CITY, ref: uuidV7() }, ...one.holders] });
    expect(await mending().mend(id)).toEqual({ id, from: CITY });
  });

  it.each<readonly [string, (ref: string) => void]>([
    ['not-offered', (ref) => offices.held.delete(ref)],
    ['gone', (ref) => Object.assign(held(ref), { bytes: undefined })],
    ['not-yet', (ref) => Object.assign(held(ref), { bytes: 'not-yet' })],
    ['oversize', (ref) => Object.assign(held(ref), { size: held(ref).size + 1 })],
    ['digest', (ref) => Object.assign(held(ref), { sha: 'f'.repeat(64) })],
  ])('is left, and why is said: %s', async (left, change) => {
    const { id, ref, spoilt } = await damaged(MIB);
    change(ref);
    expect(await mending().mend(id)).toEqual({ id, left });
    expect(readFileSync(pathOf(id)).equals(spoilt)).toBe(true);
  });

  it('is left when nobody holds it, no way is known, nobody answers, or it is not kept here', async () => {
    const { id } = await damaged(MIB);
    expect(await mending({ to: () => undefined }).mend(id)).toEqual({ id, left: 'no-address' });
    await offices.stopGiving();
    expect(await mending().mend(id)).toEqual({ id, left: 'unreachable' });
    const alone = await damaged(MIB, []);
    expect(await mending().mend(alone.id)).toEqual({ id: alone.id, left: 'no-copy' });
    const nowhere = uuidV7();
    expect(await mending().mend(nowhere)).toEqual({ id: nowhere, left: 'not-here' });
    await offices.give();
  });

  it('is not taken from another office than the one that was asked', async () => {
    const { id, spoilt } = await damaged(MIB, [COURT]);
    // the city answers in the court’s place
    const { left } = (await mending().mend(id)) ?? {};
    expect(['digest', 'unreachable', 'not-offered', 'unknown-key']).toContain(left);
    expect(readFileSync(pathOf(id)).equals(spoilt)).toBe(true);
  });
});
