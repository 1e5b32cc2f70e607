import { describe, expect, test } from '@jest/globals';
import { caseworkRebuild } from '#casework';
import { emptyMemory } from '../../libs/casework/src/testing/memory.js';
import { digestOf, filesAt, PDF } from '../support/twin-enclosures.js';
import { TwinMatter } from '../support/twin-matter.js';

const TOWNSHIP = 'township:yi';

/** The node's memory is lost, its files are not; it takes up again what it and its peers had sent, in that order. */
async function setBack(matter: TwinMatter, id: string): Promise<void> {
  const node = matter.net.node(id);
  const exchanged = matter.net.exchanged.filter(
    ({ source, dest, stream }) => stream.kind === 'leg' && (source === id || dest === id),
  );
  node.office.memory = emptyMemory();
  const again = caseworkRebuild(node.desk);
  for (const message of exchanged) {
    const rebuilt = await node.office.run(() =>
      message.source === id ? again.own(message) : again.theirs(message),
    );
    expect([message.type, rebuilt]).toEqual([message.type, { kind: 'done' }]);
  }
}

/** A letter with a file that the township has fetched. */
async function fetched() {
  const matter = await TwinMatter.registered();
  const city = filesAt(matter, 'city');
  const file = await city.keep('petitioner');
  await matter.onCase('city', 'assign', { to: TOWNSHIP, wants: 'result', days: 30, enclose: [file] });
  const township = filesAt(matter, TOWNSHIP);
  await township.fetched();
  return { matter, city, township, file };
}

describe('an office that was set back', () => {
  test('wants the files again that had come, and has them again', async () => {
    const { matter, township, city } = await fetched();
    await setBack(matter, TOWNSHIP);
    expect(await township.list()).toMatchObject([{ state: 'wanted', sha256: digestOf(PDF) }]);
    expect(await city.list()).toMatchObject([{ state: 'there' }]);
    await township.fetched();
    expect(await township.kept()).toMatchObject([{ sha256: digestOf(PDF) }]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('offers the files again that it had sent, from the folder that nobody set back', async () => {
    const { matter, city, file } = await fetched();
    await setBack(matter, 'city');
    expect(await city.kept()).toMatchObject([{ id: file, sha256: digestOf(PDF), shows: 'petitioner' }]);
    expect(await city.list()).toMatchObject([{ way: 'out', state: 'there' }]);
    const offered = await city.shelf.offered(TOWNSHIP, file);
    expect(await offered?.open()).toMatchObject({ size: PDF.length });
  });

  test('neither wants nor offers what had gone back', async () => {
    const { matter, city, township, file } = await fetched();
    await matter.onLeg('city', 'recall', { reason: '误发' });
    await setBack(matter, 'city');
    expect(await city.shelf.offered(TOWNSHIP, file)).toBeUndefined();
    await setBack(matter, TOWNSHIP);
    expect(await township.shelf.wantedIds()).toEqual([]);
  });
});
