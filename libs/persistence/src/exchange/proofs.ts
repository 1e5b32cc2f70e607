import type { ExchangeStore, PlacedFrame, ProofRows } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';

interface FrameColumns {
  readonly frame_id: Buffer | null;
  readonly attempt: number;
  readonly place: number;
  readonly manifest: Buffer;
  readonly signature: Buffer;
  readonly leaves: Buffer;
}
interface SentColumns extends FrameColumns {
  readonly dest: string;
  readonly digest: Buffer;
  readonly receipt_id: Buffer | null;
  readonly bytes: Buffer;
}
interface ReceivedColumns extends FrameColumns {
  readonly source: string;
  readonly digest: Buffer;
}

const frameColumns = 'f.frame_id, f.attempt, f.manifest, f.signature, f.leaves';

/** What is kept so that a third party can be shown a message. */
export function proofStore(uow: UnitOfWork): Pick<ExchangeStore, 'readProof'> {
  return {
    async readProof(messageId): Promise<ProofRows | undefined> {
      const id = idBytes(messageId);
      const [sent] = await uow.reader().query<readonly SentColumns[]>(
        `SELECT o.dest, o.digest, r.id AS receipt_id, r.bytes, r.place, ${frameColumns}
         FROM exchange_outbox o
         LEFT JOIN exchange_receipt r ON r.id = o.receipt_id
         LEFT JOIN exchange_in_frame f ON f.frame_id = r.frame_id AND f.attempt = r.attempt
         WHERE o.id = ? AND o.sequence IS NOT NULL`,
        [id],
      );
      if (sent !== undefined) {
        const { dest: peer, digest, receipt_id: receiptId, bytes } = sent;
        const frame = placed(sent);
        const receipt =
          receiptId === null || frame === undefined
            ? {}
            : { receipt: { id: idText(receiptId), bytes, frame } };
        return { side: 'sent', peer, digest, ...receipt };
      }
      const [received] = await uow.reader().query<readonly ReceivedColumns[]>(
        `SELECT i.source, i.digest, i.place, ${frameColumns}
         FROM exchange_inbox i
         LEFT JOIN exchange_in_frame f ON f.frame_id = i.frame_id AND f.attempt = i.attempt
         WHERE i.id = ?`,
        [id],
      );
      if (received === undefined) return undefined;
      const frame = placed(received);
      const { source: peer, digest } = received;
      return { side: 'received', peer, digest, ...(frame === undefined ? {} : { frame }) };
    },
  };
}

function placed({
  frame_id: id,
  attempt,
  place,
  manifest,
  signature,
  leaves,
}: FrameColumns): PlacedFrame | undefined {
  return id === null ? undefined : { frameId: idText(id), attempt, place, manifest, signature, leaves };
}
