import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { greeted } from './exchange-agreement.js';
import {
  type Adapters,
  aStream,
  drained,
  openOffices,
  type Errand,
  type Office,
} from './exchange-offices.js';
import type { FrameParcel } from '#exchange';

/*
 * What peers got wrong between offices (peers.md 12 to 16), on any pair of adapters: the twins and MariaDB with BullMQ.
 */

const CITY = 'city';
const YI = 'township:yi';
const COURT = 'agency:court';
const errand = (n: number, act?: NonNullable<Errand['act']>): Errand =>
  act === undefined ? { n } : { n, act };

export function peersExchange(name: string, adapters: Adapters): void {
  describe(`what peers got wrong: between offices, on ${name}`, () => {
    let town:
      | Awaited<ReturnType<typeof openOffices<typeof CITY | typeof YI | typeof COURT | 'township:jia'>>>
      | undefined;
    const open = async (...started: readonly string[]) => {
      // no gap is asked for: what is lost here stays lost until its sender sends it again
      town = await openOffices(adapters, [CITY, YI, COURT, 'township:jia'], {}, { gapMs: 600_000 });
      const all = [
        town.office(CITY),
        town.office(YI),
        town.office(COURT),
        town.office('township:jia'),
      ] as const;
      for (const office of all) if (started.includes(office.node)) await office.start();
      const [city, yi, court, jia] = all;
      return { city, yi, court, jia };
    };
    afterEach(async () => {
      await town?.close();
      town = undefined;
    });
    const effects = async (office: Office) => (await office.database.effects()).map(({ n }) => n);
    const standing = async (city: Office, stream: ReturnType<typeof aStream>) =>
      (await city.it.deliveries(stream)).map(({ dest, status }) => `${dest} ${status}`);

    it("peers' bug 12: of three receivers one is away: it is tried again, the others get nothing twice, and it shows who has it", async () => {
      const { city, yi, court, jia } = await open(CITY, YI, 'township:jia');
      const streams = { yi: aStream(), court: aStream(), jia: aStream() };
      await city.send(YI, streams.yi, [errand(1)]);
      await city.send(COURT, streams.court, [errand(2)]);
      await city.send('township:jia', streams.jia, [errand(3)]);
      await eventually(
        async () => [...(await standing(city, streams.yi)), ...(await standing(city, streams.jia))],
        (all) => all.join() === `${YI} applied,township:jia applied`,
      );
      expect((await standing(city, streams.court))[0]).toMatch(/^agency:court (new|sent)$/u);
      await court.start();
      await drained([city, yi, court, jia]);
      expect(await standing(city, streams.court)).toEqual([`${COURT} applied`]);
      expect([await effects(yi), await effects(court), await effects(jia)]).toEqual([[1], [2], [3]]);
    });

    it("peers' bug 13: a failure keeps alarming until somebody acknowledges it with a note, and stays on record then", async () => {
      const { city, yi } = await open(CITY, YI);
      await city.send(YI, aStream(), [errand(1, 'quarantine')]);
      await drained([city, yi]);
      const [here] = await yi.it.alarms();
      const [there] = await city.it.alarms();
      expect([here, there]).toMatchObject([
        { kind: 'received', reason: 'not-its-role' },
        { kind: 'sent', reason: 'not-its-role' },
      ]);
      await yi.restart();
      expect(await yi.it.alarms()).toHaveLength(1);
      const id = here?.id ?? '';
      const by = { unit: YI, user: 'yt-chair' };
      expect(await yi.it.acknowledge({ id, by, note: '已电话告知发送单位' })).toBe('acknowledged');
      expect(await yi.it.acknowledge({ id, by, note: '再次' })).toBe('before');
      expect(await yi.it.acknowledge({ id: aStream().id, by, note: '无此件' })).toBe('unknown');
      expect(await yi.it.alarms()).toEqual([]);
      const [kept] = await yi.it.quarantined({ limit: 10 });
      expect(kept).toMatchObject({ id, acknowledged: { by: 'yt-chair', note: '已电话告知发送单位' } });
      // The other end's alarm is the other end's.
      expect(await city.it.alarms()).toHaveLength(1);
    });

    it("peers' bug 14: a change of state while the first message is unsent does not cancel it: both arrive, in order", async () => {
      const { city, yi } = await open(YI);
      const stream = aStream();
      await city.send(YI, stream, [errand(1)]);
      await city.send(YI, stream, [errand(2)]);
      expect(await effects(yi)).toEqual([]);
      await city.start();
      await drained([city, yi]);
      expect(await effects(yi)).toEqual([1, 2]);
    });

    it("peers' bug 15: what comes late or again moves nothing back; an identical repeat is dropped", async () => {
      const { city, yi } = await open(CITY, YI);
      const seen: FrameParcel[] = [];
      city.meddle = (_dest, parcel) => {
        seen.push(parcel);
        return [parcel];
      };
      const stream = aStream();
      await city.send(YI, stream, [errand(1)]);
      await drained([city, yi]);
      await city.send(YI, stream, [errand(2)]);
      await drained([city, yi]);
      let replays = [...seen];
      // Everything that was ever sent comes once more, the oldest last. Once: a hello that comes again is answered again.
      city.meddle = (_dest, parcel) => {
        const again = replays.map((old, at) => ({ ...old, id: `${old.id}-${String(at)}` })).reverse();
        replays = [];
        return [parcel, ...again];
      };
      await city.send(YI, stream, [errand(3)]);
      await drained([city, yi]);
      expect(await effects(yi)).toEqual([1, 2, 3]);
      expect(await city.it.heads(YI, stream)).toMatchObject({ sent: { last: 3 } });
      expect(await yi.it.heads(CITY, stream)).toMatchObject({ applied: { last: 3 } });
    });

    it("peers' bug 16: message n+1 of a matter waits for n, and other matters do not wait", async () => {
      const { city, yi } = await open(CITY, YI);
      await greeted(city, yi);
      const [held, other] = [aStream(), aStream()];
      const kept: FrameParcel[] = [];
      let hold = true;
      city.meddle = (_dest, parcel) => {
        if (!hold) return [parcel];
        kept.push(parcel);
        return [];
      };
      await city.send(YI, held, [errand(1)]);
      await eventually(
        () => standing(city, held),
        ([first]) => first === `${YI} sent` && kept.length > 0,
      );
      hold = false;
      // The second overtakes the first, which is lost for now: also when it is sent again.
      const frameOf = ({ id }: FrameParcel): string => id.replace(/-\d+$/, '');
      const lost = new Set(kept.map(frameOf));
      city.meddle = (_dest, parcel) => (lost.has(frameOf(parcel)) ? [] : [parcel]);
      await city.send(YI, held, [errand(2)]);
      await city.send(YI, other, [errand(7)]);
      await eventually(
        () => effects(yi),
        (done) => done.includes(7),
      );
      expect((await effects(yi)).filter((n) => n === 2)).toEqual([]);
      city.meddle = (_dest, parcel) => [parcel];
      await drained([city, yi]);
      expect((await effects(yi)).filter((n) => n !== 7)).toEqual([1, 2]);
    });
  });
}
