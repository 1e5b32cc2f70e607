import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { networkFileSchema, staffFileSchema, type Directory } from '#contract';
import { checkCarriage } from './check-carriage.js';
import { checkCompetence } from './check-competence.js';
import { checkKeys } from './check-keys.js';
import { checkLinks } from './check-links.js';
import { checkNetwork } from './check-network.js';
import { checkNodes } from './check-nodes.js';
import { checkStaff } from './check-staff.js';
import { checkSuccession } from './check-succession.js';
import { checkUnits } from './check-units.js';
import { NetworkDirectory } from './network-directory.js';
import type { DirectoryProblem } from './problem.js';
import { readYaml } from './read-yaml.js';
import { checkSignature } from './signature.js';
import { checkVersion } from './version-memory.js';

export type LoadedDirectory =
  | { readonly ok: true; readonly directory: NetworkDirectory }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

export interface LoadOptions {
  /** Folder with `network.yaml`, `staff.yaml` and, in a real network, `network.sig`. */
  readonly path: string;
  /** The installation's data: remembers the newest version seen. */
  readonly dataDir: string;
  /** Real time, for the spans of keys. */
  readonly now: Date;
  /** Base64url Ed25519 key that signs a real network's directory. */
  readonly rootKey?: string | undefined;
}

/**
 * Reads a network directory and checks it whole. Every problem is listed, a sentence each; with one of them the
 * node does not start. A file whose shape is wrong is told first: its references can only be checked after that.
 */
export function loadDirectory(options: LoadOptions): LoadedDirectory {
  const read = readFiles(options.path);
  if (!read.ok) return read;
  const { directory, bytes } = read;
  const problems = [
    ...checkDirectory(directory, options.now),
    ...checkSignature({ ...options, simulated: directory.simulated, bytes }),
  ];
  // Only a directory that is sound otherwise may raise the version that is remembered.
  if (problems.length === 0) {
    const { network: name, version } = directory;
    problems.push(
      ...checkVersion(options.dataDir, {
        network: name,
        version,
        bytes,
        simulated: directory.simulated,
      }),
    );
  }
  return problems.length === 0
    ? { ok: true, directory: new NetworkDirectory(directory) }
    : { ok: false, problems };
}

export type CheckedDirectory =
  | { readonly ok: true; readonly bytes: Buffer; readonly version: number; readonly simulated: boolean }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

/** Every check of a start except the signature, which its keeper is about to make over these bytes. */
export function checkUnsigned(path: string, now: Date): CheckedDirectory {
  const read = readFiles(path);
  if (!read.ok) return read;
  const problems = checkDirectory(read.directory, now);
  if (problems.length > 0) return { ok: false, problems };
  const { version, simulated } = read.directory;
  return { ok: true, bytes: read.bytes, version, simulated };
}

type ReadFiles =
  | { readonly ok: true; readonly directory: Directory; readonly bytes: Buffer }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

function readFiles(path: string): ReadFiles {
  const network = readYaml(join(path, 'network.yaml'), networkFileSchema);
  const staffPath = join(path, 'staff.yaml');
  const staff = existsSync(staffPath) ? readYaml(staffPath, staffFileSchema) : undefined;
  if (!network.ok || staff?.ok === false) {
    return {
      ok: false,
      problems: [...(network.ok ? [] : network.problems), ...(staff?.ok === false ? staff.problems : [])],
    };
  }
  return { ok: true, directory: { ...network.value, staff: staff?.value.staff ?? [] }, bytes: network.bytes };
}

/** Every rule between the entries of a directory. */
export function checkDirectory(directory: Directory, now: Date): DirectoryProblem[] {
  return [
    ...checkNetwork(directory),
    ...checkNodes(directory),
    ...checkUnits(directory),
    ...checkSuccession(directory),
    ...checkLinks(directory),
    ...checkCompetence(directory),
    ...checkStaff(directory),
    ...checkKeys(directory, now),
    ...checkCarriage(directory, now),
  ];
}
