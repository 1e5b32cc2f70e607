import { z } from 'zod';
import { text } from '../text.js';

/** What a report says: number and signer are the unit's own paper; the number is given from its register when absent. */
export const reportBody = {
  number: z.exactOptional(text(80)),
  signer: z.exactOptional(text(40)),
  result: text(20_000),
  outcome: z.exactOptional(text(40)),
  money: z.exactOptional(z.number().min(0).max(1e12)),
  parts: z.exactOptional(
    z.strictObject({
      basis: text(4_000),
      petitioner: text(4_000),
      problems: text(20_000),
      investigation: text(20_000),
      conclusion: z.exactOptional(text(20_000)),
    }),
  ),
  draftAnswer: z.exactOptional(text(20_000)),
};
