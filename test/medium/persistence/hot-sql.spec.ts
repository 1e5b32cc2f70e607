import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { hotSql, type HotStatement } from '../../../libs/persistence/src/hot-sql.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;

/** Enough rows that the optimizer has a choice: 6000 settled, 60 waiting, 2 peers, 300 frames. */
beforeAll(async () => {
  home = await freshDatabase();
  const seq = `(SELECT a.n + b.n * 10 + c.n * 100 + d.n * 1000 AS n FROM ${['a', 'b', 'c', 'd']
    .map(
      (name) =>
        `(SELECT 0 AS n ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `UNION SELECT ${n}`).join(' ')}) ${name}`,
    )
    .join(' CROSS JOIN ')}) s`;
  await home.sql(
    `INSERT INTO exchange_outbox (id, dest, type, stream_key, kind, stream_id, sequence, epoch, subject, body_key, time, digest, size, status, frame_id, written_at)
     SELECT UNHEX(MD5(CONCAT('o', n))), IF(n % 2, 'city', 'province'), 't', UNHEX(SHA2(n DIV 20, 256)), 'leg', n DIV 20, n % 20 + 1, 1, 's', 'b',
       UTC_TIMESTAMP(3), UNHEX(SHA2(n, 256)), 100, IF(n < 6000, 3, 0), IF(n < 6000, UNHEX(MD5(n DIV 20)), NULL), UTC_TIMESTAMP(3)
     FROM ${seq} WHERE n < 6060`,
  );
  await home.sql(
    `INSERT INTO exchange_out_frame (frame_id, dest, attempt, bytes, made_at, next_at)
     SELECT UNHEX(MD5(n)), IF(n % 2, 'city', 'province'), 1, 100, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL n - 5 MINUTE FROM ${seq} WHERE n < 300`,
  );
  await home.sql(
    `INSERT INTO exchange_inbox (id, source, digest, status, at, frame_id, attempt, place, stream_key, sequence)
     SELECT UNHEX(MD5(CONCAT('i', n))), 'city', UNHEX(SHA2(n, 256)), IF(n % 50, 1, 0), UTC_TIMESTAMP(3), UNHEX(MD5(n)), 1, 0, UNHEX(SHA2(n DIV 20, 256)), n % 20 + 1
     FROM ${seq} WHERE n < 6000`,
  );
  await home.sql(
    `INSERT INTO casework_clock (subject_id, place, subject, case_id, due, overdue_on, judged_with, clock)
     SELECT UNHEX(MD5(n)), 0, 'leg', UNHEX(MD5(n)), IF(n % 10, NULL, DATE('2026-01-01') + INTERVAL n DIV 20 DAY),
       IF(n % 20, NULL, '2026-02-01'), IF(n % 3, NULL, CONCAT('NAT 2/2026.', IF(n % 100, 1, n % 7))), '{}' FROM ${seq} WHERE n < 6000`,
  );
  await home.sql(
    `INSERT INTO casework_leg (id, case_id, version, origin_number, kind, state, from_unit, to_unit, from_node, to_node, sent_on, objection_end, extension_end, leg)
     SELECT UNHEX(MD5(n)), UNHEX(MD5(n)), 1, n, 'refer', 'DONE', 'city', 'x', 'city', IF(n % 2, 'city', 'x'), '2026-01-01',
       IF(n % 100, NULL, DATE('2026-01-01') + INTERVAL n DIV 100 DAY),
       IF(n % 60, NULL, DATE('2026-01-01') + INTERVAL n DIV 60 DAY), '{}' FROM ${seq} WHERE n < 6000`,
  );
  await home.sql(
    `INSERT INTO casework_case (id, version, origin_number, state, received_on, matter)
     SELECT UNHEX(MD5(n)), 1, n, 'OUT', '2026-01-01', '{}' FROM ${seq} WHERE n < 6000`,
  );
  await home.sql(
    `INSERT INTO casework_ladder (leg_id, case_id, next_on)
     SELECT UNHEX(MD5(n)), UNHEX(MD5(n)), DATE('2026-01-01') + INTERVAL n DIV 20 DAY FROM ${seq} WHERE n < 6000`,
  );
  await home.sql(
    `INSERT INTO casework_enclosure (id, case_id, leg_id, way, peer, ref, type, size, sha256, shows, state, since, next_at)
     SELECT UNHEX(MD5(n)), UNHEX(MD5(n)), UNHEX(MD5(n)), 'in', IF(n % 2, 'city', 'x'), UNHEX(MD5(n)), 'text/plain', 1, SHA2(n, 256),
       'matter', IF(n % 50, 'there', 'wanted'), UTC_TIMESTAMP(3), IF(n % 50, NULL, UTC_TIMESTAMP(3) - INTERVAL n SECOND) FROM ${seq} WHERE n < 6000`,
  );
  await home.sql(
    'ANALYZE TABLE exchange_outbox, exchange_out_frame, exchange_inbox, casework_clock, casework_leg, casework_case, casework_ladder, casework_enclosure',
  );
});
afterAll(async () => {
  await home.drop();
});

