// npm run -s import -- register.xlsx --mapping mapping.json --dry-run: takes over an older register, row by row.
import { readFileSync } from 'node:fs';
import { readArguments, USAGE } from './import-arguments.js';
import { importRegister, type PostItem } from './import-command.js';
import { posting } from './import-post.js';

const nowhere: PostItem = () => Promise.reject(new Error('A dry run posts nothing.'));

async function main(): Promise<number> {
  const words = readArguments(process.argv.slice(2));
  if (!words.ok) {
    process.stderr.write(`import: ${words.problem}\n${USAGE}`);
    return 2;
  }
  const { file, mapping, unit, user, sheet, dryRun, node } = words.value;
  const done = await importRegister(
    {
      table: readFileSync(file),
      ...(sheet === undefined ? {} : { sheet }),
      mapping: readFileSync(mapping, 'utf8'),
      actor: { unit, ...(user === undefined ? {} : { user }) },
      dryRun,
    },
    node === undefined ? nowhere : posting(node),
  );
  process.stdout.write(done.out.map((line) => `${line}\n`).join(''));
  process.stderr.write(done.err.map((line) => `import: ${line}\n`).join(''));
  return done.code;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`import: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
