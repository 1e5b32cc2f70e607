import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { attachmentFiles } from '#persistence';
import { sealedFiles } from './intake.js';

const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-sealed-'));
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

const place = { dataDir, node: 'township:yi' };
const [KEPT, GONE] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];

/** A unit of work that ends when the test says so. */
function aUnit() {
  const hooks: (() => Promise<void> | void)[] = [];
  return {
    uow: { afterCommit: (hook: () => Promise<void> | void) => void hooks.push(hook) },
    commit: async () => {
      for (const hook of hooks) await hook();
    },
  };
}

async function isThere(id: string): Promise<boolean> {
  const file = await attachmentFiles(dataDir, place.node).open(id);
  await file?.close();
  return file !== undefined;
}

describe('the files of a dossier that goes back', () => {
  test('are there until the seal is committed, and then gone, and no other with them', async () => {
    const files = attachmentFiles(dataDir, place.node);
    for (const id of [KEPT, GONE]) await files.keep(id, [Buffer.from('%PDF')]);
    const unit = aUnit();
    sealedFiles(unit, place, { warn: () => undefined }).discardOnCommit([GONE]);
    expect(await isThere(GONE)).toBe(true);
    await unit.commit();
    expect(await isThere(GONE)).toBe(false);
    expect(await isThere(KEPT)).toBe(true);
  });

  test('one that cannot be taken away is a line in the log and stops no other', async () => {
    const files = attachmentFiles(dataDir, place.node);
    await files.keep(GONE, [Buffer.from('%PDF')]);
    const unit = aUnit();
    const warned: string[] = [];
    const log = { warn: (event: string) => void warned.push(event) };
    sealedFiles(unit, place, log).discardOnCommit(['../../etc/passwd', GONE]);
    await unit.commit();
    expect(warned).toEqual(['attachment.not-discarded']);
    expect(await isThere(GONE)).toBe(false);
  });
});
