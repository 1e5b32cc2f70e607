import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { backUp, migrateSchema, openDatabase, records, restore, type Restoring } from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

/* One office's schema into a file and back, and every file that is not what it says. */

let home: TestDatabase;
let other: TestDatabase;
let folder: string;
let file: string;
const said: string[] = [];

const nul = `甲\u0000乙\t丙\\丁\n戊\u2028己'庚"`;

/** A row of every kind of column, bytes and odd signs among them. */
async function fill({ sql }: TestDatabase): Promise<void> {
  await sql("INSERT INTO exchange_peer (node, spoke_at) VALUES ('township:yi', '2026-02-28 23:59:59.999')");
  await sql(
    'INSERT INTO exchange_quarantine (id, claimed_source, reason, detail, digest, size, at) VALUES (?, NULL, ?, ?, ?, 7, ?)',
    [
      Buffer.alloc(16, 0xff),
      'forged',
      nul,
      Buffer.from(Array.from({ length: 32 }, (_, at) => at)),
      '2026-01-01 00:00:00.001',
    ],
  );
  const rows = Array.from(
    { length: 2_500 },
    (_, at) => `(UNHEX(LPAD(HEX(${String(at)}), 32, '0')), ${String(at)}, 0)`,
  );
  await sql(`INSERT INTO exchange_trial (message_id, tries, alone) VALUES ${rows.join(', ')}`);
  await sql(
    "INSERT INTO exchange_out_stream (stream_key, dest, kind, stream_id, epoch, last_sequence, head) VALUES (?, 'x', 'leg', 'l', 3, 9, ?)",
    [Buffer.alloc(32, 7), Buffer.alloc(32, 9)],
  );
}

/** Everything that a schema holds, to compare. */
async function holdings({ sql }: TestDatabase): Promise<unknown> {
  const tables = await sql(
    "SELECT table_name AS name, GROUP_CONCAT(CONCAT('`', column_name, '`') ORDER BY ordinal_position) AS columns FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'schema_migration' GROUP BY table_name ORDER BY name",
  );
  return Promise.all(
    tables.map(async ({ name, columns }) => [
      name,
      await sql(`SELECT * FROM \`${String(name)}\` ORDER BY ${String(columns)}`),
    ]),
  );
}

