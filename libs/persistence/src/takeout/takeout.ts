import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { QueryRunner } from 'typeorm';
import type { Database } from '../connection/database.js';
import { attachmentFiles } from '../files/attachment-files.js';
import { BESIDE_TABLES } from './takeout-beside.js';
import { MATTER_TABLES } from './takeout-matters.js';
import { OFFICE_TABLES } from './takeout-office.js';
import { readmeOf } from './takeout-readme.js';
import type { TakeoutTable } from './takeout-table.js';
import { takeoutValue } from './takeout-value.js';

export const TAKEOUT_TABLES: readonly TakeoutTable[] = [...MATTER_TABLES, ...BESIDE_TABLES, ...OFFICE_TABLES];

/** One file of a takeout, as its manifest names it. */
export interface TakenFile {
  readonly file: string;
  readonly rows?: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface TakeoutManifest {
  readonly format: 'huiyin-takeout';
  readonly version: 1;
  readonly node: string;
  readonly at: string;
  /** The last migration of the schema. */
  readonly schema: string;
  readonly files: readonly TakenFile[];
  readonly attachments: readonly TakenFile[];
  /** Ids of attachments whose file is gone or is not what was kept. */
  readonly damaged: readonly string[];
}

export interface Takeout {
  readonly node: string;
  /** The node's DATA_DIR, where its attachments lie. */
  readonly dataDir: string;
  /** A folder that is empty or not there; it will hold everything, names too. */
  readonly to: string;
  readonly now: Date;
  readonly say: (line: string) => void;
}

/** Why a takeout does not begin; the sentence goes to the operator as it is. */
export class CannotTakeOut extends Error {}

/**
 * Writes everything that an office has into documented files, as it stands at one moment, while the node may run on. What
 * is read is never changed; nothing is whole in memory.
 */
export async function takeOut(
  { dataSource }: Pick<Database, 'dataSource'>,
  takeout: Takeout,
): Promise<TakeoutManifest> {
  const { node, to, now, say } = takeout;
  const there = await readdir(to).catch(() => []);
  if (there.length > 0) throw new CannotTakeOut(`${to} is not empty: name a new folder.`);
  await mkdir(join(to, 'attachments'), { recursive: true, mode: 0o700 });
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const files: TakenFile[] = [];
    for (const table of TAKEOUT_TABLES) {
      const taken = await writeTable(runner, table, to);
      files.push(taken);
      say(`${taken.file}: ${String(taken.rows ?? 0)} rows`);
    }
    const { attachments, damaged } = await copyAttachments(runner, takeout);
    say(`attachments: ${attachments.length} files, ${damaged.length} damaged`);
    const [step] = await runner.manager.query<readonly { readonly step: string }[]>(
      'SELECT step FROM schema_migration WHERE done_at IS NOT NULL ORDER BY step DESC LIMIT 1',
    );
    const readme = readmeOf(node, now, TAKEOUT_TABLES);
    await writeFile(join(to, 'README.md'), readme, { mode: 0o600, flag: 'wx' });
    const manifest: TakeoutManifest = {
      format: 'huiyin-takeout',
      version: 1,
      node,
      at: now.toISOString(),
      schema: step?.step ?? '',
      files: [...files, fileOf('README.md', Buffer.from(readme))],
      attachments,
      damaged,
    };
    // Last: a folder with a manifest is whole.
    await writeFile(join(to, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    return manifest;
  } finally {
    await runner.query('ROLLBACK');
    await runner.release();
  }
}

async function writeTable(runner: QueryRunner, table: TakeoutTable, to: string): Promise<TakenFile> {
  const columns = Object.entries(table.columns);
  const file = `${table.file}.jsonl`;
  const out = createWriteStream(join(to, file), { mode: 0o600, flags: 'wx' });
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  const names = columns.map(([name]) => `\`${name}\``).join(', ');
  const stream: AsyncIterable<unknown> = await runner.stream(
    `SELECT ${names} FROM ${table.table} ORDER BY ${table.order}`,
  );
  for await (const row of stream) {
    if (typeof row !== 'object' || row === null) continue;
    const line = Object.fromEntries(
      columns.map(([name, [kind]]) => [name, takeoutValue(kind, Reflect.get(row, name))]),
    );
    const text = Buffer.from(`${JSON.stringify(line)}\n`);
    hash.update(text);
    rows += 1;
    bytes += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return { file, rows, bytes, sha256: hash.digest('hex') };
}

const fileOf = (file: string, bytes: Uint8Array): TakenFile => ({
  file,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

interface Kept {
  readonly id: Buffer;
  readonly sha256: string;
}

/** Copies what is whole and names what is not: a damaged file is not passed on as if it were one. */
async function copyAttachments(
  runner: QueryRunner,
  { dataDir, node, to }: Takeout,
): Promise<{ readonly attachments: readonly TakenFile[]; readonly damaged: readonly string[] }> {
  const files = attachmentFiles(dataDir, node);
  const attachments: TakenFile[] = [];
  const damaged: string[] = [];
  const kept = await runner.manager.query<readonly Kept[]>(
    "SELECT id, sha256 FROM casework_attachment WHERE type <> 'sealed' ORDER BY position",
  );
  for (const row of kept) {
    const id = String(takeoutValue('id', row.id));
    const file = `attachments/${id}`;
    const seal = await files.copy(id, join(to, file));
    if (seal?.sha256 === row.sha256) {
      attachments.push({ file, bytes: seal.size, sha256: seal.sha256 });
      continue;
    }
    damaged.push(id);
    await rm(join(to, file), { force: true });
  }
  return { attachments, damaged };
}
