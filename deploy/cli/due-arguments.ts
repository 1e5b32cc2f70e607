/** What was asked for, still as text; the domain reads it. */
export interface DueArguments {
  readonly start?: string;
  readonly period?: string;
  readonly rule?: string;
  readonly shift?: string;
  readonly without?: string;
  readonly json: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run -s due -- --start 2026-09-16 --period 15日 [--rule NAT.C4] [--shift next|none] [--without 2026-08-10..2026-08-12] [--json]

  --start   the day of the event, YYYY-MM-DD; it is not counted (民法典201)
  --period  15日 (calendar days), 5工作日 (working days) or 3月 (months)
  --rule    a rule of a pack in deploy/rules, such as NAT.C1 or "NAT.C4'"; without --period its own period is counted
  --shift   next: an end on a day off moves to the next working day (the default); none: it stays
  --without days that do not count, such as a hearing (信访工作条例36): a day, or first..last; several with commas
  --json    one JSON object instead of text
`;

const VALUED = ['start', 'period', 'rule', 'shift', 'without'] as const;
type Valued = (typeof VALUED)[number];
const isValued = (name: string): name is Valued => VALUED.some((flag) => flag === name);
const FLAGS = [...VALUED, 'json', 'help'].map((name) => `--${name}`).join(', ');

/**
 * Reads the command line; every problem in a sentence. Node's own parser takes "-3日" for a flag and says so in words
 * that help nobody, so a value is whatever follows its flag unless that is a flag itself.
 */
export function readArguments(
  argv: readonly string[],
): { readonly ok: true; readonly value: DueArguments } | { readonly ok: false; readonly problems: string[] } {
  const values: Partial<Record<Valued, string>> = {};
  const problems: string[] = [];
  let json = false;
  let help = false;
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    const [, name = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === 'json' && inline === undefined) json = true;
    else if ((name === 'help' && inline === undefined) || word === '-h') help = true;
    else if (!isValued(name)) {
      problems.push(`"${word.slice(0, 40)}" is not known here; the flags are ${FLAGS}.`);
    } else {
      const next = argv[i + 1];
      const separate = inline === undefined && next !== undefined && !next.startsWith('--');
      const value = separate ? next : inline;
      if (separate) i += 1;
      if (values[name] !== undefined) problems.push(`--${name} is given twice; give it once.`);
      if (value === undefined || value === '')
        problems.push(`--${name} needs a value, such as ${EXAMPLES[name]}.`);
      else values[name] = value;
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { ...values, json, help } };
}

const EXAMPLES: Readonly<Record<Valued, string>> = {
  start: '--start 2026-09-16',
  period: '--period 15日',
  rule: '--rule NAT.C1',
  shift: '--shift next',
  without: '--without 2026-08-10..2026-08-12',
};
