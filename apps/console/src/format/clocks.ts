import type { ClockView } from '#contract';
import type { Language, Words } from '../language/language.js';
import { daysBetween, shortDay } from './dates.js';

interface ClockWords {
  readonly name: Words;
  /** What should be done by its end, as the sentence needs it. */
  readonly deed: Words;
}

/** Names of the clocks of the rulebook. */
const CLOCK_WORDS: Readonly<Record<ClockView['id'], ClockWords>> = {
  C1: { name: ['分办期限', 'Dispatch'], deed: ['分办', 'dispatched'] },
  C2: { name: ['告知期限', 'Notice to the petitioner'], deed: ['告知信访人', 'the petitioner notified'] },
  C3: { name: ['异议期限', 'Objection'], deed: ['提出异议', 'objected to'] },
  C4: { name: ['办理期限', 'Handling'], deed: ['办结', 'settled'] },
  "C4'": { name: ['交办期限', 'Limit set by the assigner'], deed: ['办结', 'settled'] },
  C5: { name: ['延期', 'Extension'], deed: ['办结', 'settled'] },
  C6: { name: ['审核期限', 'Review of the report'], deed: ['审核', 'reviewed'] },
  C7: { name: ['重办期限', 'Redo'], deed: ['重新办结', 'redone'] },
  C8: { name: ['建议回复期限', 'Answer to advice'], deed: ['回复', 'answered'] },
  C9: { name: ['复查期限', 'Review'], deed: ['复查', 'reviewed again'] },
  C10: { name: ['复核期限', 'Re-review'], deed: ['复核', 're-reviewed'] },
  C11: { name: ['签收期限', 'Signing for'], deed: ['签收', 'signed for'] },
};

/** The sender's own limit for ruling on an objection runs under the number of the objection. */
const RULING: ClockWords = {
  name: ['异议核定期限', 'Ruling on the objection'],
  deed: ['核定异议', 'ruled on'],
};

export const clockWords = (clock: ClockView): ClockWords =>
  clock.rule.endsWith('C3.ruling') ? RULING : CLOCK_WORDS[clock.id];

/** 一般应于10月8日前办结，还有12日 · normally settled by 8 Oct, 12 days left. The end itself still counts as in time. */
export const nearestSentence = (clock: ClockView, today: string, language: Language): string => {
  const { deed } = clockWords(clock);
  const end = shortDay(clock.effective, today, language);
  const left = daysBetween(today, clock.effective);
  const provisional = clock.provisional;
  if (language === 'zh') {
    const should = `一般应于${end}前${deed[0]}${provisional ? '（暂定）' : ''}`;
    if (left === 0) return `${should}，今日到期`;
    return left > 0 ? `${should}，还有${left}日` : `${should}，已逾期${-left}日`;
  }
  const should = `Normally ${deed[1]} by ${end}${provisional ? ' (provisional)' : ''}`;
  const days = (n: number): string => `${n} day${n === 1 ? '' : 's'}`;
  if (left === 0) return `${should}, due today`;
  return left > 0 ? `${should}, ${days(left)} left` : `${should}, ${days(-left)} overdue`;
};

/** The reason of a working day is written 中文 · English; one half is shown. */
export const oneHalf = (text: string, language: Language): string => {
  const [zh, ...en] = text.split(' · ');
  return language === 'zh' || en.length === 0 ? (zh ?? text) : en.join(' · ');
};
