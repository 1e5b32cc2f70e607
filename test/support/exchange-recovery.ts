import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeEnvelope } from '#contract';
import { type FrameParcel, nodeSuite, type StreamRef } from '#exchange';
import { FrameOpener } from '../../libs/exchange/src/frames/open.js';
import { uuidV7 } from '#platform';
import { eventually } from './eventually.js';
import { testDirectory } from './exchange-keys.js';
import {
  type Adapters,
  aStream,
  drained,
  type Errand,
  type Office,
  openOffices,
} from './exchange-offices.js';
import { signedFrame } from './exchange-hostile.js';

type Name = 'city' | 'township:yi' | 'agency:court';

const errands = (count: number, from = 1, more: Partial<Errand> = {}): Errand[] =>
  Array.from({ length: count }, (_, at) => ({ n: from + at, ...more }));

/** Each number once, in order, at its addressee; and both ends hold the same chain (I2, I3). */
async function whole(from: Office, to: Office, stream: StreamRef, count: number): Promise<void> {
  const taken = (await to.database.effects()).filter(({ stream: name }) => name === `leg/${stream.id}`);
  expect(taken.map(({ n }) => n).sort((a, b) => a - b)).toEqual(
    Array.from({ length: count }, (_, at) => at + 1),
  );
  const sent = (await from.it.heads(to.node, stream)).sent;
  expect((await to.it.heads(from.node, stream)).applied).toEqual(sent);
  expect(sent.last).toBe(count);
  expect((await from.it.deliveries(stream)).map(({ status }) => status)).toEqual(
    Array.from({ length: count }, () => 'applied'),
  );
}

/** Waits until that office may send to everybody again. */
const agreed = (office: Office, others: number): Promise<unknown> =>
  eventually(
    () => office.it.resync.status(),
    ({ peers }) => peers.filter(({ greeted, recovering }) => greeted && !recovering).length === others,
    20_000,
  );

