import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSteps } from './steps.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steps-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
const file = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const create = 'CREATE TABLE IF NOT EXISTS letter (id INT PRIMARY KEY);\n';

describe('migration files', () => {
  it('of this program all follow the rules', async () => {
    expect((await loadSteps()).length).toBeGreaterThan(0);
  });

  it('give the same checksum whatever line ends and comments', async () => {
    await file('0001-a.sql', `-- why\r\n${create.replace('(', '(\r\n')}`);
    const [one] = await loadSteps(folder);
    await file('0001-a.sql', create.replace('(', '(\n'));
    expect((await loadSteps(folder))[0]?.checksum).toBe(one?.checksum);
  });

  it('hold one statement each, because DDL commits by itself', async () => {
    await file('0001-two.sql', create + create);
    await expect(loadSteps(folder)).rejects.toThrow('exactly one statement');
  });

  it('that cannot be repeated must say how to see whether they ran', async () => {
    await file('0001-add.sql', 'ALTER TABLE letter ADD COLUMN x INT;');
    await expect(loadSteps(folder)).rejects.toThrow('-- done when: SELECT');
    await file('0001-add.sql', '-- done when: SELECT 1\nALTER TABLE letter ADD COLUMN x INT;');
    expect((await loadSteps(folder))[0]).toMatchObject({ name: '0001-add', doneWhen: 'SELECT 1' });
  });

  it('have different numbers', async () => {
    await file('0001-a.sql', create);
    await file('0001-b.sql', create);
    await expect(loadSteps(folder)).rejects.toThrow('Two migrations have the number 0001.');
  });

  it('are named by number and purpose', async () => {
    await file('letter.sql', create);
    await expect(loadSteps(folder)).rejects.toThrow('letter.sql is not named like');
  });
});
