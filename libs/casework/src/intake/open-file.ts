import { createHash } from 'node:crypto';

/** A kept file, open for reading in parts. */
export interface OpenFile {
  readonly size: number;
  /** Fewer bytes only at its end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const PART = 256 * 1024;

/** From first to last byte, a part at a time: a file of 50 MiB never lies in memory whole. */
export async function* partsOf(file: OpenFile): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PART) yield file.read(at, PART);
}

/** SHA-256 of a file, as 64 hexadecimal digits. */
export async function digestOfFile(file: OpenFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of partsOf(file)) hash.update(part);
  return hash.digest('hex');
}
