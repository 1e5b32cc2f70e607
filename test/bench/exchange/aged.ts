import type { TestDatabase } from '../../support/database.js';

const PER_STATEMENT = 50_000;

/**
 * Puts so many delivered rows into the outbox of A and the inbox of B, as years of work leave them: answered, in streams
 * of twenty, without bodies. Their ids lie before those of today, as UUIDv7 of earlier days do.
 */
export async function age(
  homes: { readonly a: TestDatabase; readonly b: TestDatabase },
  rows: number,
  say: (line: string) => void,
): Promise<void> {
  for (let from = 0; from < rows; from += PER_STATEMENT) {
    const until = Math.min(from + PER_STATEMENT, rows);
    const numbers = numbersSql(from, until);
    const id = "UNHEX(CONCAT('0180', LPAD(HEX(n), 12, '0'), '7000', '8000', LPAD(HEX(n), 8, '0')))";
    const stream = "CONCAT('old-', n DIV 20)";
    const common = `UNHEX(SHA2(${stream}, 256)), 'leg', ${stream}, 1 + n MOD 20, UNHEX(SHA2(n, 256))`;
    await homes.a.sql(
      `INSERT INTO exchange_outbox
         (id, dest, type, stream_key, kind, stream_id, sequence, prevhash, epoch, subject, body_key, time, digest,
          size, status, frame_id, settled_at, written_at)
       SELECT ${id}, 'b', 'huiyin.leg.sent.v1', ${common}, 1, 'CS-2025-1-00001', ${stream},
         UTC_TIMESTAMP(3) - INTERVAL 90 DAY, UNHEX(SHA2(CONCAT('d', n), 256)), 1800, 3,
         UNHEX(CONCAT('0180', LPAD(HEX(n DIV 290), 12, '0'), '700080000000aaaa')),
         UTC_TIMESTAMP(3) - INTERVAL 90 DAY, UTC_TIMESTAMP(3) - INTERVAL 90 DAY
       FROM (${numbers}) numbers`,
    );
    await homes.b.sql(
      `INSERT INTO exchange_inbox
         (id, source, digest, status, at, frame_id, attempt, place, type, stream_key, kind, stream_id, sequence,
          prevhash, subject, body_key, time)
       SELECT ${id}, 'a', UNHEX(SHA2(CONCAT('d', n), 256)), 1, UTC_TIMESTAMP(3) - INTERVAL 90 DAY,
         UNHEX(CONCAT('0180', LPAD(HEX(n DIV 290), 12, '0'), '700080000000aaaa')), 1, n MOD 290,
         'huiyin.leg.sent.v1', ${common}, 'CS-2025-1-00001', ${stream}, UTC_TIMESTAMP(3) - INTERVAL 90 DAY
       FROM (${numbers}) numbers`,
    );
    say(`aged ${String(until)} of ${String(rows)} rows at both ends`);
  }
  for (const home of [homes.a, homes.b]) await home.sql('ANALYZE TABLE exchange_outbox, exchange_inbox');
}

/** The numbers from (with) until (without), from a small table of digits: both servers know that. */
function numbersSql(from: number, until: number): string {
  const digits =
    'SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9';
  const places = [1, 10, 100, 1_000, 10_000];
  const sum = places.map((place, at) => `d${String(at)}.d * ${String(place)}`).join(' + ');
  const tables = places.map((_, at) => `(${digits}) d${String(at)}`).join(', ');
  return `SELECT ${String(from)} + ${sum} AS n FROM ${tables} HAVING n < ${String(until)}`;
}
