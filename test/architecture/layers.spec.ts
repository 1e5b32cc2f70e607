import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { companions, plants, soil } from './plants.js';

const config = resolve('test/architecture/layers.config.cjs');
const { forbidden } = z
  .object({ forbidden: z.array(z.object({ name: z.string() })) })
  .parse(createRequire(import.meta.url)(config));

const findings = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** The layer check as `npm run layers` runs it, on another house. Answers "rule: file". */
function violationsIn(house: string): string[] {
  const cli = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', config, '--output-type', 'json', 'apps', 'libs', 'deploy', 'test'];
  const output = execFileSync(process.execPath, args, { cwd: house, maxBuffer: 64 * 1024 * 1024 });
  return findings
    .parse(JSON.parse(output.toString()))
    .summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
}

describe('the layer rules', () => {
  const houses = resolve('.data/planted'); // inside the repository, so that packages resolve
  let clean: string[];
  let planted: string[];

  const build = (files: Readonly<Record<string, string>>): string => {
    mkdirSync(houses, { recursive: true });
    const house = mkdtempSync(join(houses, 'house-'));
    for (const name of ['package.json', 'tsconfig.json']) copyFileSync(name, join(house, name));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), text);
    }
    return house;
  };

  beforeAll(() => {
    const withPlants = Object.fromEntries(plants.map(({ file, text }) => [file, text]));
    const cleanHouse = build(soil);
    const plantedHouse = build({ ...soil, ...companions, ...withPlants });
    try {
      clean = violationsIn(cleanHouse);
      planted = violationsIn(plantedHouse);
    } finally {
      rmSync(cleanHouse, { recursive: true });
      rmSync(plantedHouse, { recursive: true });
    }
  }, 60_000);

  afterAll(() => {
    rmSync(houses, { recursive: true, force: true });
  });

  it('say nothing about a house that keeps them', () => {
    expect(clean).toEqual([]);
  });

  it.each(plants)('$rule fires on $file', ({ rule, file }) => {
    expect(planted).toContain(`${rule}: ${file}`);
  });

  it('each have a planted violation', () => {
    const proven = plants.map(({ rule }) => rule);
    expect(forbidden.map(({ name }) => name).filter((name) => !proven.includes(name))).toEqual([]);
  });

  it('fire on nothing but the plants', () => {
    const files = plants.map(({ file }) => file);
    expect(planted.filter((line) => !files.some((file) => line.endsWith(`: ${file}`)))).toEqual([]);
  });
});
