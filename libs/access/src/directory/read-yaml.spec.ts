import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkFileSchema } from '#contract';
import { readYaml } from './read-yaml.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-yaml-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

function say(content: string | Buffer): string {
  const path = join(room, 'network.yaml');
  writeFileSync(path, content);
  const read = readYaml(path, networkFileSchema);
  return read.ok ? '' : read.problems.map(({ sentence }) => sentence).join('\n');
}

const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]']
  .concat(
    'bcdefghi'.split('').map(
      (name, at) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${'abcdefgh'[at] ?? 'a'}`)
          .join(',')}]`,
    ),
  )
  .join('\n');

describe('YAML that is no directory', () => {
  const hostile: readonly [string, string | Buffer, string][] = [
    ['an alias bomb', bomb, 'The anchor &a is not allowed; write the value out.'],
    ['an alias of nothing', 'network: *x', 'The alias *x is not allowed'],
    ['a megabyte and one byte', `# ${'x'.repeat(1_048_576)}`, 'more than the 1048576 that are read'],
    ['a hundred thousand brackets', '['.repeat(100_000), 'The file nests more than 16 levels deep.'],
    [
      'indentation without end',
      Array.from({ length: 900 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      'nests',
    ],
    ['block sequences without end', `${'- '.repeat(100_000)}a`, 'nests too deeply'],
    ['a key given twice', 'network: a\nnetwork: b', 'The YAML is broken: Map keys must be unique'],
    ['a tag that makes objects', 'network: !!js/function "x"', 'The YAML is broken: '],
    ['a binary value', 'network: !!binary aGVsbG8=', 'The tag tag:yaml.org,2002:binary is not allowed.'],
    ['a merge key', 'network: small\n<<: { version: 9 }', 'Unrecognized key: "<<"'],
    ['a prototype', '__proto__: { simulated: true }', 'The value is wrong'],
    ['two documents', 'network: a\n---\nnetwork: b', 'The YAML is broken: '],
    ['bytes that are not UTF-8', Buffer.from([0x6e, 0xff, 0xfe]), 'The file is not UTF-8'],
    ['nothing at all', '', 'The value is wrong'],
    ['a list', '- city', 'The value is wrong'],
    ['a control character in a name', 'name: { zh: "a\\0b", en: b }', 'control character'],
    ['half a file', 'network: {', 'The YAML is broken: '],
  ];
  test.each(hostile)('%s is refused in a sentence', (_what, content, sentence) => {
    expect(say(content)).toContain(sentence);
  });

  test('an object prototype stays as it was', () => {
    say('__proto__: { simulated: true }');
    expect(Reflect.get({}, 'simulated')).toBeUndefined();
  });

  test('a file that is not there names the setting', () => {
    const read = readYaml(join(room, 'nowhere', 'network.yaml'), networkFileSchema);
    expect(read).toMatchObject({
      problems: [
        { sentence: 'The file cannot be read (ENOENT); NETWORK must name the folder that holds it.' },
      ],
    });
  });

  test('a thousand wrong entries are told as fifty', () => {
    const links = Array.from({ length: 1000 }, () => '  - { kind: sideways, of: a, with: [b] }').join('\n');
    expect(say(`links:\n${links}`).split('\n').length).toBeLessThanOrEqual(50);
  });
});
