import type { Alarm, ExchangeStore } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';
import { streamOf, type StreamColumns } from './stream-key.js';

interface AlarmColumns extends StreamColumns {
  readonly id: Buffer;
  readonly what: Alarm['kind'];
  readonly peer: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

type Methods = Pick<ExchangeStore, 'alarms' | 'acknowledge'>;

const OPEN = 'NOT EXISTS (SELECT 1 FROM exchange_acknowledged a WHERE a.id = f.id)';

/** 3 quarantined, 4 unsupported of what came in; 5 quarantined, 6 unsupported of what was sent. */
const ALARMS = `SELECT * FROM (
  (SELECT f.id, 'received' AS what, f.claimed_source AS peer, NULL AS type, NULL AS subject, NULL AS kind,
     NULL AS stream_id, f.reason, f.at
   FROM exchange_quarantine f WHERE ${OPEN} ORDER BY f.at DESC, f.id DESC LIMIT ?)
  UNION ALL
  (SELECT f.id, 'received', f.source, f.type, f.subject, f.kind, f.stream_id, f.reason, f.at
   FROM exchange_inbox f WHERE f.status IN (3, 4) AND ${OPEN} ORDER BY f.at DESC, f.id DESC LIMIT ?)
  UNION ALL
  (SELECT f.id, 'sent', f.dest, f.type, f.subject, f.kind, f.stream_id, f.reason, COALESCE(f.settled_at, f.time)
   FROM exchange_outbox f WHERE f.status IN (5, 6) AND ${OPEN} ORDER BY f.settled_at DESC, f.id DESC LIMIT ?)
) q ORDER BY at DESC, id DESC LIMIT ?`;

const FAILED = `SELECT 1 FROM exchange_quarantine WHERE id = ?
UNION ALL SELECT 1 FROM exchange_inbox WHERE id = ? AND status IN (3, 4)
UNION ALL SELECT 1 FROM exchange_outbox WHERE id = ? AND status IN (5, 6)`;

/** Failures, and who took note of them. */
export function alarmStore(uow: UnitOfWork): Methods {
  return {
    async alarms(limit) {
      const rows = await uow.reader().query<readonly AlarmColumns[]>(ALARMS, [limit, limit, limit, limit]);
      return rows.map((row) => ({
        id: idText(row.id),
        kind: row.what,
        ...(row.peer === null ? {} : { peer: row.peer }),
        ...(row.type === null ? {} : { type: row.type }),
        ...(row.subject === null ? {} : { subject: row.subject }),
        ...streamOf(row),
        reason: row.reason ?? 'unsupported',
        at: row.at,
      }));
    },

    async acknowledge({ id, by, note }) {
      const key = idBytes(id);
      const failed = await uow.writer().query<readonly unknown[]>(FAILED, [key, key, key]);
      if (failed.length === 0) return 'unknown';
      // The first note stands, also when two take note at once.
      const { affectedRows } = await uow
        .writer()
        .query<{ readonly affectedRows: number }>(
          `INSERT IGNORE INTO exchange_acknowledged (id, unit, user, note, at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))`,
          [key, by.unit, by.user, note],
        );
      return affectedRows === 1 ? 'acknowledged' : 'before';
    },
  };
}
