import type { LegView } from '#contract';
import { tickLines } from '../format/ticks.js';
import { useSpeech } from '../language/language.js';
import { useBoardKnowledge } from './board-context.js';
import './Ticks.css';

/** The ticks of a sending, brief: what the other end confirmed. */
export function Ticks({ leg }: { readonly leg: LegView }) {
  const { say } = useSpeech();
  const { today } = useBoardKnowledge();
  return (
    <span className="ticks">
      {tickLines(leg, today).map(({ key, done, brief }) => (
        <span key={key} className={`tick tick-${key} ${done ? 'tick-done' : 'tick-open'}`}>
          <span className="tick-mark" aria-hidden="true">
            {key === 'refused' ? '✕' : done ? '✓' : '○'}
          </span>
          {say(brief)}
        </span>
      ))}
    </span>
  );
}
