// The packs' own door: commands that only need the law (deploy/cli/due) come in here, without the use cases.
export { parseCalendar } from './calendar-file.js';
export { readRuleFiles, type RuleFiles } from './read.js';
export { parseRulePack } from './rule-pack.js';
export type { Read, Unreadable } from './yaml-file.js';
