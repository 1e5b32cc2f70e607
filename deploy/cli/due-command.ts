import { computeEnd } from '#domain';
import { readArguments, USAGE } from './due-arguments.js';
import { ask, type RuleFiles } from './due-question.js';
import { asJson, asText } from './due-report.js';

/** What a command did: its exit code and what it prints. 0 answered, 2 the question was wrong, 1 the installation is. */
export interface Answered {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

type ReadRuleFiles = () =>
  | { readonly ok: true; readonly value: RuleFiles }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `due`: when does a period end, and why. Pure but for reading the files. */
export function due(argv: readonly string[], readRuleFiles: ReadRuleFiles): Answered {
  const words = readArguments(argv);
  if (!words.ok) return wrong(words.problems);
  if (words.value.help) return { code: 0, out: USAGE, err: '' };
  const files = readRuleFiles();
  if (!files.ok) return { code: 1, out: '', err: lines(files.problems) };
  const { calendar } = files.value;
  const question = ask(words.value, files.value);
  if (!question.ok) return wrong(question.problems);
  const end = computeEnd({ ...question.value, calendar });
  if (!end.ok) return wrong([end.message]);
  const answer = words.value.json ? asJson : asText;
  return { code: 0, out: answer(question.value, end.value, calendar), err: '' };
}

const wrong = (problems: readonly string[]): Answered => ({ code: 2, out: '', err: lines(problems) });
const lines = (problems: readonly string[]): string =>
  problems.map((problem) => `due: ${problem}\n`).join('');
