import { describe, expect, test } from '@jest/globals';
import { MOST_SPOILT } from '#contract';
import { memoryEnclosures } from '../../libs/casework/src/testing/enclosures-memory.js';
import { ENCLOSURE_SITUATIONS } from '../support/enclosure-agreement.js';
import { accusing, DISCIPLINE, DISPATCHER, EDU, onCity } from '../support/guarded-matter.js';
import { digestOf, filesAt, PDF } from '../support/twin-enclosures.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const TOWNSHIP = 'township:yi';
const REGISTRAR = { actor: { unit: 'city', user: '登记员' } };
const NONE = '01900000-0000-7000-8000-00000000ffff';

/** A matter of the city with one file of each kind, and what its offices keep. */
async function withFiles(over: object = {}) {
  const matter = await TwinMatter.registered('2026-04-02', over);
  const city = filesAt(matter, 'city');
  const [petitioner, mattered, redacted] = [
    await city.keep('petitioner'),
    await city.keep('matter'),
    await city.keep('redacted'),
  ];
  return { matter, city, ids: { petitioner, mattered, redacted } };
}

const assignTo = (matter: TwinMatter, to: string, enclose: readonly string[], more: object = {}) =>
  matter.onCase('city', 'assign', {
    ...{ to, wants: 'result', days: 30, ...more },
    ...(enclose.length === 0 ? {} : { enclose }),
  });

describe('files go along with a letter', () => {
  test('the receiver wants them, fetches them, keeps them as its own, and the sender is told', async () => {
    const { matter, city, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, [ids.petitioner]);
    const township = filesAt(matter, TOWNSHIP);
    const wanted = { way: 'in', state: 'wanted', peer: 'city', sha256: digestOf(PDF), size: PDF.length };
    expect(await township.list()).toMatchObject([{ ...wanted, name: '陈某来信.pdf', todo: null }]);
    expect(await township.kept()).toEqual([]);
    expect(await city.list()).toMatchObject([{ way: 'out', state: 'offered', peer: TOWNSHIP }]);
    await township.fetched();
    expect(await township.list()).toMatchObject([{ state: 'there' }]);
    expect(await township.kept()).toMatchObject([
      { sha256: digestOf(PDF), unit: 'city', shows: 'petitioner' },
    ]);
    expect(township.files.bytes.size).toBe(1);
    expect(await city.list()).toMatchObject([{ state: 'there' }]);
    expect(matter.net.quarantine).toEqual([]);
  });

  test('a message names them by digest, and holds no byte of them', async () => {
    const { matter, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, [ids.mattered]);
    const sent = JSON.stringify(matter.net.exchanged);
    expect(sent).toContain(digestOf(PDF));
    expect(sent).not.toContain('%PDF');
  });

  test('one that is not of this case stops the letter, and nothing is sent', async () => {
    const { matter } = await withFiles();
    expect(await assignTo(matter, TOWNSHIP, [NONE])).toMatchObject({ slug: 'unknown-attachment' });
    expect(matter.net.exchanged.filter(({ type }) => type.startsWith('huiyin.leg'))).toEqual([]);
    expect(matter.net.node('city').office.memory.enclosures).toEqual([]);
  });

  test('inside one office they lie with the case already', async () => {
    const { matter, ids } = await withFiles();
    await matter.onCase('city', 'refer', { to: 'unit:liquidators', enclose: [ids.petitioner] });
    expect(matter.net.node('city').office.memory.enclosures).toEqual([]);
  });

  test('later ones go to either end, and a known one does not go twice', async () => {
    const { matter, city, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, []);
    expect(await matter.onLeg('city', 'enclose', { enclose: [ids.petitioner] })).toHaveProperty('legId');
    await matter.onLeg('city', 'enclose', { enclose: [ids.petitioner] });
    await matter.onLeg(TOWNSHIP, 'accept');
    const township = filesAt(matter, TOWNSHIP);
    await township.fetched();
    const own = await township.keep('matter', Buffer.from('调查笔录'));
    await matter.onLeg(TOWNSHIP, 'enclose', { enclose: [own] });
    await city.fetched(Buffer.from('调查笔录'));
    expect((await city.list()).map(({ way, state }) => `${way} ${state}`)).toEqual(['out there', 'in there']);
  });
});

