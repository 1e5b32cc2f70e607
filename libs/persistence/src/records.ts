import type { EntitySchema } from 'typeorm';

/** Every TypeORM record of this program; openDatabase takes them. Records never leave this library. */
export const records: readonly EntitySchema[] = [];
