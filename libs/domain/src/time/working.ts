import type { DayInfo } from './calendar.js';
import { type LocalDate, addDays } from './local-date.js';
import type { Period } from './period.js';

/** One day of the working: did it count, and why (Chinese first, then English). */
export interface WorkedDay {
  readonly date: LocalDate;
  readonly counted: boolean;
  readonly why: string;
}

interface Counted {
  readonly start: LocalDate;
  readonly period: Period;
  readonly raw: LocalDate;
  readonly effective: LocalDate;
  readonly info: (date: LocalDate) => DayInfo;
}

/** The working behind an end, from the start to the effective end; a 15日 or 5工作日 period has 15 or 5 counted days. */
export function workDays(counted: Counted): WorkedDay[] {
  const { start, period, raw, effective, info } = counted;
  const days: WorkedDay[] = [
    { date: start, counted: false, why: '首日不计（民法典201） · first day not counted' },
  ];
  let n = 0;
  for (let date = addDays(start, 1); date <= effective; date = addDays(date, 1)) {
    const day = info(date);
    if (date > raw) days.push({ date, counted: false, why: shiftedWhy(day) });
    else if (period.unit === '工作日' && !day.working)
      days.push({ date, counted: false, why: skippedWhy(day) });
    else {
      n += 1;
      const last = date === raw ? lastWhy(day, period, effective > raw) : '';
      days.push({ date, counted: true, why: `${countedWhy(n, day, period)}${last}` });
    }
  }
  return days;
}

/** 国庆节放假, 周末, 春节调休上班: what a day is, in Chinese and English; nothing for an ordinary working day. */
function dayNames(day: DayInfo): readonly [string, string] | undefined {
  switch (day.kind) {
    case 'holiday':
      return [`${day.name ?? ''}放假`, `holiday ${day.name ?? ''}`];
    case 'weekend':
      return ['周末', 'weekend'];
    case 'make-up':
      return [`${day.name ?? ''}调休上班`, `make-up working day for ${day.name ?? ''}`];
    case 'working':
      return undefined;
  }
}

function countedWhy(n: number, day: DayInfo, period: Period): string {
  const names = dayNames(day);
  const unit = period.unit === '工作日' ? '个工作日' : '日';
  const english = period.unit === '工作日' ? `working day ${n}` : `day ${n}`;
  return names ? `第${n}${unit}（${names[0]}） · ${english} (${names[1]})` : `第${n}${unit} · ${english}`;
}

function lastWhy(day: DayInfo, period: Period, shifted: boolean): string {
  const month =
    period.unit === '月' ? '；期满（民法典202） · end of the period' : '；期满 · end of the period';
  return shifted && !day.working
    ? `${month}，末日休息，顺延（民法典203） · a day off, so it moves on`
    : month;
}

function skippedWhy(day: DayInfo): string {
  const names = dayNames(day) ?? ['', ''];
  return `${names[0]}，不计 · ${names[1]}, not counted`;
}

function shiftedWhy(day: DayInfo): string {
  const names = dayNames(day);
  if (day.working) {
    const which = names ? `（${names[0]}） · ` : ' · ';
    return `顺延至此日${which}the end moves to this working day`;
  }
  return `${names?.[0] ?? ''}，顺延（民法典203） · ${names?.[1] ?? ''}, the end moves on`;
}
