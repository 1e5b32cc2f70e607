import type { PeerStanding, RefillLine, ResyncStore, StoredOutboxRow, StreamKind } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob, idBytes, orNull } from './columns.js';
import { inboxCode } from './inbox-row.js';
import { outboxRow, rank, type OutboxColumns } from './outbox-row.js';
import { streamKey } from './stream-key.js';

interface StandingColumns {
  readonly node: string;
  readonly epoch: number;
  readonly manifest: Buffer | null;
  readonly signature: Buffer | null;
  readonly recovering: number;
  readonly recovering_since: Date | null;
}
interface RefillColumns {
  readonly peer: string;
  readonly kind: StreamKind;
  readonly stream_id: string;
  readonly epoch: number;
  readonly sent: number;
  readonly applied: number;
  readonly gone: number;
  readonly not_rebuilt: number;
  readonly renumbered: number;
  readonly reason: string | null;
  readonly at: Date;
}

type Methods = Pick<
  ResyncStore,
  | 'ownEpoch'
  | 'raiseOwnEpoch'
  | 'standings'
  | 'saveStanding'
  | 'lockUnsent'
  | 'withdraw'
  | 'dropParked'
  | 'bookRefill'
  | 'refills'
>;

function standing(row: StandingColumns): PeerStanding {
  const { node, epoch, manifest, signature, recovering, recovering_since: since } = row;
  return {
    node,
    epoch,
    recovering: recovering === 1,
    ...(since === null ? {} : { recoveringSince: since }),
    ...(manifest === null || signature === null ? {} : { signed: { manifest, signature } }),
  };
}

/** Epochs, standings with peers, and what a recovery writes. */
export function standingStore(uow: UnitOfWork): Methods {
  return {
    async ownEpoch(): Promise<number> {
      const rows = await uow
        .reader()
        .query<readonly { epoch: number }[]>("SELECT epoch FROM exchange_self WHERE name = 'self'");
      return rows[0]?.epoch ?? 1;
    },

    async raiseOwnEpoch(epoch): Promise<void> {
      await uow
        .writer()
        .query(
          "INSERT INTO exchange_self (name, epoch) VALUES ('self', ?) ON DUPLICATE KEY UPDATE epoch = GREATEST(epoch, VALUES(epoch))",
          [epoch],
        );
    },

    async standings(): Promise<readonly PeerStanding[]> {
      const rows = await uow
        .reader()
        .query<readonly StandingColumns[]>(
          'SELECT node, epoch, manifest, signature, recovering, recovering_since FROM exchange_standing ORDER BY node',
        );
      return rows.map(standing);
    },

    async saveStanding({ node, epoch, signed, recovering }): Promise<void> {
      await uow.writer().query(
        `INSERT INTO exchange_standing (node, epoch, manifest, signature, recovering, recovering_since)
         VALUES (?, IF(? = 1, UTC_TIMESTAMP(3), NULL))
         ON DUPLICATE KEY UPDATE epoch = VALUES(epoch), manifest = VALUES(manifest), signature = VALUES(signature),
           recovering = VALUES(recovering),
           recovering_since = IF(VALUES(recovering) = 1, COALESCE(recovering_since, VALUES(recovering_since)), NULL)`,
        [
          [node, epoch, orNull(signed?.manifest, blob), orNull(signed?.signature, blob), recovering ? 1 : 0],
          recovering ? 1 : 0,
        ],
      );
    },

    async lockUnsent(peer, stream): Promise<readonly StoredOutboxRow[]> {
      const rows = await uow
        .writer()
        .query<readonly OutboxColumns[]>(
          'SELECT o.* FROM exchange_outbox o WHERE o.stream_key = ? AND o.status = ? AND o.frame_id IS NULL ORDER BY o.position FOR UPDATE',
          [streamKey(peer, stream), rank.new],
        );
      return rows.map(outboxRow);
    },

    async withdraw(ids): Promise<void> {
      if (ids.length === 0) return;
      const keys = ids.map(idBytes);
      await uow.writer().query('DELETE FROM exchange_body WHERE message_id IN (?)', [keys]);
      await uow.writer().query('DELETE FROM exchange_outbox WHERE id IN (?)', [keys]);
    },

    async dropParked(source, reason): Promise<number> {
      const done = await uow
        .writer()
        .query<{ readonly affectedRows: number }>(
          'UPDATE exchange_inbox SET status = ?, reason = ?, at = UTC_TIMESTAMP(3) WHERE status = ? AND source = ?',
          [inboxCode.quarantined, reason, inboxCode.parked, source],
        );
      return done.affectedRows;
    },

    async bookRefill(line): Promise<void> {
      await uow.writer().query(
        `INSERT INTO exchange_refill
           (peer, kind, stream_id, epoch, sent, applied, gone, not_rebuilt, renumbered, reason, at)
         VALUES (?, UTC_TIMESTAMP(3))`,
        [
          [
            line.peer,
            line.stream.kind,
            line.stream.id,
            line.epoch,
            line.sent,
            line.applied,
            line.gone,
            line.notRebuilt,
            line.renumbered,
            line.reason?.slice(0, 255) ?? null,
          ],
        ],
      );
    },

    async refills(limit): Promise<readonly RefillLine[]> {
      const rows = await uow
        .reader()
        .query<readonly RefillColumns[]>(
          'SELECT peer, kind, stream_id, epoch, sent, applied, gone, not_rebuilt, renumbered, reason, at FROM exchange_refill ORDER BY position DESC LIMIT ?',
          [limit],
        );
      return rows.map(({ peer, kind, stream_id: id, epoch, sent, applied, gone, at, ...rest }) => ({
        peer,
        stream: { kind, id },
        ...{ epoch, sent, applied, gone, at },
        notRebuilt: rest.not_rebuilt,
        renumbered: rest.renumbered,
        ...(rest.reason === null ? {} : { reason: rest.reason }),
      }));
    },
  };
}
