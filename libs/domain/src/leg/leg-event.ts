import type { Actor } from '../roles.js';
import type { Clock } from '../time/clock.js';
import type { ClockId } from '../time/rules.js';
import type { LocalDate } from '../time/local-date.js';
import type { PendingExtension, Service } from './leg.js';
import type { LegEventType } from './leg-table.js';

/** A committee's verdict on a result, or the office's own: 通过, 发还补办, 退回重新办理. */
export const VERDICTS = ['pass', 'supplement', 'redo'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** 办结报告 / 办理情况报告 / 反馈意见单: the paper that a report event carries. */
export interface ReportPaper {
  /** 发文字号; also of a co-handler's, an account's and a slip's paper. */
  readonly number: string;
  /** 签发人: the post that signed. */
  readonly signer: string;
  readonly result: string;
  /** L1 32 / BJ 42(1): the outcome of its category, e.g. 予以支持. */
  readonly outcome?: string;
  /** Money that reached the petitioners, in yuan. */
  readonly money?: number;
  /** The text parts that guard 5 demands of a result report. */
  readonly parts?: {
    readonly basis: string;
    readonly petitioner: string;
    readonly problems: string;
    readonly investigation: string;
    readonly conclusion?: string;
  };
  /** 拟答复: the draft of the written answer. */
  readonly draftAnswer?: string;
  /** 办理情况报告: a middle tier's own report upward. */
  readonly verification?: boolean;
  /** Slips: the committee's verdict, with what is missing or wrong. */
  readonly verdict?: Verdict;
  readonly remarks?: readonly string[];
}

/** How the petitioner was told that the matter came in and where it goes (受理告知). */
export interface Notice {
  readonly how: string;
  readonly advice?: string;
}

/** One line of a recount: what became of a clock, by which old and new version of calendar and pack. */
export interface RecountMove {
  readonly clock: ClockId;
  /** later: moved · earlier-kept: `to` was found, `from` stands · confirmed: no longer 暂定 · cleared: the rule fell away */
  readonly what: 'later' | 'earlier-kept' | 'confirmed' | 'cleared';
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The versions that gave `from`: pack and calendar. */
  readonly by: string;
}

/** What each event says beyond who, when and which clocks. */
export interface LegEventDetails {
  arrive: Record<string, never>;
  sign: { readonly receiverNumber: string };
  'sign-by-minutes': { readonly receiverNumber: string };
  'refuse-by-guard': { readonly slug: string; readonly article?: string };
  recall: { readonly reason: string };
  object: { readonly reason: string };
  'agree-return': { readonly reason?: string };
  'confirm-assignment': { readonly reason: string };
  accept: Record<string, never>;
  'deem-accepted': Record<string, never>;
  'pass-on': { readonly to: readonly string[]; readonly note?: string };
  handle: Record<string, never>;
  convene: { readonly meetingId: string; readonly kind: string };
  'return-by-minutes': { readonly minutes: string };
  'wait-by-minutes': { readonly minutes: string };
  'objection-stands': { readonly reason: string };
  'back-in-hand': { readonly reason: string };
  notify: Notice;
  'request-extension': {
    readonly of: PendingExtension['of'];
    readonly days: number;
    readonly reason: string;
  };
  /** `told`: how the petitioner is told of it (L1 34). */
  'approve-extension': { readonly days: number; readonly told: string };
  'refuse-extension': { readonly reason: string };
  'lapse-extension': Record<string, never>;
  'revoke-extension': { readonly of: PendingExtension['of']; readonly reason: string };
  'interim-report': { readonly text: string };
  /** `from`: the first day that is not counted. */
  'pause-for-hearing': { readonly from: LocalDate; readonly reason: string };
  /** `until`: the last day that is not counted. */
  'resume-after-hearing': { readonly until: LocalDate };
  recount: {
    readonly calendar: string;
    readonly pack: string;
    readonly moves: readonly RecountMove[];
  };
  'children-done': Record<string, never>;
  report: ReportPaper;
  mediated: ReportPaper;
  'lead-into-procedure': { readonly procedure: string };
  pass: { readonly slipNumbers: readonly string[]; readonly note?: string };
  'take-note': Record<string, never>;
  supplement: { readonly list: readonly string[]; readonly slipNumber?: string };
  redo: { readonly defects: readonly string[]; readonly slipNumber?: string };
  serve: Service;
  'answered-below': Service;
  'apply-for-review': { readonly reason: string };
  /** `told`: how the decision reached the petitioner. */
  uphold: { readonly number: string; readonly told: string };
  'change-or-revoke': { readonly number: string; readonly defects: readonly string[] };
}

export interface ClockChanges {
  readonly opened: readonly Clock[];
  /** Clocks of the leg that this event settles, on its date. */
  readonly met: readonly ClockId[];
  /** Clocks that run on after all: what was reported was sent back. */
  readonly reopened: readonly ClockId[];
  /** Running clocks whose end moved (an extension); each takes the place of the one with its id and start. */
  readonly replaced?: readonly Clock[];
}

interface LegEventOf<T extends LegEventType> {
  readonly type: T;
  /** The legal day of the act. */
  readonly on: LocalDate;
  /** The legal instant, ISO 8601 UTC. */
  readonly at: string;
  readonly by: Actor;
  readonly clocks: ClockChanges;
  readonly data: LegEventDetails[T];
}

/** One thing that happened to a leg, decided at one end and applied alike at both. */
export type LegEvent = { [T in LegEventType]: LegEventOf<T> }[LegEventType];