/** What the exchange promises when a database is set back, for any pair of store and transport. */
export function recoveryConformance(name: string, adapters: Adapters): void {
  describe(`an office that is set back, on ${name}`, () => {
    let town: Awaited<ReturnType<typeof openOffices<Name>>> | undefined;
    /* FLUSHALL after a set-back: a copy that a loaded machine had sent again would be taken as it comes, and need no refill. */
    const open = async (tuning = {}): Promise<Record<'city' | 'yi' | 'court', Office>> => {
      town = await openOffices<Name>(adapters, ['city', 'township:yi', 'agency:court'], {}, tuning);
      const found = {
        city: town.office('city'),
        yi: town.office('township:yi'),
        court: town.office('agency:court'),
      };
      for (const office of Object.values(found)) await office.start();
      return found;
    };
    afterEach(async () => {
      await town?.close();
      town = undefined;
    });

    it('gets back as a receiver what it had taken, each effect once, and goes on in a higher epoch', async () => {
      const { city, yi } = await open();
      const [stream, later] = [aStream(), aStream()];
      await city.send('township:yi', stream, errands(5));
      await drained([city, yi]);
      const setBack = await yi.database.backup();
      await city.send('township:yi', stream, errands(5, 6));
      await city.send('township:yi', later, errands(3));
      await drained([city, yi]);
      await yi.stop();
      await setBack();
      await town?.wire.flush();
      await yi.restart();
      await agreed(yi, 2);
      await whole(city, yi, stream, 10);
      await whole(city, yi, later, 3);
      const status = await yi.it.resync.status();
      expect(status.epoch).toBe(2);
      expect(status.refilled.map(({ peer, sent, applied }) => [peer, sent, applied])).toEqual(
        expect.arrayContaining([
          ['city', 0, 5],
          ['city', 0, 3],
        ]),
      );
      // told until somebody takes note of it
      expect((await yi.it.alarms()).map(({ peer, reason }) => [peer, reason])).toEqual([
        ['city', 'set-back'],
      ]);
      await city.send('township:yi', stream, errands(1, 11));
      await drained([city, yi]);
      await whole(city, yi, stream, 11);
    });

    it('gets back as a sender what it had sent, and what was put meanwhile follows', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await city.send('township:yi', stream, errands(5));
      await drained([city, yi]);
      const setBack = await city.database.backup();
      await city.send('township:yi', stream, errands(5, 6));
      await drained([city, yi]);
      await city.stop();
      await setBack();
      // an act on the older state, before anybody could know
      await city.send('township:yi', stream, errands(1, 11));
      await city.restart();
      await drained([city, yi]);
      await agreed(city, 2);
      await whole(city, yi, stream, 11);
      const { epoch, refilled } = await city.it.resync.status();
      expect(epoch).toBe(2);
      expect(refilled).toMatchObject([
        { peer: 'township:yi', sent: 5, applied: 0, renumbered: 1, notRebuilt: 0 },
      ]);
      const told = await yi.it.resync.status();
      expect(told.peers.find(({ peer }) => peer === 'city')?.epoch).toBe(2);
    });

    it('takes no effect again of what the backup held unsent and the peer has got since', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await city.send('township:yi', stream, errands(3));
      await drained([city, yi]);
      await city.stop();
      await city.send('township:yi', stream, errands(2, 4));
      const setBack = await city.database.backup();
      await city.restart();
      await drained([city, yi]);
      await city.send('township:yi', stream, errands(1, 6));
      await drained([city, yi]);
      await city.stop();
      await setBack();
      await town?.wire.flush();
      // an act on the older state, before anybody could know
      await city.send('township:yi', stream, errands(1, 7));
      city.takenUp.length = 0;
      await city.restart();
      await agreed(city, 2);
      await drained([city, yi]);
      await whole(city, yi, stream, 7);
      expect((await city.it.resync.status()).refilled).toMatchObject([
        { peer: 'township:yi', sent: 3, renumbered: 1, notRebuilt: 0 },
      ]);
      expect(city.takenUp).toEqual([6]);
    });

    it('takes what waited at the gap once a refill has closed it, though nothing new comes', async () => {
      const { city, yi } = await open({ retryMs: 60_000, retryMaxMs: 60_000 });
      await agreed(city, 2);
      await agreed(yi, 2);
      const stream = aStream();
      await city.send('township:yi', stream, errands(2));
      await drained([city, yi]);
      const setBack = await yi.database.backup();
      await city.send('township:yi', stream, errands(1, 3));
      await drained([city, yi]);
      await yi.stop();
      const late: FrameParcel[] = [];
      city.meddle = (dest, parcel) => {
        if (dest !== 'township:yi') return [parcel];
        late.push(parcel);
        return [];
      };
      await city.send('township:yi', stream, errands(1, 4));
      await eventually(
        () => late,
        ({ length }) => length > 0,
      );
      city.meddle = (_dest, parcel) => [parcel];
      await setBack();
      // it comes before anybody knows that the third is gone
      for (const { bytes } of late) await yi.it.receive(bytes);
      await yi.restart();
      await agreed(yi, 2);
      await drained([city, yi]);
      await whole(city, yi, stream, 4);
    });

    it('takes nothing in before it has compared, when it knows by itself that it was set back', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      await city.send('township:yi', stream, errands(2));
      await drained([city, yi]);
      const setBack = await yi.database.backup();
      const parcels: FrameParcel[] = [];
      city.meddle = (dest, parcel) => {
        if (dest === 'township:yi') parcels.push(parcel);
        return [parcel];
      };
      const later = aStream();
      await city.send('township:yi', later, errands(1));
      await drained([city, yi]);
      await yi.stop();
      await setBack();
      await yi.it.setBack(1);
      // one that came again before anybody was asked
      const verdicts = await Promise.all(parcels.map(({ bytes }) => yi.it.receive(bytes)));
      expect(verdicts.length).toBeGreaterThan(0);
      expect(new Set(verdicts)).toEqual(new Set(['retry']));
      await yi.restart();
      await agreed(yi, 2);
      await whole(city, yi, stream, 2);
      await whole(city, yi, later, 1);
      expect((await yi.it.resync.status()).epoch).toBe(2);
    });

    it('comes back from nothing with both directions, from each peer its own streams', async () => {
      const { city, yi, court } = await open();
      const nothing = await city.database.backup();
      const [stream, other] = [aStream(), aStream()];
      await city.send('township:yi', stream, errands(8, 1, { act: 'answer' }));
      await city.send('agency:court', other, errands(4));
      await drained([city, yi, court]);
      await city.stop();
      await nothing();
      await town?.wire.flush();
      await city.restart();
      await agreed(city, 2);
      await whole(city, yi, stream, 8);
      await whole(yi, city, stream, 8);
      await whole(city, court, other, 4);
      const { refilled } = await city.it.resync.status();
      expect(refilled.map(({ peer, sent, applied }) => ({ peer, sent, applied }))).toEqual(
        expect.arrayContaining([
          { peer: 'township:yi', sent: 8, applied: 8 },
          { peer: 'agency:court', sent: 4, applied: 0 },
        ]),
      );
      await yi.send('city', stream, errands(1, 9));
      await drained([city, yi]);
      await whole(yi, city, stream, 9);
    });

    it('writes nothing over where it has sent on an older state while it ran: both stand, somebody is told', async () => {
      const { city, yi, court } = await open();
      const [stream, beside] = [aStream(), aStream()];
      await city.send('township:yi', stream, errands(2));
      await drained([city, yi]);
      const setBack = await city.database.backup();
      await city.send('township:yi', stream, errands(4, 3));
      await drained([city, yi]);
      // the database is set back under the running program, which goes on as if nothing were
      await setBack();
      await city.send('township:yi', stream, [{ n: 66 }]);
      await eventually(
        () => yi.it.quarantined({ limit: 5 }),
        (list) => list.some(({ reason }) => reason === 'sequence-taken'),
      );
      expect((await city.it.resync.resync('township:yi', { dryRun: true })).streams).toMatchObject([
        { stream, what: 'behind-here', sent: { here: 3, there: 6 } },
      ]);
      expect(await city.it.resync.resync('township:yi', { dryRun: false })).toMatchObject({ refilling: 1 });
      await eventually(
        () => city.it.alarms(),
        (alarms) => alarms.some(({ reason }) => reason === 'fork'),
      );
      await agreed(city, 2);
      await city.send('township:yi', beside, errands(3));
      await city.send('agency:court', aStream(), errands(1));
      await drained([city, court]);
      await whole(city, yi, beside, 3);
      expect((await yi.it.heads('city', stream)).applied.last).toBe(6);
    });

    it('believes no word about itself that it has not signed, and nobody whom it does not know', async () => {
      const { city, yi, court } = await open();
      await city.send('township:yi', aStream(), errands(2));
      await drained([city, yi]);
      await agreed(city, 2);
      const hello = (more: object): Uint8Array => control(court, city, 'huiyin.exchange.hello.v1', more);
      const lie = { life: uuidV7(), knows: 9, sent: [[7, 'f'.repeat(16), 3]], applied: [] };
      for (const frame of [hello(lie), hello(lie), hello({ ...lie, knows: 1e9 })])
        expect(await city.it.receive(frame)).toBe('applied');
      expect(await city.it.receive(hello({ life: 'x' }))).toBe('poison');
      expect(await city.it.receive(control(court, city, 'huiyin.exchange.refill.v1', unasked))).toBe(
        'applied',
      );
      await city.send('agency:court', aStream(), errands(2));
      await drained([city, court]);
      expect((await city.it.resync.status()).epoch).toBe(1);
      expect((await city.it.quarantined({ limit: 5 })).map(({ reason }) => reason)).toEqual(['not-a-hello']);
    });

    it('tells of a peer that claims to hold what it cannot show, once, and is held up by no other meanwhile', async () => {
      const { city, yi, court } = await open();
      await agreed(city, 2);
      await court.stop();
      const questions = questionsOf(city, court);
      const claim = async (): Promise<void> => {
        const heads = { stream: `leg/${uuidV7()}`, sent: [0, '0'.repeat(64)], answered: 0 };
        const lie = { life: uuidV7(), knows: 1, sent: [], applied: [[7, 'f'.repeat(16), 1]] };
        await city.it.receive(control(court, city, 'huiyin.exchange.hello.v1', lie));
        const ask = await questions('huiyin.exchange.heads-asked.v1');
        const streams = [{ ...heads, applied: [5, 'a'.repeat(64)] }];
        await city.it.receive(
          control(court, city, 'huiyin.exchange.heads.v1', { ask, streams, more: false }),
        );
        const wanted = await questions('huiyin.exchange.refill-asked.v1');
        await city.it.receive(control(court, city, 'huiyin.exchange.refill.v1', { ...unasked, ask: wanted }));
      };
      await claim();
      const alarms = () => city.it.alarms();
      await eventually(alarms, ({ length }) => length === 1);
      await claim();
      expect(await alarms()).toMatchObject([
        { kind: 'received', peer: 'agency:court', reason: 'claim-unproven' },
      ]);
      const standings = await city.it.resync.standings();
      expect(standings.find(({ peer }) => peer === 'agency:court')).toMatchObject({
        recovering: true,
        since: expect.any(Date),
      });
      expect((await city.it.resync.status()).epoch).toBe(1);
      const stream = aStream();
      await eventually(
        () => city.it.resync.standings(),
        (all) => all.some(({ peer, greeted }) => peer === 'township:yi' && greeted),
      );
      await city.send('township:yi', stream, errands(2));
      await eventually(
        () => yi.it.heads('city', stream),
        ({ applied }) => applied.last === 2,
      );
    });

    it('is refused in an older epoch than it is known by, but for a hello', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const taken: FrameParcel[] = [];
      city.meddle = (dest, parcel) => {
        if (dest === 'township:yi') taken.push(parcel);
        return [parcel];
      };
      await city.send('township:yi', stream, errands(1));
      await drained([city, yi]);
      const nothing = taken.at(-1);
      const setBack = await city.database.backup();
      await city.send('township:yi', stream, errands(1, 2));
      await drained([city, yi]);
      await city.stop();
      await setBack();
      await city.restart();
      await agreed(city, 2);
      await city.send('township:yi', stream, errands(1, 3));
      await drained([city, yi]);
      await whole(city, yi, stream, 3);
      if (nothing === undefined) throw new Error('nothing was sent');
      expect(await yi.it.receive(nothing.bytes)).toBe('poison');
      expect((await yi.it.quarantined({ limit: 1 }))[0]).toMatchObject({
        kind: 'frame',
        reason: 'older-epoch',
      });
    });

    it('gets a stream back that is larger than one answer, piece by piece, in order', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const setBack = await yi.database.backup();
      const text = '字'.repeat(60_000);
      for (let from = 1; from <= 40; from += 8) {
        await city.send('township:yi', stream, errands(8, from, { text, act: 'answer' }));
        await drained([city, yi]);
      }
      await yi.stop();
      await setBack();
      await town?.wire.flush();
      await yi.restart();
      await agreed(yi, 2);
      await whole(city, yi, stream, 40);
      await whole(yi, city, stream, 40);
      const { refilled } = await yi.it.resync.status();
      expect(refilled.length).toBeGreaterThan(1);
      expect(refilled.reduce((sum, { applied }) => sum + applied, 0)).toBe(40);
      expect(refilled.map(({ notRebuilt }) => notRebuilt)).toEqual(refilled.map(() => 0));
    });

    it('puts a row that was changed behind its back right again from the other end, at either end, once', async () => {
      const { city, yi } = await open();
      const stream = aStream();
      const [first = '', second = ''] = await city.send('township:yi', stream, errands(2));
      await drained([city, yi]);
      const [sent] = await city.database.store.sentRange('township:yi', stream, 1, 1, 1);
      const [taken] = await yi.database.store.takenFrom('city', stream, 2, 1);
      if (sent === undefined || taken === undefined) throw new Error('nothing was sent');
      const { status: _status, frameId: _frame, reason: _r, article: _a, settledAt: _at, ...row } = sent;
      const change = { ...row, subject: 'CS-2026-000009' };
      expect(await city.database.uow.run(() => city.database.store.restoreSent(change))).toBe(true);
      const verdict = { ...taken, status: 'rejected', reason: 'made-up' } as const;
      expect(await yi.database.uow.run(() => yi.database.store.restoreReceived(verdict))).toBe(true);
      const by = { unit: 'city', user: '分办员' };
      for (const [office, id] of [
        [city, first],
        [yi, second],
      ] as const) {
        const wish = { ids: [id], by };
        for (const [dryRun, parts] of [
          [true, ['row']],
          [false, ['row']],
          [false, []],
        ] as const)
          expect(await office.it.heal({ ...wish, dryRun })).toEqual({ dryRun, messages: [{ id, parts }] });
      }
      expect(await city.database.store.sentRange('township:yi', stream, 1, 1, 1)).toEqual([sent]);
      expect(await yi.database.store.takenFrom('city', stream, 2, 1)).toEqual([taken]);
    });

    it('sees no difference in a backlog that no frame carries yet', async () => {
      const { city, yi } = await open();
      const [begun, fresh] = [aStream(), aStream()];
      await city.send('township:yi', begun, errands(3));
      await drained([city, yi]);
      const agreedOn = await city.database.store.streamBuckets('township:yi');
      await city.stop();
      await city.send('township:yi', begun, errands(4, 4));
      await city.send('township:yi', fresh, errands(2));
      const { sent } = await city.database.store.streamBuckets('township:yi');
      const known = sent.filter(({ digest }) => digest !== '0'.repeat(16));
      expect(known.map(({ bucket, digest }) => [bucket, digest])).toEqual(
        agreedOn.sent.map(({ bucket, digest }) => [bucket, digest]),
      );
      expect((await yi.database.store.streamBuckets('city')).applied).toEqual(agreedOn.sent);
      await city.restart();
      await drained([city, yi]);
      await whole(city, yi, begun, 7);
      await whole(city, yi, fresh, 2);
    });

    it('asks for a gap instead of waiting for the sender to notice', async () => {
      const { city, yi } = await open({ retryMs: 60_000, retryMaxMs: 60_000 });
      await agreed(city, 2);
      await agreed(yi, 2);
      const stream = aStream();
      const lost: string[] = [];
      city.meddle = (dest, parcel) => {
        if (dest !== 'township:yi' || lost.length > 0) return [parcel];
        lost.push(parcel.id);
        return [];
      };
      await city.send('township:yi', stream, errands(2));
      await eventually(
        () => lost,
        ({ length }) => length === 1,
      );
      await city.send('township:yi', stream, errands(1, 3));
      await drained([city, yi]);
      await whole(city, yi, stream, 3);
    });
  });
}

