/* What an office in memory holds, compared and copied row by row. */

const plainly = (_key: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? Array.from<unknown>(value) : value;

/** Everything, down to the last field. */
export const textOf = (held: unknown): string => JSON.stringify(held, plainly);

/** Every row of every section, in its order. */
export function rowsOf(held: unknown, depth = 0): readonly unknown[] {
  if (held instanceof Map) return Array.from<readonly unknown[]>(held).flat();
  if (held instanceof Set || Array.isArray(held)) return Array.from<unknown>(held);
  if (typeof held !== 'object' || held === null || depth > 1) return [held];
  return Object.values(held).flatMap((section) => rowsOf(section, depth + 1));
}

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
