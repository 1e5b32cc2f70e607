import { z } from 'zod';
import { clockStep } from './advance.js';
import { casebook, written } from './casebook-shape.js';
import { STEPS } from './casebook-steps.js';

/** A casebook file as a whole, the steps of every story by their names: what the reader reads piece by piece. */
const file = casebook.extend({
  cases: z
    .array(
      written.extend({
        story: z
          .array(z.union([...Object.values(STEPS), clockStep]))
          .min(1)
          .max(500),
      }),
    )
    .min(1)
    .max(500),
});

/** The JSON Schema (2020-12) of a casebook file as it is written, before its words are read into code words. */
export const casebookJsonSchema = () =>
  z.toJSONSchema(file, { io: 'input', unrepresentable: 'any', reused: 'ref' });
