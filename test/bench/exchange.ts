// npm run bench -- exchange [--json] [--messages N] [--runs N] [--aged N] [--driver https]: the exchange beside raw BullMQ,
// in one run; --driver https measures a pair over HTTPS with mutual TLS beside them.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { age } from './exchange/aged.js';
import { CaseworkPair } from './exchange/casework.js';
import { ExchangePair, RawPair, type Run } from './exchange/pair.js';
import { MESSAGE_BYTES } from './exchange/payload.js';

/** Lone messages whose time is taken. */
const LONE = 300;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Messages of one draining. */
    messages: { type: 'string', default: '20000' },
    /** Drainings of each kind, alternating; the figure is their median. */
    runs: { type: 'string', default: '5' },
    /** Delivered rows in both tables of the aged pair. */
    aged: { type: 'string', default: '1000000' },
    /** Cases that real offices send in one draining of (c). */
    cases: { type: 'string', default: '2000' },
    /** `https`: also a pair that posts its frames over mutual TLS. */
    driver: { type: 'string', default: 'bullmq' },
  },
});
const count = z.coerce.number().int().min(100).max(1_000_000);
const messages = count.parse(values.messages);
const cases = count.parse(values.cases);
const runs = z.coerce.number().int().min(1).max(50).parse(values.runs);
const agedRows = z.coerce.number().int().min(0).max(20_000_000).parse(values.aged);
const overHttps = z.enum(['bullmq', 'https']).parse(values.driver) === 'https';
const say = (line: string): void => console.error(line);

const given = z
  .object({ databaseUrl: z.string(), redisUrl: z.string() })
  .parse(JSON.parse(process.env['BENCH'] ?? '{}'));
process.env['TEST_DATABASE_URL'] = given.databaseUrl;
process.env['TEST_REDIS_URL'] = given.redisUrl;

const seen = {
  raw: new Array<Run>(),
  frame: new Array<Run>(),
  message: new Array<Run>(),
  https: new Array<Run>(),
  casework: new Array<number>(),
  freshBesideAged: new Array<Run>(),
  aged: new Array<Run>(),
};
say('opening two processes of each kind, and two offices');
const raw = await RawPair.open(given.redisUrl);
const fresh = await ExchangePair.open(given.redisUrl);
const https = overHttps ? await ExchangePair.open(given.redisUrl, 'https') : undefined;
const offices = await CaseworkPair.open(given.databaseUrl, say);
say('warming up');
await raw.run(messages);
await fresh.drain(messages, 'frame');
await https?.drain(messages, 'frame');
for (let at = 1; at <= runs; at += 1) {
  seen.raw.push(await raw.run(messages));
  seen.frame.push(await fresh.drain(messages, 'frame'));
  seen.message.push(await fresh.drain(messages, 'message'));
  if (https !== undefined) seen.https.push(await https.drain(messages, 'frame'));
  seen.casework.push(await offices.drain(cases));
  const rates = [speed(seen.raw.at(-1)), speed(seen.frame.at(-1)), speed(seen.message.at(-1))];
  say(
    `run ${at} of ${runs}: raw ${rates.join(', exchange ')} and casework ${seen.casework.at(-1)?.toFixed(0) ?? ''} messages/s`,
  );
}
await offices.close();
say(`${LONE} lone messages`);
const lone = [...(await fresh.lone(LONE))].sort((one, other) => one - other);
if (agedRows > 0) await besideAged();
const truths = [await fresh.truth(), ...(https === undefined ? [] : [await https.truth()])];
await Promise.all([raw.close(), fresh.close(), https?.close()]);

