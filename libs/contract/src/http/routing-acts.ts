import { z } from 'zod';
import { text } from '../text.js';
import { onMatter } from './on-matter.js';

/** 移交承继单位: signed by the body that goes, or by the office above it where it is gone (L1 24(2)). */
const handToSuccessor = z.strictObject({
  ...onMatter,
  /** The document that splits, merges or abolishes the body. */
  basis: text(200),
  /** All open legs of the body that this office holds, not only this one. */
  all: z.exactOptional(z.boolean()),
});

/**
 * 会签接收, by the successor. The leg and its case come after it; until then the answer names the leg in the place of the
 * case, and `version` is 1.
 */
const countersignSuccession = z.strictObject({
  ...onMatter,
  /** Not taken over: why. Absent: signed. */
  refuse: z.exactOptional(text(4_000)),
});

/** The acts by which the receiving end of a leg goes to another body. */
export const ROUTING_ACTS = {
  'hand-to-successor': {
    on: 'legs',
    body: handToSuccessor,
    zh: '移交承继单位',
    en: 'Hand the open legs of a body that was split, merged or abolished to its successor.',
  },
  'countersign-succession': {
    on: 'legs',
    body: countersignSuccession,
    zh: '会签接收移交',
    en: 'The successor countersigns; the legs go over on the day of the succession.',
  },
} as const;
