import { z } from 'zod';
import { unitId } from '../text.js';
import { caseFilterQuery, worklistFilterQuery } from './list-filter.js';
import { worklistName } from './worklist-views.js';

/* 导出: a list as CSV or Excel. Each export is recorded: who, which list, what filter, when, how many rows. */

export const exportFormat = z.enum(['csv', 'xlsx'], { error: 'is not one of csv, xlsx' });
/** The list of all cases, or a worklist. */
export const exportList = z.enum(['cases', ...worklistName.options], {
  error: `is not one of cases, ${worklistName.options.join(', ')}`,
});

/** Who takes the list: a unit of this node and a post or user of its staff. */
const taker = z.strictObject({ unit: unitId, user: z.string().min(1).max(128) });

const asked = {
  actor: taker,
  format: exportFormat,
  /** A second line of headings in English (CSV); Excel has them on its second sheet always. */
  english: z.boolean().default(false),
  /**
   * With the petitioner's name, address and telephone where this office has them and no secrecy was asked for; never of
   * an accusation, never at a committee, and only for those who register or dispatch (guards 1 and 2).
   */
  identity: z.boolean().default(false),
};

export const exportBody = z.discriminatedUnion('list', [
  z.strictObject({ ...asked, list: z.literal('cases'), filter: caseFilterQuery.default({}) }),
  z.strictObject({ ...asked, list: worklistName, filter: worklistFilterQuery.default({}) }),
]);

export const exportView = z.strictObject({
  id: z.string(),
  list: exportList,
  /** As it was asked for. */
  filter: z.record(z.string(), z.string()),
  format: exportFormat,
  identity: z.boolean(),
  unit: z.string(),
  user: z.string(),
  /** `preparing` in the background · `ready` to be fetched · `given` at once · `failed` · `deleted` · `expired`. */
  state: z.enum(['preparing', 'ready', 'given', 'failed', 'deleted', 'expired']),
  rowsDone: z.int(),
  /** Null until counted. */
  rowsTotal: z.int().nullable(),
  askedAt: z.string(),
  endedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  size: z.int().nullable(),
  sha256: z.string().nullable(),
  /** Why it failed: `disk-full`, `gave-up`, `unexpected`. */
  reason: z.string().nullable(),
});

export const exportDeletion = z.strictObject({ actor: taker });

export type ExportBody = z.infer<typeof exportBody>;
export type ExportFormat = z.infer<typeof exportFormat>;
export type ExportList = z.infer<typeof exportList>;
export type ExportView = z.infer<typeof exportView>;
