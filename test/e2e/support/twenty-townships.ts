import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLE = 'deploy/network/sample';
/** Town by town, with the two of the sample: twenty. */
const NAMES = '丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉';
const MORE = Array.from({ length: 18 }, (_, at) => 'abcdefghijklmnopqr'.charAt(at));

const zh = (one: string): string => NAMES.charAt(MORE.indexOf(one));

export const TOWNSHIPS: readonly string[] = [
  'township:jia',
  'township:yi',
  ...MORE.map((one) => `township:t${one}`),
];

/** The sample network with twenty townships, as one process of a county may host them. Returns its folder. */
export function twentyTownships(dataDir: string): string {
  const folder = mkdtempSync(join(dataDir, 'network-'));
  cpSync(SAMPLE, folder, { recursive: true });
  const change = (name: string, ...changes: readonly (readonly [string, string])[]): void => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    for (const [from] of changes) if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    writeFileSync(
      file,
      changes.reduce((now, [from, to]) => now.replace(from, to), text),
    );
  };
  const nodes = MORE.map((one) => {
    const name = `T${one.toUpperCase()} Town`;
    return `  - { id: 'township:t${one}', role: township, parent: city, code: Q${one.toUpperCase()}, name: { zh: ${zh(one)}镇人民代表大会主席团, en: Presidium of ${name} }, short: { zh: ${zh(one)}镇人大主席团, en: ${name} }, documentPrefix: ${zh(one)}镇人大 }\n`;
  });
  const staff = MORE.map(
    (one) =>
      `  - { unit: 'township:t${one}', users: [{ id: q${one}-dispatcher, name: 分${zh(one)}, post: 分办员, roles: [dispatcher, handler, registrar] }, { id: q${one}-chair, name: 主${zh(one)}, post: 主席, roles: [head, reviewer, supervisor, leader] }] }\n`,
  );
  change(
    'network.yaml',
    ['  - id: committee:agriculture\n    role', `${nodes.join('')}  - id: committee:agriculture\n    role`],
    ["with: ['township:jia', 'township:yi'] }", `with: [${TOWNSHIPS.map((one) => `'${one}'`).join(', ')}] }`],
  );
  change('staff.yaml', ['  - unit: township:yi\n', `${staff.join('')}  - unit: township:yi\n`]);
  return folder;
}
