import { CRASHES } from './crashes.js';
import { HOSTILE } from './hostile.js';
import { LINKS } from './links.js';
import type { FaultRow } from './row.js';
import { STORES } from './stores.js';
import { WORK } from './work.js';

/** Rows of the specification that nothing here injects yet; each says why, and fails `--all`. */
const MISSING: readonly (readonly [number, string, string])[] = [
  [12, 'database restored from an older backup', 'a node cannot recover by itself yet (resync)'],
  [13, 'a node rebuilt from nothing', 'a node cannot refill from its peers yet (resync)'],
  [17, 'disk full', 'no small file system is mounted for the servers yet'],
  [18, 'clocks that jump', 'libfaketime is not used yet'],
  [20, 'bit flips in rows, frames, files', 'there is no audit chain yet that would find them'],
  [23, 'older and newer peer versions', 'there is one version so far'],
  [26, 'a poison message that crashes the process', 'there is no solo mode yet'],
];

/** Every kind of fault, in the order of the specification. */
export const ROWS: readonly FaultRow[] = [
  ...CRASHES,
  ...STORES,
  ...LINKS,
  ...HOSTILE,
  ...WORK,
  ...MISSING.map(([id, title, why]): FaultRow => ({ id, title, quick: false, missing: why })),
].sort((one, other) => one.id - other.id);
