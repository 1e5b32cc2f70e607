import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ExportColumn, ExportFiles, ExportNote, ExportSink } from '#casework';
import { BYTE_ORDER_MARK, csvLine } from './csv.js';
import { workbookSink } from './workbook.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

type Body = Omit<ExportSink, 'abandon' | 'finish'> & {
  readonly finish: (notes: readonly ExportNote[]) => Promise<void>;
};

/**
 * The exports of one node: `<dataDir>/exports/<node>/<id>`, readable by the node's user alone. A file has its name only
 * when it is whole; what a crash left is under `<id>.part` and goes at the next start.
 */
export function exportFiles(dataDir: string, node: string): ExportFiles {
  const home = join(dataDir, 'exports', node.replaceAll(/[:-]/gu, '_'));
  const pathOf = (id: string): string => {
    if (!ID.test(id)) throw new Error('An export has no such id.');
    return join(home, id);
  };
  const discard = async (id: string): Promise<void> => {
    await rm(pathOf(id), { force: true });
    await rm(`${pathOf(id)}.part`, { force: true });
  };

  return {
    async create(id, format, columns, english) {
      await mkdir(home, { recursive: true, mode: 0o700 });
      const part = `${pathOf(id)}.part`;
      await rm(part, { force: true });
      const file = createWriteStream(part, { flags: 'wx', mode: 0o600 });
      const failed = failureOf(file);
      const hash = createHash('sha256');
      const through = new PassThrough();
      through.on('data', (chunk: Buffer) => hash.update(chunk));
      through.pipe(file);
      await Promise.race([once(file, 'open'), failed]);
      const body = format === 'csv' ? csvSink(through, columns, english) : workbookSink(through, columns);
      return {
        add: (rows) => Promise.race([body.add(rows), failed]),
        async finish(notes) {
          await Promise.race([Promise.all([body.finish(notes), finished(file)]), failed]);
          await synced(part);
          await rename(part, pathOf(id));
          return { size: (await stat(pathOf(id))).size, sha256: hash.digest('hex') };
        },
        async abandon() {
          through.destroy();
          file.destroy();
          await discard(id);
        },
      };
    },

    async read(id) {
      try {
        await stat(pathOf(id));
      } catch {
        return undefined;
      }
      return createReadStream(pathOf(id));
    },

    discard,

    async kept() {
      const names = await readdir(home).catch(() => []);
      return [...new Set(names.map((name) => name.replace(/\.part$/u, '')).filter((name) => ID.test(name)))];
    },
  };
}

/** Rejects when the disk does: a stream tells it by an event, whoever waits for what. */
function failureOf(file: Writable): Promise<never> {
  const failed = new Promise<never>((_, reject) => {
    file.once('error', reject);
  });
  // Nobody may be waiting at that moment; whoever waits later is told all the same.
  failed.catch(() => undefined);
  return failed;
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function csvSink(to: Writable, columns: readonly ExportColumn[], english: boolean): Body {
  const put = async (text: string): Promise<void> => {
    if (!to.write(text)) await once(to, 'drain');
  };
  const heading = `${BYTE_ORDER_MARK}${csvLine(columns.map(({ zh }) => zh))}${
    english ? csvLine(columns.map(({ en }) => en)) : ''
  }`;
  let begun = false;
  const begin = async (): Promise<void> => {
    if (begun) return;
    begun = true;
    await put(heading);
  };
  return {
    async add(rows) {
      await begin();
      await put(rows.map(csvLine).join(''));
    },
    async finish() {
      await begin();
      to.end();
    },
  };
}
