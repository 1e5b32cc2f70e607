import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from './csv.js';

describe('a line of an exported list', () => {
  test('quotes what a reader would take for a border', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\r\ng', null, -3])).toBe('a,"b,c","d""e","f\r\ng",,-3\r\n');
  });

  test.each(['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =cmd|calc', '＝1', '＠x'])(
    'marks %j as text, so that no spreadsheet counts with it',
    (text) => {
      expect(csvLine([text]).replace(/^"/u, '')).toMatch(/^'/u);
    },
  );

  test('reads back as it was written, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (cells) => {
        const read = readLine(csvLine(cells));
        expect(read.map((cell, at) => (cell === cells[at] ? cell : cell.replace(/^'/u, '')))).toEqual(cells);
      }),
    );
  });
});

/** A reader of RFC 4180 for one line. */
function readLine(line: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  const text = line.slice(0, -2);
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}
