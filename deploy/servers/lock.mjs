// One start at a time per data directory.
import { linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { birthOf, livingPid, writePidFile } from './processes.mjs';

/**
 * Takes the data directory for this process.
 * Returns `{ release }`, or `{ heldBy: pid }` when another living process has it.
 * The lock of a process that died is taken over.
 */
export function takeLock(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'lock');
  const mine = join(dataDir, `lock.${process.pid}`);
  writePidFile(mine, process.pid);
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        linkSync(mine, file); // atomic: fails when the name exists, and the content is there with the name
        return { release: () => releaseOwn(file) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = livingPid(file);
      if (holder !== undefined) return { heldBy: holder };
      rmSync(file, { force: true });
    }
    return { heldBy: undefined };
  } finally {
    rmSync(mine, { force: true });
  }
}

function releaseOwn(file) {
  try {
    const { pid, birth } = JSON.parse(readFileSync(file, 'utf8'));
    if (pid === process.pid && birth === birthOf(process.pid)) rmSync(file, { force: true });
  } catch {
    // already gone
  }
}
