import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyFileSchema, type PublicKeys } from '#contract';
import type { NetworkDirectory } from '../directory/network-directory.js';
import { problem, type DirectoryProblem } from '../directory/problem.js';
import { publicHalves, type NodeSecrets } from './key-file.js';
import { keyFolder, loadKeyFiles, loadSecrets, makeMissingSecrets, replaceFile } from './key-folder.js';

/** Public keys of every node and the secrets of the hosted ones. */
export interface NetworkKeys {
  readonly publicKeys: ReadonlyMap<string, readonly PublicKeys[]>;
  readonly secrets: ReadonlyMap<string, NodeSecrets>;
  /** Further pairs of the hosted nodes: for a rotation to come, or from one that was. */
  readonly spare: ReadonlyMap<string, readonly NodeSecrets[]>;
}

export type LoadedKeys =
  | { readonly ok: true; readonly keys: NetworkKeys }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

/** A simulated clock may show any year, so sample keys are valid from the beginning. */
const SAMPLE_VALID_FROM = '1970-01-01T00:00:00Z';

/**
 * The keys at start. A simulated network: makes what is missing for all its nodes and writes `keys/public.json`, from
 * which every local process takes the public halves. A real network: public keys are the directory's, and each hosted
 * node must hold the secrets of one of its listed keys.
 */
export function openKeys(
  directory: NetworkDirectory,
  dataDir: string,
  hosted: readonly string[],
): LoadedKeys {
  return directory.settings.simulated
    ? openSample(directory, dataDir, hosted)
    : openReal(directory, dataDir, hosted);
}

function openSample(directory: NetworkDirectory, dataDir: string, hosted: readonly string[]): LoadedKeys {
  const ids = directory.nodes().map(({ id }) => id);
  const problems = makeMissingSecrets(dataDir, ids);
  if (problems.length > 0) return { ok: false, problems };
  const own = collect(dataDir, hosted);
  if (!own.ok) return own;
  const shared = readShared(dataDir, directory.settings.network);
  if (shared !== undefined && ids.every((id) => shared.has(id)) && agrees(own.secrets, shared)) {
    return { ok: true, keys: { publicKeys: shared, secrets: own.secrets, spare: new Map() } };
  }
  return share(directory, dataDir, ids, own.secrets);
}

/** Writes public.json anew. Only here a process looks into the key files of nodes that it does not host. */
function share(
  directory: NetworkDirectory,
  dataDir: string,
  ids: readonly string[],
  secrets: ReadonlyMap<string, NodeSecrets>,
): LoadedKeys {
  const all = collect(dataDir, ids);
  if (!all.ok) return all;
  const publicKeys = new Map(
    [...all.secrets].map(([id, one]) => [id, [{ ...publicHalves(one), validFrom: SAMPLE_VALID_FROM }]]),
  );
  const content = { network: directory.settings.network, nodes: Object.fromEntries(publicKeys) };
  try {
    // The content follows from the key files, so processes that start together write the same.
    replaceFile(sharedPath(dataDir), `${JSON.stringify(content, null, 2)}\n`);
    return { ok: true, keys: { publicKeys, secrets, spare: new Map() } };
  } catch {
    return {
      ok: false,
      problems: [problem('keys/public.json', 'The public keys of the sample network cannot be written.')],
    };
  }
}

const sharedPath = (dataDir: string): string => join(keyFolder(dataDir), 'public.json');

function readShared(
  dataDir: string,
  network: string,
): ReadonlyMap<string, readonly PublicKeys[]> | undefined {
  try {
    const file = publicKeyFileSchema.parse(JSON.parse(readFileSync(sharedPath(dataDir), 'utf8')));
    return file.network === network ? new Map(Object.entries(file.nodes)) : undefined;
  } catch {
    // Missing or damaged: it follows from the key files and is written anew.
    return undefined;
  }
}

/** A key file that was replaced shows by its key id. */
function agrees(
  secrets: ReadonlyMap<string, NodeSecrets>,
  shared: ReadonlyMap<string, readonly PublicKeys[]>,
): boolean {
  return [...secrets].every(([id, { kid }]) => shared.get(id)?.some((key) => key.kid === kid) === true);
}

function openReal(directory: NetworkDirectory, dataDir: string, hosted: readonly string[]): LoadedKeys {
  const publicKeys = new Map(directory.nodes().map(({ id, keys }) => [id, keys]));
  const secrets = new Map<string, NodeSecrets>();
  const spare = new Map<string, readonly NodeSecrets[]>();
  const problems: DirectoryProblem[] = [];
  for (const id of hosted) {
    const read = loadKeyFiles(dataDir, id);
    if (!read.ok) {
      problems.push(read.problem);
      continue;
    }
    const [own, ...others] = read.secrets;
    const listed = read.secrets.some((one) => isListed(one, publicKeys.get(id) ?? []));
    if (own !== undefined && listed) {
      secrets.set(id, own);
      spare.set(id, others);
    } else if (own !== undefined) problems.push(notListed(id, own.kid));
  }
  return problems.length === 0 ? { ok: true, keys: { publicKeys, secrets, spare } } : { ok: false, problems };
}

function isListed(own: NodeSecrets, listed: readonly PublicKeys[]): boolean {
  const halves = publicHalves(own);
  const found = listed.find(({ kid }) => kid === halves.kid);
  return found?.sign === halves.sign && found.seal === halves.seal;
}

const notListed = (id: string, kid: string): DirectoryProblem =>
  problem(
    `keys/${id.replaceAll(':', '_')}.json`,
    `The directory lists no key ${kid} of ${id} that fits this key file; send its public halves to the network's keeper.`,
  );

type Collected =
  | { readonly ok: true; readonly secrets: ReadonlyMap<string, NodeSecrets> }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

function collect(dataDir: string, ids: readonly string[]): Collected {
  const secrets = new Map<string, NodeSecrets>();
  const problems: DirectoryProblem[] = [];
  for (const id of ids) {
    const read = loadSecrets(dataDir, id);
    if (read.ok) secrets.set(id, read.secrets);
    else problems.push(read.problem);
  }
  return problems.length === 0 ? { ok: true, secrets } : { ok: false, problems };
}
