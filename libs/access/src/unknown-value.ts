/** Whether a value from outside is an object with fields to look at. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The code of a system error (`ENOENT`). Not by instanceof: errors of node:fs come from another realm in tests. */
export const errorCode = (error: unknown): string =>
  isRecord(error) && typeof error['code'] === 'string' ? error['code'] : 'unknown';
