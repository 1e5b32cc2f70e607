import {
  EntitySchema,
  EntitySchemaOptions,
  type EntitySchemaColumnOptions,
  type ObjectLiteral,
  type ValueTransformer,
} from 'typeorm';
import { idBytes, idText } from '../exchange/columns.js';

const uuid: ValueTransformer = {
  to: (id: unknown) => (typeof id === 'string' ? idBytes(id) : id),
  from: (bytes: unknown) => (Buffer.isBuffer(bytes) ? idText(bytes) : bytes),
};

/** A UUID: BINARY(16), because a text key would call `a` and `A ` the same under other collations. */
export const idColumn: EntitySchemaColumnOptions = { type: 'binary', length: 16, transformer: uuid };

/** AUTO_INCREMENT: the order in which rows were made here; the cursor of a page. */
export const positionColumn: EntitySchemaColumnOptions = {
  type: 'bigint',
  unsigned: true,
  primary: true,
  generated: 'increment',
};

export const textColumn: EntitySchemaColumnOptions = { type: 'varchar' };
export const longTextColumn: EntitySchemaColumnOptions = { type: 'mediumtext' };
export const countColumn: EntitySchemaColumnOptions = { type: 'int', unsigned: true };
/** A legal date: 'YYYY-MM-DD' in and out, never a Date. */
export const dayColumn: EntitySchemaColumnOptions = { type: 'date' };
export const instantColumn: EntitySchemaColumnOptions = { type: 'datetime', precision: 3 };
/** JSON text that TypeORM writes and parses; searched never, so that both databases treat it alike. */
export const jsonColumn: EntitySchemaColumnOptions = { type: 'simple-json' };

/** The same column where NULL is allowed. */
export const optional = (column: EntitySchemaColumnOptions, name?: string): EntitySchemaColumnOptions => ({
  ...column,
  nullable: true,
  ...(name === undefined ? {} : { name }),
});

/** The same column under its name in the database. */
export const named = (column: EntitySchemaColumnOptions, name: string): EntitySchemaColumnOptions => ({
  ...column,
  name,
});

/** A record of a table: every property of T is one of its columns. */
export function recordOf<T extends ObjectLiteral>(
  table: string,
  columns: { readonly [P in keyof T]: EntitySchemaColumnOptions },
): EntitySchema<T> {
  const options = new EntitySchemaOptions<T>();
  options.name = table;
  options.tableName = table;
  options.columns = columns;
  return new EntitySchema<T>(options);
}
