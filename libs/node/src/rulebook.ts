import { join } from 'node:path';
import type { NetworkSettings } from '#access';
import { readRuleFiles, supervisionSettingsOf, type RuleFiles } from '#casework';
import { parsePeriod, type Period, type Rulebook } from '#domain';
import { CannotStart } from './problems.js';

/** The calendar of mainland China; a network of another one would name it here. */
const CALENDAR = 'CN.yaml';

/** The files of the law. @throws CannotStart with every problem of every file */
export function openRules(folders: { readonly rules: string; readonly calendars: string }): RuleFiles {
  const files = readRuleFiles({ rules: folders.rules, calendar: join(folders.calendars, CALENDAR) });
  if (!files.ok) throw new CannotStart(files.problems);
  return files.value;
}

/** The law as this network chose it: its pack, the calendar, and the values that no source settles. */
export function rulebookOf({ packs, calendar }: RuleFiles, network: NetworkSettings): Rulebook {
  const pack = packs.get(network.rulePack);
  if (pack === undefined) {
    const name = network.rulePack;
    throw new CannotStart([
      `The network goes by the rule pack ${name}, and the folder of RULES has no ${name}.yaml.`,
    ]);
  }
  const { assignWithoutDays, redo, signFor, slipLimit, rulingOnObjection, reviewReport, supervision } =
    network.defaults;
  return {
    pack,
    calendar,
    settings: {
      assign: period(assignWithoutDays),
      redo: period(redo),
      sign: period(signFor),
      slip: period(slipLimit),
      ruling: period(rulingOnObjection),
      ...(reviewReport === undefined ? {} : { review: period(reviewReport) }),
      reserveDays: network.reserveDays,
      supervision: supervisionSettingsOf(supervision, period),
    },
  };
}

/** The directory's schema lets nothing else through. */
function period(text: string): Period {
  const parsed = parsePeriod(text);
  if (!parsed.ok) throw new CannotStart([`network.yaml defaults: ${parsed.message}`]);
  return parsed.value;
}