const rawSpeed = median(seen.raw.map(({ msgPerS }) => msgPerS));
const frameSpeed = median(seen.frame.map(({ msgPerS }) => msgPerS));
const figures = {
  raw: { msgPerS: round(rawSpeed) },
  exchange: {
    msgPerS: round(frameSpeed),
    ratioToRaw: round(frameSpeed / rawSpeed),
    cpuSPer1000: round((1_000 * median(seen.frame.map(({ cpuS }) => cpuS))) / messages),
    rssMb: round(median(seen.frame.map(({ rssMb }) => rssMb))),
    lone: { p50Ms: round(percentile(lone, 0.5)), p99Ms: round(percentile(lone, 0.99)) },
    lost: truths.reduce((sum, { lost }) => sum + lost, 0),
    doubled: truths.reduce((sum, { doubled }) => sum + doubled, 0),
  },
  perMessage: {
    msgPerS: round(median(seen.message.map(({ msgPerS }) => msgPerS))),
    ratioToRaw: round(median(seen.message.map(({ msgPerS }) => msgPerS)) / rawSpeed),
  },
  ...(https === undefined
    ? {}
    : {
        https: {
          msgPerS: round(median(seen.https.map(({ msgPerS }) => msgPerS))),
          ratioToBullmq: round(median(seen.https.map(({ msgPerS }) => msgPerS)) / frameSpeed),
          cpuSPer1000: round((1_000 * median(seen.https.map(({ cpuS }) => cpuS))) / messages),
        },
      }),
  casework: { msgPerS: round(median(seen.casework)), ratioToRaw: round(median(seen.casework) / rawSpeed) },
  ...(agedRows === 0
    ? {}
    : {
        aged: {
          rows: agedRows,
          msgPerS: round(median(seen.aged.map(({ msgPerS }) => msgPerS))),
          ratioToFresh: round(
            median(seen.aged.map(({ msgPerS }) => msgPerS)) /
              median(seen.freshBesideAged.map(({ msgPerS }) => msgPerS)),
          ),
        },
      }),
};
const machine = {
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? '',
  load: loadavg()[0] ?? 0,
};
const held = targets();
if (values.json) console.log(JSON.stringify({ machine, messages, runs, ...figures }, null, 2));
else {
  console.log(
    `${machine.cores} cores (${machine.cpu}), load ${machine.load.toFixed(1)}, Node ${machine.node}; median of ${runs} alternating runs of ${messages} messages of ${MESSAGE_BYTES} bytes`,
  );
  for (const { what, measured, target, good } of held) {
    console.log(
      `  ${what.padEnd(58)} ${measured.padStart(14)}  ${target.padEnd(10)} ${good ? 'held' : 'MISSED'}`,
    );
  }
}
process.exit(held.every(({ good }) => good) ? 0 : 1);

/** A pair whose tables are full, beside the fresh one in the same minutes. */
async function besideAged(): Promise<void> {
  const aged = await ExchangePair.open(given.redisUrl);
  await age(aged.homes, agedRows, say);
  await aged.drain(messages, 'frame');
  for (let at = 1; at <= runs; at += 1) {
    seen.freshBesideAged.push(await fresh.drain(messages, 'frame'));
    seen.aged.push(await aged.drain(messages, 'frame'));
    say(
      `run ${at} of ${runs}: fresh ${speed(seen.freshBesideAged.at(-1))}, aged ${speed(seen.aged.at(-1))} messages/s`,
    );
  }
  await aged.close();
}

function targets(): readonly Held[] {
  const { exchange, perMessage, casework } = figures;
  const aged = 'aged' in figures ? figures.aged : undefined;
  return [
    plain('(a) raw BullMQ', `${figures.raw.msgPerS} msg/s`),
    atLeast('(b) the exchange, one statement a frame', exchange.msgPerS, exchange.ratioToRaw, 0.7),
    atLeast('(b1) the exchange, one UPDATE a message', perMessage.msgPerS, perMessage.ratioToRaw, 0.4),
    ...('https' in figures
      ? [
          plain(
            '(d) the exchange over HTTPS with mutual TLS, beside (b)',
            `${figures.https.msgPerS} = ${figures.https.ratioToBullmq} ×`,
          ),
          plain('    CPU of both processes for 1 000 messages', `${figures.https.cpuSPer1000} s`),
        ]
      : []),
    atLeast('(c) two offices: cases arriving', casework.msgPerS, casework.ratioToRaw, 0.1),
    atMost('a lone message, commit at A to visible at B: p50', exchange.lone.p50Ms, 15),
    atMost('                                             p99', exchange.lone.p99Ms, 50),
    plain('CPU of both processes for 1 000 messages', `${exchange.cpuSPer1000} s`),
    ...(aged === undefined
      ? []
      : [
          {
            what: `(b) with ${agedRows} delivered rows at both ends, beside fresh`,
            measured: `${aged.ratioToFresh} ×`,
            target: '≥ 0.9',
            good: aged.ratioToFresh >= 0.9,
          },
        ]),
    {
      what: 'lost, doubled',
      measured: `${exchange.lost}, ${exchange.doubled}`,
      target: '0, 0',
      good: exchange.lost === 0 && exchange.doubled === 0,
    },
  ];
}

interface Held {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly good: boolean;
}

function plain(what: string, measured: string): Held {
  return { what, measured, target: '', good: true };
}

function atLeast(what: string, msgPerS: number, ratio: number, least: number): Held {
  return { what, measured: `${msgPerS} = ${ratio} ×`, target: `≥ ${least} ×`, good: ratio >= least };
}

function atMost(what: string, measured: number, most: number): Held {
  return { what, measured: `${measured} ms`, target: `≤ ${most} ms`, good: measured <= most };
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function median(numbers: readonly number[]): number {
  return percentile(
    [...numbers].sort((one, other) => one - other),
    0.5,
  );
}

function speed(run: Run | undefined): string {
  return (run?.msgPerS ?? 0).toFixed(0);
}

function round(figure: number): number {
  return figure >= 100 ? Math.round(figure) : Number(figure.toPrecision(3));
}
