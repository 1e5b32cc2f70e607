import { randomFillSync } from 'node:crypto';

/** Makes UUIDv7 ids that ascend within one maker, also within a millisecond and when the clock steps back. */
export function uuidV7Maker(now: () => number = Date.now): () => string {
  let last = 0;
  let counter = 0;
  // randomness for many ids at once; each byte is used once
  const pool = Buffer.alloc(10 * 256);
  let used = pool.byteLength;
  return () => {
    const time = now();
    if (used >= pool.byteLength) {
      randomFillSync(pool);
      used = 0;
    }
    const random = pool.subarray(used, used + 10);
    used += 10;
    if (time > last) {
      last = time;
      counter = random.readUInt16BE(8) & 0x7ff;
    } else if (++counter > 0xfff) {
      // 4096 ids in one millisecond: borrow from the next one rather than lose the order
      last += 1;
      counter = 0;
    }
    const head = last.toString(16).padStart(12, '0');
    const middle = (0x7000 | counter).toString(16);
    const variant = (0x8000 | (random.readUInt16BE(0) & 0x3fff)).toString(16);
    return `${head.slice(0, 8)}-${head.slice(8)}-${middle}-${variant}-${random.toString('hex', 2, 8)}`;
  };
}

/** A new UUIDv7, for example `01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c`; ascending within this process. */
export const uuidV7 = uuidV7Maker();
