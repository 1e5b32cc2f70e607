import { KINDS, type TakeoutTable } from './takeout-table.js';

/** The page that lies beside the files: what each holds, column by column. */
export function readmeOf(node: string, at: Date, tables: readonly TakeoutTable[]): string {
  return [
    `# ${node}`,
    '',
    `全部办理数据，截至 ${at.toISOString()}（UTC）。Everything that this office held at that moment, as lines of JSON.`,
    '',
    '本目录含信访人姓名、住址和检举控告材料，须按保密规定保管。This folder names petitioners and accused: keep it as such.',
    '',
    '- `*.jsonl`: UTF-8, one JSON object a line, in the order named below. `null`: nothing there.',
    '- `attachments/<id>`: the files themselves; name, type and digest stand in `attachments.jsonl`.',
    '- `manifest.json`: every file with its rows, bytes and SHA-256; `damaged` names attachments that were not whole.',
    '',
    '| kind | how it is written |',
    '| --- | --- |',
    ...Object.entries(KINDS).map(([kind, means]) => `| ${kind} | ${means} |`),
    '',
    ...tables.flatMap(sectionOf),
  ].join('\n');
}

const sectionOf = ({ file, zh, en, order, columns }: TakeoutTable): readonly string[] => [
  `## ${file}.jsonl · ${zh}`,
  '',
  `${en}. Order: ${order}.`,
  '',
  '| column | kind | means |',
  '| --- | --- | --- |',
  ...Object.entries(columns).map(([name, [kind, means]]) => `| ${name} | ${kind} | ${means} |`),
  '',
];
