import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar, RulePack } from '#domain';
import { parseCalendar } from './calendar-file.js';
import { parseRulePack } from './rule-pack.js';
import { MAX_BYTES, type Read, unreadable } from './yaml-file.js';

/** The law of an installation: its rule packs by id and its calendar. */
export interface RuleFiles {
  readonly packs: ReadonlyMap<string, RulePack>;
  readonly calendar: Calendar;
}

/**
 * Reads every pack of a directory and one calendar, at the start of a node or a command. All problems of all files are
 * listed together.
 *
 * @example readRuleFiles({rules: 'deploy/rules', calendar: 'deploy/calendars/CN.yaml'})
 */
export function readRuleFiles(paths: { readonly rules: string; readonly calendar: string }): Read<RuleFiles> {
  const packs = new Map<string, RulePack>();
  const problems: string[] = [];
  for (const name of packFiles(paths.rules, problems)) {
    const pack = readAnd(join(paths.rules, name), name, parseRulePack);
    if (!pack.ok) problems.push(...pack.problems);
    else if (`${pack.value.id}.yaml` !== name) {
      problems.push(`${name}: The pack ${pack.value.id} belongs into ${pack.value.id}.yaml.`);
    } else packs.set(pack.value.id, pack.value);
  }
  const calendar = readAnd(paths.calendar, paths.calendar, parseCalendar);
  if (!calendar.ok) problems.push(...calendar.problems);
  if (!calendar.ok || problems.length > 0) return { ok: false, slug: 'bad-file', problems };
  return { ok: true, value: { packs, calendar: calendar.value } };
}

function packFiles(directory: string, problems: string[]): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.yaml'));
    if (names.length === 0) problems.push(`${directory}: There is no rule pack (*.yaml) in this directory.`);
    return names.sort();
  } catch {
    problems.push(`${directory}: The directory of the rule packs cannot be read.`);
    return [];
  }
}

function readAnd<T>(path: string, name: string, parse: (text: string, file: string) => Read<T>): Read<T> {
  try {
    if (statSync(path).size > MAX_BYTES) {
      return unreadable(name, [`The file is larger than ${MAX_BYTES / 1024} KiB.`]);
    }
    return parse(readFileSync(path, 'utf8'), name);
  } catch {
    return unreadable(name, ['The file cannot be read.']);
  }
}
