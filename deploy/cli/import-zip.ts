import { inflateRawSync } from 'node:zlib';

export type SafeZip =
  { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly problem: string };

const MOST_PACKED = 64 * 1024 * 1024;
/** A hundred thousand rows of long texts unpack to some hundred megabytes. */
const MOST_UNPACKED = 512 * 1024 * 1024;
const MOST_PARTS = 2_000;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MOST_COMMENT = 0xffff;

const no = (problem: string): SafeZip => ({ ok: false, problem });

/**
 * Whether a zip may be given to a reader that trusts it. Its parts are unpacked here once, under a limit: what it says
 * about their sizes may be a lie.
 * @param most bytes that all parts together may unpack to
 */
export function safeZip(bytes: Uint8Array, most = MOST_UNPACKED): SafeZip {
  if (bytes.length > MOST_PACKED) return no(`The file is larger than ${MOST_PACKED / 1024 / 1024} MiB.`);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = no('The file is broken or no Excel workbook: open it in Excel and save it again.');
  const end = endOf(file);
  if (end === undefined) return broken;
  const [parts, from] = [file.readUInt16LE(end + 10), file.readUInt32LE(end + 16)];
  if (parts > MOST_PARTS)
    return no(`The file has more than ${MOST_PARTS} parts: it is no workbook of Excel’s.`);
  const names: string[] = [];
  let at = from;
  let left = most;
  for (let n = 0; n < parts; n += 1) {
    const part = partAt(file, at);
    if (part === undefined) return broken;
    const unpacked = unpackedSize(file, part, left);
    if (unpacked === 'broken') return broken;
    if (unpacked === 'too-large')
      return no(`The file unpacks to more than ${most / 1024 / 1024} MiB: it is not read.`);
    left -= unpacked;
    names.push(part.name);
    at = part.next;
  }
  return { ok: true, names };
}

function endOf(file: Buffer): number | undefined {
  for (let at = file.length - END_SIZE; at >= Math.max(0, file.length - END_SIZE - MOST_COMMENT); at -= 1)
    if (file.readUInt32LE(at) === END) return at;
  return undefined;
}

interface Part {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly local: number;
  readonly next: number;
}

function partAt(file: Buffer, at: number): Part | undefined {
  if (at + 46 > file.length || file.readUInt32LE(at) !== CENTRAL) return undefined;
  const [name, extra, comment] = [
    file.readUInt16LE(at + 28),
    file.readUInt16LE(at + 30),
    file.readUInt16LE(at + 32),
  ];
  return {
    name: file.toString('utf8', at + 46, at + 46 + name),
    method: file.readUInt16LE(at + 10),
    packed: file.readUInt32LE(at + 20),
    local: file.readUInt32LE(at + 42),
    next: at + 46 + name + extra + comment,
  };
}

/** How much a part really holds, at most `most`. */
function unpackedSize(
  file: Buffer,
  { local, method, packed }: Part,
  most: number,
): number | 'broken' | 'too-large' {
  if (local + 30 > file.length || file.readUInt32LE(local) !== LOCAL) return 'broken';
  const data = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (data + packed > file.length) return 'broken';
  if (method === 0) return packed > most ? 'too-large' : packed;
  if (method !== 8) return 'broken';
  try {
    return inflateRawSync(file.subarray(data, data + packed), { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    return isTooLarge(error) ? 'too-large' : 'broken';
  }
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
