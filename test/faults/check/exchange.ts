import { openNetwork } from '#access';
import { decodeManifest } from '#contract';
import { chainHead, merkleRoot, messageDigest, nodeSuite, type PeerDirectory, ZERO_HEAD } from '#exchange';
import { systemClock } from '#platform';
import { uuidText } from './uuid.js';
import type { Operations } from '../clients/operations.js';
import { lostLegs } from './set-back.js';
import { type FaultNetwork, OFFICE_NAMES, type OfficeName, OFFICES } from '../world/network.js';

/** What is wrong, a sentence each; empty: the invariant holds. */
export type Problems = readonly string[];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (value: unknown): Buffer => (Buffer.isBuffer(value) ? value : Buffer.alloc(0));
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const pairs = OFFICE_NAMES.flatMap((a) => OFFICE_NAMES.filter((b) => b !== a).map((b) => [a, b] as const));

/**
 * I1: every committed sequenced message has exactly one inbox row at its addressee, and an answer with a receipt. Put away
 * may be only what was under way on a leg that cannot come back to an office that was set back.
 */
export async function everyMessageArrived(
  network: FaultNetwork,
  operations: Pick<Operations, 'setBacks' | 'forged'> = { setBacks: [], forged: [] },
): Promise<Problems> {
  const found: string[] = [];
  const lost = lostLegs(operations);
  for (const [a, b] of pairs) {
    const rows = await network.sql(
      `SELECT LOWER(HEX(o.id)) AS id, o.type, o.stream_id, o.status, i.status AS there, i.digest = o.digest AS same,
         i.source, r.id IS NOT NULL AS receipt
       FROM {${a}}.exchange_outbox o
       LEFT JOIN {${b}}.exchange_inbox i ON i.id = o.id
       LEFT JOIN {${a}}.exchange_receipt r ON r.id = o.receipt_id
       WHERE o.dest = ? AND o.sequence IS NOT NULL
         AND (i.id IS NULL OR i.digest <> o.digest OR i.source <> ? OR o.status < 3 OR o.status <> i.status + 2
              OR o.status >= 5 OR r.id IS NULL)`,
      [b, a],
    );
    for (const row of rows) {
      const putAway =
        [row['status'], row['there'], row['same'], row['receipt']].map(Number).join() === '5,3,1,1';
      if (putAway && lost.has(text(row['stream_id']))) continue;
      if (operations.forged.some((legs) => legs.has(text(row['stream_id'])))) continue;
      found.push(
        `${a} → ${b} ${text(row['type'])} ${text(row['id'])}: sent ${text(row['status'])}, there ${text(row['there'])}, same bytes ${text(row['same'])}, receipt ${text(row['receipt'])}`,
      );
    }
  }
  return found;
}

/** I9: no message, and no leg of another office, is here without having been sent. */
export async function nothingWithoutMessage(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const [a, b] of pairs) {
    const strays = await network.sql(
      `SELECT LOWER(HEX(i.id)) AS id FROM {${b}}.exchange_inbox i
       LEFT JOIN {${a}}.exchange_outbox o ON o.id = i.id
       WHERE i.source = ? AND o.id IS NULL AND i.status IN (1, 2)`,
      [a],
    );
    for (const row of strays) found.push(`${b} holds ${text(row['id'])}, which ${a} never sent`);
  }
  for (const node of OFFICE_NAMES) {
    const legs = await network.sql(
      `SELECT LOWER(HEX(l.id)) AS id, l.from_node FROM {${node}}.casework_leg l
       WHERE l.from_node <> ? AND NOT EXISTS (
         SELECT 1 FROM {${node}}.exchange_inbox i
         WHERE i.source = l.from_node AND i.kind = 'leg' AND REPLACE(i.stream_id, '-', '') = LOWER(HEX(l.id)))`,
      [node],
    );
    for (const row of legs)
      found.push(`${node} has leg ${text(row['id'])} of ${text(row['from_node'])} without a message`);
  }
  return found;
}

interface Link {
  readonly id: string;
  readonly sequence: number;
  readonly digest: Buffer;
  readonly prevhash: Buffer;
}

/** I3: sequences without a hole, and the same order and hash chain at both ends; what was put away is in both, too. */
export async function chainsAreEqual(
  network: FaultNetwork,
  operations: Pick<Operations, 'setBacks' | 'forged'> = { setBacks: [], forged: [] },
): Promise<Problems> {
  const found: string[] = [];
  const lost = [...lostLegs(operations)];
  for (const [a, b] of pairs) {
    const sent = await links(network, `{${a}}.exchange_outbox WHERE dest = ? AND sequence IS NOT NULL`, b);
    const got = await links(
      network,
      `{${b}}.exchange_inbox WHERE source = ? AND sequence IS NOT NULL AND (status IN (1, 2) ${lost.length === 0 ? '' : `OR (status = 3 AND stream_id IN (${lost.map((leg) => `'${leg}'`).join()}))`})`,
      a,
    );
    for (const stream of new Set([...sent.keys(), ...got.keys()])) {
      if (operations.forged.some((legs) => legs.has(stream.slice(stream.indexOf('/') + 1)))) continue;
      const one = walk(sent.get(stream) ?? []);
      const other = walk(got.get(stream) ?? []);
      if (one.problem !== undefined) found.push(`${a} → ${b} ${stream} at the sender: ${one.problem}`);
      if (other.problem !== undefined) found.push(`${a} → ${b} ${stream} at the receiver: ${other.problem}`);
      if (one.head !== other.head) found.push(`${a} → ${b} ${stream}: the chains end differently`);
    }
  }
  return found;
}

