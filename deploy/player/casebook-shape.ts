import { ACTS, day, text, unitId } from '#contract';
import { z } from 'zod';
import type { Step } from './casebook-steps.js';
import { categoryWord, formWord, sourceWord } from './casebook-words.js';

const registration = ACTS.register.body.shape;
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/u, { error: 'is not a key such as teacher-repair-fee' })
  .max(64);

const network = z.strictObject({
  province: text(80),
  prefecture: text(80),
  city: text(80),
  townships: z.array(unitId).max(200),
  committees: z.array(unitId).max(200),
  agencies: z.array(unitId).max(500),
  bodies: z.record(unitId, z.strictObject({ name: text(120), under: unitId })),
  /** A unit without a node of its own → the node that keeps it. */
  units: z.record(unitId, unitId),
});
export type CasebookNetwork = z.infer<typeof network>;

const matter = z.strictObject({
  key: id,
  /** source: facts of a published summary; mixed: the core from there; composed: only the theme. */
  basis: z.enum(['source', 'mixed', 'composed']),
  /** What is not from the source. */
  invented: z.array(text(400)).max(50),
  receivedAt: day,
  form: formWord,
  source: sourceWord,
  people: registration.people,
  category: categoryWord,
  topic: registration.topic,
  place: registration.place,
  petitioner: z.strictObject({
    name: text(200),
    phone: z.exactOptional(text(40)),
    note: z.exactOptional(z.string().max(400)),
  }),
  summary: registration.summary,
  request: registration.request,
  respondent: registration.respondents,
  route: registration.route,
});

/** A case as it stands in the file: its steps are read one by one, each by the schema of its name. */
export const written = matter.extend({ story: z.array(z.looseObject({})).min(1).max(500) });

/** The file as a whole. */
export const casebook = z.strictObject({
  /** Where an editor finds the schema; not read. */
  $schema: z.exactOptional(text(400)),
  about: text(20_000),
  rules: z.array(text(4_000)).max(100),
  network,
  cases: z.array(z.unknown()).min(1).max(500),
});

/** One matter with its story, read into the words of the contract. */
export type StoryCase = z.infer<typeof matter> & { readonly story: readonly Step[] };

export interface Casebook {
  readonly network: CasebookNetwork;
  readonly cases: readonly StoryCase[];
}
