/* What an office in memory holds, compared and copied row by row. */

const plainly = (_key: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? Array.from<unknown>(value) : value;

/** Everything, down to the last field. */
export const textOf = (held: unknown): string => JSON.stringify(held, plainly);

/** Every row of every section, in its order; fields of one value each as well. */
export function rowsOf(held: unknown): readonly unknown[] {
  const rows: unknown[] = [];
  gather(held, rows, 0);
  return rows;
}

function gather(held: unknown, rows: unknown[], depth: number): void {
  if (held instanceof Map) for (const [key, row] of held) rows.push(key, row);
  else if (held instanceof Set || Array.isArray(held)) for (const row of held) rows.push(row);
  else if (typeof held !== 'object' || held === null || depth > 1) rows.push(held);
  else for (const section of Object.values(held)) gather(section, rows, depth + 1);
}

/** Whether they are the very same rows. */
export const sameRows = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((row, at) => row === b[at]);

/** Another copy of everything, down to the last field: what a started machine reads. */
export function fresh<T>(held: T): T;
export function fresh(held: unknown): unknown {
  if (held instanceof Map)
    return new Map(Array.from<readonly [unknown, unknown]>(held).map(([key, value]) => [key, fresh(value)]));
  if (held instanceof Set) return new Set(Array.from<unknown>(held).map((one) => fresh(one)));
  if (Array.isArray(held)) return Array.from<unknown>(held).map((one) => fresh(one));
  if (typeof held !== 'object' || held === null) return held;
  if (held instanceof Date || ArrayBuffer.isView(held)) return held;
  return Object.fromEntries(Object.entries(held).map(([name, value]) => [name, fresh(value)]));
}