async function links(
  network: FaultNetwork,
  from: string,
  peer: string,
): Promise<ReadonlyMap<string, readonly Link[]>> {
  const rows = await network.sql(
    `SELECT HEX(id) AS id, kind, stream_id, sequence, digest, prevhash FROM ${from} ORDER BY kind, stream_id, sequence`,
    [peer],
  );
  const streams = new Map<string, Link[]>();
  for (const row of rows) {
    const name = `${text(row['kind'])}/${text(row['stream_id'])}`;
    const link = {
      id: text(row['id']),
      sequence: Number(row['sequence']),
      digest: bytesOf(row['digest']),
      prevhash: bytesOf(row['prevhash']),
    };
    streams.set(name, [...(streams.get(name) ?? []), link]);
  }
  return streams;
}

function walk(chain: readonly Link[]): { readonly head: string; readonly problem?: string } {
  let head: Uint8Array = ZERO_HEAD;
  for (const [at, link] of chain.entries()) {
    if (link.sequence !== at + 1) return { head: hex(head), problem: `message ${at + 1} is missing` };
    if (hex(link.prevhash) !== hex(head))
      return { head: hex(head), problem: `message ${at + 1} builds on another` };
    head = chainHead(head, link.digest);
  }
  return { head: hex(head) };
}

/** I5: every stored receipt lies in a frame that its sender signed. */
export async function receiptsVerify(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const node of OFFICE_NAMES) {
    const peers = peersOf(network, node);
    const rows = await network.sql(
      `SELECT r.id, r.source, r.place, r.bytes, f.manifest, f.signature, f.leaves
       FROM {${node}}.exchange_receipt r
       LEFT JOIN {${node}}.exchange_in_frame f ON f.frame_id = r.frame_id AND f.attempt = r.attempt`,
    );
    for (const row of rows) {
      const wrong = receiptProblem(row, (source, kid) => peers.verificationKey(source, kid)?.publicKey);
      if (wrong !== undefined) found.push(`${node} holds a receipt of ${text(row['source'])} that ${wrong}`);
    }
  }
  return found;
}

function peersOf(network: FaultNetwork, node: OfficeName): PeerDirectory {
  const opened = openNetwork({
    path: 'deploy/network/sample',
    dataDir: network.dataDir,
    role: OFFICES[node],
    hosted: [node],
    now: () => systemClock.now(),
  });
  const identity = opened.ok ? opened.identities[0] : undefined;
  if (identity === undefined) throw new Error(`the directory of the network cannot be read for ${node}`);
  return identity.peers;
}

function receiptProblem(
  row: Readonly<Record<string, unknown>>,
  key: (source: string, kid: string) => Parameters<typeof nodeSuite.verify>[0] | undefined,
): string | undefined {
  const manifestBytes = bytesOf(row['manifest']);
  const manifest = decodeManifest(manifestBytes);
  if (manifest === undefined) return 'has no frame';
  if (manifest.source !== row['source']) return 'came in a frame of somebody else';
  const publicKey = key(manifest.source, manifest.signkid);
  if (publicKey === undefined) return 'was signed with an unknown key';
  if (!nodeSuite.verify(publicKey, manifestBytes, bytesOf(row['signature']))) return 'nobody signed';
  const leaves = bytesOf(row['leaves']);
  const digests = Array.from({ length: leaves.byteLength / 32 }, (_, at) =>
    leaves.subarray(at * 32, at * 32 + 32),
  );
  if (hex(merkleRoot(digests)) !== manifest.root) return 'is not under the signed root';
  const own = digests[Number(row['place'])];
  const digest = messageDigest(uuidText(hex(bytesOf(row['id']))), bytesOf(row['bytes']));
  return own !== undefined && hex(own) === hex(digest) ? undefined : 'has other bytes than were signed';
}

/**
 * I10: a stopped stream stops nobody else. No message is put away with a stream that is open, none waits although it is
 * next, and every message that was sent beside the stopped stream has its answer.
 */
export async function othersGoOn(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const node of OFFICE_NAMES) {
    const rows = await network.sql(
      `SELECT LOWER(HEX(i.id)) AS id, i.source, i.status, i.reason FROM {${node}}.exchange_inbox i
       JOIN {${node}}.exchange_in_stream s ON s.stream_key = i.stream_key
       WHERE s.status = 0 AND (
         (i.status IN (3, 4) AND i.reason NOT IN ('sequence-taken', 'equivocation'))
         OR (i.status = 0 AND i.sequence <= s.last_sequence + 1))`,
    );
    for (const row of rows)
      found.push(
        `${node}: ${text(row['id'])} of ${text(row['source'])} ${row['status'] === 0 ? 'waits though it is next' : `is put away (${text(row['reason'])})`}, and its stream is open`,
      );
    const held = await network.sql(
      `SELECT s.source, COUNT(*) AS n FROM {${node}}.exchange_in_stream s
       WHERE s.status <> 0 GROUP BY s.source`,
    );
    for (const { source } of held) {
      const sender = OFFICE_NAMES.find((name) => name === source);
      if (sender === undefined) continue;
      const [row] = await network.sql(
        `SELECT COUNT(*) AS n FROM {${sender}}.exchange_outbox o
         WHERE o.dest = ? AND o.sequence IS NOT NULL AND o.status < 3`,
        [node],
      );
      if (Number(row?.['n']) > 0)
        found.push(`${sender} → ${node}: ${text(row?.['n'])} messages wait beside a stopped stream`);
    }
  }
  return found;
}
