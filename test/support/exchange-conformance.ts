import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeParcel, encodeParcel } from '#contract';
import { type FrameParcel, nodeSuite, verifyProof } from '#exchange';
import { uuidV7 } from '#platform';
import { eventually } from './eventually.js';
import {
  type Adapters,
  ANSWER,
  aStream,
  drained,
  MAYOR,
  type Office,
  openOffices,
  TYPE,
} from './exchange-offices.js';
import { agree, errands, greeted, numbersOf } from './exchange-agreement.js';
import { testDirectory } from './exchange-keys.js';
import { hostileParcel } from './exchange-hostile.js';

type Name = 'city' | 'township:yi' | 'agency:court';
type Town = Awaited<ReturnType<typeof openOffices<Name>>>;

/** The promise of the exchange, for any pair of store and transport. */
export function exchangeConformance(
  name: string,
  adapters: Adapters,
  options: { readonly runs: number },
): void {
  describe(`the exchange on ${name}`, () => {
    let town: Town | undefined;
    const open = async (start = true): Promise<{ city: Office; yi: Office; town: Town }> => {
      town = await openOffices<Name>(adapters, ['city', 'township:yi']);
      const offices = { city: town.office('city'), yi: town.office('township:yi') };
      if (start) for (const office of [offices.city, offices.yi]) await office.start();
      return { ...offices, town };
    };
    const openThree = async (): Promise<{ city: Office; yi: Office; court: Office }> => {
      town = await openOffices<Name>(adapters, ['city', 'township:yi', 'agency:court']);
      const offices = {
        city: town.office('city'),
        yi: town.office('township:yi'),
        court: town.office('agency:court'),
      };
      for (const office of [offices.city, offices.yi, offices.court]) await office.start();
      return offices;
    };
    afterEach(async () => {
      await town?.close();
      town = undefined;
    });

    it('proves at either end, with public keys alone, what was sent and what was answered', async () => {
      const { city, yi } = await open();
      const [id = ''] = await city.send('township:yi', aStream(), errands(2));
      await drained([city, yi]);
      const directory = testDirectory([city.keys, yi.keys]);
      for (const office of [city, yi]) {
        const proof = await office.it.proof(id);
        if (proof === undefined) throw new Error(`${office.node} has no proof`);
        const verified = verifyProof(proof, directory, nodeSuite);
        expect(verified.flaws).toEqual([]);
        expect(proof.message).toMatchObject({ id, source: 'city', dest: 'township:yi' });
        expect(office === city ? verified.answer?.status : verified.sent?.source).toBe(
          office === city ? 'applied' : 'city',
        );
      }
      expect(await city.it.proof(uuidV7())).toBeUndefined();
    });

    it('delivers what is sent once, in order, with receipts, and tells the sender once', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const ids = [...(await city.send('township:yi', stream, errands(3)))];
      for (let at = 4; at <= 1_200; at += 399)
        ids.push(...(await city.send('township:yi', stream, errands(399, at))));
      await drained([city, yi]);
      await agree(city, yi, stream, 1_200);
      expect(city.settled.map((settlement) => settlement.messageId).sort()).toEqual([...ids].sort());
      expect(city.settled.every((settlement) => settlement.outcome === 'applied')).toBe(true);
    });

    it('carries answers back that a handler puts with its effect', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await city.send('township:yi', stream, errands(20, 1, { act: 'answer' }));
      await drained([city, yi]);
      await agree(city, yi, stream, 20);
      await agree(yi, city, stream, 20);
      expect(
        city.heard.every((message) => message.type === ANSWER && message.causationId !== undefined),
      ).toBe(true);
    });

    it('sends nothing of a unit of work that rolls back', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await expect(
        city.database.uow.run(async () => {
          await city.send('township:yi', stream, errands(1));
          throw new Error('the act was refused');
        }),
      ).rejects.toThrow('refused');
      await city.send('township:yi', stream, errands(1));
      await drained([city, yi]);
      await agree(city, yi, stream, 1);
    });

    it('refuses at the sender what the addressee could not take', async () => {
      const { city } = await open(false);
      const stream = aStream();
      await expect(city.it.outbox.put([])).resolves.toEqual([]);
      await expect(city.send('city', stream, errands(1))).rejects.toThrow('itself');
      await expect(city.send('nowhere', stream, errands(1))).rejects.toThrow('not a peer');
      await expect(city.send('township:yi', stream, [{ n: 1, text: 'x'.repeat(300_000) }])).rejects.toThrow(
        'too-large',
      );
      await expect(city.send('township:yi', stream, [{ n: 1, text: '\ud800' }])).rejects.toThrow('odd-text');
      await expect(city.send('township:yi', stream, errands(1), 'Leg Sent')).rejects.toThrow('type');
      expect((await city.it.figures()).put).toBe(0);
    });

    it('gives each stream its order when frames come twice, late, out of order or not at all', async () => {
      let seed = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom('go', 'twice', 'lose', 'hold'), { minLength: 1, maxLength: 12 }),
          async (fates) => {
            const { city, yi } = await open();
            const held: FrameParcel[] = [];
            let at = seed++;
            city.meddle = (_dest, parcel) => {
              const fate = at < fates.length ? fates[at++] : 'go';
              if (fate === 'lose') return [];
              if (fate === 'twice') return [parcel, { ...parcel, id: `${parcel.id}-again` }];
              if (fate === 'hold') {
                held.push(parcel);
                return [];
              }
              return [parcel, ...held.splice(0).reverse()];
            };
            const streams = [aStream(), aStream()] as const;
            for (let part = 0; part < 4; part++) {
              for (const stream of streams) await city.send('township:yi', stream, errands(5, 1 + part * 5));
            }
            await drained([city, yi]);
            for (const stream of streams) await agree(city, yi, stream, 20);
            expect(city.settled).toHaveLength(40);
            await town?.close();
            town = undefined;
          },
        ),
        { numRuns: options.runs },
      );
    });

    it('re-drives a sending whose receipt was lost and gets the stored answer', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      let lost = 0;
      yi.meddle = (_dest, parcel) => (lost++ < 2 ? [] : [parcel]);
      await city.send('township:yi', stream, errands(3));
      await drained([city, yi]);
      expect(lost).toBeGreaterThan(2);
      await agree(city, yi, stream, 3);
      expect(city.settled).toHaveLength(3);
    });

    it('loses nothing when the queues are wiped again and again', async () => {
      const { city, yi, town: here } = await open();
      const stream = aStream();
      for (let at = 1; at <= 200; at += 20) {
        await city.send('township:yi', stream, errands(20, at, { act: 'answer' }));
        await here.wire.flush();
      }
      await drained([city, yi]);
      await agree(city, yi, stream, 200);
      await agree(yi, city, stream, 200);
    });

    it('applies frames that are given at once one after the other, in the order of their coming', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const caught: FrameParcel[] = [];
      await greeted(city, yi);
      const come = (): Promise<number> => Promise.resolve(caught.length);
      city.meddle = (_dest, parcel) => {
        caught.push(parcel);
        return [];
      };
      for (let at = 1; at <= 50; at += 10) {
        await city.send('township:yi', stream, errands(10, at));
        await eventually(come, (count) => count > (at - 1) / 10);
      }
      const broken = caught.map(({ bytes }) => bytes.slice(0, 100));
      const all = [caught[0]?.bytes, ...broken, ...caught.slice(1).map(({ bytes }) => bytes)];
      const verdicts = await Promise.all(
        all.flatMap((bytes) => (bytes === undefined ? [] : yi.it.receive(bytes))),
      );
      expect(verdicts).toEqual(all.map((_, at) => (at > 0 && at <= broken.length ? 'poison' : 'applied')));
      city.meddle = (_dest, parcel) => [parcel];
      await drained([city, yi]);
      await agree(city, yi, stream, 50);
    });

    it('goes on where it was after both ends came back as new processes', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      for (let at = 1; at <= 100; at += 20) {
        await city.send('township:yi', stream, errands(20, at));
        if (at === 21) await yi.restart();
        if (at === 61) await city.restart();
      }
      await drained([city, yi]);
      await agree(city, yi, stream, 100);
    });

    it('retries the whole unit when message k of n meets a deadlock', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await city.send('township:yi', stream, [
        ...errands(7),
        { n: 8, act: 'deadlock-once' },
        ...errands(4, 9),
        { n: 13, act: 'deadlock-once' },
      ]);
      await drained([city, yi]);
      await agree(city, yi, stream, 13);
    });

    it('ends a stream at a refusal, with its article, and refuses what follows for the same cause', async () => {
      const { city, yi } = await open();
      const [stream, other] = [aStream(), aStream()];
      await city.send('township:yi', stream, [{ n: 1 }, { n: 2, act: 'reject' }, { n: 3 }]);
      await city.send('township:yi', other, errands(3));
      await drained([city, yi]);
      await city.send('township:yi', stream, [{ n: 4 }]);
      await drained([city, yi]);
      const ticks = await city.it.deliveries(stream);
      expect(ticks.map((tick) => tick.status)).toEqual(['applied', 'rejected', 'rejected', 'rejected']);
      expect(
        ticks.slice(1).every((tick) => tick.reason === 'already-accepted' && tick.article === 'L1 23(3)'),
      ).toBe(true);
      expect(await numbersOf(yi, stream)).toEqual([1, 2]);
      await agree(city, yi, other, 3);
      expect(city.settled.filter((settlement) => settlement.outcome === 'rejected')).toHaveLength(3);
    });

    it.each([
      [
        'a type that the role may not send',
        { n: 2, act: 'quarantine' as const },
        TYPE,
        'quarantined',
        'not-its-role',
      ],
      [
        'a message that breaks its handler every time',
        { n: 2, act: 'throw' as const },
        TYPE,
        'quarantined',
        'poison',
      ],
      ['an unknown type', { n: 2 }, 'huiyin.leg.conjured.v1', 'quarantined', 'unknown-type'],
      ['an unknown major', { n: 2 }, 'huiyin.leg.sent.v2', 'unsupported', 'unknown-major'],
    ])(
      'quarantines %s with its stream while the stream beside it goes on',
      async (_name, errand, type, status, reason) => {
        const { city, yi } = await open();
        const [stream, other] = [aStream(), aStream()];
        await city.database.uow.run(async () => {
          await city.send('township:yi', stream, [{ n: 1 }]);
          await city.send('township:yi', other, errands(5));
          await city.send('township:yi', stream, [errand], type);
          await city.send('township:yi', other, errands(5, 6));
          await city.send('township:yi', stream, [{ n: 3 }]);
        });
        await drained([city, yi]);
        const ticks = await city.it.deliveries(stream);
        expect(ticks.map((tick) => tick.status)).toEqual(['applied', status, 'quarantined']);
        expect(ticks[1]?.reason).toBe(reason);
        // what a quarantined message did was rolled back or was its handler's own record of the refusal
        expect(await numbersOf(yi, stream)).toEqual(reason === 'not-its-role' ? [1, 2] : [1]);
        await agree(city, yi, other, 10);
        const list = await yi.it.quarantined({ limit: 10 });
        expect(list.map((item) => item.reason)).toContain(reason);
      },
    );

    it('never lets one office be opened, forged, replayed or re-addressed by another', async () => {
      const { city, yi, court } = await openThree();
      // a hello that is still on its way would be taken for the frame below
      for (const peer of [yi, court]) await greeted(city, peer);
      const taken: FrameParcel[] = [];
      city.meddle = (dest, parcel) => {
        if (dest === yi.node) taken.push(parcel);
        return [parcel];
      };
      const stream = aStream();
      await city.send('township:yi', stream, errands(2));
      await drained([city, yi]);
      const parcel = taken[0];
      if (parcel === undefined) throw new Error('nothing was sent');
      const parts = decodeParcel(parcel.bytes);
      if (parts === undefined) throw new Error('not a parcel');
      const flip = (bytes: Uint8Array, at: number): Uint8Array =>
        bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
      const text = Buffer.from(parts.manifest).toString('utf8');
      const readdressed = Buffer.from(text.replace('"dest":"township:yi"', '"dest":"agency:court"'), 'utf8');
      // replayed to its own addressee: an ordinary duplicate
      expect(await yi.it.receive(parcel.bytes)).toBe('applied');
      // the verdict of the exchange is poison and its reason is in the list
      const refused = async (office: Office, bytes: Uint8Array, reason: string): Promise<void> => {
        expect(await office.it.receive(bytes)).toBe('poison');
        const list = await office.it.quarantined({ limit: 1 });
        expect(list[0]).toMatchObject({ kind: 'frame', reason });
      };
      await refused(court, parcel.bytes, 'wrong-addressee');
      await refused(court, encodeParcel({ ...parts, manifest: readdressed }), 'forged-signature');
      await refused(yi, encodeParcel({ ...parts, signature: flip(parts.signature, 3) }), 'forged-signature');
      await refused(yi, encodeParcel({ ...parts, sealed: flip(parts.sealed, 60) }), 'not-sealed-to-us');
      await refused(yi, flip(parcel.bytes, 0), 'not-a-frame');
      await refused(yi, new Uint8Array(0), 'not-a-frame');
      await refused(yi, new Uint8Array(2_000_000), 'not-a-frame');
      const lied = Buffer.from(text.replace('"suite":"ed25519', '"suite":"none___'), 'utf8');
      await refused(yi, encodeParcel({ ...parts, manifest: lied }), 'unknown-suite');
      await agree(city, yi, stream, 2);
    });

    it('keeps what a peer signs wrongly, answers it, and goes on', async () => {
      const { city, yi, court } = await openThree();
      const stream = aStream();
      await city.send('township:yi', stream, errands(1));
      await drained([city, yi]);
      const first = yi.heard[0];
      if (first === undefined) throw new Error('nothing was heard');
      const hostile = hostileParcel(city.keys, yi.keys, first);
      const reasons = async (): Promise<string[]> =>
        (await yi.it.quarantined({ limit: 50 })).map((item) => item.reason).sort();
      for (const parcel of [
        hostile.malformed,
        hostile.oversized,
        hostile.duplicateKey,
        hostile.foreignSource,
        hostile.otherBytes,
        hostile.takenSequence,
        hostile.brokenChain,
        hostile.receiptForNothing,
      ]) {
        expect(await yi.it.receive(parcel)).toBe('applied');
      }
      expect(await reasons()).toEqual([
        'broken-chain',
        'duplicate-key',
        'equivocation',
        'not-json',
        'other-source',
        'receipt-unknown',
        'sequence-taken',
        'too-large',
      ]);
      expect(await numbersOf(yi, stream)).toEqual([1]);
      const beside = aStream();
      await court.send('township:yi', beside, errands(3));
      await city.send('township:yi', aStream(), errands(3));
      await drained([city, court, yi]);
      await agree(court, yi, beside, 3);
    });

    it('does not believe a receipt from somebody who was not the addressee', async () => {
      const { city, yi, court } = await openThree();
      await greeted(city, yi);
      await yi.stop();
      const stream = aStream();
      const ids = await city.send('township:yi', stream, errands(1));
      await eventually(
        () => city.it.deliveries(stream),
        (ticks) => ticks[0]?.status === 'sent',
      );
      const hostile = hostileParcel(court.keys, city.keys, undefined, ids[0]);
      expect(await city.it.receive(hostile.receiptForNothing)).toBe('applied');
      expect((await city.it.quarantined({ limit: 1 }))[0]?.reason).toBe('receipt-foreign');
      expect((await city.it.deliveries(stream))[0]?.status).toBe('sent');
      await yi.restart();
      await drained([city, yi]);
      await agree(city, yi, stream, 1);
    });

    it('keeps to the window of a peer that does not answer, and does not pile up copies', async () => {
      const { city, yi, town: here } = await open();
      // no data goes to a peer that has not answered a hello yet
      await greeted(city, yi);
      await yi.stop();
      const sent: string[] = [];
      city.meddle = (_dest, parcel) => {
        sent.push(parcel.id);
        return [parcel];
      };
      const stream = aStream();
      const heavy = 'x'.repeat(200_000);
      for (let n = 1; n <= 60; n++) await city.send('township:yi', stream, [{ n, text: heavy }]);
      await eventually(
        () => sent.length,
        (count) => count >= 16,
        10_000,
      );
      // several back-off steps pass; the frames still wait in the queue, so that none is sent again
      const since = Date.now();
      await eventually(
        () => Date.now() - since,
        (passed) => passed > 1_500,
      );
      expect(sent.length).toBeLessThanOrEqual(32);
      expect(new Set(sent).size).toBe(sent.length);
      expect(sent.every((id) => id.endsWith('-1'))).toBe(true);
      expect((await here.wire.dump()).length).toBeLessThan(20 * 1024 * 1024);
      await yi.restart();
      await drained([city, yi]);
      await agree(city, yi, stream, 60);
    });

    it('tells the end of its audit chain with each frame and countersigns the other’s; a chain that forks is put away', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      for (const n of [1, 2]) {
        await city.send('township:yi', stream, [{ n, act: 'answer' }]);
        await drained([city, yi]);
      }
      const { own } = await city.database.store.auditHeads('township:yi');
      const said = await city.database.store.auditSayings('township:yi');
      expect(said.map(({ of }) => of).sort()).toEqual(['ours', 'theirs']);
      const countersigned = said.find(({ of }) => of === 'ours');
      expect(countersigned?.head.sequence).toBeGreaterThan(0);
      expect(countersigned?.head.sequence).toBeLessThanOrEqual(own?.sequence ?? 0);
      // The peer's chain is written anew: as long as it said, and another.
      const theirs = said.find(({ of }) => of === 'theirs');
      if (theirs === undefined) throw new Error('nothing was said');
      await city.database.uow.run(() =>
        city.database.store.saveAuditSayings([
          { ...theirs, head: { sequence: 1_000_000, hash: 'ab'.repeat(32) }, made: new Date(0) },
        ]),
      );
      await city.restart();
      await city.send('township:yi', stream, [{ n: 3, act: 'answer' }]);
      await drained([city, yi]);
      const list = await city.it.quarantined({ limit: 10 });
      expect(list.map((item) => item.reason)).toEqual(['audit-chain-shorter']);
      await agree(city, yi, stream, 3);
    });

    it('shows nothing of a petition in the queue', async () => {
      const { city, yi, town: here } = await open();
      await greeted(city, yi);
      await yi.stop();
      const stream = aStream();
      await city.send('township:yi', stream, [{ n: 1, text: MAYOR }]);
      await eventually(
        () => city.it.deliveries(stream),
        (ticks) => ticks[0]?.status === 'sent',
      );
      const dump = await eventually(
        () => here.wire.dump(),
        (seen) => seen.includes('township:yi'),
      );
      expect(dump).not.toContain(MAYOR);
      expect(dump).not.toContain(JSON.stringify(MAYOR).slice(1, -1));
      expect(dump).not.toContain('CS-2026-000001');
      await yi.restart();
      await drained([city, yi]);
    });

    it('destroys the stored text of a case while chain and receipts stay, and still sends what was not answered', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const key = `case-${stream.id}`;
      const ids = await city.send('township:yi', stream, [{ n: 1, text: MAYOR }]);
      await drained([city, yi]);
      await yi.stop();
      const later = await city.send('township:yi', stream, [{ n: 2 }]);
      await city.database.uow.run(() => city.it.vault.destroy(key));
      await yi.database.uow.run(() => yi.it.vault.destroy(key));
      const left = await city.database.uow.run(() => city.database.store.readBodies([...ids, ...later]));
      expect(left.map((body) => body.messageId)).toEqual(later);
      expect(await yi.database.uow.run(() => yi.database.store.readBodies(ids))).toEqual([]);
      await yi.restart();
      await drained([city, yi]);
      await agree(city, yi, stream, 2);
    });
  });
}
