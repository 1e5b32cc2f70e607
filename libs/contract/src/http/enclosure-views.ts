import { z } from 'zod';
import { uuid } from '../text.js';
import { attachmentShows } from '../wire/paper.js';

/**
 * How a file stands between two offices. `in`: wanted (it is being fetched or tried again), there (an attachment of this
 * case now), refused (not what it was said to be; thrown away), withdrawn (the letter went back, or its copy was sealed).
 * `out`: offered (the other office may fetch it), there (it says that it has it), refused, withdrawn.
 */
export const enclosureState = z.enum(['wanted', 'offered', 'there', 'refused', 'withdrawn']);

/** Why a file is not there yet. */
export const ENCLOSURE_PROBLEMS = [
  'unreachable',
  'no-address',
  'not-yet',
  'not-offered',
  'gone',
  'clock',
  'unknown-key',
  'digest',
  'type',
  'oversize',
  'disk-full',
  'too-much-waiting',
  'storage',
] as const;
export const enclosureProblem = z.enum(ENCLOSURE_PROBLEMS);
export type EnclosureProblem = z.infer<typeof enclosureProblem>;

/** Those that no waiting heals: somebody has to do something. `digest` only after MOST_SPOILT times. */
export const PROBLEMS_FOR_SOMEBODY: readonly EnclosureProblem[] = [
  'no-address',
  'not-offered',
  'gone',
  'clock',
  'unknown-key',
  'digest',
  'oversize',
  'disk-full',
  'storage',
];
/** So often a file may come with another digest before somebody is told. */
export const MOST_SPOILT = 5;

/** One file that goes along with a letter or a report: GET /api/cases/{id}/enclosures. */
export const enclosureView = z.strictObject({
  /** The attachment of this case, once it is there; before that it has no bytes here. */
  id: uuid,
  caseId: uuid,
  legId: uuid,
  way: z.enum(['in', 'out']),
  /** The node at the other end. */
  peer: z.string(),
  /** Null: its name was withheld, it shows who the petitioner is. */
  name: z.string().nullable(),
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
  shows: attachmentShows,
  state: enclosureState,
  /** Since when it is wanted or offered. */
  since: z.string(),
  /** Fetches that failed so far. */
  tries: z.int(),
  problem: enclosureProblem.nullable(),
  /** When it is tried again by itself. */
  nextTryAt: z.string().nullable(),
  /** What to do about it; null: nothing. */
  todo: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
});
export type EnclosureView = z.infer<typeof enclosureView>;