beforeAll(async () => {
  [home, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  file = join(folder, 'city.jsonl.gz');
  await fill(home);
  await backUp({
    ...{ node: 'city', database: home.settings, steps: home.steps, to: file },
    say: (line) => said.push(line),
  });
}, 120_000);
afterAll(async () => {
  await Promise.all([home.drop(), other.drop()]);
  rmSync(folder, { recursive: true });
}, 60_000);

const back = (changes: Partial<Restoring> = {}) =>
  restore({
    ...{ file, node: 'city', schema: other.settings.schema, owner: other.owner, steps: other.steps },
    say: () => undefined,
    ...changes,
  });

/** A file that differs from the backup by what the test does to its lines. */
function changed(change: (lines: string[]) => string[]): string {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(0, -1);
  const at = join(folder, 'changed.jsonl.gz');
  writeFileSync(at, gzipSync(`${change(lines).join('\n')}\n`));
  return at;
}

describe('a backup', () => {
  it('is one file for its user alone, with a header that says what it is', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [first = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    expect(JSON.parse(first)).toMatchObject({ format: 'huiyin-backup', version: 1, node: 'city', epoch: 3 });
    expect(JSON.parse(lines.at(-2) ?? '')).toMatchObject({
      end: 'huiyin-backup',
      rows: { exchange_trial: 2_500, exchange_quarantine: 1, casework_case: 0 },
    });
    expect(said).toContain('exchange_trial: 2500 rows');
  });

  it('is of one moment: what is written while it runs is in it whole or not at all', async () => {
    const to = join(folder, 'moment.jsonl.gz');
    let written: Promise<unknown> = Promise.resolve();
    await backUp({
      ...{ node: 'city', database: home.settings, steps: home.steps, to },
      say: () => {
        // told after the first table: the snapshot stands, and exchange_trial is still to be read
        written = home.sql(
          "INSERT IGNORE INTO exchange_trial (message_id, tries, alone) VALUES (REPEAT('z', 16), 1, 1)",
        );
      },
    });
    await written;
    const lines = gunzipSync(readFileSync(to)).toString('utf8').split('\n');
    expect(JSON.parse(lines.at(-2) ?? '')).toMatchObject({ rows: { exchange_trial: 2_500 } });
    await home.sql("DELETE FROM exchange_trial WHERE message_id = REPEAT('z', 16)");
  });

  it('does not write over a file', async () => {
    const again = backUp({
      ...{ node: 'city', database: home.settings, steps: home.steps, to: file },
      say: () => undefined,
    });
    await expect(again).rejects.toThrow('is there already');
  });
});

describe('a restore', () => {
  it('puts back every row as it was, also with odd signs, and the schema can be opened', async () => {
    const progress: number[] = [];
    await back({ progress: (done, all) => progress.push(done / all) });
    expect(await holdings(other)).toEqual(await holdings(home));
    expect(progress.at(-1)).toBe(1);
    const database = await openDatabase(other.settings, {
      ...{ records, steps: other.steps },
      onHookFailure: () => undefined,
    });
    await database.close();
  }, 60_000);

  it('refuses a schema that holds matters, and takes it when told', async () => {
    await other.sql('INSERT INTO exchange_trial (message_id, tries, alone) VALUES (?, 1, 1)', [
      Buffer.alloc(16, 1),
    ]);
    await other.sql(
      "INSERT INTO exchange_inbox (id, source, digest, status, at, frame_id, attempt, place) VALUES (?, 'x', ?, 1, UTC_TIMESTAMP(3), ?, 1, 0)",
      [Buffer.alloc(16, 2), Buffer.alloc(32), Buffer.alloc(16)],
    );
    const before = await holdings(other);
    await expect(back()).rejects.toThrow('holds matters (exchange_inbox)');
    expect(await holdings(other)).toEqual(before);
    await back({ over: true });
    expect(await holdings(other)).toEqual(await holdings(home));
  }, 60_000);

  it('refuses a schema whose node runs', async () => {
    await other.sql(
      "INSERT INTO exchange_lease (name, holder, fencing, expires_at) VALUES ('relay', 'x', 1, UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE)",
    );
    await expect(back({ over: true })).rejects.toThrow('is running');
    await other.sql('UPDATE exchange_lease SET expires_at = UTC_TIMESTAMP(3) + INTERVAL 3 SECOND');
    const renewing = setInterval(
      () => void other.sql('UPDATE exchange_lease SET expires_at = UTC_TIMESTAMP(3) + INTERVAL 3 SECOND'),
      300,
    );
    await expect(back({ over: true })).rejects.toThrow('is running: stop it first');
    clearInterval(renewing);
    await other.sql('DELETE FROM exchange_lease');
  }, 30_000);

  it('waits, and says so, until the lease of a life that was ended by force is over', async () => {
    await other.sql(
      "INSERT INTO exchange_lease (name, holder, fencing, expires_at) VALUES ('relay', 'x', 1, UTC_TIMESTAMP(3) + INTERVAL 1500000 MICROSECOND)",
    );
    const told: string[] = [];
    await back({ over: true, say: (line) => told.push(line) });
    expect(told.join('\n')).toMatch(/may still be running: its lease ends in \d\.\d s/u);
    expect(await holdings(other)).toEqual(await holdings(home));
  }, 60_000);

  it('refuses the file of another node, and of a newer program', async () => {
    await expect(back({ node: 'prefecture' })).rejects.toThrow('is a backup of city, not of prefecture');
    await expect(back({ steps: other.steps.slice(0, -1) })).rejects.toThrow(
      'another version of this program',
    );
  });

  it('takes the file of an older program and migrates it', async () => {
    const older = home.steps.filter(({ name }) => name < '0115');
    const old = await freshDatabase({ steps: older });
    try {
      const to = join(folder, 'old.jsonl.gz');
      await backUp({
        ...{ node: 'city', database: old.settings, steps: home.steps, to },
        say: () => undefined,
      });
      await back({ file: to, over: true });
      const rows = await other.sql('SELECT COUNT(*) AS n FROM exchange_acknowledged');
      expect(rows).toEqual([{ n: 0 }]);
    } finally {
      await old.drop();
    }
  }, 60_000);
});

describe('a file that is not what it says', () => {
  const situations: readonly (readonly [string, () => string, string])[] = [
    ['is cut off', () => cut(0.6), 'cannot be unpacked'],
    ['is cut off between two lines', () => changed((lines) => lines.slice(0, 400)), 'its end is missing'],
    [
      'has a row less',
      () => changed((lines) => lines.filter((_, at) => at !== 700)),
      'do not fit its digest',
    ],
    [
      'has another digit in a row',
      () => changed((lines) => lines.map((line, at) => (at === 700 ? line.replace(/"\d+"/u, '"77"') : line))),
      'do not fit its digest',
    ],
    [
      'has a row of another width',
      () => changed((lines) => lines.map((line, at) => (at === 700 ? '["1"]' : line))),
      'has not the columns',
    ],
    [
      'has tables in another order',
      () => changed(([header = '', first = '', second = '', ...rest]) => [header, second, first, ...rest]),
      'another table was due',
    ],
    [
      'says something after its end',
      () => changed((lines) => [...lines, '{"table":"x"}']),
      'follows its end',
    ],
    [
      'is a dump of SQL',
      () => text('-- MariaDB dump 10.19\nDROP TABLE casework_case;\n'),
      'no backup of this program',
    ],
    [
      'is of a format to come',
      () => changed(([header = '', ...rest]) => [header.replace('"version":1', '"version":2'), ...rest]),
      'no backup of this program',
    ],
    [
      'names a table that is none',
      () =>
        changed(([header = '', ...rest]) => [
          header.replace('casework_answer', 'casework_answer` x'),
          ...rest,
        ]),
      'no backup of this program',
    ],
    ['is no gzip', () => plain('casework'), 'cannot be unpacked'],
    ['is empty', () => plain(''), ''],
  ];
  const plain = (content: string | Buffer): string => {
    const at = join(folder, 'plain');
    writeFileSync(at, content);
    return at;
  };
  const text = (content: string): string => plain(gzipSync(content));
  const cut = (part: number): string => {
    const bytes = readFileSync(file);
    return plain(bytes.subarray(0, Math.floor(bytes.length * part)));
  };

  it.each(situations)('%s: is refused, and nothing has changed', async (_situation, made, reason) => {
    const before = await holdings(other);
    await expect(back({ file: made(), over: true })).rejects.toThrow(reason);
    expect(await holdings(other)).toEqual(before);
  });

  it('has a flipped bit anywhere: is refused, or says the same', async () => {
    const bytes = readFileSync(file);
    const before = await holdings(other);
    for (let at = 12; at < bytes.length; at += Math.floor(bytes.length / 40)) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      await expect(back({ file: plain(flipped), over: true })).rejects.toThrow('is not taken');
    }
    expect(await holdings(other)).toEqual(before);
  }, 60_000);
});

