import type { OpenFile } from '../intake/open-file.js';

/** Bytes as an open file. */
export const openBytes = (content: Uint8Array): OpenFile => ({
  size: content.byteLength,
  read: async (offset, length) => content.subarray(offset, offset + length),
  close: async () => undefined,
});
