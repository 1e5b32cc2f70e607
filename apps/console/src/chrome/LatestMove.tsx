import type { Board } from '#contract';
import { shortDay } from '../format/dates.js';
import { kindWords, legStateWords } from '../format/legs.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import type { Live } from '../live/board-feed.js';
import './LatestMove.css';

/** The last move in words: what the animation shows, for those who do not see it or switched motion off. */
export function LatestMove({ board, moves }: { readonly board: Board; readonly moves: Live['moves'] }) {
  const { language, say } = useSpeech();
  const nameOf = (id: string): string => {
    const lane = board.lanes.find((one) => one.id === id);
    return lane ? say([lane.zh, lane.en]) : id;
  };
  const [last] = moves;
  return (
    <p className="latest" role="status" aria-live="polite">
      <span className="latest-label">{say(TEXTS.latest)}</span>
      {last ? (
        <span key={last.key} className="latest-text">
          <time dateTime={last.today}>{shortDay(last.today, board.today, language)}</time>
          {` ${nameOf(last.leg.from)} → ${nameOf(last.leg.to)}  ${say(kindWords(last.leg))} · `}
          <b>{say(legStateWords(last.leg))}</b>
          {` · ${last.leg.originNumber}`}
        </span>
      ) : (
        <span className="latest-quiet">{say(TEXTS.quiet)}</span>
      )}
    </p>
  );
}
