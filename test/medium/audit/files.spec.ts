import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachmentFiles, checkFiles, type Database, healTargets } from '#persistence';
import { uuidV7 } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

/* An audit reads every kept file and says which is not what its row says, and who holds it too. */

jest.setTimeout(60_000);

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');
const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-audit-files-'));
const files = attachmentFiles(dataDir, 'city');
const hex = (id: string): string => `X'${id.replaceAll('-', '')}'`;
const pathOf = (id: string): string => join(dataDir, 'attachments', 'city', id.slice(-2), id);

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
});
afterAll(async () => {
  await database.close();
  await home.drop();
  rmSync(dataDir, { recursive: true });
});

/** A file that is kept, as its row says; `peers` have it too. */
async function kept(
  peers: readonly { readonly way: 'in' | 'out'; readonly peer: string; readonly state?: string }[] = [],
  type = 'application/pdf',
): Promise<string> {
  const [id, caseId] = [uuidV7(), uuidV7()];
  const { size, sha256 } = await files.keep(id, [PDF]);
  await home.sql(
    `INSERT INTO casework_attachment (id, case_id, name, type, size, sha256, shows, day, at, unit, user)
     VALUES (${hex(id)}, ${hex(caseId)}, '', '${type}', ${size}, '${sha256}', 'matter', '2026-04-02', '2026-04-02', 'city', '登记员')`,
  );
  for (const { way, peer, state = 'there' } of peers)
    await home.sql(
      `INSERT INTO casework_enclosure (id, case_id, leg_id, way, peer, ref, type, size, sha256, shows, state, since)
       VALUES (${hex(id)}, ${hex(caseId)}, ${hex(uuidV7())}, '${way}', '${peer}', ${hex(id)}, '${type}', ${size}, '${sha256}', 'matter', '${state}', NOW())`,
    );
  return id;
}

const check = async () => (await checkFiles(database, files)).flaws;
const mended = (id: string): void => writeFileSync(pathOf(id), PDF);

describe('every kept file is read', () => {
  it('and found whole, however many there are', async () => {
    const before = (await checkFiles(database, files)).files;
    for (let one = 0; one < 3; one += 1) await kept();
    expect(await checkFiles(database, files)).toEqual({ flaws: [], files: before + 3 });
  });

  it('a single bit that was flipped is named, with the office that holds the same file', async () => {
    const id = await kept([
      { way: 'out', peer: 'township:yi' },
      { way: 'in', peer: 'prefecture' },
    ]);
    const spoilt = Buffer.from(PDF);
    spoilt[9] = (spoilt[9] ?? 0) ^ 1;
    writeFileSync(pathOf(id), spoilt);
    const flaw = {
      ...{ table: 'attachment_file', row: id, flaw: 'changed', heldBy: 'prefecture' },
      detail: 'the file is not what its SHA-256 says',
    };
    expect(await check()).toEqual([flaw]);
    expect(await healTargets(database, await check())).toEqual({ messages: [], papers: [id], others: [] });
    mended(id);
    expect(await check()).toEqual([]);
  });

  it('a file cut short, taken away, or that the disk does not give back', async () => {
    const [short, gone, locked] = [
      await kept([{ way: 'out', peer: 'township:yi' }]),
      await kept(),
      await kept(),
    ];
    truncateSync(pathOf(short), 4);
    rmSync(pathOf(gone));
    rmSync(pathOf(locked));
    // a folder in its place: read by anyone it fails, also by root
    mkdirSync(pathOf(locked));
    const flaws = await check();
    expect(flaws).toEqual([
      expect.objectContaining({ row: short, flaw: 'changed', heldBy: 'township:yi' }),
      { table: 'attachment_file', row: gone, flaw: 'gone', detail: 'the file is not there' },
      expect.objectContaining({ row: locked, flaw: 'unreadable', detail: expect.stringContaining('EISDIR') }),
    ]);
    const { papers, others } = await healTargets(database, flaws);
    expect(papers).toEqual([short]);
    expect(others.map(({ row }) => row)).toEqual([gone, locked]);
    rmSync(pathOf(locked), { recursive: true });
    for (const id of [short, gone, locked]) mended(id);
  });

  it('but not one of a dossier that went back', async () => {
    const id = await kept([{ way: 'in', peer: 'prefecture' }], 'sealed');
    await files.discard(id);
    expect(await check()).toEqual([]);
  });

  it('one that is wanted, offered or withdrawn only is held by nobody else', async () => {
    const id = await kept([
      { way: 'out', peer: 'township:yi', state: 'offered' },
      { way: 'out', peer: 'township:jia', state: 'withdrawn' },
    ]);
    rmSync(pathOf(id));
    const [flaw] = await check();
    expect(flaw).toMatchObject({ row: id, flaw: 'gone' });
    expect(flaw).not.toHaveProperty('heldBy');
    mended(id);
    chmodSync(pathOf(id), 0o600);
  });
});
