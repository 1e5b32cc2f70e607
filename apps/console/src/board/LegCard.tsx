import type { LegView } from '#contract';
import { nearestSentence } from '../format/clocks.js';
import { LAMPS } from '../format/lamps.js';
import { briefTopic, kindWords, legStateWords, roundWords } from '../format/legs.js';
import { inBrackets, useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { useBoardKnowledge } from './board-context.js';
import { Lamp } from './Lamp.js';
import { Ticks } from './Ticks.js';
import './LegCard.css';

/** One open leg on the board. Its data- attributes are what the browser tests read. */
export function LegCard({ leg }: { readonly leg: LegView }) {
  const { language, say } = useSpeech();
  const { today, nameOf, topicOf, openLeg, followed, onOpenLeg } = useBoardKnowledge();
  const round = roundWords(leg);
  const topic = topicOf(leg.caseId);
  const names = [
    'leg',
    `leg-${LAMPS[leg.lamp].tone}`,
    ...(leg.id === openLeg ? ['is-open'] : []),
    ...(leg.caseId === followed ? ['is-followed'] : []),
  ];
  return (
    <button
      type="button"
      className={names.join(' ')}
      aria-haspopup="dialog"
      aria-expanded={leg.id === openLeg}
      data-leg={leg.id}
      data-origin={leg.originNumber}
      data-kind={leg.kind}
      data-from={leg.from}
      data-to={leg.to}
      data-state={leg.state}
      onClick={() => onOpenLeg(leg.id)}
    >
      <span className="leg-head">
        <span className={`leg-kind leg-kind-${leg.kind}`}>{say(kindWords(leg))}</span>
        <span className="leg-state">
          {say(legStateWords(leg))}
          {round && inBrackets(say(round), language)}
        </span>
        <Lamp lamp={leg.lamp} />
      </span>
      <span className="leg-topic" title={topic ?? undefined}>
        {topic === null ? say(TEXTS.noTopic) : briefTopic(topic)}
      </span>
      <span className="leg-number">{leg.originNumber}</span>
      <span className="leg-way">
        {say(nameOf(leg.from))}
        <span className="leg-arrow"> → </span>
        {say(nameOf(leg.to))}
      </span>
      <Ticks leg={leg} />
      <span className="leg-end">
        {leg.nearest ? nearestSentence(leg.nearest, today, language) : say(TEXTS.noOpenClock)}
      </span>
    </button>
  );
}
