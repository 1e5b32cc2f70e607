export { parseCalendar, parseRulePack, readRuleFiles, type RuleFiles } from './packs/index.js';
