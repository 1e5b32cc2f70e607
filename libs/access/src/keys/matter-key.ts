import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem, type DirectoryProblem } from '../directory/problem.js';
import { errorCode } from '../unknown-value.js';
import { keyFolder } from './key-folder.js';

/*
 * The key of the network's matter fingerprints: 32 bytes that every office has and nobody else. Without it nobody can
 * try places and bodies until a fingerprint fits. One file beside the node's own keys.
 */

const NAME = 'matter.key';

export type ReadMatterKey =
  | { readonly ok: true; readonly key: Buffer | undefined }
  | { readonly ok: false; readonly problem: DirectoryProblem };

/**
 * The key of this installation. A simulated network makes it at its first start; a real one gets it from the network's
 * keeper out of band, and without it this office neither asks nor answers.
 */
export function openMatterKey(dataDir: string, simulated: boolean): ReadMatterKey {
  const path = join(keyFolder(dataDir), NAME);
  try {
    if (simulated) makeMissing(path);
    return read(path);
  } catch (error) {
    return failed(`The key of the network's matters cannot be read or made (${errorCode(error)}).`);
  }
}

const failed = (sentence: string): ReadMatterKey => ({
  ok: false,
  problem: problem(`keys/${NAME}`, sentence),
});

function read(path: string): ReadMatterKey {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return { ok: true, key: undefined };
  if (process.platform !== 'win32' && (there.mode & 0o077) !== 0) {
    return failed('The key of the network’s matters can be read by others; run chmod 600 on it.');
  }
  const text = readFileSync(path, 'utf8').trim();
  return /^[A-Za-z0-9_-]{43}$/u.test(text)
    ? { ok: true, key: Buffer.from(text, 'base64url') }
    : failed(
        'The key of the network’s matters is not 32 bytes in base64url; ask the network’s keeper for it.',
      );
}

function makeMissing(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // link refuses an existing name: of two processes that start together one wins, both then read its file.
    linkSync(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
