import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createConnection, type Connection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseSettings } from '../connection/settings.js';

export type BulkValue = string | number | Buffer | null;
export type BulkRow = readonly BulkValue[];

/** A table with the columns that rows are written with, in their order; `binary` ones hold bytes. */
export interface BulkTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly binary?: readonly string[];
}

/** Rows of one INSERT, where the server takes no LOAD DATA. */
const INSERTED_AT_ONCE = 1_000;
/** Characters handed to the driver at once. */
const PIECE = 1 << 18;

/**
 * Writes many rows of one table at once, in the order they are given: LOAD DATA LOCAL, or INSERTs on a server that has
 * it switched off (MySQL's default). For an empty schema that nobody else writes to; every row must be new.
 */
export class BulkWriter {
  private readonly hash: Hash = createHash('sha256');

  private constructor(
    private readonly connection: Connection,
    private readonly loads: boolean,
  ) {}

  static async open({ host, port, user, password, schema }: DatabaseSettings): Promise<BulkWriter> {
    const connection = await createConnection({
      ...{ host, port, user, password, database: schema },
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      dateStrings: ['DATE'],
    });
    await connection.query(
      // A busy machine may make the server wait for the next piece longer than its usual half minute.
      "SET SESSION sql_mode = 'STRICT_ALL_TABLES', unique_checks = 0, foreign_key_checks = 0, net_read_timeout = 900, net_write_timeout = 900",
    );
    const [rows] = await connection.query<RowDataPacket[]>('SELECT @@local_infile AS loads');
    return new BulkWriter(connection, rows[0]?.['loads'] === 1);
  }

  /** @throws when the server did not take every row as it was. */
  async write(table: BulkTable, rows: readonly BulkRow[]): Promise<void> {
    if (rows.length === 0) return;
    this.hash.update(`${table.name}\n`);
    if (this.loads) await this.load(table, rows);
    else await this.insert(table, rows);
  }

  /** One statement beside the rows. */
  async run(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(sql, [...values]);
    return Array.isArray(rows) ? rows : [];
  }

  /** SHA-256 over everything that was written, in its order: the same rows have the same digest. */
  digest(): string {
    return this.hash.copy().digest('hex');
  }

  async close(): Promise<void> {
    await this.connection.end();
  }

  private async load({ name, columns, binary = [] }: BulkTable, rows: readonly BulkRow[]): Promise<void> {
    const into = columns.map((column) => (binary.includes(column) ? `@${column}` : column)).join(', ');
    const set = binary.map((column) => `${column} = UNHEX(@${column})`).join(', ');
    const [done] = await this.connection.query<ResultSetHeader>({
      sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${name} CHARACTER SET utf8mb4
            FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${into})${set === '' ? '' : ` SET ${set}`}`,
      infileStreamFactory: () => Readable.from(this.pieces(rows)),
    });
    // LOCAL turns errors into warnings and goes on.
    if (done.affectedRows === rows.length && done.warningStatus === 0) return;
    const warnings = await this.run('SHOW WARNINGS LIMIT 3');
    throw new Error(
      `${name} took ${String(done.affectedRows)} of ${String(rows.length)} rows: ${JSON.stringify(warnings)}`,
    );
  }

  private async insert({ name, columns }: BulkTable, rows: readonly BulkRow[]): Promise<void> {
    // The digest is of the same bytes, however they travel.
    Array.from(this.pieces(rows));
    for (let from = 0; from < rows.length; from += INSERTED_AT_ONCE) {
      await this.connection.query(`INSERT INTO ${name} (${columns.join(', ')}) VALUES ?`, [
        rows.slice(from, from + INSERTED_AT_ONCE),
      ]);
    }
  }

  private *pieces(rows: readonly BulkRow[]): Generator<Buffer> {
    let piece = '';
    const taken = (): Buffer => {
      const bytes = Buffer.from(piece);
      piece = '';
      this.hash.update(bytes);
      return bytes;
    };
    for (const row of rows) {
      piece += lineOf(row);
      if (piece.length > PIECE) yield taken();
    }
    // An empty piece would tell the server that the load is over before the driver says so.
    if (piece !== '') yield taken();
  }
}

function lineOf(row: BulkRow): string {
  let line = '';
  for (let at = 0; at < row.length; at += 1) line += (at === 0 ? '' : '\t') + fieldOf(row[at] ?? null);
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/u;

function fieldOf(value: BulkValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value.toString('hex');
  return SPECIAL.test(value)
    ? value.replaceAll(/[\\\t\n\r]/gu, (sign) => `\\${ESCAPES[sign] ?? sign}`)
    : value;
}

const ESCAPES: Readonly<Record<string, string>> = { '\t': 't', '\n': 'n', '\r': 'r' };
