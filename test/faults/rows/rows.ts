import { CLOCKS } from './clocks.js';
import { CRASHES } from './crashes.js';
import { DEAD_PEER } from './dead-peer.js';
import { DISKS } from './disks.js';
import { FLIPS } from './flips.js';
import { HOSTILE } from './hostile.js';
import { LINKS } from './links.js';
import { POISON } from './poison.js';
import { RESTORED } from './restored.js';
import type { FaultRow } from './row.js';
import { STORES } from './stores.js';
import { VERSIONS } from './versions.js';
import { WORK } from './work.js';

/** Every kind of fault, in the order of the specification. */
export const ROWS: readonly FaultRow[] = [
  ...CLOCKS,
  ...CRASHES,
  ...DEAD_PEER,
  ...DISKS,
  ...FLIPS,
  ...HOSTILE,
  ...LINKS,
  ...POISON,
  ...RESTORED,
  ...STORES,
  ...VERSIONS,
  ...WORK,
].sort((one, other) => one.id - other.id);