describe('guards 1 and 2 hold for files', () => {
  test('where secrecy was asked for, none that shows who the petitioner is', async () => {
    const { matter, ids } = await withFiles();
    await matter.onCase('city', 'ask-secrecy', {});
    expect(await assignTo(matter, TOWNSHIP, [ids.petitioner])).toMatchObject({
      slug: 'enclosure-shows-petitioner',
      article: '信访工作条例30(3)',
    });
    expect(await assignTo(matter, TOWNSHIP, [ids.mattered])).toHaveProperty('legId');
    const [file] = await filesAt(matter, TOWNSHIP).list();
    expect(file?.name).toBeNull();
  });

  test('nor later, nor to a co-handler, who is never told the name', async () => {
    const { matter, ids } = await withFiles();
    const receivers = [
      { to: TOWNSHIP, kind: 'lead' },
      { to: EDU, kind: 'co', enclose: [ids.petitioner] },
    ];
    const refused = { slug: 'enclosure-shows-petitioner' };
    expect(await matter.onCase('city', 'dispatch', { receivers })).toMatchObject(refused);
    await matter.onCase('city', 'dispatch', { receivers: receivers.map(({ to, kind }) => ({ to, kind })) });
    const co = matter.legAt('city', ({ leg }) => leg.kind === 'co');
    const later = { enclose: [ids.petitioner] };
    expect(await matter.onLeg('city', 'enclose', later, (row) => row.leg.id === co.leg.id)).toMatchObject(
      refused,
    );
  });

  test('an accusation: nothing near the accused, and nothing that names the petitioner', async () => {
    const matter = await accusing(['body:bing-village']);
    const city = filesAt(matter, 'city');
    const [shown, whole, redacted] = [
      await city.keep('petitioner'),
      await city.keep('matter'),
      await city.keep('redacted'),
    ];
    const refer = (to: string, enclose: readonly string[], more: object = {}) =>
      onCity(matter, 'refer', { to, enclose, ...more })();
    expect(await refer(TOWNSHIP, [redacted])).toMatchObject({ slug: 'accused-party' });
    expect(await refer(DISCIPLINE, [shown])).toMatchObject({ slug: 'enclosure-shows-petitioner' });
    expect(await refer(DISCIPLINE, [whole])).toHaveProperty('legId');
    expect(await filesAt(matter, DISCIPLINE).list()).toMatchObject([{ shows: 'matter', name: null }]);
  });

  test('with a redacted copy go redacted files only, now and later', async () => {
    const { matter, ids } = await withFiles();
    await matter.onCase('city', 'name-accused', { ...REGISTRAR, accused: [EDU] });
    await matter.onCase('city', 'redact', { ...REGISTRAR, summary: '反映修缮费问题。', request: '补发。' });
    const refer = (enclose: readonly string[]) =>
      matter.onCase('city', 'refer', { ...DISPATCHER, to: EDU, redacted: true, enclose });
    const refused = { slug: 'enclosure-shows-accusation', article: '信访工作条例30(3)' };
    expect(await refer([ids.mattered])).toMatchObject(refused);
    expect(await refer([ids.redacted])).toHaveProperty('legId');
    const other = await matter.onCase('city', 'refer', { ...DISPATCHER, to: 'agency:agriculture' });
    expect(other).toHaveProperty('legId');
    const later = { ...DISPATCHER, enclose: [ids.mattered] };
    expect(await matter.onLeg('city', 'enclose', later)).toMatchObject(refused);
  });

  test('a committee gets with its slip what the report brought, but nothing that shows the petitioner', async () => {
    const { matter, city, ids } = await withFiles();
    await assignTo(matter, EDU, [ids.petitioner]);
    await matter.onLeg(EDU, 'accept');
    const edu = filesAt(matter, EDU);
    const [open, shut] = [
      await edu.keep('matter', Buffer.from('凭证')),
      await edu.keep('petitioner', Buffer.from('陈某收条')),
    ];
    await matter.onLeg(EDU, 'report', { ...RESULT, enclose: [open, shut] });
    expect((await city.list()).filter(({ way }) => way === 'in')).toHaveLength(2);
    const slip = matter.legAt('city', ({ leg }) => leg.kind === 'slip');
    const committee = filesAt(matter, slip.leg.toNode);
    expect(await committee.list()).toMatchObject([{ sha256: digestOf(Buffer.from('凭证')), peer: 'city' }]);
    // The city itself still fetches it: whoever asks now is told to come again.
    const offered = await city.shelf.offered(slip.leg.toNode, (await city.list())[1]?.id ?? '');
    expect(await offered?.open()).toBe('not-yet');
  });
});

