import { afterEach, describe, expect, it } from '@jest/globals';
import { type QuarantineOutcome, verifyProof, nodeSuite } from '#exchange';
import { uuidV7 } from '#platform';
import { eventually } from './eventually.js';
import { testDirectory } from './exchange-keys.js';
import { hostileParcel } from './exchange-hostile.js';
import { type Adapters, ANSWER, aStream, drained, type Office, openOffices } from './exchange-offices.js';

type Name = 'city' | 'township:yi';
type Town = Awaited<ReturnType<typeof openOffices<Name>>>;

const BY = { unit: 'township:yi', user: '分办员' };
const wish = (id: string, more: { readonly reason?: string; readonly dryRun?: boolean } = {}) => ({
  ...{ id, by: BY, dryRun: false },
  ...more,
});
const nowOf = (outcome: QuarantineOutcome): readonly string[] =>
  'messages' in outcome ? outcome.messages.map(({ now }) => now) : [outcome.kind];

/** What an operator does about what was put away, for any store. */
export function quarantineConformance(name: string, adapters: Adapters): void {
  describe(`the quarantine on ${name}`, () => {
    let town: Town | undefined;
    afterEach(async () => {
      await town?.close();
      town = undefined;
    });
    const open = async (): Promise<{ city: Office; yi: Office }> => {
      town = await openOffices<Name>(adapters, ['city', 'township:yi']);
      const offices = { city: town.office('city'), yi: town.office('township:yi') };
      for (const office of [offices.city, offices.yi]) await office.start();
      return offices;
    };
    /** Message 2 of 4 was put away for a cause of its receiver, and its stream with it. */
    const stuck = async (act: 'quarantine' | 'throw' = 'throw', type?: string) => {
      const { city, yi } = await open();
      const stream = aStream();
      const ids = await city.send('township:yi', stream, [{ n: 1 }, { n: 2, act }, { n: 3 }, { n: 4 }], type);
      await drained([city, yi]);
      expect(await statuses(city, stream)).toEqual(['applied', 'quarantined', 'quarantined', 'quarantined']);
      const [, second = '', third = ''] = ids;
      return { city, yi, stream, second, third };
    };
    const statuses = async (office: Office, stream: ReturnType<typeof aStream>) =>
      (await office.it.deliveries(stream)).map(({ status }) => status);
    const told = (city: Office, stream: ReturnType<typeof aStream>, last: string) =>
      eventually(
        () => statuses(city, stream),
        (seen) => seen.at(-1) === last,
      );
    const numbers = async (yi: Office) => (await yi.database.effects()).map(({ n }) => n);

    it('gives a message its turn again once the cause is gone, with all behind it, and tells the sender', async () => {
      const { city, yi, stream, second } = await stuck();
      yi.mended = true;
      expect(nowOf(await yi.it.quarantine.retry(wish(second)))).toEqual(['applied', 'applied', 'applied']);
      await told(city, stream, 'applied');
      expect(await statuses(city, stream)).toEqual(['applied', 'applied', 'applied', 'applied']);
      expect(await numbers(yi)).toEqual([1, 2, 3, 4]);
      expect((await yi.it.heads('city', stream)).applied).toEqual(
        (await city.it.heads('township:yi', stream)).sent,
      );
      expect(await yi.it.quarantined({ limit: 10 })).toEqual([]);
      // The stream is open: what comes now is taken.
      await city.send('township:yi', stream, [{ n: 5 }]);
      await drained([city, yi]);
      expect(await numbers(yi)).toEqual([1, 2, 3, 4, 5]);
      expect(
        city.settled.filter(({ messageId }) => messageId === second).map(({ outcome }) => outcome),
      ).toEqual(['quarantined', 'applied']);
    });

    it('says in a dry run what would happen, and nothing has changed', async () => {
      const { city, yi, stream, second } = await stuck();
      yi.mended = true;
      const before = await yi.it.quarantined({ limit: 10 });
      expect(nowOf(await yi.it.quarantine.retry(wish(second, { dryRun: true })))).toEqual([
        'applied',
        'applied',
        'applied',
      ]);
      expect(
        nowOf(await yi.it.quarantine.drop({ ...wish(second, { dryRun: true }), reason: '试算' })),
      ).toEqual(['rejected', 'rejected', 'rejected']);
      expect(await yi.it.quarantined({ limit: 10 })).toEqual(before);
      expect(await numbers(yi)).toEqual([1]);
      expect(await yi.it.operations({ limit: 10 })).toEqual([]);
      expect((await yi.it.figures()).pending).toBe(0);
      expect(await statuses(city, stream)).toEqual(['applied', 'quarantined', 'quarantined', 'quarantined']);
    });

    it('keeps what is put away again, or breaks again', async () => {
      const { yi, second } = await stuck('quarantine');
      expect(nowOf(await yi.it.quarantine.retry(wish(second)))).toEqual(['quarantined']);
      expect((await yi.it.quarantined({ limit: 10 })).map(({ id }) => id)).toContain(second);
      const other = await stuckHere(yi, town);
      expect(await yi.it.quarantine.retry(wish(other))).toEqual({
        kind: 'objection',
        objection: 'handler-failed',
      });
      expect((await yi.it.quarantined({ limit: 10 })).map(({ id }) => id)).toContain(other);
    });

    it('drops a message with all behind it, leaves the proof, and tells the sender that it is refused', async () => {
      const { city, yi, stream, second } = await stuck();
      const outcome = await yi.it.quarantine.drop({ ...wish(second), reason: '与来文单位核实，系误发' });
      expect(nowOf(outcome)).toEqual(['rejected', 'rejected', 'rejected']);
      await told(city, stream, 'rejected');
      expect(await yi.it.quarantined({ limit: 10 })).toEqual([]);
      expect(await yi.it.alarms()).toEqual([]);
      for (const end of [city, yi]) {
        const proof = await end.it.proof(second);
        if (proof === undefined) throw new Error('no proof');
        expect(verifyProof(proof, testDirectory([city.keys, yi.keys]), nodeSuite).flaws).toEqual([]);
      }
      // Whatever still comes on this stream shares its fate; the stream beside it goes on.
      await city.send('township:yi', stream, [{ n: 5 }]);
      await city.send('township:yi', aStream(), [{ n: 6 }]);
      await drained([city, yi]);
      expect(await statuses(city, stream)).toEqual([
        'applied',
        'rejected',
        'rejected',
        'rejected',
        'rejected',
      ]);
      expect(await numbers(yi)).toEqual([1, 6]);
    });

    it('has every act on record with who did it and why; the same again does nothing more', async () => {
      const { city, yi, stream, second, third } = await stuck();
      const reason = '系误发';
      await yi.it.quarantine.drop({ ...wish(second), reason });
      for (const id of [second, third]) {
        expect(await yi.it.quarantine.drop({ ...wish(id), reason: '再一次' })).toMatchObject({
          kind: 'already',
        });
        expect(await yi.it.quarantine.retry(wish(id))).toMatchObject({ kind: 'already' });
      }
      await told(city, stream, 'rejected');
      const record = await yi.it.operations({ limit: 10 });
      expect(record).toMatchObject([
        { act: 'quarantine-drop', target: second, by: BY, reason, outcome: 'rejected 3' },
      ]);
      expect(await yi.it.operations({ limit: 10, after: record[0]?.id ?? '' })).toEqual([]);
    });

    it('objects to what cannot be done, and says why', async () => {
      const { city, yi, second, third } = await stuck();
      expect(await yi.it.quarantine.retry(wish(third))).toEqual({
        ...{ kind: 'objection', objection: 'not-the-first', first: second },
      });
      expect(await yi.it.quarantine.drop({ ...wish(third), reason: '无' })).toMatchObject({
        objection: 'not-the-first',
      });
      expect(await yi.it.quarantine.retry(wish(uuidV7()))).toEqual({ kind: 'unknown' });
      expect(await city.it.quarantine.retry(wish(second))).toEqual({ kind: 'unknown' });
      expect(await yi.it.operations({ limit: 10 })).toEqual([]);
    });

    it('does not apply what its sender has taken back meanwhile', async () => {
      const { yi, second } = await stuck('throw', ANSWER);
      yi.mended = true;
      expect(await yi.it.quarantine.retry(wish(second))).toEqual({
        ...{ kind: 'objection', objection: 'sender-took-it-back' },
      });
      expect(nowOf(await yi.it.quarantine.drop({ ...wish(second), reason: '已退回' }))).toContain('rejected');
    });

    it('cannot retry what was forged or is not understood, and drops it from what alarms', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await city.send('township:yi', stream, [{ n: 1 }]);
      await drained([city, yi]);
      const [first] = yi.heard;
      if (first === undefined) throw new Error('nothing was heard');
      const hostile = hostileParcel(city.keys, yi.keys, first);
      for (const parcel of [
        hostile.malformed,
        hostile.otherBytes,
        hostile.takenSequence,
        hostile.brokenChain,
      ])
        await yi.it.receive(parcel);
      const list = await yi.it.quarantined({ limit: 10 });
      const answer = async (reason: string) => {
        const id = list.find((item) => item.reason === reason)?.id ?? '';
        const retried = await yi.it.quarantine.retry(wish(id));
        const dropped = await yi.it.quarantine.drop({ ...wish(id), reason: '伪造' });
        return ['objection' in retried ? retried.objection : retried.kind, dropped.kind];
      };
      expect(await answer('not-json')).toEqual(['unreadable', 'done']);
      expect(await answer('equivocation')).toEqual(['not-kept', 'done']);
      expect(await answer('sequence-taken')).toEqual(['place-taken', 'done']);
      expect(await answer('broken-chain')).toEqual(['broken-chain', 'done']);
      // Comparing streams may find meanwhile that somebody signs for the city what the city does not know: that stays.
      expect((await yi.it.alarms()).filter(({ reason }) => reason !== 'fork')).toEqual([]);
      expect(await numbers(yi)).toEqual([1]);
    });

    it('lets a message behind a gap wait until the gap is filled', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      let held = false;
      await city.send('township:yi', stream, [{ n: 1 }]);
      await drained([city, yi]);
      const [second = ''] = await city.send('township:yi', stream, [{ n: 2, act: 'throw' }]);
      await drained([city, yi]);
      // 3 is lost on its way while 4 arrives.
      city.meddle = (_dest, parcel) => (held ? [parcel] : []);
      await city.send('township:yi', stream, [{ n: 3 }]);
      await eventually(
        async () => (await city.it.deliveries(stream)).at(-1)?.status,
        (status) => status === 'sent',
      );
      held = true;
      await city.send('township:yi', stream, [{ n: 4 }]);
      await told(city, stream, 'quarantined');
      yi.mended = true;
      const outcome = await yi.it.quarantine.retry(wish(second));
      expect(nowOf(outcome).slice(0, 1)).toEqual(['applied']);
      await drained([city, yi]);
      await told(city, stream, 'applied');
      expect(await numbers(yi)).toEqual([1, 2, 3, 4]);
      expect(await statuses(city, stream)).toEqual(['applied', 'applied', 'applied', 'applied']);
    });
  });
}

/** One more stream with a message that breaks its handler. */
async function stuckHere(yi: Office, town: Town | undefined): Promise<string> {
  const city = town?.office('city');
  if (city === undefined) throw new Error('no city');
  const [id = ''] = await city.send('township:yi', aStream(), [{ n: 9, act: 'throw' }]);
  await drained([city, yi]);
  return id;
}
