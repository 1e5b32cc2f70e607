import { useCallback } from 'react';
import { readClockWorking } from '../api/node.js';
import { useAnswer } from '../api/useAnswer.js';
import { oneHalf } from '../format/clocks.js';
import { longDay, weekday } from '../format/dates.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { DayGrid } from './DayGrid.js';
import { PartFailed } from './PartFailed.js';
import './Working.css';

interface Props {
  readonly clockKey: string;
  /** Asks again when the date was recomputed. */
  readonly effective: string;
  readonly today: string;
}

/** How a date was worked out: a calendar to see it, a list of every day with the reason to check it. */
export function Working({ clockKey, effective, today }: Props) {
  const { language, say } = useSpeech();
  // A recomputed date has another working under the same key.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- effective is the version of what is asked for
  const ask = useCallback(() => readClockWorking(clockKey), [clockKey, effective]);
  const { answer, again } = useAnswer(ask);
  if (!answer) return <p className="working-wait">{say(TEXTS.loadingPart)}…</p>;
  if (!answer.ok) return <PartFailed failure={answer.failure} onRetry={again} />;
  const { days, note } = answer.value;
  return (
    <div className="working">
      {note !== null && <p className="working-note">{oneHalf(note, language)}</p>}
      <DayGrid working={answer.value} today={today} />
      <div className="working-list" tabIndex={0} role="group" aria-label={say(TEXTS.working)}>
        <table>
          <tbody>
            {days.map(({ date, counted, why }) => (
              <tr key={date} className={counted ? 'working-counted' : 'working-skipped'}>
                <th scope="row">
                  {longDay(date, language)} <span>{weekday(date, language)}</span>
                </th>
                <td>
                  <b aria-hidden="true">{counted ? '●' : '○'}</b>{' '}
                  {say(counted ? TEXTS.counted : TEXTS.skipped)}
                </td>
                <td>{oneHalf(why, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
