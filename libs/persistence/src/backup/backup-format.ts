import { z } from 'zod';

/*
 * The file of a backup: gzip of lines, each a JSON text and a line feed (`zcat FILE | head` reads it).
 *
 *   line 1       the header: what it is, of which node, how its schema came about, its tables and columns
 *   {"table":T}  the rows of table T follow
 *   […]          a row: one entry for each column of the table, in the header's order; null, text as the server writes
 *                it (numbers and times too), bytes in base64
 *   last line    the end: rows of each table, and the SHA-256 of every byte before this line
 *
 * Order of the tables: the header's. Nothing in it is ever executed: tables come from this program's own migrations.
 */

const name = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/u);

const headerSchema = z.strictObject({
  format: z.literal('huiyin-backup'),
  version: z.literal(1),
  node: z.string().min(1).max(64),
  /** When the snapshot was taken, by the database's clock, UTC. */
  at: z.iso.datetime(),
  /** The epoch that the node's streams were in. */
  epoch: z.int().min(1),
  /** The migrations that the schema had been through. */
  steps: z
    .array(z.strictObject({ step: z.string().max(120), checksum: z.string().regex(/^[0-9a-f]{64}$/u) }))
    .min(1),
  tables: z
    .array(
      z.strictObject({
        table: name,
        columns: z.array(z.strictObject({ column: name, kind: z.enum(['text', 'bytes']) })).min(1),
      }),
    )
    .min(1),
});
export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupTable = BackupHeader['tables'][number];

const endSchema = z.strictObject({
  end: z.literal('huiyin-backup'),
  rows: z.record(name, z.int().min(0)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
});
export type BackupEnd = z.infer<typeof endSchema>;

const beginSchema = z.strictObject({ table: name });
const rowSchema = z.array(z.union([z.string(), z.null()]));

/** What stands in a line. */
export type BackupLine =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'row'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/** Why a backup is not made or not taken; a sentence for the operator. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

/** @throws BackupRefused for a line that no backup has. */
export function readLine(text: string, at: number): BackupLine {
  const json = parsed(text, at);
  if (at === 1) {
    const header = headerSchema.safeParse(json);
    if (header.success) return { kind: 'header', header: header.data };
    throw new BackupRefused(`it is no backup of this program: ${firstIssue(header.error)}`);
  }
  const row = rowSchema.safeParse(json);
  if (row.success) return { kind: 'row', values: row.data };
  const begin = beginSchema.safeParse(json);
  if (begin.success) return { kind: 'table', table: begin.data.table };
  const end = endSchema.safeParse(json);
  if (end.success) return { kind: 'end', end: end.data };
  throw new BackupRefused(`line ${String(at)} is neither a row nor a table nor the end`);
}

function parsed(text: string, at: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BackupRefused(
      at === 1
        ? 'it is no backup of this program: its first line is no JSON'
        : `line ${String(at)} is no JSON`,
    );
  }
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined
    ? 'its header is wrong'
    : `${issue.path.join('.') || 'header'}: ${issue.message}`;
}
