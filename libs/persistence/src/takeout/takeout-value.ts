import { idText } from '../exchange/columns.js';
import type { ColumnKind } from './takeout-table.js';

/** A value of the database as it stands in a line of JSON. */
export function takeoutValue(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'id':
      return Buffer.isBuffer(value) ? idText(value) : value;
    case 'instant':
      return value instanceof Date ? value.toISOString() : value;
    case 'text':
      return Buffer.isBuffer(value) ? value.toString('utf8') : value;
    case 'day':
      return value;
    case 'number':
      return Number(value);
    case 'flag':
      return Number(value) === 1;
    case 'json':
      return parsed(value);
  }
}

/** A text that is no JSON is taken along as it is: nothing is lost on the way out. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
