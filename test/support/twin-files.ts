import { createHash } from 'node:crypto';
import type { AttachmentFiles, FetchedFiles, FileSeal, MendableFiles } from '#casework';
import { openBytes } from '../../libs/casework/src/testing/open-bytes.js';

/** The files of one node, in memory; a path is the name of what was fetched. */
export interface MemoryFiles extends AttachmentFiles, FetchedFiles, MendableFiles {
  readonly bytes: Map<string, Uint8Array>;
  /** What the exchange has fetched, by path. */
  readonly fetched: Map<string, Uint8Array>;
  /** What it has fetched anew, by id. */
  readonly again: Map<string, Uint8Array>;
}

export function memoryFiles(): MemoryFiles {
  const bytes = new Map<string, Uint8Array>();
  const fetched = new Map<string, Uint8Array>();
  const again = new Map<string, Uint8Array>();
  const sealOf = (content: Uint8Array): FileSeal => ({
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  });
  return {
    again,
    seal: async (id) => {
      const content = bytes.get(id);
      return content === undefined ? undefined : sealOf(content);
    },
    replace: async (id) => void bytes.set(id, again.get(id) ?? Buffer.alloc(0)),
    bytes,
    fetched,
    keep: async (id, arriving) => {
      const parts: Uint8Array[] = [];
      for await (const part of arriving) parts.push(part);
      const content = Buffer.concat(parts);
      bytes.set(id, content);
      return sealOf(content);
    },
    adopt: async (id, path) => void bytes.set(id, fetched.get(path) ?? Buffer.alloc(0)),
    openPart: async (path) => openBytes(fetched.get(path) ?? Buffer.alloc(0)),
    open: async (id) => {
      const content = bytes.get(id);
      return content === undefined ? undefined : openBytes(content);
    },
    discard: async (id) => void bytes.delete(id),
  };
}
