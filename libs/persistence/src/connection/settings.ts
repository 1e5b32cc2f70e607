/** Where a node's schema is, and how patiently the node talks to it. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  /** The node's own user: SELECT, INSERT, UPDATE and DELETE on its schema, no DDL. */
  readonly user: string;
  readonly password: string;
  /** `hy_<node id>`, see schemaOf. */
  readonly schema: string;
  /** Connections this node may hold, 1–4 (default 4): a process hosts many nodes. */
  readonly poolSize?: number;
  /** Milliseconds to open a connection (default 5000). */
  readonly connectTimeout?: number;
  /** Milliseconds for one statement; after that its connection is destroyed (default 20000). */
  readonly statementTimeout?: number;
}

/** A user that may create and alter schemas: used by migrations and provisioning only, never by a node. */
export interface OwnerSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A database address that cannot be understood; the message names what is expected. */
export class DatabaseUrlError extends Error {}

/**
 * Reads `mysql://user:password@host:port/schema` (scheme `mysql` or `mariadb`, port 3306 when absent).
 * @throws DatabaseUrlError naming the part that is missing; the message never holds the password.
 */
export function parseDatabaseUrl(text: string): OwnerSettings & { readonly schema: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const expected = 'expected mysql://user:password@host:port/schema';
  if (url === undefined) throw new DatabaseUrlError(`The database address is not a URL: ${expected}.`);
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') {
    throw new DatabaseUrlError(`The database address starts with "${url.protocol}//": ${expected}.`);
  }
  if (url.hostname === '') throw new DatabaseUrlError(`The database address names no host: ${expected}.`);
  if (url.username === '') throw new DatabaseUrlError(`The database address names no user: ${expected}.`);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 3306 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    schema: decodeURIComponent(url.pathname.slice(1)),
  };
}

/** The schema of a node, which is also the name of its user: `committee:education` → `hy_committee_education`. */
export function schemaOf(nodeId: string): string {
  return `hy_${nodeId.replace(/[:-]/g, '_')}`;
}
