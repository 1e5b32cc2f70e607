import type { EntityManager } from 'typeorm';
import type { SignedRows } from '#exchange';
import { idText } from '../exchange/columns.js';
import { inboxCode } from '../exchange/inbox-row.js';
import { rank } from '../exchange/outbox-row.js';

const FRAMES = 200;
const BODIES = 500;

interface FrameColumns {
  readonly frame_id: Buffer;
  readonly attempt: number;
  readonly source: string;
  readonly manifest: Buffer;
  readonly signature: Buffer;
  readonly leaves: Buffer;
}
interface ReceiptColumns {
  readonly id: Buffer;
  readonly source: string;
  readonly place: number;
  readonly bytes: Buffer;
  readonly leaves: Buffer | null;
}
interface BodyColumns {
  readonly id: Buffer;
  readonly peer: string;
  readonly digest: Buffer;
  readonly needed: number;
  readonly body_key: string | null;
  readonly sealed: Buffer | null;
  readonly wrapped: Buffer | null;
}

/** Of receipts whose frame is not there: those that a message names as its answer. */
async function namedReceipts(
  reader: EntityManager,
  rows: readonly ReceiptColumns[],
): Promise<ReadonlySet<string>> {
  const bare = rows.filter(({ leaves }) => leaves === null).map(({ id }) => id);
  if (bare.length === 0) return new Set();
  const named = await reader.query<readonly { readonly id: Buffer }[]>(
    'SELECT DISTINCT receipt_id AS id FROM exchange_outbox WHERE receipt_id IN (?)',
    [bare],
  );
  return new Set(named.map(({ id }) => idText(id)));
}

/** Frames, receipts and bodies as one moment holds them, for the exchange to verify. */
export function signedRows(reader: EntityManager): SignedRows {
  return {
    async *frames() {
      for (let after: readonly [Uint8Array, number] = [Buffer.alloc(16), 0]; ;) {
        const rows = await reader.query<readonly FrameColumns[]>(
          `SELECT frame_id, attempt, source, manifest, signature, leaves FROM exchange_in_frame
           WHERE (frame_id, attempt) > (?, ?) ORDER BY frame_id, attempt LIMIT ${FRAMES}`,
          [...after],
        );
        for (const { frame_id: id, ...row } of rows) yield { ...row, frameId: idText(id) };
        const last = rows.at(-1);
        if (last === undefined) return;
        after = [last.frame_id, last.attempt];
      }
    },

    async *receipts() {
      for (let after: Uint8Array = Buffer.alloc(16); ;) {
        const rows = await reader.query<readonly ReceiptColumns[]>(
          `SELECT r.id, r.source, r.place, r.bytes, f.leaves FROM exchange_receipt r
           LEFT JOIN exchange_in_frame f ON f.frame_id = r.frame_id AND f.attempt = r.attempt AND f.source = r.source
           WHERE r.id > ? ORDER BY r.id LIMIT ${FRAMES}`,
          [after],
        );
        const named = await namedReceipts(reader, rows);
        for (const { id, source, place, bytes, leaves } of rows) {
          // a later answer took its place, and its frame went: it proves nothing that anybody needs
          if (leaves === null && !named.has(idText(id))) continue;
          const leaf = leaves?.subarray(32 * place, 32 * (place + 1));
          yield { id: idText(id), source, bytes, ...(leaf === undefined ? {} : { leaf }) };
        }
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.id;
      }
    },

    async *bodies() {
      for (const [table, peer, needed] of [
        ['exchange_outbox', 'dest', `status < ${rank.applied}`],
        ['exchange_inbox', 'source', `status = ${inboxCode.parked}`],
      ] as const) {
        for (let after: Uint8Array = Buffer.alloc(16); ;) {
          const rows = await reader.query<readonly BodyColumns[]>(
            `SELECT m.id, m.${peer} AS peer, m.digest, m.${needed} AS needed, b.body_key, b.sealed, k.wrapped
             FROM ${table} m
             LEFT JOIN exchange_body b ON b.message_id = m.id
             LEFT JOIN exchange_case_key k ON k.body_key = b.body_key
             WHERE m.id > ? AND m.sequence IS NOT NULL ORDER BY m.id LIMIT ${BODIES}`,
            [after],
          );
          for (const row of rows) {
            const { body_key: bodyKey, sealed, wrapped } = row;
            const body = bodyKey === null || sealed === null ? undefined : { bodyKey, sealed };
            yield {
              messageId: idText(row.id),
              peer: row.peer,
              digest: row.digest,
              needed: row.needed === 1,
              ...(body === undefined ? {} : { body: { ...body, ...(wrapped === null ? {} : { wrapped }) } }),
            };
          }
          const last = rows.at(-1);
          if (last === undefined) break;
          after = last.id;
        }
      }
    },
  };
}
