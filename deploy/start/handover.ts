import { z } from 'zod';

/** What start.mjs hands over once servers and build are there; it travels in the environment variable HUIYIN_HANDOVER. */
const handover = z.strictObject({
  /** Where this instance keeps what it makes: ports, keys, logs. */
  dataDir: z.string().min(1),
  /** Where the report of a play is written. */
  reportFile: z.string().min(1),
  /** An administrator of the database server: makes the schemas and the users of the nodes. */
  databaseUrl: z.string().min(1),
  redisUrl: z.string().min(1),
  flags: z.strictObject({
    /** Play in a network made fresh, write the report, end. */
    once: z.boolean(),
    fresh: z.boolean(),
    /** A file, or a folder of them; null: deploy/casebook/all.json. */
    casebook: z.string().nullable(),
    processPerNode: z.boolean(),
    /** Milliseconds between two steps. */
    pace: z.int().min(0),
  }),
});
export type Handover = z.infer<typeof handover>;

/** @throws Error with a sentence when the variable is missing or not what start.mjs writes. */
export function readHandover(text: string | undefined): Handover {
  if (text === undefined)
    throw new Error('The network is started by `npm start`, which hands over in HUIYIN_HANDOVER.');
  const read = handover.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`HUIYIN_HANDOVER is not what start.mjs writes: ${problems.join('; ')}.`);
}
