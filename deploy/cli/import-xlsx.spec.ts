import { deflateRawSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { utils, write, type WorkBook } from '@e965/xlsx';
import type { ActBody } from '#contract';
import { importRegister } from './import-command.js';
import { cellName, readSheet } from './import-xlsx.js';
import { safeZip } from './import-zip.js';

const MAPPING = readFileSync('deploy/import/example.mapping.json', 'utf8');
const HEAD = [
  ...[
    '编号',
    '收到日期',
    '信访形式',
    '人数',
    '姓名',
    '住址',
    '联系方式',
    '内容分类',
    '事项',
    '属地',
    '概况',
    '诉求',
  ],
  ...['被反映单位', '办结日期', '答复方式'],
];
const ROW = [
  '1',
  '2025-11-03',
  '来信',
  1,
  '甲某',
  '',
  '',
  '求决',
  '民政/殡葬',
  '',
  '反映收费。',
  '取消。',
  '',
  '',
  '',
];

const bytesOf = (book: WorkBook): Buffer => {
  const made: unknown = write(book, { type: 'buffer', bookType: 'xlsx' });
  if (!Buffer.isBuffer(made)) throw new Error('no workbook was made');
  return made;
};

/** A workbook whose sheets hold these rows. */
function aWorkbook(sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>): Buffer {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet(
        rows.map((row) => [...row]),
        { cellDates: true },
      ),
      name,
    );
  return bytesOf(book);
}

async function imported(table: Uint8Array, over: { sheet?: string; dryRun?: boolean } = {}) {
  const posted: ActBody<'register'>[] = [];
  const done = await importRegister(
    { table, mapping: MAPPING, actor: { unit: 'city', user: '主任' }, dryRun: false, ...over },
    (body) => {
      posted.push(body);
      return Promise.resolve({ kind: 'registered', originNumber: `CS-${posted.length}`, before: false });
    },
  );
  return { ...done, posted };
}

describe('an older register in Excel', () => {
  test('is taken over with its old numbers, whatever way its dates are kept', async () => {
    const dates = [
      ['1', '2025/11/3'],
      ['2', new Date(Date.UTC(2025, 10, 3))],
      ['3', 45_964],
      ['4', '45964'],
    ] as const;
    const rows = dates.map(([number, date]) => [number, date, ...ROW.slice(2)]);
    const { code, err, posted } = await imported(aWorkbook({ 登记簿: [HEAD, ...rows] }));
    expect([code, err]).toEqual([0, []]);
    expect(posted.map(({ receivedOn }) => receivedOn)).toEqual(Array(4).fill('2025-11-03'));
    expect(posted.map(({ fromRegister }) => fromRegister?.number)).toEqual(['1', '2', '3', '4']);
    expect(posted[0]).toMatchObject({ form: 'letter', people: 1, petitioner: { name: '甲某' } });
  });

  test('names the cell of everything that is wrong, and registers nothing', async () => {
    const wrong = ['', '去年', '飞鸽', ...ROW.slice(3)];
    const { code, err, posted } = await imported(aWorkbook({ 登记簿: [HEAD, ROW, wrong, ROW] }));
    expect(code).toBe(2);
    expect(err).toEqual([
      'line 3: cell A3, number: is empty; the old number is kept with the item',
      expect.stringMatching(/^line 3: cell C3, form（信访形式）: /u),
      expect.stringMatching(/^line 3: cell B3, receivedOn（收到日期）: /u),
      'line 4: cell A4, number: “1” stands on line 2 already',
      '3 rows read, 1 can be registered; nothing was registered.',
    ]);
    expect(posted).toEqual([]);
  });

  test('is only read in a dry run', async () => {
    const { out, posted } = await imported(aWorkbook({ 登记簿: [HEAD, ROW] }), { dryRun: true });
    expect(out).toEqual(['1 rows read, 1 can be registered; dry run, nothing was registered.']);
    expect(posted).toEqual([]);
  });

  test('with several sheets wants one named, and says which there are', async () => {
    const book = aWorkbook({ 说明: [['x']], 登记簿: [HEAD, ROW] });
    expect((await imported(book)).err[0]).toContain('说明、登记簿');
    expect((await imported(book, { sheet: '台账' })).err[0]).toContain('There is no sheet “台账”');
    expect((await imported(book, { sheet: '登记簿' })).posted).toHaveLength(1);
    expect((await imported(Buffer.from('a,b\n1,2\n'), { sheet: '登记簿' })).err[0]).toContain('--sheet');
  });

  test('has its formulas ignored: what was last shown is read, nothing is counted', () => {
    const sheet = utils.aoa_to_sheet([['编号'], ['x']]);
    sheet['A2'] = { t: 's', v: '信1', f: 'WEBSERVICE("http://127.0.0.1/steal")' };
    const book = utils.book_new();
    utils.book_append_sheet(book, sheet, '登记簿');
    expect(readSheet(bytesOf(book), undefined)).toEqual({
      ok: true,
      rows: [
        { line: 1, cells: ['编号'] },
        { line: 2, cells: ['信1'] },
      ],
    });
  });

  test('calls its cells as Excel does', () => {
    expect([cellName(3, 0), cellName(3, 25), cellName(10, 26), cellName(1, 701), cellName(1, 702)]).toEqual([
      ...['A3', 'Z3', 'AA10', 'ZZ1', 'AAA1'],
    ]);
  });
});

