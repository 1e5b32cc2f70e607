import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseDatabaseUrl, schemaOf, type OwnerSettings } from '#persistence';

/** Only the ids: the commands of the database need nothing else of the network directory. */
const networkIds = z.looseObject({ nodes: z.array(z.looseObject({ id: z.string() })) });

/** What a command was told, by option or by environment. The sentence goes to the operator as it is. */
export class CommandError extends Error {}

/** A node and its schema. */
export interface NodeSchema {
  readonly node: string;
  readonly schema: string;
}

/**
 * The nodes a command is about: `--nodes city,prefecture`, else NODES, else all of the network directory
 * (NETWORK, default deploy/network/sample).
 */
export async function nodeSchemas(
  nodesOption: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<readonly NodeSchema[]> {
  const named = (nodesOption ?? environment['NODES'] ?? '').split(',').map((id) => id.trim());
  const given = named.filter((id) => id !== '');
  const ids =
    given.length > 0 ? given : await networkNodes(environment['NETWORK'] ?? 'deploy/network/sample');
  return ids.map((node) => ({ node, schema: schemaOf(node) }));
}

async function networkNodes(folder: string): Promise<readonly string[]> {
  const file = join(folder, 'network.yaml');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new CommandError(`There is no ${file}: name the nodes with --nodes, or the directory in NETWORK.`);
  }
  const parsed = networkIds.safeParse(parse(text));
  if (!parsed.success) throw new CommandError(`${file} has no list "nodes" of entries with an "id".`);
  return parsed.data.nodes.map(({ id }) => id);
}

/** Reads a database address from the environment. Example of the variable: `mysql://owner:password@127.0.0.1:3306`. */
export function databaseUrl(name: string, environment: NodeJS.ProcessEnv, what: string): OwnerSettings {
  const text = environment[name];
  if (text === undefined || text === '') {
    throw new CommandError(
      `${name} is not set: it is the database address of ${what}, mysql://user:password@host:port.`,
    );
  }
  try {
    const { host, port, user, password } = parseDatabaseUrl(text);
    return { host, port, user, password };
  } catch (error) {
    throw new CommandError(`${name}: ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}

/** Runs a command; whatever goes wrong is one sentence on stderr and exit code 1. */
export async function runCommand(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
