import type { DayInfo } from './calendar.js';
import { type LocalDate, addDays } from './local-date.js';
import { type Pause, isLeftOut } from './pause.js';
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
  readonly pauses?: readonly Pause[];
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
    if (isLeftOut(counted.pauses, date)) days.push({ date, counted: false, why: LEFT_OUT });
    else if (date > raw) days.push({ date, counted: false, why: shiftedWhy(day) });
    else if (period.unit === '工作日' && !day.working)
      days.push({ date, counted: false, why: skippedWhy(day) });
    else {
      n += 1;
      const end = date === raw ? endWhy(day, period, effective > raw) : undefined;
      days.push({ date, counted: true, why: countedWhy(n, day, period, end) });
    }
  }
  return days;
}

const LEFT_OUT = '听证期间，不计（信访工作条例36） · hearing, not counted';

/** 国庆节放假, 周末, 春节调休上班: what a day is, in Chinese and English; nothing for an ordinary working day. */
function dayNames(day: DayInfo): Bilingual | undefined {
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

type Bilingual = readonly [string, string];

function countedWhy(n: number, day: DayInfo, period: Period, end: Bilingual = ['', '']): string {
  const names = dayNames(day);
  const working = period.unit === '工作日';
  const chinese = `第${n}${working ? '个工作日' : '日'}${names ? `（${names[0]}）` : ''}`;
  const english = `${working ? 'working day' : 'day'} ${n}${names ? ` (${names[1]})` : ''}`;
  return `${chinese}${end[0]} · ${english}${end[1]}`;
}

/** What the last counted day adds: the period is over, and the end moves where the rule shifts it off a day off. */
function endWhy(day: DayInfo, period: Period, shifted: boolean): Bilingual {
  const law = period.unit === '月' ? '（民法典202）' : '';
  return shifted && !day.working
    ? [`，期满${law}，末日休息须顺延（民法典203）`, ', end of the period, a day off: it moves on']
    : [`，期满${law}`, ', end of the period'];
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
