import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import { Attachments, Drafts, IntakeViews } from '#casework';
import { memoryIntake } from '../../libs/casework/src/testing/intake-memory.js';
import { memoryFiles } from '../support/twin-files.js';
import { LETTER, TwinMatter } from '../support/twin-matter.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');

/** The files of one node of the twin, as its desk and its screens have them. */
function filesOf(matter: TwinMatter, node: string) {
  const { desk, office } = matter.net.node(node);
  const { bytes, ...files } = memoryFiles();
  Object.assign(desk, {
    files: { discardOnCommit: (ids: readonly string[]) => ids.forEach((id) => bytes.delete(id)) },
  });
  // The twin replaces its lists with every write: the reads look at them anew.
  const reads = () => memoryIntake(office.memory);
  const attachments = new Attachments(desk, files, {
    attachment: (id) => reads().attachment(id),
    sealedAttachments: () => reads().sealedAttachments(),
  });
  return { bytes, attachments, files, views: () => new IntakeViews(reads(), files) };
}

async function attached(matter: TwinMatter, node: string) {
  const home = filesOf(matter, node);
  const caseId = matter.caseAt(node).matter.id;
  const user = '登记员';
  const done = await home.attachments.add({
    caseId,
    as: { unit: node, user },
    name: '陈某的身份证.pdf',
    file: await home.attachments.receive([PDF]),
    key: 'key-0001',
  });
  if (!('ok' in done) || !done.ok) throw new Error(JSON.stringify(done));
  return { ...home, caseId, file: done.value };
}

describe('a dossier that goes back takes its files with it', () => {
  test('the bytes and the name are gone here, number and digest stay', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
    await matter.onLeg('township:yi', 'sign');
    const home = await attached(matter, 'township:yi');
    expect(home.bytes.size).toBe(1);
    await matter.onLeg('township:yi', 'object', {
      actor: { unit: 'township:yi', user: '分办员' },
      reason: '不属本乡',
    });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    expect(home.bytes.size).toBe(0);
    const kept = await home.views().attachments(home.caseId);
    expect(kept).toMatchObject([
      { name: '', type: 'sealed', sha256: createHash('sha256').update(PDF).digest('hex') },
    ]);
    expect(await home.attachments.open(home.caseId, home.file.id)).toMatchObject({
      slug: 'unknown-attachment',
    });
    expect(JSON.stringify(matter.net.node('township:yi').office.memory)).not.toContain('身份证');
  });

  test('a stop between the commit and the end of the files is made good at the next start', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
    await matter.onLeg('township:yi', 'sign');
    const home = await attached(matter, 'township:yi');
    Object.assign(matter.net.node('township:yi').desk, { files: { discardOnCommit: () => undefined } });
    await matter.onLeg('city', 'recall', { reason: '误发' });
    expect(matter.legAt('township:yi').leg.state).toBe('RECALLED');
    expect(home.bytes.size).toBe(1);
    await home.attachments.discardSealed();
    expect(home.bytes.size).toBe(0);
  });
});

describe('the archive looks at the bytes', () => {
  test('a file that was changed or lost on the disk breaks the seal', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { category: 'consultation', route: 'none' });
    const home = await attached(matter, 'city');
    await matter.onCase('city', 'answer-on-the-spot', { text: '可到教育局窗口办理' });
    await matter.onCase('city', 'close');
    await matter.onCase('city', 'archive');
    expect(await home.views().archive(home.caseId)).toMatchObject({ intact: true, broken: [] });
    home.bytes.set(home.file.id, Buffer.from('%PDF-1.7 另一份\n%%EOF\n'));
    const broken = { intact: false, broken: [`attachment ${home.file.id}`] };
    expect(await home.views().archive(home.caseId)).toMatchObject(broken);
    home.bytes.clear();
    expect(await home.views().archive(home.caseId)).toMatchObject(broken);
  });
});

describe('a draft belongs to its author', () => {
  const registrar = { unit: 'city', user: '登记员' };
  const dispatcher = { unit: 'city', user: '分办员' };
  const draftsOf = (matter: TwinMatter): Drafts => {
    const { desk, office } = matter.net.node('city');
    return new Drafts(desk, { drafts: (unit, user) => memoryIntake(office.memory).drafts(unit, user) });
  };

  test('another post neither sees nor overwrites it, and is told so', async () => {
    const matter = await TwinMatter.registered();
    const drafts = draftsOf(matter);
    const saved = await drafts.save({ actor: registrar, body: { place: '甲镇' } });
    if (!saved.ok) throw new Error(saved.slug);
    const { id } = saved.value;
    expect(await drafts.save({ actor: dispatcher, id, body: { place: '丙乡' } })).toMatchObject({
      slug: 'unknown-draft',
    });
    expect(await drafts.list(dispatcher)).toMatchObject({ value: [] });
    expect(await drafts.list(registrar)).toMatchObject({ value: [{ body: { place: '甲镇' } }] });
  });

  test('a registration that is refused leaves it; the one that succeeds ends it, and only its author’s', async () => {
    const matter = await TwinMatter.registered();
    const drafts = draftsOf(matter);
    const saved = await drafts.save({ actor: registrar, body: { place: '甲镇' } });
    if (!saved.ok) throw new Error(saved.slug);
    const draft = saved.value.id;
    expect(await matter.register('2026-04-03', { actor: registrar, draft })).toMatchObject({
      slug: 'date-in-future',
    });
    await matter.register('2026-04-02', { actor: { unit: 'city', user: '主任' }, draft });
    expect(await drafts.list(registrar)).toMatchObject({ value: [{ id: draft }] });
    await matter.register('2026-04-02', { actor: registrar, draft });
    expect(await drafts.list(registrar)).toMatchObject({ value: [] });
  });
});

