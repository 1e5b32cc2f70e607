import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeManifest, decodeParcel } from '#contract';
import { type FrameParcel, nodeSuite, verifyProof } from '#exchange';
import { eventually } from '../support/eventually.js';
import { greeted } from '../support/exchange-agreement.js';
import { aStream, drained, type Office, openOffices } from '../support/exchange-offices.js';
import { testDirectory } from '../support/exchange-keys.js';
import { twinAdapters } from '../support/exchange-twin.js';

/* A node changes its keys while frames signed with, and sealed to, the old ones are on their way. */

let town: Awaited<ReturnType<typeof openOffices<'city' | 'court'>>>;
let city: Office;
let court: Office;

beforeEach(async () => {
  town = await openOffices(twinAdapters(), ['city', 'court']);
  [city, court] = [town.office('city'), town.office('court')];
});
afterEach(() => town.close());

const manifestOf = ({ bytes }: FrameParcel) => {
  const parcel = decodeParcel(bytes);
  const manifest = parcel === undefined ? undefined : decodeManifest(parcel.manifest);
  if (manifest === undefined) throw new Error('not a frame');
  return manifest;
};
/** Everything that leaves an office, whether it goes or not. */
function watched(office: Office, goes: () => boolean): FrameParcel[] {
  const seen: FrameParcel[] = [];
  office.meddle = (_dest, parcel) => {
    seen.push(parcel);
    return goes() ? [parcel] : [];
  };
  return seen;
}
const reasons = async (office: Office) =>
  (await office.it.quarantined({ limit: 20 })).map(({ kind, reason }) => `${kind} ${reason}`);

describe('a rotation', () => {
  it('of the sender: what could not go before is signed anew, from the same stored bytes', async () => {
    let goes = true;
    const seen = watched(city, () => goes);
    await city.start();
    await court.start();
    await greeted(city, court);
    goes = false;
    seen.length = 0;
    const [id = ''] = await city.send('court', aStream(), [{ n: 1 }, { n: 2 }]);
    await eventually(
      () => seen.length,
      (count) => count > 0,
    );
    city.keys.rotate();
    goes = true;
    await drained([city, court]);
    const [before] = seen;
    const after = seen.findLast(
      (parcel) => before !== undefined && manifestOf(parcel).frame === manifestOf(before).frame,
    );
    if (before === undefined || after === undefined) throw new Error('nothing was sent');
    expect([manifestOf(before).signkid, manifestOf(after).signkid]).toEqual(['city-sign', 'city-sign-2']);
    expect(manifestOf(after).root).toBe(manifestOf(before).root);
    expect((await court.database.effects()).map(({ n }) => n)).toEqual([1, 2]);
    const proof = await court.it.proof(id);
    if (proof === undefined) throw new Error('no proof');
    expect(verifyProof(proof, testDirectory([city.keys, court.keys]), nodeSuite).flaws).toEqual([]);
  });

  it('of the sender: a frame that was on its way is still taken', async () => {
    let goes = true;
    const seen = watched(city, () => goes);
    await city.start();
    await court.start();
    await greeted(city, court);
    goes = false;
    seen.length = 0;
    await city.send('court', aStream(), [{ n: 1 }]);
    await eventually(
      () => seen.length,
      (count) => count > 0,
    );
    city.keys.rotate();
    const [first] = seen;
    expect(await court.it.receive(first?.bytes ?? new Uint8Array())).toBe('applied');
    expect((await court.database.effects()).map(({ n }) => n)).toEqual([1]);
    expect(await reasons(court)).toEqual([]);
  });

  it('of the addressee: what is sent again is sealed to the new key, what lay in the queue opens with the old', async () => {
    let goes = false;
    const seen = watched(city, () => goes);
    await city.start();
    await court.start();
    await city.send('court', aStream(), [{ n: 1 }]);
    await eventually(
      () => seen.length,
      (count) => count > 0,
    );
    court.keys.rotate();
    goes = true;
    await drained([city, court]);
    const [before, after] = [seen[0], seen.at(-1)];
    if (before === undefined || after === undefined) throw new Error('nothing was sent');
    expect([manifestOf(before).sealkid, manifestOf(after).sealkid]).toEqual(['court-seal', 'court-seal-2']);
    // A late copy of the first attempt: an ordinary duplicate.
    expect(await court.it.receive(before.bytes)).toBe('applied');
    expect((await court.database.effects()).map(({ n }) => n)).toEqual([1]);
  });

  it('leaves every proof from before it standing', async () => {
    await city.start();
    await court.start();
    const [id = ''] = await city.send('court', aStream(), [{ n: 1 }]);
    await drained([city, court]);
    city.keys.rotate();
    court.keys.rotate();
    city.keys.revokeOld(new Date());
    court.keys.revokeOld(new Date());
    for (const office of [city, court]) {
      const proof = await office.it.proof(id);
      if (proof === undefined) throw new Error('no proof');
      expect(verifyProof(proof, testDirectory([city.keys, court.keys]), nodeSuite).flaws).toEqual([]);
    }
  });
});

describe('a revoked key', () => {
  it('signs nothing that is taken, whatever date it writes; it alarms, and the honest frame comes with the new key', async () => {
    let goes = false;
    const seen = watched(city, () => goes);
    await city.start();
    await court.start();
    await city.send('court', aStream(), [{ n: 1 }]);
    await eventually(
      () => seen.length,
      (count) => count > 0,
    );
    const stolen = seen[0];
    city.keys.rotate();
    city.keys.revokeOld(new Date());
    // Made before the revocation, as its date says: so would a thief date it.
    expect(await court.it.receive(stolen?.bytes ?? new Uint8Array())).toBe('poison');
    expect(await reasons(court)).toEqual(['frame key-revoked']);
    expect((await court.it.alarms()).map(({ peer, reason }) => [peer, reason])).toEqual([
      ['city', 'key-revoked'],
    ]);
    goes = true;
    await drained([city, court]);
    expect((await court.database.effects()).map(({ n }) => n)).toEqual([1]);
  });

  it('proves nothing that it signed afterwards', async () => {
    await city.start();
    await court.start();
    const [id = ''] = await city.send('court', aStream(), [{ n: 1 }]);
    await drained([city, court]);
    city.keys.rotate();
    city.keys.revokeOld(new Date('2026-02-01T00:00:00Z'));
    const proof = await court.it.proof(id);
    if (proof === undefined) throw new Error('no proof');
    const { flaws } = verifyProof(proof, testDirectory([city.keys, court.keys]), nodeSuite);
    expect(flaws).toEqual([{ at: 'sent', flaw: 'key-revoked' }]);
  });
});
