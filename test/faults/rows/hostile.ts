import { randomBytes } from 'node:crypto';
import { encodeEnvelope, type FrameRecord, RECEIPT_TYPE } from '#contract';
import { uuidV7 } from '#platform';
import { HostilePeer } from '../../e2e/support/hostile-peer.js';
import { eventually } from '../../support/eventually.js';
import type { FaultNetwork } from '../world/network.js';
import type { FaultRow, FaultWorld } from './row.js';

const LIAR = 'agency:natural-resources';
const VICTIM = 'city';
const WITHIN_MS = 30_000;

const liarOf = ({ dataDir, servers }: FaultNetwork): HostilePeer =>
  HostilePeer.of('agency', LIAR, dataDir, servers.redisUrl);
/** A township with its own keys, which speaks of what is not its own. */
const strangerOf = ({ dataDir, servers }: FaultNetwork): HostilePeer =>
  HostilePeer.of('township', 'township:jia', dataDir, servers.redisUrl);

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
      epoch: 1,
      datacontenttype: 'application/json',
      data: { items: items.map((item) => ({ ...item, status: 'applied' as const, at })) },
    }),
  };
}

export const HOSTILE: readonly FaultRow[] = [
  {
    id: 5,
    title: 'receipts: unknown, foreign, of other bytes, forged, and one repeated a hundred times',
    quick: true,
    inject: async (world) => {
      const { network } = world;
      const liar = liarOf(network);
      const stranger = strangerOf(network);
      const [own] = await network.sql(
        `SELECT LOWER(HEX(id)) AS id, LOWER(HEX(digest)) AS digest FROM {${VICTIM}}.exchange_outbox
         WHERE dest = ? AND sequence IS NOT NULL ORDER BY position DESC LIMIT 1`,
        [LIAR],
      );
      if (own === undefined) throw new Error('the city has sent nothing yet');
      const real = { id: uuidOf(String(own['id'])), digest: String(own['digest']) };
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
      const liar = liarOf(world.network);
      const stranger = strangerOf(world.network);
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
      const liar = liarOf(world.network);
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
      return await refuse(
        world,
        bad.length,
        () =>
          liar.put(
            VICTIM,
            liar.frame(
              VICTIM,
              bad.map((text) => ({ id: uuidV7(), bytes: Buffer.from(text) })),
            ),
          ),
        'unreadable messages',
      );
    },
  },
  {
    id: 22,
    title: 'duplicates and equivocation: the same id with other bytes',
    quick: true,
    inject: async (world) => {
      const liar = liarOf(world.network);
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
  {
    id: 28,
    title: 'a noisy peer: 600 frames of rubbish at once',
    quick: false,
    inject: async (world) => {
      const liar = liarOf(world.network);
      const frames = Array.from({ length: 600 }, () => randomBytes(2_000));
      return await refuse(world, 600, () => liar.put(VICTIM, ...frames), 'rubbish');
    },
  },
];

const uuidOf = (plain: string): string =>
  [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20), plain.slice(20)].join(
    '-',
  );
