import { describe, expect, test } from '@jest/globals';
import { digestOf, filesAt, PDF } from '../support/twin-enclosures.js';
import { TwinMatter } from '../support/twin-matter.js';

/* Which damaged files can be put right from where, and who gets a file back that it had sent. */

const TOWNSHIP = 'township:yi';
const EDU = 'agency:edu';
const FLIPPED = Buffer.from(PDF.map((byte, at) => (at === 5 ? byte ^ 1 : byte)));

/** A file of the city that the township has taken. */
async function taken() {
  const matter = await TwinMatter.registered('2026-04-02');
  const city = filesAt(matter, 'city');
  const ref = await city.keep('matter');
  await matter.onCase('city', 'assign', { to: TOWNSHIP, wants: 'result', days: 30, enclose: [ref] });
  const township = filesAt(matter, TOWNSHIP);
  await township.fetched();
  const id = (await township.kept())[0]?.id ?? '';
  return { matter, city, township, ref, id };
}

const readAll = async (
  paper: Awaited<ReturnType<Taken['shelf']['offered']>>,
): Promise<string | undefined> => {
  const file = await paper?.open();
  if (file === undefined || file === 'not-yet') return undefined;
  return digestOf(await file.read(0, file.size));
};
type Taken = ReturnType<typeof filesAt>;

describe('a kept file that was damaged', () => {
  test('is known to lie at the office it came from, and at the one that has taken it', async () => {
    const { city, township, ref, id } = await taken();
    const same = { sha256: digestOf(PDF), size: PDF.length };
    expect(await township.repairs.standing(id)).toEqual({
      ...{ ...same, whole: true },
      holders: [{ peer: 'city', ref }],
    });
    township.files.bytes.set(id, FLIPPED);
    city.files.bytes.delete(ref);
    expect(await township.repairs.standing(id)).toMatchObject({ whole: false });
    expect(await city.repairs.standing(ref)).toEqual({
      ...{ ...same, whole: false },
      holders: [{ peer: TOWNSHIP, ref }],
    });
  });

  test('is replaced once, and never when it is whole', async () => {
    const { township, id } = await taken();
    township.files.again.set(id, PDF);
    let records = 0;
    const record = async (): Promise<void> => void (records += 1);
    expect(await township.repairs.replace(id, record)).toBe(false);
    township.files.bytes.set(id, FLIPPED);
    expect(await township.repairs.replace(id, record)).toBe(true);
    expect(await township.repairs.replace(id, record)).toBe(false);
    expect(records).toBe(1);
    expect(digestOf(township.files.bytes.get(id) ?? Buffer.alloc(0))).toBe(digestOf(PDF));
  });

  test('that only this office ever had has no holder, nor has one that is on its way', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    const city = filesAt(matter, 'city');
    const ref = await city.keep('matter');
    expect(await city.repairs.standing(ref)).toMatchObject({ holders: [] });
    await matter.onCase('city', 'assign', { to: TOWNSHIP, wants: 'result', days: 30, enclose: [ref] });
    expect(await city.repairs.standing(ref)).toMatchObject({ holders: [] });
    const coming = (await filesAt(matter, TOWNSHIP).shelf.wantedIds())[0] ?? '';
    expect(await filesAt(matter, TOWNSHIP).repairs.standing(coming)).toBeUndefined();
  });

  test('of a dossier that went back is not brought back, at neither end', async () => {
    const { matter, city, township, ref, id } = await taken();
    await matter.onLeg('city', 'recall', { reason: '误发' });
    expect(await township.repairs.standing(id)).toBeUndefined();
    township.files.again.set(id, PDF);
    expect(await township.repairs.replace(id, async () => undefined)).toBe(false);
    expect(township.files.bytes.has(id)).toBe(false);
    expect(await city.repairs.standing(ref)).toMatchObject({ holders: [] });
    expect(await township.shelf.offered('city', ref)).toBeUndefined();
  });
});

describe('a file goes back to the office that sent it', () => {
  test('and to no other, under the id that it has there', async () => {
    const { township, ref, id } = await taken();
    expect(await readAll(await township.shelf.offered('city', ref))).toBe(digestOf(PDF));
    expect(await township.shelf.offered(EDU, ref)).toBeUndefined();
    expect(await township.shelf.offered('city', id)).toBeUndefined();
    expect(await township.shelf.offered('city', '../../etc/passwd')).toBeUndefined();
  });

  test('not one that the receiver has of its own', async () => {
    const { matter, township } = await taken();
    await matter.onLeg(TOWNSHIP, 'accept');
    const own = await township.keep('matter', Buffer.from('调查笔录'));
    expect(await township.shelf.offered('city', own)).toBeUndefined();
  });

  test('and what the receiver has lost itself is gone there', async () => {
    const { township, ref, id } = await taken();
    township.files.bytes.delete(id);
    expect(await (await township.shelf.offered('city', ref))?.open()).toBeUndefined();
    township.files.bytes.set(id, PDF.subarray(1));
    expect(await (await township.shelf.offered('city', ref))?.open()).toBeUndefined();
  });
});
