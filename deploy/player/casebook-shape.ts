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
  units: z.record(unitId, unitId).describe('A unit without a node of its own → the node that keeps it.'),
});
export type CasebookNetwork = z.infer<typeof network>;

const matter = z.strictObject({
  key: id.describe('The name of the story; no two of a play share it.'),
  basis: z
    .enum(['source', 'mixed', 'composed'])
    .describe('source: facts of a published summary; mixed: the core from there; composed: only the theme.'),
  invented: z.array(text(400)).max(50).describe('What is not from the source.'),
  receivedAt: day.describe('The day it came in, which is the day of the first step.'),
  form: formWord,
  source: sourceWord,
  people: registration.people.describe('How many people stand behind it.'),
  category: categoryWord,
  topic: registration.topic.describe('Category and topic, as the competence table writes them.'),
  place: registration.place.describe('Where the matter lies.'),
  petitioner: z.strictObject({
    name: text(200),
    phone: z.exactOptional(text(40)),
    note: z.exactOptional(z.string().max(400)),
  }),
  summary: registration.summary,
  request: registration.request,
  respondent: registration.respondents.describe('The bodies that the matter is about.'),
  route: registration.route.describe('The article that rules the matter: it chooses the clocks.'),
});

/** A case as it stands in the file: its steps are read one by one, each by the schema of its name. */
export const written = matter.extend({ story: z.array(z.looseObject({})).min(1).max(500) });

/** The file as a whole. */
export const casebook = z.strictObject({
  $schema: z.exactOptional(text(400)).describe('Where an editor finds the schema; not read.'),
  about: text(20_000).describe('What the file tells of.'),
  rules: z.array(text(4_000)).max(100).describe('Reading aids; not read.'),
  network,
  cases: z.array(z.unknown()).min(1).max(500),
});

/** One matter with its story, read into the words of the contract. */
export type StoryCase = z.infer<typeof matter> & { readonly story: readonly Step[] };

export interface Casebook {
  readonly cases: readonly StoryCase[];
}
