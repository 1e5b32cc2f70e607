import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileSeal } from '#casework';
import type { PaperParts } from '#exchange';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
/** Read at a time when a whole file is digested. */
const PIECE = 1024 * 1024;

/**
 * Half-fetched papers of one node: `<dataDir>/papers/<node>/<id>`, readable by the node's user alone. How far a fetch has
 * come is the size of its file, so that a stop at any moment loses nothing that was written.
 */
export function paperParts(dataDir: string, node: string): PaperParts {
  const home = join(dataDir, 'papers', node.replaceAll(/[:-]/gu, '_'));
  const pathOf = (id: string): string => {
    if (!ID.test(id)) throw new Error('A paper has no such id.');
    return join(home, id);
  };
  return {
    ...partFiles(pathOf),
    async all() {
      const names = (await readdir(home).catch(() => [])).filter((name) => ID.test(name));
      return new Map(
        await Promise.all(names.map(async (name) => [name, await sizeOf(pathOf(name))] as const)),
      );
    },
  };
}

/** Files that grow piece by piece, wherever they lie. */
export function partFiles(pathOf: (id: string) => string): Omit<PaperParts, 'all'> {
  return {
    size: (id) => sizeOf(pathOf(id)),
    async append(id, offset, bytes) {
      await mkdir(dirname(pathOf(id)), { recursive: true, mode: 0o700 });
      const file = await open(pathOf(id), offset === 0 ? 'w' : 'r+', 0o600);
      try {
        await writeAll(file, bytes, offset);
      } finally {
        await file.close();
      }
    },
    async digest(id) {
      const file = await open(pathOf(id), 'r');
      try {
        await file.sync();
        return (await sealOf(file)).sha256;
      } finally {
        await file.close();
      }
    },
    path: pathOf,
    discard: (id) => rm(pathOf(id), { force: true }),
  };
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Size and SHA-256 of a file as it lies there; a file of 50 MiB never lies in memory whole. */
export async function sealOf(file: Pick<Awaited<ReturnType<typeof open>>, 'read'>): Promise<FileSeal> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  for (let size = 0; ;) {
    const { bytesRead } = await file.read(piece, 0, PIECE, size);
    if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
    hash.update(piece.subarray(0, bytesRead));
    size += bytesRead;
  }
}

/** A full disk may take a part of it. */
async function writeAll(
  file: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  offset: number,
): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, offset + done);
    done += bytesWritten;
  }
}
