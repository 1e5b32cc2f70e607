import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

interface Text {
  /** A file that exists: the type-aware rules need it in the project. */
  readonly file: string;
  readonly text: string;
}

/** Lints texts as if they stood in those files, all in one process, since starting the compiler is the cost. */
const linter = `
  import { ESLint } from 'eslint';
  const eslint = new ESLint();
  let asked = '';
  for await (const bytes of process.stdin) asked += bytes;
  const answers = [];
  for (const { file, text } of JSON.parse(asked)) {
    const [{ messages }] = await eslint.lintText(text, { filePath: file });
    answers.push([...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))].sort());
  }
  console.log(JSON.stringify(answers));
`;

function lintAll(texts: readonly Text[]): string[][] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', linter], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return z.array(z.array(z.string())).parse(JSON.parse(stdout));
}

/** rule → a text that breaks it, wherever in the libs it stands */
const everywhere: Readonly<Record<string, string>> = {
  '@typescript-eslint/no-floating-promises': `export function a1() { Promise.resolve(1); }`,
  '@typescript-eslint/no-misused-promises': `export const a2 = (): void => { [1].forEach(async () => { await Promise.resolve(); }); };`,
  '@typescript-eslint/switch-exhaustiveness-check': `export function a3(x: 'a' | 'b'): void { switch (x) { case 'a': break; } }`,
  '@typescript-eslint/no-explicit-any': `export const a4: any = 1;`,
  '@typescript-eslint/no-non-null-assertion': `export const a5 = (x?: string): string => x!;`,
  '@typescript-eslint/consistent-type-assertions': `export const a6 = (x: unknown): string => x as string;`,
  '@typescript-eslint/ban-ts-comment': `// @ts-ignore\nexport const a7 = 1;`,
  '@typescript-eslint/only-throw-error': `export const a8 = (): never => { throw 'text'; };`,
  '@typescript-eslint/consistent-type-imports': `import { Server } from 'node:net'; export type A9 = Server;`,
  'house/disable-says-why': `// eslint-disable-next-line no-empty\nexport const a10 = (): void => { try { a11(); } catch {} };\nconst a11 = (): void => undefined;`,
  'no-console': `console.log(1);`,
  'no-restricted-syntax': `export const a12 = process.env['A'];`,
  'max-lines': '\n'.repeat(301),
};

const inDomain = 'libs/domain/src/index.ts';
const inCasework = 'libs/casework/src/index.ts';
const reason = '// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a planted reason';
const cases: readonly (Text & { readonly what: string; readonly found: readonly string[] })[] = [
  ...[
    { what: 'the machine’s clock in the domain', file: inDomain, text: `export const a = Date.now();` },
    { what: 'the present moment in the domain', file: inDomain, text: `export const a = new Date();` },
    { what: 'dice in the domain', file: inDomain, text: `export const a = Math.random();` },
    {
      what: 'an HTTP exception in a use case',
      file: inCasework,
      text: `class NotFoundException extends Error {}\nexport const a = new NotFoundException('no');`,
    },
    {
      what: 'the environment by its module',
      file: inCasework,
      text: `import { env } from 'node:process';\nexport const a = env;`,
    },
  ].map((one) => ({ ...one, found: ['no-restricted-syntax'] })),
  { what: 'nothing: as const', file: inDomain, text: `export const a = ['x'] as const;`, found: [] },
  {
    what: 'nothing: a rule off, with a reason',
    file: inDomain,
    text: `${reason}\nexport const b: any = 1;`,
    found: [],
  },
  {
    what: 'nothing: an assertion in a test',
    file: 'test/support/servers.ts',
    text: `export const a = (x: unknown): string => x as string;`,
    found: [],
  },
];

describe('the lint', () => {
  let everywhereFound: string[] | undefined;
  let found: string[][];

  beforeAll(() => {
    const all = { file: 'libs/api/src/index.ts', text: Object.values(everywhere).join('\n') };
    [everywhereFound, ...found] = lintAll([all, ...cases]);
  }, 120_000);

  it.each(Object.keys(everywhere))('finds what breaks %s', (rule) => {
    expect(everywhereFound).toContain(rule);
  });

  it.each(cases.map((one, n) => ({ ...one, n })))('finds $what', ({ n, found: expected }) => {
    expect(found[n]).toEqual(expected);
  });
});