describe('the whole entry of domain.md §7', () => {
  test('目的, 三跨三分离 and 拟办 are on file here, and no leg carries them', async () => {
    const matter = await TwinMatter.registered('2026-04-02', {
      purpose: '反映情况',
      crossings: ['regions', 'person-from-household'],
      proposal: { text: '拟交办', to: 'agency:education', dueBy: '2026-06-30' },
      form: 'visit',
      visit: { batches: 2, persons: 7 },
      people: 7,
    });
    expect(matter.caseAt('city').matter.entry).toEqual({
      purpose: '反映情况',
      crossings: ['regions', 'person-from-household'],
    });
    const { memory } = matter.net.node('city').office;
    expect(memory.documents).toMatchObject([
      { kind: 'proposal', text: expect.stringContaining('限办：2026-06-30') },
    ]);
    await matter.onCase('city', 'assign', { to: 'agency:education', wants: 'result', days: 30 });
    const there = JSON.stringify(matter.net.node('agency:education').office.memory);
    expect(there).not.toContain('person-from-household');
    expect(there).not.toContain('反映情况');
  });

  test('they are corrected with their old values, as is a miscounted visit', async () => {
    const matter = await TwinMatter.registered('2026-04-02', {
      form: 'visit',
      visit: { batches: 1, persons: 3 },
      people: 3,
    });
    await matter.onCase('city', 'correct', {
      fields: { visit: { batches: 1, persons: 5 }, people: 5, purpose: '求决', crossings: ['trades'] },
      reason: '登记时误写',
    });
    const { memory } = matter.net.node('city').office;
    expect(memory.intake.corrections.map(({ field }) => field).toSorted()).toEqual([
      'crossings',
      'people',
      'purpose',
      'visit',
    ]);
    expect(memory.items).toMatchObject([{ visit: { batches: 1, persons: 5 }, people: 5 }]);
    expect(
      await matter.onCase('city', 'correct', { fields: { purpose: '求决' }, reason: '再改' }),
    ).toMatchObject({ slug: 'nothing-corrected' });
  });

  test.each(['来信', 'visit', 'call', 'web', 'fax', 'letter'].filter((form) => form !== '来信'))(
    'an item by %s is registered from every source',
    async (form) => {
      const matter = await TwinMatter.registered();
      for (const source of ['own', 'superior', 'leader', 'deputy', 'other-organ'])
        expect(await matter.register('2026-04-02', { form, source })).toHaveProperty('caseId');
    },
  );

  test.each([
    ['four levels of category', { topic: '甲/乙/丙/丁' }],
    ['an empty level', { topic: '甲//丙' }],
    ['one 三跨 twice', { crossings: ['trades', 'trades'] }],
    ['an unknown 三跨', { crossings: ['planets'] }],
    ['a proposal without words', { proposal: { text: ' ' } }],
    ['a proposed date that is none', { proposal: { text: '拟办', dueBy: '2026-02-30' } }],
    ['a purpose too long', { purpose: '长'.repeat(401) }],
  ])('%s is refused at the border', (_what, over) => {
    const body = { ...LETTER, actor: { unit: 'city' }, receivedOn: '2026-04-02', ...over };
    expect(ACTS.register.body.safeParse(body).success).toBe(false);
  });
});

describe('拟办, with the leader named in the same act', () => {
  test('it is on that leader’s list at once; a date that has passed is refused', async () => {
    const matter = await TwinMatter.registered();
    expect(
      await matter.onCase('city', 'propose', { text: '拟交', dueBy: '2026-04-01', leader: '副主任' }),
    ).toMatchObject({ slug: 'date-before-event' });
    await matter.onCase('city', 'propose', { text: '拟交', to: 'agency:education', leader: 'cs-deputy' });
    const { memory } = matter.net.node('city').office;
    expect(memory.leaders.readings).toMatchObject([{ leader: '副主任', state: 'waiting' }]);
    expect(memory.documents.at(-1)?.text).toContain('拟交：');
  });
});
