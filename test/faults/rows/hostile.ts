import { randomBytes, randomUUID } from 'node:crypto';
import { encodeEnvelope, type FrameRecord, RECEIPT_TYPE } from '#contract';
import { uuidV7 } from '#platform';
import type { HostilePeer } from '../../e2e/support/hostile-peer.js';
import { eventually } from '../../support/eventually.js';
import { uuidText } from '../check/uuid.js';
import { liarAs } from './liar.js';
import type { FaultNetwork } from '../world/network.js';
import type { FaultRow, FaultWorld } from './row.js';

const LIAR = 'agency:natural-resources';
const VICTIM = 'city';
const WITHIN_MS = 30_000;

const liarOf = (world: FaultWorld): Promise<HostilePeer> => liarAs(world, LIAR);
/** A township with its own keys, which speaks of what is not its own. */
const strangerOf = (world: FaultWorld): Promise<HostilePeer> => liarAs(world, 'township:jia');

/** How many refusals the victim has written down. */
async function putAway(network: FaultNetwork): Promise<number> {
  const rows = await network.sql(
    `SELECT (SELECT COUNT(*) FROM {${VICTIM}}.exchange_quarantine)
       + (SELECT COUNT(*) FROM {${VICTIM}}.exchange_inbox WHERE status IN (3, 4)) AS n`,
  );
  return Number(rows[0]?.['n'] ?? 0);
}

/** Sends what must be refused and waits until each was. @throws when one was not. */
async function refuse(
  { network }: FaultWorld,
  wanted: number,
  send: () => Promise<void>,
  what: string,
): Promise<string> {
  const before = await putAway(network);
  await send();
  const after = await eventually(
    () => putAway(network),
    (count) => count >= before + wanted,
    WITHIN_MS,
  );
  return `${what}: ${after - before} put away`;
}

function receipts(
  peer: HostilePeer,
  items: readonly { readonly id: string; readonly digest: string }[],
): FrameRecord {
  const id = uuidV7();
  const at = new Date().toISOString();
  return {
    id,
    bytes: encodeEnvelope({
      specversion: '1.0',
      id,
      source: peer.node,
      dest: VICTIM,
      type: RECEIPT_TYPE,
      time: at,
      epoch: peer.epoch,
      datacontenttype: 'application/json',
      data: { items: items.map((item) => ({ ...item, status: 'applied' as const, at })) },
    }),
  };
}

/** The same through HTTP: each is refused by a sentence, none is a failure of the office. */
async function refusedByApi(network: FaultNetwork, bad: readonly string[]): Promise<string> {
  for (const text of [...bad, '{}', `{"a":"${'x'.repeat(3_000_000)}"}`]) {
    const answer = await fetch(new URL('/api/items', network.office(VICTIM).url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'x-start-token': network.token,
      },
      body: text,
    });
    if (answer.status < 400 || answer.status >= 500)
      throw new Error(`the API answered ${answer.status} to ${text.slice(0, 40)}`);
  }
  return `${bad.length + 2} refused by the API`;
}

export const HOSTILE: readonly FaultRow[] = [
  {
    id: 5,
    title: 'receipts: unknown, foreign, of other bytes, forged, and one repeated a hundred times',
    quick: true,
    inject: async (world) => {
      const { network } = world;
      const liar = await liarOf(world);
      const stranger = await strangerOf(world);
      const [own] = await network.sql(
        `SELECT LOWER(HEX(id)) AS id, LOWER(HEX(digest)) AS digest FROM {${VICTIM}}.exchange_outbox
         WHERE dest = ? AND sequence IS NOT NULL ORDER BY position DESC LIMIT 1`,
        [LIAR],
      );
      if (own === undefined) throw new Error('the city has sent nothing yet');
      const real = { id: uuidText(String(own['id'])), digest: String(own['digest']) };
      const other = { ...real, digest: randomBytes(32).toString('hex') };
      const unknown = { id: uuidV7(), digest: other.digest };
      const frame = liar.frame(VICTIM, [receipts(liar, [unknown]), receipts(liar, [other])]);
      return await refuse(
        world,
        // The repeated frame says the same hundred times: each time two oddities.
        2 + 1 + 1 + 2 * 100,
        async () => {
          await liar.put(VICTIM, frame);
          await stranger.put(VICTIM, stranger.frame(VICTIM, [receipts(stranger, [real])]));
          await stranger.put(VICTIM, stranger.forge(frame));
          await liar.put(VICTIM, ...Array.from({ length: 100 }, () => frame));
        },
        'bad receipts',
      );
    },
  },
  {
    id: 19,
    title: 'frames forged, sent to the wrong node, cut, replayed; a message beyond its sender’s role',
    quick: true,
    inject: async (world) => {
      const liar = await liarOf(world);
      const stranger = await strangerOf(world);
      const leg = uuidV7();
      const beyond = liar.message(VICTIM, leg, { type: 'huiyin.leg.sent.v1' });
      const lawful = liar.frame(VICTIM, [receipts(liar, [{ id: uuidV7(), digest: '0'.repeat(64) }])]);
      return await refuse(
        world,
        6,
        async () => {
          await liar.put(
            VICTIM,
            stranger.forge(lawful),
            liar.frame('prefecture', [liar.message('prefecture', leg)]),
            lawful.subarray(0, lawful.byteLength - 1),
            randomBytes(500),
            liar.frame(VICTIM, [beyond]),
            lawful,
            lawful,
          );
        },
        'hostile frames',
      );
    },
  },
  {
    id: 21,
    title: 'oversized, deep, duplicate keys, odd numbers, lone surrogates, NUL',
    quick: true,
    inject: async (world) => {
      const { network } = world;
      const liar = await liarOf(world);
      const bad = [
        '{"specversion":"1.0",',
        '{"id":"1","id":"2"}',
        `"${'x'.repeat(300_000)}"`,
        `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
        '{"sequence":1e999}',
        '{"type":"\\ud800"}',
        '{"type":"a\\u0000b"}',
        '\0\0\0',
      ];
      const frame = liar.frame(
        VICTIM,
        bad.map((text) => ({ id: uuidV7(), bytes: Buffer.from(text) })),
      );
      const oversized = Buffer.concat([frame, Buffer.alloc(3 * 1024 * 1024)]);
      const put = await refuse(
        world,
        bad.length + 1,
        () => liar.put(VICTIM, frame, oversized),
        'unreadable messages and an oversized frame',
      );
      return `${put}; ${await refusedByApi(network, bad)}`;
    },
  },
  {
    id: 22,
    title: 'duplicates and equivocation: the same id with other bytes',
    quick: true,
    inject: async (world) => {
      const liar = await liarOf(world);
      const id = uuidV7();
      const leg = uuidV7();
      const one = liar.message(VICTIM, leg, { id, type: 'huiyin.leg.teleport.v1' });
      const other = liar.message(VICTIM, leg, { id, type: 'huiyin.leg.teleport.v1', data: { n: 2 } });
      const first = liar.frame(VICTIM, [one]);
      return await refuse(
        world,
        2,
        async () => {
          await liar.put(VICTIM, ...Array.from({ length: 20 }, () => first));
          await liar.put(VICTIM, liar.frame(VICTIM, [other]));
        },
        'an unknown message twenty times, then its double',
      );
    },
  },
];

/** A peer that floods: 600 frames of rubbish at once, each refused. */
export async function noisyPeer(world: FaultWorld): Promise<string> {
  const liar = await liarOf(world);
  const frames = Array.from({ length: 600 }, () => randomBytes(2_000));
  return await refuse(world, frames.length, () => liar.put(VICTIM, ...frames), 'frames of rubbish');
}
