import type { Proof, SignedFrame } from '#contract';
import type { Bodies } from '../bodies/bodies.js';
import type { ExchangeStore } from '../ports/store.js';
import type { PlacedFrame, ProofRows } from '../ports/store-rows.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { hex } from '../suite/digest.js';

/** What this node can show of one of its messages, sent or received; undefined when it knows none of that id. */
export async function makeProof(
  messageId: string,
  node: string,
  {
    uow,
    store,
    bodies,
  }: { readonly uow: UnitOfWork; readonly store: ExchangeStore; readonly bodies: Bodies },
): Promise<Proof | undefined> {
  return await uow.run(async () => {
    const rows = await store.readProof(messageId);
    if (rows === undefined) return undefined;
    const bytes = (await bodies.open([messageId])).get(messageId);
    return {
      huiyin: 'proof',
      v: 1,
      message: {
        id: messageId,
        digest: hex(rows.digest),
        source: rows.side === 'sent' ? node : rows.peer,
        dest: rows.side === 'sent' ? rows.peer : node,
        ...(bytes === undefined ? {} : { bytes: text(bytes) }),
      },
      ...signedOf(rows),
    } satisfies Proof;
  });
}

/** The signed parts of a proof, as the rows hold them. */
export function signedOf(rows: ProofRows): Pick<Proof, 'sent' | 'receipt'> {
  if (rows.side === 'received') return rows.frame === undefined ? {} : { sent: frameOf(rows.frame) };
  const { receipt } = rows;
  return receipt === undefined
    ? {}
    : { receipt: { id: receipt.id, bytes: text(receipt.bytes), frame: frameOf(receipt.frame) } };
}

function frameOf({ manifest, signature, leaves, place }: PlacedFrame): SignedFrame {
  const count = leaves.byteLength / 32;
  return {
    manifest: text(manifest),
    signature: text(signature),
    leaves: Array.from({ length: count }, (_, at) => hex(leaves.subarray(at * 32, at * 32 + 32))),
    place,
  };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
