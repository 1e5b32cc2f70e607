import { describe, expect, it } from '@jest/globals';
import { bullmqSender, bullmqSource } from '#exchange';
import { type Log, noFailpoint, openRedis, silentLog, uuidV7 } from '#platform';
import { eventually } from '../../support/eventually.js';
import { redisServerUrl } from '../../support/servers.js';
import { Gate } from '../api/a-gate.js';

/* A Redis that has gone for good must not hold up whoever ends: ioredis and BullMQ wait for it for ever. */

const parts = { node: 'city', failpoint: noFailpoint };
/** The process has 20 s in all; each part far less. */
const SOON = 5_000;

async function soon(work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  expect(performance.now() - began).toBeLessThan(SOON);
}

describe('without Redis', () => {
  it('what sends says so at once, and closes', async () => {
    const sender = bullmqSender({ ...parts, log: silentLog, redisUrl: 'redis://127.0.0.1:1' });
    const parcels = [{ id: 'frame-1', bytes: Buffer.from('sealed') }];
    await expect(sender.send('township:yi', parcels)).rejects.toThrow();
    await soon(() => sender.close());
  }, 20_000);

  it('what takes frames in stops, also while a frame is at work, which is let end', async () => {
    const real = new URL(await redisServerUrl());
    const gate = new Gate(Number(real.port));
    real.port = String(await gate.open());
    const space = `${uuidV7()}:`;
    let lost = false;
    const log: Log = { ...silentLog, warn: (event) => (lost ||= event === 'exchange.redis.lost') };
    const source = bullmqSource({ ...parts, log, redisUrl: real.href, space });
    const sender = bullmqSender({ ...parts, log: silentLog, redisUrl: real.href, space });
    let begun = false;
    let ended = false;
    let end = (): void => undefined;
    await source.start(async () => {
      begun = true;
      await new Promise<void>((resolve) => (end = resolve));
      ended = true;
      return 'applied';
    });
    await eventually(
      () => sender.send('city', [{ id: uuidV7(), bytes: Buffer.from('sealed') }]).catch(() => 'away'),
      (seen) => seen === undefined,
    );
    await eventually(
      () => begun,
      (seen) => seen,
    );
    await gate.shut();
    await eventually(
      () => lost,
      (seen) => seen,
    );
    const stopping = soon(() => source.stop());
    end();
    await stopping;
    expect(ended).toBe(true);
    await soon(() => sender.close());
  }, 30_000);

  it('what waits for nothing stops', async () => {
    const real = new URL(await redisServerUrl());
    const gate = new Gate(Number(real.port));
    real.port = String(await gate.open());
    let lost = false;
    const log: Log = { ...silentLog, warn: (event) => (lost ||= event === 'exchange.redis.lost') };
    const source = bullmqSource({ ...parts, log, redisUrl: real.href, space: `${uuidV7()}:` });
    await source.start(() => Promise.resolve('applied'));
    await gate.shut();
    await eventually(
      () => lost,
      (seen) => seen,
    );
    await soon(() => source.stop());
  }, 30_000);
});

describe('a connection that is closed between two attempts', () => {
  it('ends, and what waits in it fails', async () => {
    const redis = openRedis('redis://127.0.0.1:1', 'queue');
    redis.on('error', () => undefined);
    const waiting = expect(redis.get('something')).rejects.toThrow('Connection is closed');
    await eventually(
      () => redis.status,
      (status) => status === 'reconnecting',
    );
    const ended = new Promise((resolve) => void redis.once('end', resolve));
    redis.disconnect();
    await ended;
    await waiting;
    expect(redis.status).toBe('end');
  }, 10_000);
});