describe('who may fetch what', () => {
  test('only whom a letter named it to, and only until the letter went back', async () => {
    const { matter, city, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, [ids.petitioner]);
    const township = filesAt(matter, TOWNSHIP);
    expect(await city.shelf.offered(TOWNSHIP, ids.petitioner)).toBeDefined();
    expect(await city.shelf.offered(EDU, ids.petitioner)).toBeUndefined();
    expect(await city.shelf.offered(TOWNSHIP, ids.mattered)).toBeUndefined();
    await matter.onLeg('city', 'recall', { reason: '误发' });
    expect(await city.shelf.offered(TOWNSHIP, ids.petitioner)).toBeUndefined();
    expect(await township.shelf.wantedIds()).toEqual([]);
    expect(await township.list()).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('what was fetched at the moment of a recall is not kept', async () => {
    const { matter, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, [ids.petitioner]);
    const township = filesAt(matter, TOWNSHIP);
    const [id = ''] = await township.shelf.wantedIds();
    await matter.onLeg('city', 'recall', { reason: '误发' });
    township.files.fetched.set('/part', PDF);
    await township.shelf.take(id, '/part');
    expect(township.files.bytes.size).toBe(0);
    expect(await township.kept()).toEqual([]);
  });
});

describe('a file that is not what it was said to be', () => {
  test('of another type it is thrown away, and both ends are told what to do', async () => {
    const { matter, city, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, [ids.petitioner]);
    const township = filesAt(matter, TOWNSHIP);
    await township.fetched(Buffer.from('<html>'));
    expect(await township.list()).toMatchObject([
      { state: 'refused', problem: 'type', todo: { zh: expect.any(String) } },
    ]);
    expect(township.files.bytes.size).toBe(0);
    expect(await city.list()).toMatchObject([{ state: 'refused', problem: 'type' }]);
  });

  test('with another digest again and again it is told once, and asked for all the same', async () => {
    const { matter, city, ids } = await withFiles();
    await assignTo(matter, TOWNSHIP, [ids.petitioner]);
    const township = filesAt(matter, TOWNSHIP);
    const [id = ''] = await township.shelf.wantedIds();
    for (let tried = 1; tried < MOST_SPOILT; tried += 1) await township.shelf.postpone(id, 'digest', 0);
    expect(await township.figures()).toMatchObject({ wanted: 1, failing: 0 });
    await township.shelf.postpone(id, 'digest', 0);
    await township.shelf.postpone(id, 'digest', 0);
    await matter.net.deliver();
    expect(await township.figures()).toMatchObject({ wanted: 1, failing: 1 });
    expect(await township.list()).toMatchObject([{ state: 'wanted', todo: { en: expect.any(String) } }]);
    expect(await city.list()).toMatchObject([{ state: 'offered', problem: 'digest' }]);
    const told = matter.net.exchanged.filter(({ type }) => type === 'huiyin.leg.enclosure-taken.v1');
    expect(told).toHaveLength(1);
    await township.fetched();
    expect(await city.list()).toMatchObject([{ state: 'there' }]);
  });
});

describe('files that go along, in memory', () => {
  test.each(Object.entries(ENCLOSURE_SITUATIONS))('%s', async (_name, situation) => {
    const store = memoryEnclosures({ enclosures: [] });
    await situation({ write: (work) => work(store), reads: store });
  });
});
