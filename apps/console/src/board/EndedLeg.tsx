import type { LegView } from '#contract';
import { shortDay } from '../format/dates.js';
import { kindWords, legStateWords } from '../format/legs.js';
import { useSpeech } from '../language/language.js';
import { useBoardKnowledge } from './board-context.js';
import { Lamp } from './Lamp.js';
import './EndedLeg.css';

/** A leg that came back to its sender: one line. */
export function EndedLeg({ leg }: { readonly leg: LegView }) {
  const { language, say } = useSpeech();
  const { today, nameOf, openLeg, followed, onOpenLeg } = useBoardKnowledge();
  const names = [
    'ended',
    ...(leg.id === openLeg ? ['is-open'] : []),
    ...(leg.caseId === followed ? ['is-followed'] : []),
  ];
  return (
    <button
      type="button"
      className={names.join(' ')}
      aria-haspopup="dialog"
      aria-expanded={leg.id === openLeg}
      title={leg.originNumber}
      data-leg={leg.id}
      data-origin={leg.originNumber}
      data-kind={leg.kind}
      data-from={leg.from}
      data-to={leg.to}
      data-state={leg.state}
      onClick={() => onOpenLeg(leg.id)}
    >
      <span className="ended-mark" aria-hidden="true">
        {leg.state === 'DONE' ? '✓' : '↩'}
      </span>
      <span className="ended-text">
        {say(legStateWords(leg))} · {say(kindWords(leg))} · {say(nameOf(leg.to))}
      </span>
      {leg.lamp === '灰' && <Lamp lamp={leg.lamp} />}
      <span className="ended-day">{leg.endedOn === null ? '' : shortDay(leg.endedOn, today, language)}</span>
    </button>
  );
}
