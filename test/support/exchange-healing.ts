import { afterEach, describe, expect, it } from '@jest/globals';
import { type Adapters, aStream, drained, type Office, openOffices } from './exchange-offices.js';

type Name = 'city' | 'township:yi';

/** What the exchange promises when rows are changed or taken away behind its back, for any pair of store and transport. */
export function healingConformance(name: string, adapters: Adapters): void {
  describe(`an office whose rows somebody reached, on ${name}`, () => {
    let town: Awaited<ReturnType<typeof openOffices<Name>>> | undefined;
    const open = async (): Promise<Record<'city' | 'yi', Office>> => {
      town = await openOffices<Name>(adapters, ['city', 'township:yi']);
      const found = { city: town.office('city'), yi: town.office('township:yi') };
      for (const office of Object.values(found)) await office.start();
      return found;
    };
    afterEach(async () => {
      await town?.close();
      town = undefined;
    });

    it('writes a sent message again whose row was taken away, from the other end, once', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const [, second = ''] = await city.send('township:yi', stream, [{ n: 1 }, { n: 2 }, { n: 3 }]);
      await drained([city, yi]);
      const { store, uow } = city.database;
      const rows = async () =>
        (await store.sentRange('township:yi', stream, 1, 3, 3)).map(
          // what carried it, and when it was written, the row itself does not say any more
          ({
            id,
            type,
            sequence,
            prevhash,
            digest,
            size,
            epoch,
            time,
            subject,
            bodyKey,
            status,
            settledAt,
          }) =>
            JSON.stringify([
              ...[id, type, sequence, prevhash, digest, size, epoch, time, subject, bodyKey, status],
              settledAt,
            ]),
        );
      const before = await rows();
      expect(await store.holes(10)).toEqual([]);
      await uow.run(() => store.withdraw([second]));
      const hole = { side: 'sent', peer: 'township:yi', stream, sequence: 2 };
      expect(await store.holes(10)).toEqual([hole]);
      expect(await store.holes(0)).toEqual([]);
      const nowhere = '01990000-0000-7000-8000-000000000001';
      const wish = { ids: [second, nowhere], by: { unit: 'city', user: '分办员' } };
      const left = { id: nowhere, parts: [], left: 'not-here' };
      for (const [dryRun, parts] of [
        [true, ['row']],
        [false, ['row']],
        [false, []],
      ] as const)
        expect((await city.it.heal({ ...wish, dryRun })).messages).toEqual(
          expect.arrayContaining([{ id: second, parts }, left]),
        );
      expect(await store.holes(10)).toEqual([]);
      expect(await rows()).toEqual(before);
      await city.send('township:yi', stream, [{ n: 4 }]);
      await drained([city, yi]);
      expect((await yi.database.effects()).map(({ n }) => n)).toEqual([1, 2, 3, 4]);
      const { sent } = await city.it.heads('township:yi', stream);
      expect((await yi.it.heads('city', stream)).applied).toEqual(sent);
      expect((await city.it.deliveries(stream)).map(({ status }) => status)).toEqual(
        Array.from({ length: 4 }, () => 'applied'),
      );
    });
  });
}