describe('a file that is not what it says', () => {
  const refused = (bytes: Uint8Array): string => {
    const read = readSheet(bytes, undefined);
    return read.ok ? 'read' : read.problem;
  };

  test('a zip of something else is no workbook', () => {
    expect(refused(aZip([['word/document.xml', Buffer.from('<w/>'), undefined]]))).toContain(
      'no Excel workbook',
    );
  });

  test('an old or locked workbook is told to be saved again', () => {
    expect(refused(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toContain('.xls');
  });

  test('a broken one is refused in a sentence, wherever it breaks', () => {
    const whole = aWorkbook({ 登记簿: [HEAD, ROW] });
    for (const at of [4, 60, Math.floor(whole.length / 2), whole.length - 30]) {
      expect(refused(whole.subarray(0, at))).toContain('broken');
      const bent = Buffer.from(whole);
      bent.fill(0xff, at, at + 24);
      expect(typeof refused(bent)).toBe('string');
    }
  });

  test('one that unpacks to more than it may is not unpacked, even where it lies about its size', () => {
    const bomb = deflateRawSync(Buffer.alloc(8 * 1024 * 1024), { level: 9 });
    const zip = aZip([
      ['[Content_Types].xml', Buffer.from('<Types/>'), undefined],
      ['xl/workbook.xml', bomb, 10],
    ]);
    expect(zip.length).toBeLessThan(64 * 1024);
    expect(safeZip(zip, 1024 * 1024)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('unpacks to more than 1 MiB'),
    });
  });

  test('one of ten thousand parts is refused before any is read', () => {
    const part = ['x', Buffer.from('x'), undefined] as const;
    expect(safeZip(aZip(Array.from({ length: 10_000 }, () => part)))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('parts'),
    });
  });

  test('a sheet that claims to be a million rows wide and deep is read for what it holds', () => {
    const book = byHand('A1:XFD1048576', '<row r="1"><c r="A1" t="str"><v>编号</v></c></row>');
    const from = performance.now();
    expect(readSheet(book, undefined)).toEqual({ ok: true, rows: [{ line: 1, cells: ['编号'] }] });
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test('a sheet of too many columns is refused with the cell', () => {
    const wide = Array.from({ length: 300 }, (_, at) => `c${at}`);
    expect(refused(aWorkbook({ 登记簿: [wide] }))).toContain('Cell GS1');
  });
});

/** A workbook of one sheet, as somebody writes it who means harm. */
function byHand(ref: string, rows: string): Buffer {
  const xml = (text: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`;
  const link = (id: string, what: string, target: string): string =>
    `<Relationships xmlns="${relations}"><Relationship Id="${id}" Type="${office}/${what}" Target="${target}"/></Relationships>`;
  return aZip([
    ['[Content_Types].xml', xml(types), undefined],
    ['_rels/.rels', xml(link('r0', 'officeDocument', 'xl/workbook.xml')), undefined],
    ['xl/_rels/workbook.xml.rels', xml(link('r1', 'worksheet', 'worksheets/sheet1.xml')), undefined],
    [
      'xl/workbook.xml',
      xml(
        `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="登记簿" sheetId="1" r:id="r1"/></sheets></workbook>`,
      ),
      undefined,
    ],
    [
      'xl/worksheets/sheet1.xml',
      xml(`<worksheet xmlns="${main}"><dimension ref="${ref}"/><sheetData>${rows}</sheetData></worksheet>`),
      undefined,
    ],
  ]);
}

/** A zip of these parts; a part with a size is packed already and says that size. */
function aZip(parts: readonly (readonly [string, Buffer, number | undefined])[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, data, says] of parts) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(says === undefined ? 0 : 8, 8);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(says ?? data.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(says === undefined ? 0 : 8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(says ?? data.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    local.push(head, Buffer.from(name), data);
    central.push(entry, Buffer.from(name));
    at += head.length + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}
