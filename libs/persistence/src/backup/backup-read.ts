import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import {
  type BackupEnd,
  type BackupHeader,
  type BackupLine,
  BackupRefused,
  type BackupTable,
  readLine,
} from './backup-format.js';

/** No row is longer: the largest column is a sealed body of 300 kB. A line beyond it is no line of ours. */
const LONGEST_LINE = 96 * 1024 * 1024;

export interface ReadBackup {
  readonly header: BackupHeader;
  readonly end: BackupEnd;
}

export interface Reading {
  /** Called with the rows of one table, in order, some at a time; before it nothing of the file is promised. */
  readonly rows?: (table: BackupTable, rows: readonly (readonly (string | null)[])[]) => Promise<void>;
  /** Compressed bytes read, and in all. */
  readonly progress?: (done: number, all: number) => void;
}

/** Rows handed on at once: so many, or so many characters. */
const ROWS = 1_000;
const CHARACTERS = 4 << 20;

/**
 * Reads a backup from end to end and checks it: form, order of the tables, count of every table, digest of every byte.
 * @throws BackupRefused with what is wrong with the file.
 */
export async function readBackup(file: string, reading: Reading = {}): Promise<ReadBackup> {
  const reader = new Reader(reading);
  for await (const { line, bytes } of linesOf(file, reading.progress)) await reader.take(line, bytes);
  return reader.whole();
}

class Reader {
  private readonly hash = createHash('sha256');
  private header: BackupHeader | undefined;
  private end: BackupEnd | undefined;
  private at = 0;
  /** Index of the table whose rows come. */
  private table = -1;
  private readonly counts: Record<string, number> = {};
  private held: (readonly (string | null)[])[] = [];
  private heldCharacters = 0;

  constructor(private readonly reading: Reading) {}

  async take(text: string, bytes: Buffer): Promise<void> {
    if (this.end !== undefined) throw new BackupRefused('something follows its end');
    this.at += 1;
    const line = readLine(text, this.at);
    if (line.kind !== 'end') this.hash.update(bytes);
    await this.step(line, text.length);
  }

  whole(): ReadBackup {
    if (this.header === undefined) throw new BackupRefused('it is empty');
    if (this.end === undefined) throw new BackupRefused('it is cut off: its end is missing');
    return { header: this.header, end: this.end };
  }

  private async step(line: BackupLine, characters: number): Promise<void> {
    switch (line.kind) {
      case 'header':
        this.header = line.header;
        return;
      case 'table':
        await this.flush();
        this.table += 1;
        if (this.current?.table !== line.table)
          throw new BackupRefused(`line ${String(this.at)}: another table was due`);
        this.counts[line.table] = 0;
        return;
      case 'row':
        this.row(line.values);
        this.heldCharacters += characters;
        if (this.held.length >= ROWS || this.heldCharacters >= CHARACTERS) await this.flush();
        return;
      case 'end':
        await this.flush();
        this.close(line.end);
    }
  }

  private get current(): BackupTable | undefined {
    return this.header?.tables[this.table];
  }

  private row(values: readonly (string | null)[]): void {
    const table = this.current;
    if (table?.columns.length !== values.length)
      throw new BackupRefused(`line ${String(this.at)} has not the columns of its table`);
    this.counts[table.table] = (this.counts[table.table] ?? 0) + 1;
    this.held.push(values);
  }

  private async flush(): Promise<void> {
    const table = this.current;
    const rows = this.held;
    this.held = [];
    this.heldCharacters = 0;
    if (table !== undefined && rows.length > 0) await this.reading.rows?.(table, rows);
  }

  private close(end: BackupEnd): void {
    const { tables = [] } = this.header ?? {};
    if (this.table !== tables.length - 1) throw new BackupRefused('a table of its header is missing');
    if (this.hash.digest('hex') !== end.sha256)
      throw new BackupRefused('it is damaged: its bytes do not fit its digest');
    const wrong = tables.find(({ table }) => end.rows[table] !== this.counts[table]);
    if (wrong !== undefined || Object.keys(end.rows).length !== tables.length)
      throw new BackupRefused(
        `it is damaged: the rows of ${wrong?.table ?? 'a table'} are not as many as it says`,
      );
    this.end = end;
  }
}

async function* linesOf(
  file: string,
  progress: Reading['progress'],
): AsyncGenerator<{ readonly line: string; readonly bytes: Buffer }> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw new BackupRefused('there is no such file', { cause: error });
  });
  const source = createReadStream(file);
  const unzipped = createGunzip();
  source.on('error', (error) => unzipped.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of source.pipe(unzipped)) {
      const all = Buffer.concat([rest, Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece))]);
      let from = 0;
      for (let to = all.indexOf(10); to >= 0; to = all.indexOf(10, from)) {
        const bytes = all.subarray(from, to + 1);
        yield { line: bytes.toString('utf8', 0, bytes.length - 1), bytes };
        from = to + 1;
      }
      rest = all.subarray(from);
      if (rest.length > LONGEST_LINE) throw new BackupRefused('it has a line without end');
      progress?.(source.bytesRead, size);
    }
  } catch (error) {
    throw error instanceof BackupRefused || !isOfGzip(error)
      ? error
      : new BackupRefused(`it cannot be unpacked (${error.code})`, { cause: error });
  } finally {
    source.destroy();
  }
  if (rest.length > 0) throw new BackupRefused('it is cut off inside a line');
}

// By shape: an error of Node's own carries its code, whichever realm made it.
const isOfGzip = (error: unknown): error is { readonly code: string } =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('Z_');
