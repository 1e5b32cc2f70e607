import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/**
 * Answers with the bytes of a file, as quickly as they are taken. Whoever goes away in the middle ends it, and nobody is
 * left to be told. Bytes that cannot be read, or fewer than promised, cut the connection: the reader sees that it has not
 * all of it.
 *
 * @param size Promised as `content-length`; absent: however many there are.
 * @throws what the reading threw, or an Error for a wrong size; the answer is destroyed by then.
 */
export async function sendBytes(
  response: ServerResponse,
  bytes: AsyncIterable<Uint8Array>,
  size?: number,
): Promise<void> {
  let unreadable: { readonly error: unknown } | undefined;
  const read = async function* (): AsyncGenerator<Uint8Array> {
    let sent = 0;
    try {
      for await (const part of bytes) {
        sent += part.length;
        yield part;
      }
      if (size !== undefined && sent !== size)
        throw new Error(`A file has ${sent} bytes where its record says ${size}.`);
    } catch (error) {
      unreadable = { error };
      throw error;
    }
  };
  if (size !== undefined) response.setHeader('content-length', String(size));
  try {
    await pipeline(read(), response);
  } catch (error) {
    if (unreadable !== undefined) throw unreadable.error;
    if (!hasLeft(error)) throw error;
  }
}

/** The reader's end closed: the answer before its last byte, or its socket. */
const hasLeft = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' || error.code === 'EPIPE');