const ids = Array.from({ length: 100 }, () => randomBytes(16));
const keys = Array.from({ length: 10 }, () => randomBytes(32));

const FIRST_DAY = '0001-01-01';

/** statement → its parameters, and the key that each of its tables must be read by. */
const plans: Readonly<
  Record<HotStatement, { readonly with: readonly unknown[]; readonly by: Readonly<Record<string, string>> }>
> = {
  'outbox-claim': { with: ['city', 500], by: { o: 'claim' } },
  'outbox-of-frames': { with: [ids.slice(0, 10)], by: { o: 'claim' } },
  'frames-due': { with: [10], by: { f: 'due' } },
  'peer-windows': { with: [], by: { exchange_out_frame: 'open_by_peer' } },
  'peer-waiting': { with: ['city'], by: {} },
  'inbox-lookup': { with: [ids], by: { i: 'PRIMARY' } },
  'inbox-parked': { with: [keys], by: { i: 'parked' } },
  figures: { with: [], by: {} },
  'clocks-outdated': { with: ['NAT 2/2026.1', 50, 'NAT 2/2026.1', 50], by: { a: 'judged', b: 'judged' } },
  'peer-figures': {
    with: [],
    by: { exchange_outbox: 'unsettled', exchange_out_frame: 'open_by_peer', exchange_inbox: 'refused' },
  },
  'sweep-due': {
    with: ['NAT 2/2026.1', 'NAT 2/2026.1', 'city', ...Array<string>(4).fill('2026-01-10')],
    by: { a: 'judged', b: 'judged', o: 'past_objection', e: 'undecided', c: 'lapsing', l: 'due' },
  },
  'clocks-lapsed': { with: ['2026-03-01', 50], by: { c: 'lapsing' } },
  'legs-past-objection': {
    with: ['city', '2026-01-10', FIRST_DAY, FIRST_DAY, 0, 50],
    by: { l: 'past_objection', k: 'id' },
  },
  'extensions-undecided': {
    with: ['2026-01-10', FIRST_DAY, FIRST_DAY, 0, 50],
    by: { l: 'undecided', k: 'id' },
  },
  'units-held': { with: ['city'], by: { l: 'held' } },
  'ladders-due': {
    with: ['2026-01-10', FIRST_DAY, FIRST_DAY, Buffer.alloc(0), 50],
    by: { l: 'due', k: 'id' },
  },
  'papers-due': { with: [['city'], 4], by: { e: 'due' } },
};

describe('the plan of a hot statement', () => {
  for (const [name, plan] of Object.entries(plans)) {
    it(`${name} reads by its key, never a whole table`, async () => {
      const statement = Object.keys(plans).find((known) => known === name) as HotStatement;
      const rows = await home.sql(`EXPLAIN ${hotSql(statement)}`, plan.with);
      const read = rows.filter(
        (row) => row['table'] !== null && !/^<|^p$|quarantine/.test(String(row['table'])),
      );
      expect(read.map((row) => `${String(row['table'])} ${String(row['type'])}`)).not.toContainEqual(
        expect.stringMatching(/ ALL$/),
      );
      for (const [table, key] of Object.entries(plan.by)) {
        expect(read.filter((row) => row['table'] === table).map((row) => row['key'])).toEqual([key]);
      }
    });
  }

  it('looks at the ends of what waits, and never through a backlog', async () => {
    for (const name of ['peer-windows', 'peer-waiting'] as const) {
      const rows = await home.sql(`EXPLAIN ${hotSql(name)}`, plans[name].with);
      expect(rows.map((row) => row['table'])).not.toContain('exchange_outbox');
      expect(rows.map((row) => row['Extra'])).toContain('Select tables optimized away');
    }
  });

  it('claims in the order of the key, without sorting', async () => {
    for (const name of [
      'outbox-claim',
      'frames-due',
      'clocks-lapsed',
      'legs-past-objection',
      'extensions-undecided',
      'ladders-due',
      'papers-due',
    ] as const) {
      const rows = await home.sql(`EXPLAIN ${hotSql(name)}`, plans[name].with);
      expect(rows.map((row) => String(row['Extra'] ?? ''))).not.toContainEqual(
        expect.stringContaining('filesort'),
      );
    }
  });
});
