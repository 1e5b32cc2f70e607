import { readFileSync, readdirSync } from 'node:fs';

/** What a process holds, in MB of 10⁶ bytes. RSS counts shared pages for each process, PSS splits them. */
export interface Memory {
  readonly rss: number;
  readonly pss: number;
}

/** @throws when the process is gone, or is somebody else's. */
export function memoryOf(pid: number): Memory {
  return {
    rss: megabytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmRSS'),
    pss: megabytes(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss'),
  };
}

export function sumOf(parts: readonly Memory[]): Memory {
  return {
    rss: parts.reduce((sum, part) => sum + part.rss, 0),
    pss: parts.reduce((sum, part) => sum + part.pss, 0),
  };
}

function megabytes(text: string, field: string): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc tells no ${field}; footprint is measured on Linux.`);
  return (Number(kibibytes) * 1024) / 1e6;
}

/** The processes that this one started and that run a node app, in the order of their start. */
export function nodeAppPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((one, other) => one - other)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/apps/');
      } catch {
        return false; // ended while we looked
      }
    });
}
