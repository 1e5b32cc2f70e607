import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, isRecord } from '../unknown-value.js';
import { problem, type DirectoryProblem } from './problem.js';

interface Seen {
  readonly version: number;
  /** SHA-256 of network.yaml, hex. */
  readonly digest: string;
}
type Memory = Readonly<Record<string, Seen>>;

/**
 * A directory's version never falls: an older one would bring revoked keys and removed links back.
 * The newest version seen is remembered under the data folder; in a real network the same version with other
 * content is refused too (a simulated one is edited by hand while it is tried).
 */
export function checkVersion(
  dataDir: string,
  seen: {
    readonly network: string;
    readonly version: number;
    readonly bytes: Buffer;
    readonly simulated: boolean;
  },
): DirectoryProblem[] {
  const path = join(dataDir, 'directory-versions.json');
  const memory = recall(path);
  if (memory === undefined) {
    return [
      problem(
        'directory-versions.json',
        'The memory of directory versions is unreadable; restore it from a backup.',
      ),
    ];
  }
  const { network, version, simulated } = seen;
  const digest = createHash('sha256').update(seen.bytes).digest('hex');
  const newest = Object.hasOwn(memory, network) ? memory[network] : undefined;
  if (newest !== undefined && version < newest.version) {
    return [
      problem(
        'network.yaml version',
        `The version fell from ${newest.version} to ${version}; a version never falls.`,
      ),
    ];
  }
  if (newest?.version === version && newest.digest !== digest && !simulated) {
    return [
      problem(
        'network.yaml version',
        `The content changed, but the version is still ${version}; raise it and sign again.`,
      ),
    ];
  }
  if (newest?.version !== version || newest.digest !== digest) {
    return remember(path, dataDir, { ...memory, [network]: { version, digest } });
  }
  return [];
}

function recall(path: string): Memory | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // A data folder that is none (ENOTDIR) is told, with its reason, when it is written to.
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(error)) ? {} : undefined;
  }
  try {
    return memoryOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function memoryOf(value: unknown): Memory | undefined {
  if (!isRecord(value)) return undefined;
  const memory: Record<string, Seen> = {};
  for (const [network, seen] of Object.entries(value)) {
    if (!isRecord(seen)) return undefined;
    const { version, digest } = seen;
    if (typeof version !== 'number' || !Number.isInteger(version) || typeof digest !== 'string')
      return undefined;
    memory[network] = { version, digest };
  }
  return memory;
}

function remember(path: string, dataDir: string, memory: Memory): DirectoryProblem[] {
  try {
    mkdirSync(dataDir, { recursive: true });
    // Renamed into place: several processes of one installation start together, and a reader never sees half a file.
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, `${JSON.stringify(memory, null, 2)}\n`);
    renameSync(draft, path);
    return [];
  } catch (error) {
    return [
      problem(
        'directory-versions.json',
        `The data folder cannot be written (${errorCode(error)}); DATA_DIR must name one that this user may write.`,
      ),
    ];
  }
}
