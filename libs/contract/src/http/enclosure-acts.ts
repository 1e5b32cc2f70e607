import { z } from 'zod';
import { uuid } from '../text.js';
import { onMatter } from './on-matter.js';

const several = z
  .array(uuid)
  .min(1)
  .max(50)
  .refine((list) => new Set(list).size === list.length, { error: 'names a file twice' });

/**
 * 随文附件: ids of files of this case (GET /api/cases/{id}/attachments) that go along. Absent: none. Inside one office
 * they lie with the case already, and nothing is sent.
 */
export const enclose = z.exactOptional(several);

/** 补送附件, by either end of the leg, at any time until it has ended by return or recall. */
const encloseLater = z.strictObject({ ...onMatter, enclose: several });

/** The acts by which files go along. */
export const ENCLOSURE_ACTS = {
  enclose: {
    on: 'legs',
    body: encloseLater,
    zh: '送附件',
    en: 'Send files of the case to the other end of the leg.',
  },
} as const;
