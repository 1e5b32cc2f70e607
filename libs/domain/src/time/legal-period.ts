import type { Period } from './period.js';
import { ok, refused, type Result } from './result.js';
import type { BodyKind, ClockId, Route, Rule, RulePack, RulePart } from './rules.js';

/** Why a clock does not run in this matter. The first words are what `expect: {C4: "none: …"}` names. */
export const NO_CLOCK_REASONS = [
  'suggestion', // 建议意见, 29
  'accusation', // 检举控告, 30
  'consultation', // 咨询
  'litigation rights', // 31(1)
  'arbitration', // 31(2)
  'party or personnel appeal', // 31(3)
  'administrative procedure', // 31(4)
  'statutory duty', // 31(5)
  'address unclear', // C2: 23(2)
  'own rules', // courts on litigation rights, discipline organs; review of congress, court, procuratorate
  'not bound', // the pack's rule does not bind this kind of body
  'absent', // the pack has no such clock
] as const;
export type NoClockReason = (typeof NO_CLOCK_REASONS)[number];

/** What the lookup must know of the matter and of the body at which the clock would run. */
export interface RuleContext {
  readonly route: Route;
  readonly body: BodyKind;
  /** 咨询 has no route of its own */
  readonly consultation?: boolean;
  /** false: the petitioner's name or address is unclear, or there is none (C2 only; default true) */
  readonly reachable?: boolean;
}

/** What the pack says about a clock in a matter. */
export type LegalPeriod =
  | { readonly kind: 'period'; readonly rule: Rule; readonly period: Period }
  /** set by the assigner; `period` when it sets nothing */
  | { readonly kind: 'as-set'; readonly rule: Rule; readonly period?: Period }
  /** an extension's caps: see extendClock */
  | { readonly kind: 'extension'; readonly rule: Rule }
  /** a duty without a date (及时, 书面): no clock, but the duty is shown */
  | { readonly kind: 'undated'; readonly rule: Rule; readonly how: string }
  | { readonly kind: 'none'; readonly reason: NoClockReason; readonly article: string };

/**
 * What a pack gives for a clock in a matter, or why it gives none. Refuses `unknown-rule` when the pack does not know
 * the clock or part at all (a pack that is read lists every clock, absent ones too).
 *
 * @example legalPeriod(nat, 'C4', {route: '31(6)', body: 'government'}) → {kind: 'period', period: 60日, rule: NAT.C4}
 * @example legalPeriod(nat, 'C4', {route: '31(1)', body: 'court'}) → {kind: 'none', reason: 'litigation rights', …}
 */
export function legalPeriod(
  pack: RulePack,
  clock: ClockId,
  context: RuleContext,
  part?: RulePart,
): Result<LegalPeriod, 'unknown-rule'> {
  const found = findRule(pack, part === undefined ? clock : `${clock}.${part}`);
  if (!found.ok) return found;
  const rule = found.value;
  const none = whyNone(rule, context);
  if (none) return ok({ kind: 'none', ...none });
  const { limit } = rule;
  switch (limit.kind) {
    case 'period':
      return ok({ kind: 'period', rule, period: limit.period });
    case 'as-set':
      return ok({ kind: 'as-set', rule, ...(limit.fallback ? { period: limit.fallback } : {}) });
    case 'extension':
      return ok({ kind: 'extension', rule });
    case 'undated':
      return ok({ kind: 'undated', rule, how: limit.how });
    case 'absent':
      return ok({ kind: 'none', reason: 'absent', article: rule.article });
  }
}

/** The rule of a pack by its id without the pack, such as "C4" or "C9.apply". */
export function findRule(pack: RulePack, key: string): Result<Rule, 'unknown-rule'> {
  const rule = pack.rules.get(key);
  if (rule) return ok(rule);
  const known = [...pack.rules.keys()].join(', ');
  return refused('unknown-rule', `The pack ${pack.id} has no rule "${key.slice(0, 40)}"; it has ${known}.`);
}

type None = { readonly reason: NoClockReason; readonly article: string };

function whyNone(rule: Rule, context: RuleContext): None | undefined {
  return (
    outsideTheRoute(rule.clock, context) ??
    unreachable(rule.clock, context) ??
    ownRules(rule.clock, context) ??
    notBound(rule, context)
  );
}

/** The handling clock, its own extension and the review of its answer belong only to matters of L1 31(6). */
function outsideTheRoute(clock: ClockId, { route, consultation }: RuleContext): None | undefined {
  if (clock !== 'C4' && clock !== 'C9' && clock !== 'C10') return undefined;
  if (consultation === true) return { reason: 'consultation', article: '[I]' };
  switch (route) {
    case '31(6)':
      return undefined;
    case '29':
      return { reason: 'suggestion', article: '信访工作条例29' };
    case '30':
      return { reason: 'accusation', article: '信访工作条例30' };
    case '31(1)':
      return { reason: 'litigation rights', article: '信访工作条例31(1)' };
    case '31(2)':
      return { reason: 'arbitration', article: '信访工作条例31(2)' };
    case '31(3)':
      return { reason: 'party or personnel appeal', article: '信访工作条例31(3)' };
    case '31(4)':
      return { reason: 'administrative procedure', article: '信访工作条例31(4)' };
    case '31(5)':
      return { reason: 'statutory duty', article: '信访工作条例31(5)' };
    case 'none':
      return { reason: 'consultation', article: '[I]' };
  }
}

/** No notice is owed where name or address is unclear (L1 23(2)). */
const unreachable = (clock: ClockId, { reachable }: RuleContext): None | undefined =>
  clock === 'C2' && reachable === false
    ? { reason: 'address unclear', article: '信访工作条例23(2)' }
    : undefined;

/** Courts on litigation rights and discipline organs notify, and congress, court and procuratorate review, by rules of their own. */
function ownRules(clock: ClockId, { route, body }: RuleContext): None | undefined {
  const judicial = body === 'court' || body === 'procuratorate';
  if (clock === 'C2' && (body === 'discipline' || (judicial && route === '31(1)'))) {
    return { reason: 'own rules', article: '信访工作条例23' };
  }
  const review = clock === 'C9' || clock === 'C10';
  return review && body !== 'government' ? { reason: 'own rules', article: '信访工作条例35' } : undefined;
}

const notBound = (rule: Rule, { body }: RuleContext): None | undefined =>
  rule.binds && !rule.binds.includes(body) ? { reason: 'not bound', article: rule.article } : undefined;
