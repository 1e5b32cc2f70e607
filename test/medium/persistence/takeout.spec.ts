import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matterIndexing, worklistPlace } from '#casework';
import {
  attachmentFiles,
  caseworkUnitOfWork,
  LEFT_OUT,
  takeOut,
  TAKEOUT_TABLES,
  type Database,
  type TakeoutManifest,
} from '#persistence';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import type { TwinMatter } from '../../support/twin-matter.js';
import { aBusyOffice, copyInto } from '../../support/worklist-population.js';

const FILE = '01900000-0000-7000-8000-00000000f11e';
const GONE = '01900000-0000-7000-8000-00000000f22e';
let home: TestDatabase;
let database: Database;
let office: TwinMatter;
let folder: string;
let to: string;
let manifest: TakeoutManifest;

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(join(to, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  office = await aBusyOffice(30);
  const { desk, office: held } = office.net.node('city');
  home = await freshDatabase();
  database = await home.open();
  const indexing = matterIndexing(desk.matter.words, desk.matter.network);
  const casework = caseworkUnitOfWork(
    database.uow,
    'city',
    indexing,
    worklistPlace(desk.office, desk.rulebook.calendar),
  );
  await copyInto(casework, held.memory);
  folder = mkdtempSync(join(tmpdir(), 'takeout-'));
  to = join(folder, 'out');
  const [row] = held.memory.cases.values();
  const caseId = row?.matter.id ?? '';
  const bytes = Buffer.from('%PDF-1.7 收据');
  await attachmentFiles(folder, 'city').keep(FILE, [bytes]);
  await casework.run(async (tx) => {
    const kept = {
      caseId,
      name: '收据.pdf',
      type: 'application/pdf',
      shows: 'petitioner',
      size: bytes.length,
    } as const;
    const by = {
      on: row?.matter.receivedOn,
      at: '2026-03-01T00:00:00.000Z',
      unit: 'city',
      user: '登记员',
    } as const;
    if (by.on === undefined) throw new Error('no day');
    for (const id of [FILE, GONE])
      await tx.intake.addAttachment({ ...kept, ...by, on: by.on, id, sha256: digest(bytes) });
    await tx.petitioners.save(caseId, { name: '甲某' }, true);
  });
  manifest = await takeOut(database, {
    node: 'city',
    dataDir: folder,
    to,
    now: new Date(),
    say: () => undefined,
  });
}, 120_000);
afterAll(async () => {
  await database.close();
  await home.drop();
  rmSync(folder, { recursive: true });
}, 30_000);

describe('an office that leaves with everything', () => {
  it('has a file for every table of the schema, or a reason why not', async () => {
    const rows = await home.sql(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    const known = [...TAKEOUT_TABLES.map(({ table }) => table), ...Object.keys(LEFT_OUT)];
    expect(known.toSorted()).toEqual(rows.map(({ name }) => String(name)).toSorted());
  });

  it('has every column of those tables, each with its meaning', async () => {
    const rows = await home.sql(
      'SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = DATABASE()',
    );
    for (const { table, columns } of TAKEOUT_TABLES) {
      const there = rows.filter(({ t }) => t === table).map(({ c }) => String(c));
      expect([table, Object.keys(columns).toSorted()]).toEqual([table, there.toSorted()]);
      expect(Object.values(columns).every(([, means]) => means.length >= 2)).toBe(true);
    }
  });

  it('reads back whole: the counts of the database, and every digest of the manifest', async () => {
    expect(JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8'))).toEqual(manifest);
    for (const { file, bytes, sha256, rows } of manifest.files) {
      const read = readFileSync(join(to, file));
      expect([file, read.length, digest(read)]).toEqual([file, bytes, sha256]);
      if (rows === undefined) continue;
      const { table } = TAKEOUT_TABLES.find((one) => `${one.file}.jsonl` === file) ?? { table: '' };
      const [count] = await home.sql(`SELECT COUNT(*) AS n FROM ${table}`);
      expect([file, linesOf(file).length, rows]).toEqual([file, Number(count?.['n']), rows]);
    }
    expect(readdirSync(to).toSorted()).toEqual(
      [...manifest.files.map(({ file }) => file), 'attachments', 'manifest.json'].toSorted(),
    );
  });

  it('has each case with its dossier, legs, clocks and history as the office had them', () => {
    const { memory } = office.net.node('city').office;
    const cases = linesOf('cases.jsonl');
    expect(cases.map(({ matter }) => matter)).toEqual(
      JSON.parse(JSON.stringify([...memory.cases.values()].map(({ matter }) => matter))),
    );
    const legs = linesOf('legs.jsonl');
    expect(legs.length).toBe(memory.legs.size);
    expect(linesOf('history.jsonl').length).toBeGreaterThanOrEqual(memory.history.length);
    for (const clock of linesOf('clocks.jsonl'))
      expect([...cases, ...legs].map(({ id }) => id)).toContain(clock['subject_id']);
    expect(linesOf('petitioners.jsonl')).toMatchObject([{ petitioner: { name: '甲某' }, secrecy: true }]);
  });

  it('has its attachments with their digests, and names the one whose file is gone', () => {
    expect(manifest.attachments.map(({ file }) => file)).toEqual([`attachments/${FILE}`]);
    expect(digest(readFileSync(join(to, 'attachments', FILE)))).toBe(manifest.attachments[0]?.sha256);
    expect(manifest.damaged).toEqual([GONE]);
  });

  it('is readable by its user alone, and says what each column means', () => {
    for (const name of readdirSync(to)) {
      const mode = statSync(join(to, name)).mode & 0o777;
      expect([name, mode & 0o077]).toEqual([name, 0]);
    }
    const readme = readFileSync(join(to, 'README.md'), 'utf8');
    for (const { file, columns } of TAKEOUT_TABLES)
      for (const word of [`${file}.jsonl`, ...Object.keys(columns)]) expect(readme).toContain(word);
  });

  it('does not write into a folder that holds something', async () => {
    const full = join(folder, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'letter.txt'), 'kept');
    await expect(
      takeOut(database, { node: 'city', dataDir: folder, to: full, now: new Date(), say: () => undefined }),
    ).rejects.toThrow('is not empty');
    expect(readdirSync(full)).toEqual(['letter.txt']);
  });
});
