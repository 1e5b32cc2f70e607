import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { encodeManifest, encodeParcel, PARCEL_MAX_BYTES } from '#contract';
import type { FrameParcel, FrameSender, FrameSource, FrameVerdict } from '#exchange';
import { uuidV7 } from '#platform';
import { eventually } from './eventually.js';
import type { OfficeWire } from './exchange-offices.js';

const FROM = 'city';
const TO = 'township:yi';
const BESIDE = 'agency:court';

/** A parcel with a readable head and noise behind it: no driver looks further. */
function aParcel(size = 300, dest = TO): FrameParcel {
  const frame = uuidV7();
  const manifest = encodeManifest({
    v: 1,
    suite: 'none',
    source: FROM,
    dest,
    epoch: 1,
    frame,
    attempt: 1,
    count: 1,
    root: '0'.repeat(64),
    signkid: 'sign',
    sealkid: 'seal',
    directory: 1,
    made: '2026-08-03T01:00:00.000Z',
  });
  const head = encodeParcel({ manifest, signature: randomBytes(64), sealed: new Uint8Array(0) }).byteLength;
  const sealed = randomBytes(Math.max(0, size - head));
  return { id: `${frame}-1`, bytes: encodeParcel({ manifest, signature: randomBytes(64), sealed }) };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What every driver of the transport port does, whatever carries the frames. */
export function transportConformance(name: string, makeWire: () => Promise<OfficeWire>): void {
  describe(`frames over ${name}`, () => {
    const closers: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    /** Takes frames at a node and does with each what the test says. */
    async function open(node: string, take: (bytes: Uint8Array) => Promise<FrameVerdict>, wire: OfficeWire) {
      const source: FrameSource = wire.source(node);
      await source.start(take);
      closers.push(() => source.stop());
      return source;
    }
    function sending(wire: OfficeWire): FrameSender {
      const sender = wire.sender(FROM);
      closers.push(() => sender.close());
      return sender;
    }
    /** A connection may not stand yet: the relay sends again then, and so does the test. */
    const send = (sender: FrameSender, parcels: readonly FrameParcel[], dest = TO): Promise<unknown> =>
      eventually(
        () =>
          sender.send(dest, parcels).then(
            () => true,
            () => false,
          ),
        (sent) => sent,
      );
    const collector = (answer: FrameVerdict = 'applied') => {
      const taken: string[] = [];
      return {
        taken,
        take: (bytes: Uint8Array): Promise<FrameVerdict> => {
          taken.push(hex(bytes));
          return Promise.resolve(answer);
        },
      };
    };

    it('carries every byte, of the largest frame too, in the order of one sending', async () => {
      const wire = await makeWire();
      const { taken, take } = collector();
      await open(TO, take, wire);
      const parcels = [aParcel(), aParcel(PARCEL_MAX_BYTES), aParcel(1_000), aParcel()];
      await send(sending(wire), parcels);
      await eventually(
        () => taken.length,
        (count) => count === parcels.length,
      );
      expect(taken).toEqual(parcels.map(({ bytes }) => hex(bytes)));
    });

    it('gives at most two frames at a time, and goes on after a handler that throws', async () => {
      const wire = await makeWire();
      let atOnce = 0;
      let most = 0;
      let count = 0;
      await open(
        TO,
        async () => {
          most = Math.max(most, ++atOnce);
          await new Promise((resolve) => setTimeout(resolve, 5));
          atOnce--;
          if (++count === 2) throw new Error('a handler that broke');
          return 'applied';
        },
        wire,
      );
      const sender = sending(wire);
      await send(
        sender,
        Array.from({ length: 10 }, () => aParcel()),
      );
      await eventually(
        () => count,
        (taken) => taken >= 10,
      );
      // The inbox opens one while it applies the other.
      expect(most).toBeLessThanOrEqual(2);
    });

    it('brings each node its own frames only', async () => {
      const wire = await makeWire();
      const [one, other] = [collector(), collector()];
      await open(TO, one.take, wire);
      await open(BESIDE, other.take, wire);
      const sender = sending(wire);
      const [mine, theirs] = [aParcel(), aParcel(300, BESIDE)];
      await send(sender, [mine]);
      await send(sender, [theirs], BESIDE);
      await eventually(
        () => one.taken.length + other.taken.length,
        (count) => count === 2,
      );
      expect([one.taken, other.taken]).toEqual([[hex(mine.bytes)], [hex(theirs.bytes)]]);
    });

    it('holds what nobody fetches, tells that it waits, keeps no copy, and forgets it when it was taken', async () => {
      const wire = await makeWire();
      const sender = sending(wire);
      const [first, second] = [aParcel(), aParcel()];
      await send(sender, []);
      await send(sender, [first]);
      await send(sender, [first, second]);
      const ids = [first.id, second.id, `${uuidV7()}-1`];
      expect(await sender.waiting(TO, ids)).toEqual(new Set([first.id, second.id]));
      const { taken, take } = collector();
      await open(TO, take, wire);
      await eventually(
        () => sender.waiting(TO, ids),
        (waiting) => waiting.size === 0,
      );
      expect(taken).toEqual([hex(first.bytes), hex(second.bytes)]);
    });

    it('leaves what was not delivered to its sender, who may send it again', async () => {
      const wire = await makeWire();
      let tries = 0;
      const taken: string[] = [];
      await open(
        TO,
        (bytes) => {
          if (++tries === 1) return Promise.resolve('retry');
          taken.push(hex(bytes));
          return Promise.resolve('applied');
        },
        wire,
      );
      const sender = sending(wire);
      const parcel = aParcel();
      await send(sender, [parcel]);
      await eventually(
        () => tries,
        (count) => count >= 1,
      );
      await eventually(
        async () => {
          if (taken.length === 0 && (await sender.waiting(TO, [parcel.id])).size === 0)
            await send(sender, [parcel]);
          return taken.length;
        },
        (count) => count >= 1,
        10_000,
      );
      expect(new Set(taken)).toEqual(new Set([hex(parcel.bytes)]));
    });

    it('lets what is being delivered end when it stops, and takes no other', async () => {
      const wire = await makeWire();
      let begun = 0;
      let ended = 0;
      const source = await open(
        TO,
        async () => {
          begun++;
          await new Promise((resolve) => setTimeout(resolve, 150));
          ended++;
          return 'applied';
        },
        wire,
      );
      await send(sending(wire), [aParcel(), aParcel(), aParcel()]);
      await eventually(
        () => begun,
        (count) => count >= 1,
      );
      await source.stop();
      expect(begun).toBeLessThanOrEqual(2);
      expect(ended).toBe(begun);
      // A stop may be asked for twice.
      await source.stop();
    });

    it('loses at most what lay in it when it is wiped, and carries on', async () => {
      const wire = await makeWire();
      const sender = sending(wire);
      await send(sender, [aParcel()]);
      await wire.flush();
      const { taken, take } = collector();
      await open(TO, take, wire);
      const after = aParcel();
      await send(sender, [after]);
      await eventually(
        () => taken,
        (seen) => seen.includes(hex(after.bytes)),
      );
      expect(taken.filter((bytes) => bytes === hex(after.bytes))).toHaveLength(1);
    });
  });
}
