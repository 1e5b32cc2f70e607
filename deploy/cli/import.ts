// npm run -s import -- register.csv --mapping mapping.json --dry-run: takes over an older register, row by row.
import { readFileSync } from 'node:fs';
import { actAnswer, type ActBody, problem } from '#contract';
import { readArguments, type ImportArguments, USAGE } from './import-arguments.js';
import { importRegister, type PostItem, type Registered } from './import-command.js';

const ANSWER_WITHIN_MS = 60_000;

/** Registers at a node over HTTP, as any client does. */
function posting({ url, token }: NonNullable<ImportArguments['node']>): PostItem {
  return async (body: ActBody<'register'>, key: string): Promise<Registered> => {
    const answer = await fetch(`${url}/api/items`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-start-token': token },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const json: unknown = await answer.json();
    if (answer.status === 200) {
      const { originNumber, warnings } = actAnswer.parse(json);
      const before = warnings.some((warning) => warning.startsWith('registered-before'));
      return { kind: 'registered', originNumber, before };
    }
    const told = problem.safeParse(json);
    if (!told.success || answer.status >= 500) throw new Error(`The node answered ${answer.status}.`);
    return { kind: 'refused', why: [told.data.slug, told.data.zh, ...told.data.problems].join(' · ') };
  };
}

const nowhere: PostItem = () => Promise.reject(new Error('A dry run posts nothing.'));

async function main(): Promise<number> {
  const words = readArguments(process.argv.slice(2));
  if (!words.ok) {
    process.stderr.write(`import: ${words.problem}\n${USAGE}`);
    return 2;
  }
  const { file, mapping, unit, user, dryRun, node } = words.value;
  const done = await importRegister(
    {
      csv: readFileSync(file),
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
