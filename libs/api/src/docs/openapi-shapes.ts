import { z } from 'zod';

/* The pieces that every path of the OpenAPI page is made of. */

export type Json = Readonly<Record<string, unknown>>;

/** OpenAPI 3.1 speaks JSON Schema 2020-12, which zod writes. */
export function schemaOf(shape: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}

/** A schema of the components. */
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
/** A JSON body with its example. */
export const json = (schema: Json, example?: unknown): Json => ({
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});
/** Every refusal. */
export const refused: Json = {
  description: 'RFC 9457: what stands against it, in Chinese and English, with the article',
  content: { 'application/problem+json': { schema: ref('Problem') } },
};
export const inPath = (name: string, description: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});
export const KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key with the same body gives the same answer; the act is done once.',
  schema: { type: 'string', pattern: '^[\\w.-]{8,64}$' },
};
