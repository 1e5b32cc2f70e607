import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const readJson = (file: string): unknown => JSON.parse(readFileSync(resolve(file), 'utf8'));
const folders = (dir: string): string[] =>
  readdirSync(resolve(dir), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
const sorted = (names: Iterable<string>): string[] => [...names].sort();

const packageJson = z
  .object({
    imports: z.record(z.string(), z.string()),
    engines: z.object({ node: z.string() }),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(readJson('package.json'));
const tsconfig = z
  .object({ compilerOptions: z.object({ paths: z.record(z.string(), z.array(z.string())) }) })
  .parse(readJson('tsconfig.json'));
const nest = z
  .object({ projects: z.record(z.string(), z.object({ root: z.string() })) })
  .parse(readJson('nest-cli.json'));
const { elements } = z
  .object({ elements: z.record(z.string(), z.object({ at: z.string() })) })
  .parse(createRequire(import.meta.url)(resolve('test/architecture/layers.table.cjs')));

const libs = folders('libs');

describe('a list that names parts of the house', () => {
  it('names every lib in package.json, at the place where the build puts it', () => {
    expect(packageJson.imports).toEqual(
      Object.fromEntries(libs.map((name) => [`#${name}`, `./dist/libs/${name}/src/index.js`])),
    );
  });

  it('gives the compiler one path that fits every lib', () => {
    expect(tsconfig.compilerOptions.paths).toEqual({ '#*': ['./libs/*/src/index.ts'] });
    for (const name of libs) expect(readdirSync(resolve('libs', name, 'src'))).toContain('index.ts');
  });

  it('names every lib in the mapping of Jest, and nothing else', () => {
    const mapping = /'\^#\(([a-z|]+)\)\$'/.exec(readFileSync(resolve('test/jest.config.js'), 'utf8'));
    expect(sorted((mapping?.[1] ?? '').split('|'))).toEqual(libs);
  });

  it('names every node app for the Nest command line', () => {
    expect(sorted(Object.keys(nest.projects))).toEqual(folders('apps').filter((name) => name !== 'console'));
    for (const [name, { root }] of Object.entries(nest.projects)) expect(root).toBe(`apps/${name}`);
  });

  it.each([
    ...libs.map((name) => `libs/${name}/src/x.ts`),
    ...folders('apps').map((name) => `apps/${name}/src/x.ts`),
    'deploy/cli/x.ts',
    'deploy/cli/migrate.ts',
    'deploy/cli/verify.ts',
    'deploy/player/x.ts',
    'deploy/start/x.ts',
    'deploy/start/x.mjs',
    'deploy/servers/x.mjs',
    'deploy/build/x.mjs',
    'deploy/network/x.ts',
  ])('gives %s exactly one layer', (file) => {
    expect(Object.entries(elements).filter(([, { at }]) => new RegExp(at).test(file))).toHaveLength(1);
  });

  it('leaves no code outside the layers', () => {
    const code = [...folders('deploy').map((name) => `deploy/${name}`)].filter((dir) =>
      readdirSync(resolve(dir), { recursive: true, encoding: 'utf8' }).some((file) =>
        /\.(ts|mjs)$/.test(file),
      ),
    );
    const layered = code.filter((dir) =>
      Object.values(elements).some(({ at }) =>
        [`${dir}/x.ts`, `${dir}/x.mjs`].some((file) => new RegExp(at).test(file)),
      ),
    );
    expect(layered).toEqual(code);
  });

  it('pins every dependency to one version', () => {
    const loose = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('locks the binaries of every system, also those that the last registry did not serve', () => {
    const check = spawnSync(process.execPath, [resolve('deploy/build/complete-lock.mjs'), '--check']);
    expect(check.stdout.toString()).toBe('');
  });

  it('locks dependencies without the address of anybody’s registry', () => {
    const lock = readFileSync(resolve('package-lock.json'), 'utf8');
    expect(lock.match(/"resolved":/g)).toBeNull();
  });
});
