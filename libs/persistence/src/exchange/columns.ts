const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `idBytes` takes it: what a peer calls an id may be anything. */
export const isId = (text: string): boolean => UUID.test(text);

/** A UUID's 16 bytes, as BINARY(16) holds it. Throws for what is no UUID. */
export function idBytes(id: string): Buffer {
  if (!isId(id)) throw new Error('Not a UUID in lower case.');
  return Buffer.from(
    id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24),
    'hex',
  );
}

/** The UUID of 16 bytes. */
export function idText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Bytes as the driver takes them: it would write another typed array as an object. */
export function blob(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What an absent value is in a column. */
export function orNull<T, U>(value: T | undefined, write: (value: T) => U): U | null {
  return value === undefined ? null : write(value);
}

/** Bytes in ascending order: the order of every lock. */
export const byBytes = (a: Buffer, b: Buffer): number => Buffer.compare(a, b);
