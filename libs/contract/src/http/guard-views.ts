import { z } from 'zod';
import { lamp, legState } from '../words.js';

/* What the screens read of guards, of the suggested addressee and of a dispatch to several. */

/** Everything that is out at others, as one line: the worst of the open legs, and the nearest end of any of them. */
export const outgoing = z.strictObject({
  /** Legs ever sent, and those of them that are open. */
  sent: z.int(),
  open: z.int(),
  worst: z.strictObject({ leg: z.string(), to: z.string(), state: legState, lamp }).nullable(),
  nearest: z
    .strictObject({ leg: z.string(), to: z.string(), clock: z.string(), effective: z.string() })
    .nullable(),
});
export type Outgoing = z.infer<typeof outgoing>;

/** Who is competent for a topic, and why; `to` null: no line of the table covers it. */
export const competenceSuggestion = z.strictObject({
  topic: z.string(),
  to: z.string().nullable(),
  /** Short name, zh-CN. */
  name: z.string().nullable(),
  reviewer: z.string().nullable(),
  because: z.string().nullable(),
});
export type CompetenceSuggestion = z.infer<typeof competenceSuggestion>;

/** What keeps a case from somebody, as this office holds it; shown apart from the dossier. */
export const guardView = z.strictObject({
  guarded: z.boolean(),
  onTrial: z.boolean(),
  /** Whether it may be sent at all: nobody who is accused is unknown. */
  settled: z.boolean(),
  accused: z.array(
    z.strictObject({ name: z.string(), party: z.string().nullable(), confirmedBy: z.string().nullable() }),
  ),
  redacted: z.strictObject({ summary: z.string(), request: z.string(), draftedBy: z.string() }).nullable(),
  conflicts: z.array(z.strictObject({ unit: z.string(), user: z.string(), on: z.string() })),
});
export type GuardView = z.infer<typeof guardView>;
