import type { Actor } from '../roles.js';
import type { Clock } from '../time/clock.js';
import type { LocalDate } from '../time/local-date.js';

/** 改进工作 · 完善政策 · 追究责任. */
export const ADVICE_KINDS = ['improve-work', 'improve-policy', 'accountability'] as const;
export type AdviceKind = (typeof ADVICE_KINDS)[number];

/** The organ's written answer: adopted or not, with what it does or why not. */
export interface AdviceReply {
  readonly on: LocalDate;
  readonly by: Actor;
  readonly number: string;
  readonly adopted: boolean;
  readonly text: string;
}

/** One letter of advice, held alike by the office and the organ. */
export interface Advice {
  /** UUIDv7, the same at both ends. */
  readonly id: string;
  /** The leg on whose matter it rests. */
  readonly legId: string;
  readonly kind: AdviceKind;
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly issuedOn: LocalDate;
  readonly by: Actor;
  readonly text: string;
  /** C8; absent where the pack gives no date (NAT: in writing) and none was set. */
  readonly due?: Clock;
  readonly reply?: AdviceReply;
}
