import { expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, LEG_STATE_WORDS } from '#contract';
import { LEG_DIGEST_FIELDS, LEG_TABLE, type LegTransition } from '#domain';

/*
 * PROTOCOL.md is written for someone who builds the other side; its table is the domain's own.
 * `UPDATE_PROTOCOL=1 npm run -s jest -- test/contract/protocol --selectProjects unit` writes it anew.
 */

const file = join(import.meta.dirname, '../../libs/contract/PROTOCOL.md');
const BEGIN = "<!-- table:messages begin (generated from the domain's table; do not edit by hand) -->\n";
const END = '<!-- table:messages end -->';

const WHEN = {
  'by-minutes': 'the leg was made by minutes',
  'not-by-minutes': 'the leg was not made by minutes',
  'answered-by-handler': 'the handler owes the answer',
  'answered-by-sender': 'the sender gives the answer',
  'convened-by-end': 'that end convened the meeting',
  'legal-extension': 'the request is for the legal limit',
  'assigned-extension': 'the request is for the limit that the assigner set',
  'convened-by-sender': 'the sender convened the meeting',
  'convened-by-receiver': 'the receiver convened the meeting',
  'owes-answer': 'the leg owes an answer',
  'owes-text-only': 'the leg owes a text only (co, slip, account)',
} as const satisfies Record<NonNullable<LegTransition['when']>, string>;

const condition = (row: LegTransition): string =>
  [
    row.when === undefined ? [] : [WHEN[row.when]],
    row.kinds === undefined ? [] : [`kinds ${row.kinds.join(', ')}`],
  ]
    .flat()
    .join('; ');

function table(): string {
  const code = (state: keyof typeof LEG_STATE_WORDS) => `${LEG_STATE_WORDS[state][0]} ${state}`;
  const rows = LEG_TABLE.map((row) =>
    [
      `huiyin.leg.${row.event}.v1`,
      code(row.from),
      code(row.to),
      row.end,
      row.actors.join(', '),
      condition(row),
      row.basis,
    ].join(' | '),
  );
  const others = Object.entries(CATALOGUE)
    .filter(([type]) => !LEG_TABLE.some((row) => type === `huiyin.leg.${row.event}.v1`))
    .map(([type, entry]) => `| ${type} | ${entry.from.join(', ')} | ${entry.to.join(', ')} | ${entry.end} |`);
  return [
    '| message | in state | to state | decides | acting role | only when | basis |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    'Messages that are no event of a leg:',
    '',
    '| message | roles that send | roles that take in | end |',
    '|---|---|---|---|',
    ...others,
    '',
  ].join('\n');
}

/** Columns padded by Prettier do not count. */
const bare = (text: string): string => text.replaceAll(/ +/gu, ' ').replaceAll(/[|\s]*-[-|\s]*/gu, '--');

test('the table of PROTOCOL.md is the table that the code decides by', () => {
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END);
  if (process.env['UPDATE_PROTOCOL'] === '1') {
    writeFileSync(file, `${text.slice(0, begin)}\n${table()}\n${text.slice(end)}`);
    return;
  }
  expect(bare(text.slice(begin, end)).trim()).toBe(bare(table()).trim());
});

test('the digest of a leg in PROTOCOL.md names the fields in the order that the code takes them', () => {
  const section = readFileSync(file, 'utf8').split('## 9.')[1]?.split('## 10.')[0] ?? '';
  const named = [...section.matchAll(/^(?<field>[a-zA-Z]+)=/gmu)].map((line) => line.groups?.['field']);
  expect(named.filter((field) => field !== 'clock')).toEqual([...LEG_DIGEST_FIELDS]);
});
