import type { EntityManager } from 'typeorm';
import { idText } from '../exchange/columns.js';
import type { AuditFlaw, ReadChain } from './chain.js';

interface UnansweredColumns {
  readonly receipt_id: Buffer;
  readonly dest: string;
}
interface UnframedColumns {
  readonly frame_id: Buffer;
  readonly attempt: number;
  readonly source: string;
}

/**
 * Receipts and frames that were taken away: a message names each by its id, and its peer can sign it anew. Messages that
 * are older than the chain may have none.
 */
export async function missingProofs(
  reader: EntityManager,
  { older }: ReadChain,
): Promise<readonly AuditFlaw[]> {
  const receipts = await reader.query<readonly UnansweredColumns[]>(
    `SELECT o.receipt_id, MIN(o.dest) AS dest FROM exchange_outbox o
     LEFT JOIN exchange_receipt r ON r.id = o.receipt_id
     WHERE o.position > ? AND o.sequence IS NOT NULL AND o.receipt_id IS NOT NULL AND r.id IS NULL
     GROUP BY o.receipt_id`,
    [older.get('exchange_outbox') ?? 0],
  );
  const frames = await reader.query<readonly UnframedColumns[]>(
    `SELECT i.frame_id, i.attempt, MIN(i.source) AS source FROM exchange_inbox i
     LEFT JOIN exchange_in_frame f ON f.frame_id = i.frame_id AND f.attempt = i.attempt
     WHERE i.at >= ? AND i.sequence IS NOT NULL AND f.frame_id IS NULL
     GROUP BY i.frame_id, i.attempt`,
    [new Date(older.get('exchange_inbox') ?? 0)],
  );
  return [
    ...receipts.map(({ receipt_id: id, dest: heldBy }): AuditFlaw => ({
      ...{ table: 'exchange_receipt', row: idText(id), flaw: 'gone', heldBy },
      detail: 'a message names it as its answer',
    })),
    ...frames.map(({ frame_id: id, attempt, source: heldBy }): AuditFlaw => ({
      ...{ table: 'exchange_in_frame', row: `${idText(id)}/${attempt}`, flaw: 'gone', heldBy },
      detail: 'a message came in it',
    })),
  ];
}
