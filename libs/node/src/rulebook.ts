import { join } from 'node:path';
import type { NetworkSettings } from '#access';
import { readRuleFiles } from '#casework';
import { parsePeriod, type Period, type Rulebook } from '#domain';
import { CannotStart } from './problems.js';

/** The calendar of mainland China; a network of another one would name it here. */
const CALENDAR = 'CN.yaml';

/** The law as this network chose it: its pack, the calendar, and the values that no source settles. */
export function openRulebook(
  folders: { readonly rules: string; readonly calendars: string },
  network: NetworkSettings,
): Rulebook {
  const files = readRuleFiles({ rules: folders.rules, calendar: join(folders.calendars, CALENDAR) });
  if (!files.ok) throw new CannotStart(files.problems);
  const pack = files.value.packs.get(network.rulePack);
  if (pack === undefined) {
    throw new CannotStart([
      `${folders.rules}: The network goes by the rule pack ${network.rulePack}, and there is no ${network.rulePack}.yaml.`,
    ]);
  }
  const { assignWithoutDays, redo, signFor, slipLimit } = network.defaults;
  return {
    pack,
    calendar: files.value.calendar,
    settings: {
      assign: period(assignWithoutDays),
      redo: period(redo),
      sign: period(signFor),
      slip: period(slipLimit),
      reserveDays: network.reserveDays,
    },
  };
}

/** The directory's schema lets nothing else through. */
function period(text: string): Period {
  const parsed = parsePeriod(text);
  if (!parsed.ok) throw new CannotStart([`network.yaml defaults: ${parsed.message}`]);
  return parsed.value;
}
