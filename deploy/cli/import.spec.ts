import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ActBody } from '#contract';
import { importRegister, type PostItem } from './import-command.js';
import { readCsv } from './import-csv.js';
import { readArguments } from './import-arguments.js';

const MAPPING = readFileSync('deploy/import/example.mapping.json', 'utf8');
const EXAMPLE = readFileSync('deploy/import/example.csv');

/** A node that registers everything and remembers what it was sent. */
function aNode(answer: Partial<Record<string, string>> = {}) {
  const posted: { body: ActBody<'register'>; key: string }[] = [];
  const post: PostItem = (body, key) => {
    posted.push({ body, key });
    const why = answer[body.fromRegister?.number ?? ''];
    return Promise.resolve(
      why === undefined
        ? { kind: 'registered', originNumber: `CS-2026-1-0000${posted.length}`, before: false }
        : { kind: 'refused', why },
    );
  };
  return { posted, post };
}

const run = (csv: string | Buffer, post: PostItem, over: { dryRun?: boolean; mapping?: string } = {}) =>
  importRegister(
    {
      table: Buffer.from(csv),
      mapping: over.mapping ?? MAPPING,
      actor: { unit: 'city', user: '主任' },
      dryRun: over.dryRun ?? false,
    },
    post,
  );

const HEAD =
  '编号,收到日期,信访形式,人数,姓名,住址,联系方式,内容分类,事项,属地,概况,诉求,被反映单位,办结日期,答复方式';
const row = (over: Readonly<Record<string, string>> = {}) => {
  const cells: Readonly<Record<string, string>> = {
    编号: '1',
    收到日期: '2025-11-03',
    信访形式: '来信',
    内容分类: '求决',
    事项: '民政/殡葬',
    概况: '反映收费。',
    诉求: '取消。',
    ...over,
  };
  return HEAD.split(',')
    .map((title) => cells[title] ?? '')
    .join(',');
};

describe('an older register', () => {
  test('is taken over with its numbers, its dates as people write them, and what ended there', async () => {
    const node = aNode();
    const done = await run(EXAMPLE, node.post);
    expect(done).toMatchObject({ code: 0, err: [] });
    expect(done.out.at(-1)).toBe('2 of 2 rows are in the register.');
    expect(node.posted.map(({ body }) => body)).toMatchObject([
      {
        externalKey: '2025年登记簿/信2025-001',
        fromRegister: { number: '信2025-001', ended: { on: '2025-12-20', how: '书面' } },
        receivedOn: '2025-11-03',
        form: 'letter',
        summary: '反映学校收取维修费，\n附清单"一份"。',
        petitioner: { name: '甲某', address: '甲镇一村' },
      },
      {
        fromRegister: { number: '访2025-002' },
        form: 'visit',
        people: 6,
        category: 'request',
        place: '市区',
        respondents: ['某镇政府', '某村委会'],
      },
    ]);
  });

  test('is read without registering anything in a dry run', async () => {
    const node = aNode();
    const done = await run(EXAMPLE, node.post, { dryRun: true });
    expect(done).toMatchObject({
      code: 0,
      out: ['2 rows read, 2 can be registered; dry run, nothing was registered.'],
    });
    expect(node.posted).toEqual([]);
  });

  test('that has one wrong row registers nothing, and every problem names its line and column, never the cell', async () => {
    const node = aNode();
    const table = [
      HEAD,
      row(),
      row({ 编号: '2', 收到日期: '去年冬天', 信访形式: '飞鸽', 姓名: '陈某'.repeat(200) }),
      row({ 编号: '' }),
      row(),
    ].join('\r\n');
    const done = await run(table, node.post);
    expect(done.code).toBe(2);
    expect(done.err).toEqual([
      expect.stringMatching(/^line 3: form（信访形式）: /u),
      expect.stringMatching(/^line 3: receivedOn（收到日期）: /u),
      expect.stringMatching(/^line 3: name（姓名）: /u),
      'line 4: number: is empty; the old number is kept with the item',
      'line 5: number: “1” stands on line 2 already',
      '4 rows read, 1 can be registered; nothing was registered.',
    ]);
    expect(done.err.join()).not.toMatch(/陈某|去年冬天|飞鸽/u);
    expect(node.posted).toEqual([]);
  });

  test('keeps going when the node refuses one row, and says which', async () => {
    const node = aNode({ 2: 'date-in-future · 日期不存在或晚于今天' });
    const done = await run([HEAD, row(), row({ 编号: '2' }), row({ 编号: '3' })].join('\n'), node.post);
    expect(done).toMatchObject({ code: 1, err: ['line 3 (2): date-in-future · 日期不存在或晚于今天'] });
    expect(done.out.at(-1)).toBe('2 of 3 rows are in the register.');
  });

  test('sent again is the same posts under the same keys', async () => {
    const [first, second] = [aNode(), aNode()];
    await run(EXAMPLE, first.post);
    await run(EXAMPLE, second.post);
    expect(second.posted).toEqual(first.posted);
  });

  test('whose table lacks a column that the mapping names is refused with the columns that it has', async () => {
    const done = await run('号,日期\n1,2025-01-01\n', aNode().post);
    expect(done).toMatchObject({ code: 2, err: expect.arrayContaining([expect.stringContaining('“编号”')]) });
    expect(done.err[0]).toContain('号、日期');
  });

  test.each([
    ['no mapping at all', '{}'],
    ['a mapping that is no JSON', 'x'],
    ['a field that nobody knows', '{"register":"a","columns":{"risk":"b"}}'],
  ])('%s is told before the table is read', async (_what, mapping) => {
    expect(await run(EXAMPLE, aNode().post, { mapping })).toMatchObject({
      code: 2,
      err: expect.arrayContaining([expect.stringContaining('mapping')]),
    });
  });
});

