import { setTimeout as pause } from 'node:timers/promises';
import { proofSchema } from '#contract';
import { uuidV7 } from '#platform';
import { uuidText } from '../check/uuid.js';
import { eventually } from '../../support/eventually.js';
import type { FaultNetwork } from '../world/network.js';
import { felt } from './felt.js';
import { liarAs } from './liar.js';
import type { FaultRow, FaultWorld } from './row.js';

const NEWER = 'agency:natural-resources';
const OLDER = 'city';
const WORK_MS = 8_000;
const WITHIN_MS = 30_000;

/** The bytes that the older office kept of a message that the newer one sent since. */
async function keptSince(network: FaultNetwork, since: string): Promise<readonly string[]> {
  const rows = await network.sql(
    `SELECT LOWER(HEX(id)) AS id FROM {${OLDER}}.exchange_inbox
     WHERE source = ? AND status = 1 AND id > UNHEX(?) LIMIT 20`,
    [NEWER, since.replaceAll('-', '')],
  );
  return await Promise.all(
    rows.map(async ({ id }) => {
      const answer = await fetch(
        new URL(`/api/exchange/proofs/${uuidText(String(id))}`, network.office(OLDER).url),
        { headers: { 'x-start-token': network.token } },
      );
      const { message } = proofSchema.parse(await answer.json());
      return Buffer.from(message.bytes ?? '', 'base64url').toString('utf8');
    }),
  );
}

/** A newer peer's minor: what nobody here knows is kept and ignored. */
async function newerMinor(network: FaultNetwork): Promise<string> {
  const office = network.office(NEWER);
  const since = uuidV7();
  await office.kill();
  await office.start('', 'newer minor');
  await pause(WORK_MS);
  const kept = await keptSince(network, since);
  await office.kill();
  await office.start();
  felt(kept.length > 0, 'the newer office sent nothing');
  const without = kept.filter((bytes) => !bytes.includes('"saidlater":"kept"'));
  // What was written before the office became newer may still be among them.
  felt(without.length < kept.length, 'no message said what is new');
  return `${kept.length - without.length} messages with unknown fields applied and kept as they were`;
}

/** A newer peer's major: parked, with a receipt that says so. */
async function newerMajor(world: FaultWorld): Promise<string> {
  const { network } = world;
  const peer = await liarAs(world, NEWER);
  const messages = ['huiyin.leg.report.v2', 'huiyin.leg.accept.v9999'].map((type) => {
    const id = uuidV7();
    return { id, record: peer.message(OLDER, uuidV7(), { id, type }) };
  });
  await peer.put(
    OLDER,
    peer.frame(
      OLDER,
      messages.map(({ record }) => record),
    ),
  );
  for (const { id } of messages) {
    const key = id.replaceAll('-', '');
    await eventually(
      () =>
        network.sql(
          `SELECT 1 FROM {${OLDER}}.exchange_inbox i
           WHERE i.id = UNHEX(?) AND i.status = 4 AND i.reason = 'unknown-major'`,
          [key],
        ),
      (rows) => rows.length > 0,
      WITHIN_MS,
    );
    // The receipt reaches the true office, which never sent this: it puts the receipt away, or takes what its keys prove
    // for something that it lost.
    await eventually(
      () =>
        network.sql(
          `SELECT 1 FROM {${NEWER}}.exchange_quarantine
           WHERE message_id = UNHEX(?) AND reason = 'receipt-unknown'
           UNION SELECT 1 FROM {${NEWER}}.exchange_outbox WHERE id = UNHEX(?) AND status = 6`,
          [key, key],
        ),
      (rows) => rows.length > 0,
      WITHIN_MS,
    );
  }
  return `${messages.length} messages of a major to come parked and answered "unsupported"`;
}

export const VERSIONS: readonly FaultRow[] = [
  {
    id: 23,
    title: 'newer peers: unknown fields of a minor, unknown majors',
    quick: true,
    inject: async (world) => `${await newerMinor(world.network)}; ${await newerMajor(world)}`,
  },
];
