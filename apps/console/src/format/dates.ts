import type { Language } from '../language/language.js';

/* Legal days are 'YYYY-MM-DD'. They are shown as they are written, without any time zone in between. */

const WEEKDAYS = {
  zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

const parts = (day: string): readonly [number, number, number] => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month, date];
};

/** 2026年9月16日 · 16 Sep 2026 */
export const longDay = (day: string, language: Language): string => {
  const [year, month, date] = parts(day);
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1] ?? ''} ${year}`;
};

/** Without the year where it is the year of `today`: 9月16日 · 16 Sep. */
export const shortDay = (day: string, today: string, language: Language): string => {
  if (day.slice(0, 4) !== today.slice(0, 4)) return longDay(day, language);
  const [, month, date] = parts(day);
  return language === 'zh' ? `${month}月${date}日` : `${date} ${MONTHS[month - 1] ?? ''}`;
};

/** 0 is Sunday. */
export const weekdayNumber = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

export const weekday = (day: string, language: Language): string =>
  WEEKDAYS[language][weekdayNumber(day)] ?? '';

/** 2026年9月 · Sep 2026: the month of a day. */
export const monthOf = (day: string, language: Language): string => {
  const [year, month] = parts(day);
  return language === 'zh' ? `${year}年${month}月` : `${MONTHS[month - 1] ?? ''} ${year}`;
};

/** Day of the month, 1 to 31. */
export const dateOf = (day: string): number => parts(day)[2];

/** Calendar days from one day to another; negative when it lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** 15日 · 15 days; 5工作日 · 5 working days; 3月 · 3 months. */
export const periodWords = (period: string, language: Language): string => {
  const match = /^(\d+)(日|工作日|月)$/.exec(period);
  if (language === 'zh' || !match) return period;
  const unit = { 日: 'day', 工作日: 'working day', 月: 'month' }[match[2] ?? ''] ?? '';
  return `${match[1] ?? ''} ${unit}${match[1] === '1' ? '' : 's'}`;
};