describe('a table as spreadsheets save it', () => {
  const cells = (bytes: Uint8Array) => {
    const read = readCsv(bytes);
    return read.ok ? read.rows.map((one) => one.cells) : read.problem;
  };

  test.each([
    ['with a byte order mark', Buffer.from('\ufeff编号,日期\n1,2\n')],
    ['with semicolons', Buffer.from('编号;日期\n1;2\n')],
    ['with tabs and old line ends', Buffer.from('编号\t日期\r\n1\t2\r\n')],
    [
      'in the encoding of Excel in Chinese',
      Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc8, 0xd5, 0xc6, 0xda, 0x0a, 0x31, 0x2c, 0x32]),
    ],
    ['with empty lines at the end', Buffer.from('编号,日期\n1,2\n,\n\n')],
  ])('is read %s', (_what, bytes) => {
    expect(cells(bytes)).toEqual([
      ['编号', '日期'],
      ['1', '2'],
    ]);
  });

  test('with a quotation mark left open is refused', () => {
    expect(cells(Buffer.from('a,"b\n1,2\n'))).toContain('never closed');
  });

  test('that is a spreadsheet file and no text is refused', () => {
    expect(cells(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]))).toMatch(/neither UTF-8|NUL/u);
  });
});

describe('the command line', () => {
  test('wants the address with its token, except in a dry run', () => {
    expect(readArguments(['a.csv', '--mapping', 'm.json'])).toMatchObject({ ok: false });
    expect(readArguments(['a.csv', '--mapping', 'm.json', '--address', 'http://127.0.0.1:1/'])).toMatchObject(
      { ok: false },
    );
    expect(readArguments(['a.csv', '--mapping', 'm.json', '--dry-run'])).toMatchObject({
      ok: true,
      value: { unit: 'city', dryRun: true },
    });
    expect(
      readArguments(['a.csv', '--mapping', 'm.json', '--address', 'http://127.0.0.1:81/?token=abc']),
    ).toMatchObject({ ok: true, value: { node: { url: 'http://127.0.0.1:81', token: 'abc' } } });
  });
});
