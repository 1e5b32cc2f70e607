import type { AuditEnd, AuditHeads, AuditSaying, ExchangeStore } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { blob } from '../exchange/columns.js';

interface HeadColumns {
  readonly seq: number;
  readonly hash: Buffer;
}
interface SayingColumns extends HeadColumns {
  readonly peer: string;
  readonly side: number;
  readonly epoch: number;
  readonly made: Date;
  readonly manifest: Buffer;
  readonly signature: Buffer;
}

const SIDES = ['theirs', 'ours'] as const;
const end = ({ seq, hash }: HeadColumns): AuditEnd => ({ sequence: seq, hash: hash.toString('hex') });

/** The ends of audit chains: this node's, and what was said about them between it and its peers. */
export function auditHeadStore(
  uow: UnitOfWork,
): Pick<ExchangeStore, 'auditHeads' | 'auditSayings' | 'saveAuditSayings'> {
  return {
    async auditHeads(peer): Promise<AuditHeads> {
      const rows = await uow
        .reader()
        .query<readonly (HeadColumns & { readonly own: number; readonly epoch: number })[]>(
          `SELECT 1 AS own, seq, hash, CAST(1 AS UNSIGNED) AS epoch FROM audit_head WHERE id = 1
           UNION ALL SELECT 0, seq, hash, epoch FROM audit_peer WHERE peer = ? AND side = 0`,
          [peer],
        );
      const [own, theirs] = [1, 0].map((is) => rows.find((row) => row.own === is));
      return {
        own: own === undefined || own.seq === 0 ? undefined : end(own),
        theirs: theirs === undefined ? undefined : { ...end(theirs), epoch: theirs.epoch },
      };
    },

    async auditSayings(peer): Promise<readonly AuditSaying[]> {
      const rows = await uow
        .reader()
        .query<readonly SayingColumns[]>(
          'SELECT * FROM audit_peer WHERE ? IS NULL OR peer = ? ORDER BY peer, side',
          [peer ?? null, peer ?? null],
        );
      return rows.map(({ peer: node, side, epoch, seq, hash, made, manifest, signature }) => ({
        peer: node,
        of: SIDES[side] ?? 'theirs',
        epoch,
        head: end({ seq, hash }),
        made,
        manifest,
        signature,
      }));
    },

    async saveAuditSayings(sayings): Promise<void> {
      if (sayings.length === 0) return;
      await uow.writer().query(
        `INSERT INTO audit_peer (peer, side, epoch, seq, hash, made, manifest, signature) VALUES ?
         ON DUPLICATE KEY UPDATE epoch = VALUES(epoch), seq = VALUES(seq), hash = VALUES(hash),
           made = VALUES(made), manifest = VALUES(manifest), signature = VALUES(signature)`,
        [
          sayings.map(({ peer, of, epoch, head: said, made, manifest, signature }) => [
            ...[peer, SIDES.indexOf(of), epoch, said.sequence, Buffer.from(said.hash, 'hex'), made],
            ...[blob(manifest), blob(signature)],
          ]),
        ],
      );
    },
  };
}
