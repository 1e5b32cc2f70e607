import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { problem, type DirectoryProblem } from '../directory/problem.js';
import { errorCode } from '../unknown-value.js';
import { makeSecrets, readSecrets, writeSecrets, type NodeSecrets } from './key-file.js';

export type ReadSecrets =
  | { readonly ok: true; readonly secrets: NodeSecrets }
  | { readonly ok: false; readonly problem: DirectoryProblem };

export type ReadAllSecrets =
  | { readonly ok: true; readonly secrets: readonly NodeSecrets[] }
  | { readonly ok: false; readonly problem: DirectoryProblem };

/** The folder of an installation's keys, `<dataDir>/keys`: one file per node, readable by its user alone. */
export const keyFolder = (dataDir: string): string => join(dataDir, 'keys');

const fileOf = (dataDir: string, node: string): string =>
  join(keyFolder(dataDir), `${node.replaceAll(':', '_')}.json`);

const nameOf = (node: string): string => node.replaceAll(':', '_');

/**
 * All secrets of a node: those of its key file first, then those of `<node>.<kid>.json` beside it, made for a rotation
 * or kept from one. None of them is ever thrown away: what is sealed with it opens with no other.
 */
export function loadKeyFiles(dataDir: string, node: string): ReadAllSecrets {
  const first = loadSecrets(dataDir, node);
  if (!first.ok) return first;
  const secrets = [first.secrets];
  const beside = new RegExp(`^${nameOf(node)}\\.k-[0-9a-f]{16}\\.json$`, 'u');
  for (const name of readdirSync(keyFolder(dataDir))
    .filter((one) => beside.test(one))
    .sort()) {
    const read = loadSecrets(dataDir, node, name);
    if (!read.ok) return read;
    secrets.push(read.secrets);
  }
  return { ok: true, secrets };
}

/** Makes the node's keys when it has none; `next`: one more pair, for a rotation. */
export function makeNodeKeys(dataDir: string, node: string, next: boolean): DirectoryProblem[] {
  const problems = makeMissingSecrets(dataDir, [node]);
  if (problems.length > 0 || !next) return problems;
  const secrets = makeSecrets();
  const path = join(keyFolder(dataDir), `${nameOf(node)}.${secrets.kid}.json`);
  writeFileSync(path, writeSecrets(secrets), { mode: 0o600, flag: 'wx' });
  return [];
}

/** Reads one node's secrets; refuses a file that others on this machine may read. */
export function loadSecrets(dataDir: string, node: string, name = `${nameOf(node)}.json`): ReadSecrets {
  const path = join(keyFolder(dataDir), name);
  const at = `keys/${name}`;
  const failed = (sentence: string): ReadSecrets => ({ ok: false, problem: problem(at, sentence) });
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      return failed(
        `The key file of ${node} can be read by others; run chmod 600 on it, and renew the keys if somebody did.`,
      );
    }
    const secrets = readSecrets(readFileSync(path, 'utf8'));
    return secrets === undefined
      ? failed(
          `The key file of ${node} is damaged; restore it from a backup, what is sealed with it opens with no other.`,
        )
      : { ok: true, secrets };
  } catch (error) {
    return failed(`The key file of ${node} cannot be read (${errorCode(error)}).`);
  }
}

/** Makes secrets for the nodes that have none. Safe when several processes do it at once: the first file stays. */
export function makeMissingSecrets(dataDir: string, nodes: readonly string[]): DirectoryProblem[] {
  try {
    mkdirSync(keyFolder(dataDir), { recursive: true, mode: 0o700 });
    chmodSync(keyFolder(dataDir), 0o700);
    for (const node of nodes) makeOne(fileOf(dataDir, node));
    return [];
  } catch (error) {
    return [
      problem(
        'keys',
        `The key folder cannot be written (${errorCode(error)}); DATA_DIR must name a folder that this user may write.`,
      ),
    ];
  }
}

/** Writes a file of the folder as a whole: a reader sees the old or the new one, never half. */
export function replaceFile(path: string, content: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o644, flag: 'wx' });
  renameSync(draft, path);
}

function makeOne(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, writeSecrets(makeSecrets()), { mode: 0o600, flag: 'wx' });
  try {
    // link refuses an existing name: of two processes that start together one wins, both then read its file.
    linkSync(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
