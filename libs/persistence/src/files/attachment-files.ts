import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentFiles, FileSeal, OpenFile } from '#casework';
import type { PaperParts } from '#exchange';
import { partFiles, sealOf } from './paper-parts.js';

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT');

interface CopiedFiles {
  /** Writes a copy to a path where nothing is, and says what it copied. Undefined: the file is gone. */
  copy(id: string, to: string): Promise<FileSeal | undefined>;
}

/** What is known of a file that was damaged on the disk, and what is fetched anew of it. */
interface MendedFiles {
  /** What lies there now, byte by byte; undefined: nothing. */
  seal(id: string): Promise<FileSeal | undefined>;
  /** What was fetched anew so far: `<id>.again` beside the file. */
  readonly again: Omit<PaperParts, 'all'>;
  /** Puts what was fetched anew in the place of the file. What lay there stays as `<id>.damaged`, the latest of it. */
  replace(id: string): Promise<void>;
}

/**
 * The attachments of one node: `<dataDir>/attachments/<node>/<two digits>/<id>`, readable by the node's user alone.
 * A file appears whole or not at all, and is on the disk before its row is written. What lies beside it by its name goes
 * with it.
 */
export function attachmentFiles(dataDir: string, node: string): AttachmentFiles & CopiedFiles & MendedFiles {
  const home = join(dataDir, 'attachments', node.replaceAll(/[:-]/gu, '_'));
  // The last digits: a UUIDv7 begins with the time, and all files of a month would lie in one folder.
  const folderOf = (id: string): string => join(home, id.slice(-2));
  const pathOf = (id: string): string => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(id))
      throw new Error('An attachment has no such id.');
    return join(folderOf(id), id);
  };

  const againOf = (id: string): string => `${pathOf(id)}.again`;
  const damagedOf = (id: string): string => `${pathOf(id)}.damaged`;

  return {
    again: partFiles(againOf),
    async seal(id) {
      const file = await open(pathOf(id), 'r').catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      try {
        return file === undefined ? undefined : await sealOf(file);
      } finally {
        await file?.close();
      }
    },
    async replace(id) {
      await rm(damagedOf(id), { force: true });
      await link(pathOf(id), damagedOf(id)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      await rename(againOf(id), pathOf(id));
    },
    async keep(id, arriving) {
      const path = pathOf(id);
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
      const written = `${path}.${randomUUID()}`;
      try {
        const seal = await write(written, arriving);
        await rename(written, path);
        return seal;
      } catch (error) {
        await rm(written, { force: true });
        throw error;
      }
    },
    async adopt(id, path) {
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
      try {
        // A second name of the same bytes: a stop before its row is written costs neither the file nor the fetch.
        await link(path, pathOf(id));
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error;
        await rm(pathOf(id));
        await link(path, pathOf(id));
      }
    },
    async open(id) {
      try {
        return await openFile(pathOf(id));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async copy(id, to) {
      try {
        const file = await open(pathOf(id), 'r');
        return await write(to, file.createReadStream());
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async discard(id) {
      for (const path of [pathOf(id), againOf(id), damagedOf(id)]) await rm(path, { force: true });
    },
  };
}

async function write(
  path: string,
  arriving: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<FileSeal> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const bytes of arriving) {
      hash.update(bytes);
      await file.appendFile(bytes);
      size += bytes.byteLength;
    }
    await file.sync();
    return { size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** @throws when there is no such file */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}
