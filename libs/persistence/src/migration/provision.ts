import { createConnection } from 'mysql2/promise';
import { DatabaseUnfitError, unfitSentence } from '../connection/failures.js';
import type { OwnerSettings } from '../connection/settings.js';

/** One node's schema and the user it runs as; nodes of one process may share the user. */
export interface SchemaUser {
  readonly schema: string;
  /** At most 32 characters, which is MySQL's limit for a user name. */
  readonly user: string;
  readonly password: string;
}

/** What a DBA has to make before anything can be migrated. */
export interface ProvisionPlan {
  /** The user that migrates: all rights, on the schemas of this plan only. */
  readonly owner: { readonly user: string; readonly password: string };
  readonly nodes: readonly SchemaUser[];
  /** From where the users connect, MySQL's host pattern (default `127.0.0.1`: holds with and without skip-name-resolve). */
  readonly from?: string;
}

/** A plan that no database could hold; the message names the node and the rule. */
export class ProvisionPlanError extends Error {}

/**
 * The SQL that makes schemas, users and grants; may be run again.
 * @throws ProvisionPlanError for a name that is too long or unsafe, or when two nodes share a schema or user.
 */
export function provisionStatements(plan: ProvisionPlan): readonly string[] {
  assertSafe(plan);
  const from = plan.from ?? '127.0.0.1';
  const owner = account(plan.owner.user, from);
  const users = new Map(plan.nodes.map(({ user, password }) => [user, password]));
  return [
    ...userStatements(owner, plan.owner.password),
    ...[...users].flatMap(([user, password]) => userStatements(account(user, from), password)),
    ...plan.nodes.flatMap(({ schema, user }) => {
      // In a grant `_` stands for any character: unescaped, hy_a_b would also open hy_aXb.
      const on = `\`${schema.replaceAll('_', '\\_')}\`.*`;
      return [
        `CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
        `GRANT ALL PRIVILEGES ON ${on} TO ${owner}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ${on} TO ${account(user, from)}`,
      ];
    }),
  ];
}

/**
 * Makes schemas, users and grants with an administrator's user: for a database of one's own (the sample
 * network, tests). In an office a DBA runs the printed statements.
 * @throws DatabaseUnfitError when the database is not there or refuses the administrator.
 */
export async function provision(administrator: OwnerSettings, plan: ProvisionPlan): Promise<void> {
  const statements = provisionStatements(plan);
  let connection;
  try {
    connection = await createConnection({ ...administrator, connectTimeout: 5000, charset: 'utf8mb4_bin' });
  } catch (error) {
    throw new DatabaseUnfitError(unfitSentence(error, administrator), { cause: error });
  }
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    connection.destroy();
  }
}

function account(user: string, from: string): string {
  return `${quoted(user)}@${quoted(from)}`;
}

function userStatements(who: string, password: string): readonly string[] {
  return [
    `CREATE USER IF NOT EXISTS ${who} IDENTIFIED BY ${quoted(password)}`,
    `ALTER USER ${who} IDENTIFIED BY ${quoted(password)}`,
  ];
}

function assertSafe(plan: ProvisionPlan): void {
  const schemas = new Set<string>();
  const passwords = new Map<string, string>();
  for (const { schema, user, password } of plan.nodes) {
    if (!/^[a-z0-9_]{1,64}$/.test(schema)) {
      throw new ProvisionPlanError(`"${schema}" cannot be a schema: 1 to 64 of a–z, 0–9 and _.`);
    }
    if (!/^[A-Za-z0-9_]{1,32}$/.test(user)) {
      throw new ProvisionPlanError(`"${user}" cannot be a user: 1 to 32 of a–z, 0–9 and _.`);
    }
    if (user === plan.owner.user) {
      throw new ProvisionPlanError(
        `The user "${user}" migrates: a node's user has no DDL and is another one.`,
      );
    }
    if (schemas.has(schema)) throw new ProvisionPlanError(`Two nodes share the schema "${schema}".`);
    if ((passwords.get(user) ?? password) !== password) {
      throw new ProvisionPlanError(`The user "${user}" is given two passwords.`);
    }
    schemas.add(schema);
    passwords.set(user, password);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
