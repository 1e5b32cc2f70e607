import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve as join } from 'node:path';
import { transform } from '@swc/core';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** `#lib` means its index.ts and `./x.js` means `./x.ts`, as in tsconfig and Jest. */
export function resolve(specifier, context, next) {
  const lib = /^#(\w+)$/.exec(specifier)?.[1];
  if (lib !== undefined) return next(pathToFileURL(join(root, 'libs', lib, 'src/index.ts')).href, context);
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(url)) return next(url.href, context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
