import type { ClockWorking } from '#contract';
import { dateOf, monthOf, shortDay, weekdayNumber } from '../format/dates.js';
import { useSpeech } from '../language/language.js';
import './DayGrid.css';

const HEADS = {
  zh: ['一', '二', '三', '四', '五', '六', '日'],
  en: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
} as const;

/** The working as a calendar. It repeats the list below it, so readers of the list are spared it. */
export function DayGrid({ working, today }: { readonly working: ClockWorking; readonly today: string }) {
  const { language } = useSpeech();
  const [first] = working.days;
  const last = working.days.at(-1);
  if (!first || !last) return null;
  const lead = (weekdayNumber(first.date) + 6) % 7;
  const range = [...new Set([monthOf(first.date, language), monthOf(last.date, language)])].join(' – ');
  return (
    <div className="days" aria-hidden="true">
      <p className="days-range">{range}</p>
      <div className="days-grid">
        {HEADS[language].map((head) => (
          <span key={head} className="days-head">
            {head}
          </span>
        ))}
        {Array.from({ length: lead }, (_, n) => (
          <span key={`lead ${n}`} />
        ))}
        {working.days.map(({ date, counted }) => (
          <span
            key={date}
            className={[
              'day',
              counted ? 'day-counted' : 'day-skipped',
              ...(date === working.start ? ['day-start'] : []),
              ...(date === working.effective ? ['day-end'] : []),
              ...(date === today ? ['day-today'] : []),
            ].join(' ')}
          >
            {dateOf(date) === 1 ? shortDay(date, date, language) : dateOf(date)}
          </span>
        ))}
      </div>
    </div>
  );
}
