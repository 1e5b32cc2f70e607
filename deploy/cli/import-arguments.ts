import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run -s import -- register.csv|register.xlsx --mapping mapping.json --address "http://127.0.0.1:PORT/?token=…" [--unit city] [--user 主任] [--sheet 登记簿] [--dry-run]

  --mapping  which column is which field; see deploy/import/example.mapping.json
  --address  the node's address as npm start printed it, token included
  --unit     the registering unit (default city)
  --user     the post that registers; items that ended in the old register are entered by the head (主任)
  --sheet    which sheet of an Excel workbook (.xlsx); not needed where there is one only
  --dry-run  reads and checks everything, registers nothing; needs no address
`;

export interface ImportArguments {
  readonly file: string;
  readonly mapping: string;
  readonly unit: string;
  readonly user?: string;
  readonly sheet?: string;
  readonly dryRun: boolean;
  /** Absent in a dry run. */
  readonly node?: { readonly url: string; readonly token: string };
}

export type ReadArguments =
  { readonly ok: true; readonly value: ImportArguments } | { readonly ok: false; readonly problem: string };

const OPTIONS = {
  mapping: { type: 'string' },
  address: { type: 'string' },
  unit: { type: 'string', default: 'city' },
  user: { type: 'string' },
  sheet: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

/** Reads the command line; the first problem is told. */
export function readArguments(argv: readonly string[]): ReadArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return wrong('one file is needed, CSV or .xlsx');
    if (values.mapping === undefined) return wrong('--mapping is needed');
    const { unit, user, sheet, mapping, 'dry-run': dryRun } = values;
    const base = {
      ...{ file, mapping, unit, dryRun },
      ...(user === undefined ? {} : { user }),
      ...(sheet === undefined ? {} : { sheet }),
    };
    if (dryRun) return { ok: true, value: base };
    const address = values.address ?? '';
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const token = url?.searchParams.get('token') ?? '';
    return url === undefined || token === ''
      ? wrong('--address is needed, with its token, as npm start printed it')
      : { ok: true, value: { ...base, node: { url: url.origin, token } } };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

const wrong = (problem: string): ReadArguments => ({ ok: false, problem });
