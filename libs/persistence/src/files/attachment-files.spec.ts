import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { attachmentFiles } from './attachment-files.js';

const dataDir = mkdtempSync(join(tmpdir(), 'attachments-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const ID = '01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c';
const files = attachmentFiles(dataDir, 'township:yi');
const everything = (): string[] =>
  readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ID));

describe('the files of a node', () => {
  test('are readable by its user alone, in a folder of its own', async () => {
    await files.keep(ID, Buffer.from('甲'));
    expect(everything()).toEqual([join('attachments', 'township_yi', '8c', ID)]);
    const path = join(dataDir, everything()[0] ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(Buffer.from((await files.read(ID)) ?? []).toString()).toBe('甲');
    expect(await attachmentFiles(dataDir, 'city').read(ID)).toBeUndefined();
  });

  test('are gone when they are discarded, and discarding twice does no harm', async () => {
    await files.discard(ID);
    await files.discard(ID);
    expect(await files.read(ID)).toBeUndefined();
  });

  test.each(['../../../etc/passwd', '..', '', ID.toUpperCase(), `${ID}/x`])(
    'are named by an id and nothing else, not by %p',
    async (id) => {
      await expect(files.keep(id, Buffer.from('x'))).rejects.toThrow('no such id');
      await expect(files.read(id)).rejects.toThrow('no such id');
    },
  );
});
