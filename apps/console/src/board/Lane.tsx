import { useId, useState } from 'react';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { EndedLeg } from './EndedLeg.js';
import { LegCard } from './LegCard.js';
import type { LaneContent } from './placing.js';
import './Lane.css';

/** A lane shows so many cards before it folds, so that one busy office does not push the others off the screen. */
const FOLD = { open: 6, ended: 2 } as const;

/** An idle lane is one row of its band high, a card about two more: busy and idle lanes pack without large holes. */
const rowsOf = ({ open, ended }: LaneContent): number => {
  const cards = Math.min(open.length, FOLD.open);
  return Math.max(1, cards * 3 + (ended.length > 0 && cards === 0 ? 1 : 0));
};

/** One office with what it holds. */
export function Lane({ content }: { readonly content: LaneContent }) {
  const { say } = useSpeech();
  const title = useId();
  const { lane, open, ended } = content;
  return (
    <section
      className={open.length === 0 ? 'lane lane-idle' : 'lane'}
      aria-labelledby={title}
      data-lane={lane.id}
      style={{ gridRow: `span ${rowsOf(content)}` }}
    >
      <h3 id={title} className="lane-title" title={say([lane.zh, lane.en])}>
        <span className="lane-name">{say([lane.zh, lane.en])}</span>
        {open.length > 0 && (
          <span className="lane-count">
            {open.length}
            <span className="only-read"> {say(TEXTS.openLegs)}</span>
          </span>
        )}
      </h3>
      {open.length === 0 && ended.length === 0 && <p className="lane-none">{say(TEXTS.noneHere)}</p>}
      <LaneCards content={content} />
    </section>
  );
}

interface LaneCardsProps {
  readonly content: LaneContent;
  /** How many cards before it folds. */
  readonly fold?: { readonly open: number; readonly ended: number };
}

/** The cards of a lane, folded when there are many. */
export function LaneCards({ content, fold = FOLD }: LaneCardsProps) {
  const { language, say } = useSpeech();
  const [whole, setWhole] = useState(false);
  const open = whole ? content.open : content.open.slice(0, fold.open);
  const ended = whole ? content.ended : content.ended.slice(0, fold.ended);
  const hidden = content.open.length + content.ended.length - open.length - ended.length;
  return (
    <>
      {open.length > 0 && (
        <ul className="lane-cards">
          {open.map((leg) => (
            <li key={leg.id}>
              <LegCard leg={leg} />
            </li>
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <ul className="lane-ended" aria-label={say(TEXTS.recentlyEnded)}>
          {ended.map((leg) => (
            <li key={leg.id}>
              <EndedLeg leg={leg} />
            </li>
          ))}
        </ul>
      )}
      {(hidden > 0 || whole) && (
        <button type="button" className="lane-fold" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? say(TEXTS.showLess) : `${say(TEXTS.showMore)} ${hidden}${language === 'zh' ? ' 件' : ''}`}
        </button>
      )}
    </>
  );
}