describe('a restore that fails half-way', () => {
  it('puts everything back that was there, and the same when it was killed and run again', async () => {
    const before = await holdings(other);
    const dies = (at: string) =>
      back({
        over: true,
        say: (line) => {
          if (line.startsWith(at)) throw new Error('the disk is full');
        },
      });
    await expect(dies('exchange_peer')).rejects.toThrow('the disk is full');
    expect(await holdings(other)).toEqual(before);
    // As a kill leaves it: the mark, the tables aside, some that are half filled.
    await other.sql('CREATE TABLE restore_unfinished AS SELECT 0 AS was_empty');
    const tables = await other.sql(
      'SELECT table_name AS t FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> ?',
      ['restore_unfinished'],
    );
    await other.sql(`RENAME TABLE ${tables.map(({ t }) => `${String(t)} TO aside_${String(t)}`).join(', ')}`);
    await other.sql('CREATE TABLE exchange_peer (node INT)');
    await expect(migrateSchema(other.owner, other.settings.schema, other.steps)).rejects.toThrow(
      'npm run restore',
    );
    await expect(
      openDatabase(other.settings, { records, steps: other.steps, onHookFailure: () => undefined }),
    ).rejects.toThrow('npm run restore');
    const told: string[] = [];
    await other.sql('UPDATE aside_exchange_lease SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY');
    await back({ over: true, say: (line) => told.push(line) });
    expect(told.join('\n')).toContain('was taken back');
    expect(await holdings(other)).toEqual(await holdings(home));
  }, 60_000);
});
