import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentFiles } from '#casework';

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/**
 * The attachments of one node: `<dataDir>/attachments/<node>/<two digits>/<id>`, readable by the node's user alone.
 * A file appears whole or not at all, and is on the disk before its row is written.
 */
export function attachmentFiles(dataDir: string, node: string): AttachmentFiles {
  const home = join(dataDir, 'attachments', node.replaceAll(/[:-]/gu, '_'));
  // The last digits: a UUIDv7 begins with the time, and all files of a month would lie in one folder.
  const folderOf = (id: string): string => join(home, id.slice(-2));
  const pathOf = (id: string): string => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(id))
      throw new Error('An attachment has no such id.');
    return join(folderOf(id), id);
  };

  return {
    async keep(id, bytes) {
      const path = pathOf(id);
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
      const written = `${path}.${randomUUID()}`;
      try {
        const file = await open(written, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(written, path);
      } catch (error) {
        await rm(written, { force: true });
        throw error;
      }
    },
    async read(id) {
      try {
        return await readFile(pathOf(id));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async discard(id) {
      await rm(pathOf(id), { force: true });
    },
  };
}
