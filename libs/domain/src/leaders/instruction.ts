import { type Outcome, accepted, refuse } from '../refusal.js';
import type { Actor } from '../roles.js';
import type { Calendar } from '../time/calendar.js';
import { computeEnd } from '../time/end.js';
import { type LocalDate, earlierOf } from '../time/local-date.js';
import { isProvisional } from '../time/calendar.js';
import type { Period } from '../time/period.js';

/** 圈阅 (read, nothing said) · 同意 · 请…办理 · 请…研究 · 请…报告情况. The last three become dated tasks. */
export const MARKS = ['read', 'agree', 'handle', 'study', 'report'] as const;
export type MarkKind = (typeof MARKS)[number];

/** By when a unit is to do what a mark asks, with what gave the date. Lateness is computed. */
export interface TaskDue {
  readonly start: LocalDate;
  /** Absent: the leader named the date itself. */
  readonly period?: Period;
  readonly raw: LocalDate;
  readonly effective: LocalDate;
  readonly provisional: boolean;
  readonly calendarVersion: string;
}

/** One mark of an instruction. Only marks for a unit have one, with a date. */
export type Mark =
  | { readonly mark: 'read' | 'agree' }
  | {
      readonly mark: 'handle' | 'study' | 'report';
      readonly unit: string;
      readonly what: string;
      readonly due: TaskDue;
    };

/** Who is told of an instruction at once. */
export interface ToldAtOnce {
  readonly unit: string;
  readonly post: string;
}

/** 批示: what a leader said of a case, in words, by marks or by scan. It is never changed, only added to. */
export interface Instruction {
  readonly id: string;
  readonly caseId: string;
  readonly by: Actor;
  readonly on: LocalDate;
  /** The legal instant, ISO 8601 UTC. */
  readonly at: string;
  readonly marks: readonly Mark[];
  readonly text?: string;
  /** The paper on which it was written: an attachment of the case, with the digest it had then. */
  readonly scan?: { readonly attachment: string; readonly sha256: string };
  readonly told: readonly ToldAtOnce[];
}

/** The date of a task: counted from today, or named; what ends on a day off moves to the next working day (ML 203). */
export function taskDueOf(
  given: { readonly within: Period } | { readonly by: LocalDate },
  today: LocalDate,
  calendar: Calendar,
): Outcome<TaskDue> {
  const calendarVersion = calendar.version;
  if ('by' in given) {
    const { by } = given;
    if (by < today) return refuse('date-before-event', { date: by, today });
    const provisional = isProvisional(calendar, by);
    return accepted({ start: today, raw: by, effective: by, provisional, calendarVersion });
  }
  const { within: period } = given;
  const end = computeEnd({ start: today, period, shift: 'next', calendar });
  if (!end.ok) return refuse('calendar-missing', { why: end.message });
  const { raw, effective, provisional } = end.value;
  return accepted({ start: today, period, raw, effective, provisional, calendarVersion });
}

/** Guard 3 in kind: a task for a unit that holds a limit never asks for more time than that limit leaves. */
export const within = (due: TaskDue, notAfter: LocalDate | undefined): TaskDue =>
  notAfter === undefined
    ? due
    : { ...due, raw: earlierOf(due.raw, notAfter), effective: earlierOf(due.effective, notAfter) };
