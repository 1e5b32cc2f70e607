import type { LocalDate } from './local-date.js';
import type { Period } from './period.js';

/** The clocks of domain.md §4. C4' is the limit of an assignment (交办). */
export const CLOCK_IDS = ['C1', 'C2', 'C3', 'C4', "C4'", 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11'] as const;
export type ClockId = (typeof CLOCK_IDS)[number];

/** Some clocks have more than one limit: C3.ruling (the sender rules), C5.assigned, C9.apply, C9.decide … */
export const RULE_PARTS = ['ruling', 'assigned', 'accept', 'apply', 'decide'] as const;
export type RulePart = (typeof RULE_PARTS)[number];

/** The event whose legal day is the (uncounted) first day. */
export const START_EVENTS = [
  'receipt', // the office received the item
  'leg-receipt', // the leg arrived at the receiver
  'objection', // an objection arrived at the sender
  'acceptance', // the handler accepted
  'raw-end', // an extension runs from the raw end of the first period
  'report', // a result report arrived at the assigner
  'letter', // the advice letter arrived
  'reply', // the written reply reached the petitioner
  'request', // the request for review arrived
  'order', // the redo order
  'sent', // the leg was sent
] as const;
export type StartEvent = (typeof START_EVENTS)[number];

/** next: an end on a day off moves to the next working day (民法典 203, by analogy [I]). none: it stays. */
export const SHIFTS = ['next', 'none'] as const;
export type Shift = (typeof SHIFTS)[number];

/** What kind of body a clock runs at; some rules bind only some. */
export const BODY_KINDS = [
  'congress',
  'government',
  'court',
  'procuratorate',
  'discipline',
  'other',
] as const;
export type BodyKind = (typeof BODY_KINDS)[number];

/** The path of a matter in 信访工作条例: 29 suggestion, 30 accusation, 31(1)…31(6) complaint or request, none. */
export const ROUTES = ['29', '30', '31(1)', '31(2)', '31(3)', '31(4)', '31(5)', '31(6)', 'none'] as const;
export type Route = (typeof ROUTES)[number];

/** How long a rule gives. */
export type Limit =
  | { readonly kind: 'period'; readonly period: Period }
  /** the assigner sets it; `fallback` when it sets nothing */
  | { readonly kind: 'as-set'; readonly fallback?: Period }
  /** an extension: at most this much more, and at most `inAll` from the first start; no field: no cap stated */
  | { readonly kind: 'extension'; readonly atMost?: Period; readonly inAll?: Period }
  /** a duty without a number of days: 及时, 书面 … */
  | { readonly kind: 'undated'; readonly how: string }
  /** the pack has no such clock ('–' in the table) */
  | { readonly kind: 'absent'; readonly why: string };

export interface Rule {
  /** 'NAT.C4', 'SD.C9.accept' */
  readonly id: string;
  readonly clock: ClockId;
  readonly part?: RulePart;
  readonly starts: StartEvent;
  readonly limit: Limit;
  readonly shift: Shift;
  /** '信访工作条例34', or '[I]' where no source settles it */
  readonly article: string;
  /** true: an inference or a choice; the value is a setting and is shown as such where it acts */
  readonly inferred: boolean;
  readonly validFrom: LocalDate;
  /** who approves an extension */
  readonly approver?: 'head' | 'assigner';
  /** the only bodies it binds; absent: all */
  readonly binds?: readonly BodyKind[];
  /** time that does not count: 'hearing' (听证, 信访工作条例36); absent: all time counts */
  readonly excludes?: readonly 'hearing'[];
  readonly notes: readonly string[];
}

/** The rules of one jurisdiction, read from deploy/rules/<id>.yaml by casework/packs. */
export interface RulePack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** the statute and its date */
  readonly source: string;
  readonly validFrom: LocalDate;
  /** true: an example that must be re-checked before use (all local rules pre-date 信访工作条例) */
  readonly recheckBeforeUse: boolean;
  readonly rules: ReadonlyMap<string, Rule>;
  /** How many representatives a group elects at most; absent: five (信访工作条例20(3)). */
  readonly representatives?: {
    readonly atMost: number;
    readonly article: string;
    readonly small?: { readonly people: number; readonly atMost: number };
  };
  /**
   * How an office sends a matter of a lower government, court or procuratorate (guard 14): through the congress office of
   * that level, or directly. Absent: the law says nothing, the links of the network decide.
   */
  readonly lowerMatters?: {
    readonly way: 'through-lower-congress' | 'directly';
    readonly article: string;
  };
}
