import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { type Adapters, aStream, drained, openOffices, PARTLY } from './exchange-offices.js';

/** What a recovery does with messages that build on what another peer holds, for any pair of store and transport. */
export function leftOutConformance(name: string, adapters: Adapters): void {
  describe(`what a recovery leaves out, on ${name}`, () => {
    let town: Awaited<ReturnType<typeof openOffices<'city' | 'township:yi' | 'agency:court'>>> | undefined;
    afterEach(async () => {
      await town?.close();
      town = undefined;
    });

    it('waits for the peer that holds what it builds on, over a restart, and is taken up once', async () => {
      town = await openOffices(adapters, ['city', 'township:yi', 'agency:court']);
      const [city, yi, court] = [
        town.office('city'),
        town.office('township:yi'),
        town.office('agency:court'),
      ] as const;
      for (const office of [city, yi, court]) await office.start();
      const nothing = await yi.database.backup();
      const [first, second] = [aStream(), aStream()];
      await city.send('township:yi', first, [{ n: 1 }, { n: PARTLY }]);
      await drained([city, yi]);
      await court.send('township:yi', second, [{ n: 2 }, { n: 3, needs: 1 }, { n: 4, needs: 9 }]);
      await drained([court, yi]);
      await city.stop();
      await yi.stop();
      await nothing();
      await town.wire.flush();
      await yi.restart();
      const agreedWith = (peer: string): Promise<unknown> =>
        eventually(
          () => yi.it.resync.standings(),
          (all) => all.some((one) => one.peer === peer && one.greeted && !one.recovering),
          20_000,
        );
      await agreedWith('agency:court');
      const before = (await yi.it.resync.status()).leftOut;
      expect(before.total).toBe(2);
      expect(
        before.lines.map(({ peer, stream, side, kind, reason }) => [peer, stream, side, kind, reason]),
      ).toEqual([1, 2].map(() => ['agency:court', second, 'theirs', 'waiting', 'needs-another']));
      await yi.restart();
      await city.restart();
      await agreedWith('city');
      const { leftOut, refilled } = await yi.it.resync.status();
      expect(leftOut.lines.map(({ peer, kind, reason }) => [peer, kind, reason])).toEqual([
        ['agency:court', 'waiting', 'needs-another'],
        ['city', 'partly', 'never-sent'],
      ]);
      expect(leftOut.lines[0]).toMatchObject({
        type: 'huiyin.leg.sent.v1',
        subject: 'CS-2026-000001',
        epoch: 2,
      });
      expect(refilled.map(({ peer, notRebuilt }) => [peer, notRebuilt]).toSorted()).toEqual([
        ['agency:court', 1],
        ['city', 0],
      ]);
      expect((await yi.database.effects()).map(({ n }) => n).toSorted((a, b) => a - b)).toEqual([
        1,
        2,
        3,
        PARTLY,
      ]);
    });
  });
}
