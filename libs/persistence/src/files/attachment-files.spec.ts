import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

async function contentOf(id: string): Promise<string> {
  const file = await files.open(id);
  if (file === undefined) throw new Error('no file');
  const bytes = await file.read(0, file.size);
  await file.close();
  return Buffer.from(bytes).toString();
}

describe('the files of a node', () => {
  test('are readable by its user alone, in a folder of its own', async () => {
    await files.keep(ID, [Buffer.from('甲'), Buffer.from('乙')]);
    expect(everything()).toEqual([join('attachments', 'township_yi', '8c', ID)]);
    const path = join(dataDir, everything()[0] ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(await contentOf(ID)).toBe('甲乙');
    expect(await attachmentFiles(dataDir, 'city').open(ID)).toBeUndefined();
  });

  test('that break off while they arrive leave nothing behind', async () => {
    await files.discard(ID);
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('甲');
      throw new Error('the connection ended');
    }
    await expect(files.keep(ID, breaking())).rejects.toThrow('the connection ended');
    expect(readdirSync(join(dataDir, 'attachments', 'township_yi', '8c'))).toEqual([]);
    const sha256 = createHash('sha256').update('甲').digest('hex');
    expect(await files.keep(ID, [Buffer.from('甲')])).toEqual({ size: 3, sha256 });
  });

  test('are gone when they are discarded, and discarding twice does no harm', async () => {
    await files.discard(ID);
    await files.discard(ID);
    expect(await files.open(ID)).toBeUndefined();
  });

  test('that were damaged are replaced by what was fetched anew, stay aside, and go with the file', async () => {
    await files.keep(ID, [Buffer.from('甲')]);
    const folder = join(dataDir, 'attachments', 'township_yi', '8c');
    const good = await files.seal(ID);
    writeFileSync(join(folder, ID), Buffer.from('丙'));
    expect(await files.seal(ID)).not.toEqual(good);
    await files.again.append(ID, 0, Buffer.from('甲'));
    expect(await files.again.digest(ID)).toBe(good?.sha256);
    await files.replace(ID);
    expect(await files.seal(ID)).toEqual(good);
    expect(readdirSync(folder).sort()).toEqual([ID, `${ID}.damaged`]);
    expect(readFileSync(join(folder, `${ID}.damaged`), 'utf8')).toBe('丙');
    await files.again.append(ID, 0, Buffer.from('乙'));
    expect(statSync(join(folder, `${ID}.again`)).mode & 0o777).toBe(0o600);
    await files.discard(ID);
    expect(readdirSync(folder)).toEqual([]);
    expect(await files.seal(ID)).toBeUndefined();
  });

  test.each(['../../../etc/passwd', '..', '', ID.toUpperCase(), `${ID}/x`])(
    'are named by an id and nothing else, not by %p',
    async (id) => {
      await expect(files.keep(id, [Buffer.from('x')])).rejects.toThrow('no such id');
      await expect(files.open(id)).rejects.toThrow('no such id');
      await expect(files.seal(id)).rejects.toThrow('no such id');
      await expect(files.replace(id)).rejects.toThrow('no such id');
    },
  );
});
