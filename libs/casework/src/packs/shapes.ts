import {
  BODY_KINDS,
  CLOCK_IDS,
  type ClockId,
  RULE_PARTS,
  type RulePart,
  SHIFTS,
  START_EVENTS,
  parseLocalDate,
  parsePeriod,
} from '#domain';
import { z } from 'zod';

/** '15日', '5工作日', '3月' */
const period = z.string().transform((text, context) => {
  const parsed = parsePeriod(text);
  if (parsed.ok) return parsed.value;
  context.addIssue(parsed.message);
  return z.NEVER;
});

const date = z.string().transform((text, context) => {
  const parsed = parseLocalDate(text);
  if (parsed.ok) return parsed.value;
  context.addIssue(parsed.message);
  return z.NEVER;
});

const text = z.string().trim().min(1, 'must not be empty').max(500, 'is longer than 500 characters');

const extension = z.strictObject({
  atMost: period.optional(),
  inAll: period.optional(),
  approver: z.enum(['head', 'assigner']),
});

const LIMITS = ['value', 'asSet', 'extension', 'undated', 'absent'] as const;

/** One rule as people write it; exactly one of value, asSet, extension, undated, absent. */
const rule = z
  .strictObject({
    value: period.optional(),
    asSet: z.literal(true).optional(),
    default: period.optional(),
    extension: extension.optional(),
    undated: text.optional(),
    absent: text.optional(),
    starts: z.enum(START_EVENTS),
    article: text,
    shift: z.enum(SHIFTS).optional(),
    validFrom: date.optional(),
    binds: z.array(z.enum(BODY_KINDS)).min(1).optional(),
    /** Time that does not count, such as a hearing (信访工作条例36). */
    excludes: z
      .array(z.enum(['hearing']))
      .min(1)
      .optional(),
    notes: z.array(text).optional(),
  })
  .superRefine((written, context) => {
    const given = LIMITS.filter((key) => written[key] !== undefined);
    if (given.length !== 1) {
      const found = given.length === 0 ? 'none is given' : `${given.join(' and ')} are given`;
      context.addIssue(`exactly one of ${LIMITS.join(', ')} is needed, but ${found}`);
    }
    if (written.default !== undefined && written.asSet !== true) {
      context.addIssue('default belongs to asSet: true');
    }
  });

export type WrittenRule = z.infer<typeof rule>;

const isClock = (key: string): key is ClockId => CLOCK_IDS.some((id) => id === key);
const isPart = (key: string): key is RulePart => RULE_PARTS.some((part) => part === key);

/** 'C9.apply' → clock C9, part apply; undefined for a key that no clock has. */
export function readRuleKey(key: string): { clock: ClockId; part?: RulePart } | undefined {
  const [clock = '', part, ...more] = key.split('.');
  if (!isClock(clock) || more.length > 0) return undefined;
  if (part === undefined) return { clock };
  return isPart(part) ? { clock, part } : undefined;
}

const ruleKey = z.string().superRefine((key, context) => {
  if (readRuleKey(key)) return;
  context.addIssue(
    `"${key.slice(0, 40)}" is no rule; write a clock (${CLOCK_IDS.join(', ')}) or clock.part (${RULE_PARTS.join(', ')})`,
  );
});

export const packShape = z.strictObject({
  pack: z.string().regex(/^[A-Z]{2,8}$/, 'must be 2 to 8 capital letters, such as NAT'),
  version: text,
  title: text,
  source: text,
  /** 下级机关的事项 (guard 14): through the congress office of its level, or directly; absent: as the links allow. */
  lowerMatters: z
    .strictObject({ way: z.enum(['through-lower-congress', 'directly']), article: text })
    .optional(),
  validFrom: date,
  recheckBeforeUse: z.boolean(),
  shift: z.enum(SHIFTS),
  /** Group visits: how many representatives at most, and fewer for small groups. */
  representatives: z
    .strictObject({
      atMost: z.int().min(1).max(100),
      article: text,
      small: z.strictObject({ people: z.int().min(1).max(1000), atMost: z.int().min(1).max(100) }).optional(),
    })
    .optional(),
  rules: z.record(ruleKey, rule).superRefine((rules, context) => {
    const written = new Set(Object.keys(rules).map((key) => readRuleKey(key)?.clock));
    const missing = CLOCK_IDS.filter((id) => !written.has(id));
    if (missing.length > 0) {
      context.addIssue(
        `${missing.join(', ')} missing; a clock that the pack lacks is written as absent, with why`,
      );
    }
  }),
});
export type WrittenPack = z.infer<typeof packShape>;

const year = z.strictObject({
  published: z.boolean(),
  notice: text.optional(),
  off: z.array(z.strictObject({ name: text, from: date, to: date.optional() })).max(100),
  work: z.array(z.strictObject({ name: text, date })).max(60),
});

export const calendarShape = z.strictObject({
  calendar: z.string().regex(/^[A-Z]{2,8}$/, 'must be 2 to 8 capital letters, such as CN'),
  version: text,
  years: z.record(z.string().regex(/^(19|20|21)\d\d$/, 'is no year'), year),
});
export type WrittenCalendar = z.infer<typeof calendarShape>;
