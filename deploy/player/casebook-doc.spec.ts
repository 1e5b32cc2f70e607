import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ACTS, MEETING_ACTS } from '#contract';
import { casebookJsonSchema } from './casebook-schema.js';
import { typeOf, type Shape } from './casebook-types.js';
import { STEPS } from './casebook-steps.js';

/*
 * deploy/casebook.md and deploy/casebook.schema.json are made from the shapes that the reader reads by.
 * `UPDATE_CASEBOOK=1 npm run -s jest -- deploy/player/casebook-doc --selectProjects unit` writes them anew.
 */

const DOC = 'deploy/casebook.md';
const SCHEMA = 'deploy/casebook.schema.json';
const FOLDER = 'deploy/casebook';
const update = process.env['UPDATE_CASEBOOK'] === '1';

const shape = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})),
  required: z.optional(z.array(z.string())),
});
const schema: Shape = JSON.parse(JSON.stringify(casebookJsonSchema()));
const definitions = z.record(z.string(), z.looseObject({})).parse(schema['$defs']);

/** What a `$ref` stands for; a description beside it is kept. */
function whole(one: Shape): Shape {
  const ref = typeof one['$ref'] === 'string' ? /^#\/\$defs\/(?<name>.+)$/u.exec(one['$ref']) : null;
  const name = ref?.groups?.['name'];
  if (name === undefined) return one;
  const { $ref, ...beside } = one;
  return { ...whole(definitions[name] ?? {}), ...beside };
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** One line for each key: key, what it takes, what it means. */
function keysTable(of: Shape, leaveOut: readonly string[] = []): string {
  const { properties, required = [] } = shape.parse(whole(of));
  const rows = Object.entries(properties)
    .filter(([key]) => !leaveOut.includes(key))
    .map(([key, value]) => {
      const name = required.includes(key) ? `**${key}**` : key;
      const meaning = whole(value)['description'];
      return `| ${name} | ${cell(typeOf(value, whole))} | ${typeof meaning === 'string' ? cell(meaning) : ''} |`;
    });
  return ['| key | takes | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

const matterOf = (): Shape => {
  const { cases } = shape.parse(schema).properties;
  return whole(z.looseObject({ items: z.looseObject({}) }).parse(whole(cases ?? {})).items);
};

/** Every step of the union, by its name; the clock step is none of an office. */
const steps = new Map(
  z
    .looseObject({ anyOf: z.array(z.looseObject({})) })
    .parse(
      whole(
        z
          .looseObject({ items: z.looseObject({}) })
          .parse(whole(shape.parse(matterOf()).properties['story'] ?? {})).items,
      ),
    )
    .anyOf.map((one) => {
      const { const: does } = z
        .looseObject({ const: z.string() })
        .parse(whole(shape.parse(whole(one)).properties['does'] ?? {}));
      return [does, whole(one)] as const;
    }),
);

const COMMON = [
  'at',
  'does',
  'by',
  'on',
  'sameDay',
  'workingDaysAfter',
  'onPaper',
  'recordedBy',
  'late',
  'advanceTo',
  'expect',
];

function stepsTable(): string {
  const acts = [
    ...Object.entries(ACTS),
    ...Object.entries(MEETING_ACTS).map(([act, words]) => [act, { ...words, on: 'meetings' }] as const),
  ];
  const known = acts.filter(([act]) => steps.has(act));
  const rows = known.map(([act, { on, zh, en }]) => {
    const { properties, required = [] } = shape.parse(steps.get(act));
    const keys = Object.entries(properties)
      .filter(([key]) => !COMMON.includes(key))
      .map(([key, value]) => `${required.includes(key) ? `**${key}**` : key}: ${typeOf(value, whole)}`);
    return `| ${act} | ${zh} | ${on} | ${cell(keys.join('; '))} | ${cell(en)} |`;
  });
  return [
    '| step | 办理 | on | keys of its own | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const commonTable = (): string => {
  const { properties, required } = shape.parse(steps.get('sign'));
  const common = Object.fromEntries(COMMON.map((key) => [key, properties[key] ?? {}]));
  return keysTable({ properties: common, required }, ['does', 'advanceTo']);
};

const parts: Readonly<Record<string, () => string>> = {
  'table:matter': () => keysTable(matterOf(), ['story']),
  'table:common': commonTable,
  'table:steps': stepsTable,
  'table:expect': () => keysTable({ $ref: '#/$defs/expectation' }),
  example: () => `\`\`\`json\n${readFileSync(`${FOLDER}/example.json`, 'utf8').trimEnd()}\n\`\`\``,
};

/** The document with every part made anew. */
function made(text: string): string {
  return Object.entries(parts).reduce((doc, [name, make]) => {
    const begin = `<!-- ${name} begin (generated; do not edit by hand) -->\n`;
    const from = doc.indexOf(begin) + begin.length;
    const to = doc.indexOf(`<!-- ${name} end -->`);
    if (from < begin.length || to < from) throw new Error(`${DOC} has no place for ${name}`);
    return `${doc.slice(0, from)}\n${make()}\n\n${doc.slice(to)}`;
  }, text);
}

/** Columns padded by Prettier, and blank lines, do not count. */
const bare = (text: string): string =>
  text
    .replaceAll(/\n{2,}/gu, '\n')
    .replaceAll(/ +/gu, ' ')
    .replaceAll(/[|\s]*-[-|\s]*/gu, '--');

describe('the format of a casebook', () => {
  test('is documented as the source has it: matter, steps, expectations, example', () => {
    const text = readFileSync(DOC, 'utf8');
    if (update) writeFileSync(DOC, made(text));
    else expect(bare(text)).toBe(bare(made(text)));
  });

  test('has a JSON Schema that is the source’s', () => {
    if (update) writeFileSync(SCHEMA, JSON.stringify(schema));
    else expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(schema);
  });

  test('knows every act of the contract as a step', () => {
    expect(
      Object.keys({ ...ACTS, ...MEETING_ACTS }).filter(
        (act) => !Object.hasOwn(STEPS, act) || !steps.has(act),
      ),
    ).toEqual([]);
  });
});

// No validator of JSON Schema is among our dependencies: Zod reads the committed file back, apart from the shapes.
describe('the committed schema, read as any other reader of JSON Schema would', () => {
  const committed: z.core.JSONSchema.JSONSchema = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  const reader = z.fromJSONSchema(committed);
  const book = (name: string): Shape => {
    const parsed: Shape = JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
    return parsed;
  };

  test.each(readdirSync(FOLDER))('takes %s', (name) => {
    expect(reader.safeParse(book(name)).error?.issues ?? []).toEqual([]);
  });

  test.each([
    ['a step that nobody knows', (text: string) => text.replace('"does":"accept"', '"does":"teleport"')],
    ['a key that nobody knows', (text: string) => text.replace('"days":30', '"days":30,"colour":"red"')],
    ['an expectation that nobody knows', (text: string) => text.replace('"guard":5', '"weather":5')],
    ['a matter without its summary', (text: string) => text.replace('"summary"', '"summery"')],
    ['a word that is none', (text: string) => text.replace('"来信"', '"来鸽"')],
  ])('refuses %s', (_situation, spoil) => {
    const spoiled = spoil(JSON.stringify(book('example.json')));
    expect(spoiled).not.toBe(JSON.stringify(book('example.json')));
    expect(reader.safeParse(JSON.parse(spoiled)).success).toBe(false);
  });
});
