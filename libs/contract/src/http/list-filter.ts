import { z } from 'zod';
import { urgency } from '../messages/supervision.js';
import { day, text, unitId } from '../text.js';
import { caseState, category, form, lamp, legKind, legState, route, source } from '../words.js';

/*
 * What lists may be filtered by. A set is written with commas (`state=OUT,ANSWERED`): one of it is enough; several
 * conditions must all hold. A value that is not of its set is refused with what would be right.
 */

/** `a,b` as a set of known words. */
const among = <T extends string>(known: readonly T[]) =>
  z
    .string()
    .max(400)
    .transform((given, context): readonly T[] => {
      const words = [...new Set(given.split(',').map((word) => word.trim()))];
      const right = words.flatMap((word) => known.find((one) => one === word) ?? []);
      if (right.length === words.length) return right;
      const wrong = words.find((word) => !known.some((one) => one === word)) ?? '';
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(wrong.slice(0, 40))} is not one of ${known.join(', ')}`,
      });
      return z.NEVER;
    });

const ofCases = {
  state: z.exactOptional(among(caseState.options)),
  form: z.exactOptional(among(form.options)),
  source: z.exactOptional(among(source.options)),
  category: z.exactOptional(among(category.options)),
  route: z.exactOptional(among(route.options)),
  urgency: z.exactOptional(among(urgency.options)),
  lamp: z.exactOptional(among(lamp.options)),
  /** One, two or three levels; a level holds all below it. */
  topic: z.exactOptional(text(120)),
  /** Begins with. */
  place: z.exactOptional(text(120)),
  /** 被反映单位 as the letter names it; no accusation is found by it. */
  respondent: z.exactOptional(text(120)),
  /** A unit that it was sent to or came from. */
  unit: z.exactOptional(unitId),
  /** The responsible leader, by post. */
  leader: z.exactOptional(text(120)),
  receivedFrom: z.exactOptional(day),
  receivedTo: z.exactOptional(day),
  /** The nearest end lies before this day. */
  dueBefore: z.exactOptional(day),
  /** 全文: every word of it. */
  text: z.exactOptional(text(200)),
  sort: z.exactOptional(z.enum(['due', 'newest', 'oldest'], { error: 'is not one of due, newest, oldest' })),
};

/** The filter of the list of cases, as an address line or an export carries it. */
export const caseFilterQuery = z.strictObject(ofCases);

/** The filter of a worklist: about its legs too. `state` takes states of cases and of legs. */
export const worklistFilterQuery = z.strictObject({
  ...ofCases,
  state: z.exactOptional(among([...caseState.options, ...legState.options])),
  kind: z.exactOptional(among(legKind.options)),
  from: z.exactOptional(unitId),
  to: z.exactOptional(unitId),
  /** Only what stands on the lists of this unit of the node. */
  of: z.exactOptional(unitId),
});

export type CaseFilterQuery = z.infer<typeof caseFilterQuery>;
export type WorklistFilterQuery = z.infer<typeof worklistFilterQuery>;

/** Field → what it takes, for the OpenAPI page. */
const CASE_FIELD_NOTES = {
  state: 'states, comma-separated',
  form: `forms: ${form.options.join(', ')}`,
  source: `sources: ${source.options.join(', ')}`,
  category: `categories: ${category.options.join(', ')}`,
  route: `routes: ${route.options.join(', ')}`,
  urgency: `urgencies: ${urgency.options.join(', ')}`,
  lamp: `lamps: ${lamp.options.join(', ')}`,
  topic: 'content, one to three levels; a level holds all below it',
  place: 'place, begins with',
  respondent: 'unit complained of, as the letter names it',
  unit: 'a unit that it was sent to or came from',
  leader: 'responsible leader, by post',
  receivedFrom: 'received on or after, YYYY-MM-DD',
  receivedTo: 'received on or before, YYYY-MM-DD',
  dueBefore: 'nearest end before, YYYY-MM-DD',
  text: 'full text: every word',
  sort: 'due, newest or oldest',
} as const satisfies Record<keyof typeof ofCases, string>;
export const CASE_FILTER_FIELDS: Readonly<Record<string, string>> = CASE_FIELD_NOTES;
export const WORKLIST_FILTER_FIELDS: Readonly<Record<string, string>> = {
  ...CASE_FIELD_NOTES,
  kind: `kinds of leg: ${legKind.options.join(', ')}`,
  from: 'unit that sent it',
  to: 'unit it was sent to',
  of: 'only the lists of this unit of the node',
};
