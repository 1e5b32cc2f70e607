import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parseCasebook, readCasebook, type ReadCasebook } from './casebook.js';

const MAIN = 'deploy/casebook/all.json';

interface Written {
  cases: { key: string; story: Record<string, unknown>[]; [key: string]: unknown }[];
  [key: string]: unknown;
}

/** The shipped casebook, changed by a test. */
async function changed(change: (book: Written) => void): Promise<ReadCasebook> {
  const book = JSON.parse(await readFile(MAIN, 'utf8')) as Written;
  change(book);
  return parseCasebook(Buffer.from(JSON.stringify(book)), 'book.json');
}

const told = (read: ReadCasebook): string => (read.ok ? '' : read.problems.join('\n'));

/** The step of a case, from 0, made anew. */
const step =
  (key: string, at: number, value: Record<string, unknown>) =>
  (book: Written): void => {
    const one = book.cases.find((found) => found.key === key);
    if (one !== undefined) one.story[at] = value;
  };

describe('the casebook', () => {
  test('the shipped one holds the seventeen stories', async () => {
    const read = await readCasebook(MAIN);
    expect(told(read)).toBe('');
    expect(read.ok && read.casebook.cases.map(({ key }) => key)).toEqual([
      'teacher-repair-fee',
      'substitute-teachers-wages',
      'fake-pesticide',
      'paper-mill-injury',
      'social-insurance-jurisdiction',
      'hospital-noise',
      'consultation',
      'not-ours',
      'funeral-parlour-fees',
      'exam-hire-refused',
      'homestead-eight-years',
      'village-cadre-accusation',
      'land-compensation-joint',
      'land-compensation-repeat',
      'land-compensation-many-letters',
      'forest-certificate-call',
      'irrigation-suggestion',
    ]);
  });

  test('a folder is one casebook: every file of the shipped one, no key twice', async () => {
    const read = await readCasebook('deploy/casebook');
    expect(told(read)).toBe('');
    expect(read.ok && read.casebook.cases.length).toBeGreaterThan(20);
  });

  test('its words are read into the words of the contract', async () => {
    const read = await readCasebook(MAIN);
    const mill = read.ok ? read.casebook.cases.find(({ key }) => key === 'paper-mill-injury') : undefined;
    expect(mill).toMatchObject({ form: 'letter', source: 'superior', category: 'appeal', route: '31(6)' });
    expect(mill?.story[1]).toMatchObject({ does: 'assign', wants: 'result', days: 90 });
    expect(mill?.story[4]).toMatchObject({ does: 'meeting', kind: 'coordination' });
  });

  test('a step that is not known is named with its case and the steps that are', async () => {
    const read = await changed(step('hospital-noise', 3, { at: 'city', does: 'measure-noise', how: '电话' }));
    expect(told(read)).toMatch(
      /^book\.json: Case “hospital-noise”, step 4: “measure-noise” is not a step that is known\. The steps are register, /u,
    );
    expect(told(read)).toContain('serve-answer');
  });

  test('a key that is not known is named with its case, its step, the keys and the steps that are', async () => {
    const read = await changed(
      step('hospital-noise', 3, { at: 'agency:environment', does: 'accept', colour: 'red' }),
    );
    expect(told(read)).toContain(
      'Case “hospital-noise”, step 4 (accept): the key “colour” is not known. The keys of accept are does, at,',
    );
    expect(told(read)).toContain('The steps are register, ');
  });

  const wrongSteps: [string, Record<string, unknown>, string][] = [
    [
      'an expectation that is not known',
      { at: 'city', does: 'notify', how: '书面', expect: { weather: 'fine' } },
      'expect: the key “weather” is not known. The keys of expect are refused, article,',
    ],
    [
      'a clock that is expected to be nothing',
      { at: 'city', does: 'notify', how: '书面', expect: { C4: 'perhaps' } },
      'expect.C4',
    ],
    ['a unit outside the network', { at: 'agency:weather', does: 'accept' }, 'agency:weather is no unit'],
    ['a missing key', { at: 'city', does: 'notify' }, 'step 3 (notify), how'],
    [
      'two dates for one step',
      { at: 'city', does: 'notify', how: '书面', on: '2026-09-18', sameDay: true },
      'on and sameDay are given',
    ],
    [
      '30 February',
      { at: 'city', does: 'notify', how: '书面', on: '2026-02-30' },
      'is not a day of the calendar',
    ],
    [
      'paper for a unit with a node',
      { at: 'agency:court', does: 'accept', onPaper: true, recordedBy: 'city' },
      'has a node of its own',
    ],
    [
      'paper recorded by a stranger',
      { at: 'unit:liquidators', does: 'accept', onPaper: true, recordedBy: 'province' },
      'is recorded by its keeper city',
    ],
    ['a second registration', { at: 'city', does: 'register' }, 'it is registered twice'],
    ['a redo without defects', { at: 'city', does: 'review', verdict: 'redo' }, 'a redo needs its defects'],
    [
      'a word that nobody knows',
      { at: 'city', does: 'assign', to: 'agency:court', wants: '要钱' },
      '“要钱” is not one of 要结果、要情况',
    ],
    ['a step without a name', { at: 'city' }, 'it does not say what it does'],
  ];
  test.each(wrongSteps)('%s is refused in a sentence', async (_situation, wrong, sentence) => {
    const read = await changed(step('hospital-noise', 2, wrong));
    expect(told(read)).toContain('Case “hospital-noise”');
    expect(told(read)).toContain(sentence);
  });

  test('every problem of the file is told at once', async () => {
    const read = await changed((book) => {
      step('consultation', 1, { at: 'city', does: 'dance' })(book);
      step('hospital-noise', 2, { at: 'city', does: 'sing' })(book);
    });
    expect(told(read)).toContain('“dance”');
    expect(told(read)).toContain('“sing”');
  });

  test('two cases with one key are refused', async () => {
    const read = await changed(
      (book) =>
        void book.cases.push({ ...book.cases[0], key: 'consultation', story: book.cases[0]?.story ?? [] }),
    );
    expect(told(read)).toContain('Two cases have the key “consultation”');
  });

  test('a report that counts its rounds wrongly is refused', async () => {
    const read = await changed((book) => {
      const report = book.cases.find(({ key }) => key === 'fake-pesticide')?.story[6];
      if (report !== undefined) report['round'] = 3;
    });
    expect(told(read)).toContain('round is 3, but it is report 2 of committee:agriculture');
  });

  const broken: [string, Uint8Array, string][] = [
    ['half a file', Buffer.from('{"about": "x", "rules": ['), 'is not JSON. See line 1'],
    ['an empty file', Buffer.from(''), 'is not JSON'],
    ['a list', Buffer.from('[]'), 'the casebook'],
    [
      'a key that stands twice',
      Buffer.from('{"about": "x",\n "about": "y"}'),
      'A key stands twice in one object. See line 2',
    ],
    ['a file of 2 MiB', Buffer.alloc(2 * 1024 * 1024, 0x20), 'larger than 1024 KiB'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), 'not UTF-8'],
    ['nesting without end', Buffer.from('['.repeat(2000)), 'nests deeper than 16 levels'],
    ['no cases', Buffer.from('{"about":"x","rules":[],"network":{},"cases":[]}'), 'the casebook, cases'],
  ];
  test.each(broken)('%s is refused in a sentence', (_situation, bytes, sentence) => {
    expect(told(parseCasebook(bytes, 'book.json'))).toContain(sentence);
  });

  test('a file that is not there is a sentence', async () => {
    expect(told(await readCasebook('deploy/casebook/none.json'))).toContain('The file cannot be read');
  });
});