/** Waits for the next question of that type which one office asks the other, and gives back what an answer must name. */
function questionsOf(from: Office, to: Office): (type: string) => Promise<string> {
  const opener = new FrameOpener(to.keys, testDirectory([from.keys, to.keys]), nodeSuite);
  const asked: { readonly type: string; readonly ask: string }[] = [];
  from.meddle = (dest, parcel) => {
    const opened = dest === to.node ? opener.open(parcel.bytes) : undefined;
    for (const { bytes } of opened?.ok === true ? opened.frame.records : []) {
      const { type, data } = JSON.parse(Buffer.from(bytes).toString()) as {
        readonly type: string;
        readonly data?: { readonly ask?: string };
      };
      if (data?.ask !== undefined) asked.push({ type, ask: data.ask });
    }
    return [parcel];
  };
  return async (type) => {
    const found = await eventually(
      () => asked.findIndex((one) => one.type === type),
      (at) => at >= 0,
    );
    const [one] = asked.splice(0, found + 1).slice(-1);
    return one?.ask ?? '';
  };
}

const unasked = { ask: uuidV7(), page: 0, last: true, entries: [] };

function control(from: Office, to: Office, type: string, data: unknown): Uint8Array {
  const id = uuidV7();
  const bytes = encodeEnvelope({
    specversion: '1.0',
    id,
    source: from.node,
    dest: to.node,
    type,
    time: '2026-08-03T01:00:00.000Z',
    epoch: 1,
    datacontenttype: 'application/json',
    data,
  });
  return signedFrame(from.keys, to.keys, [{ id, bytes }]);
}
