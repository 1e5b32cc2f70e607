import type { Board } from '#contract';
import { longDay, weekday } from '../format/dates.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import type { Live } from '../live/board-feed.js';
import { LampCounts } from './LampCounts.js';
import { LatestMove } from './LatestMove.js';
import { LinkState } from './LinkState.js';
import './Header.css';

interface Props {
  readonly board: Board | undefined;
  readonly link: Live['link'];
  readonly moves: Live['moves'];
  readonly onSwitchLanguage: () => void;
}

/** Always in sight: whose board, which legal day, whether it is fresh, what moved last. */
export function Header({ board, link, moves, onSwitchLanguage }: Props) {
  const { language, say } = useSpeech();
  const own = board?.lanes.find(({ id }) => id === board.node);
  return (
    <header className="header">
      <div className="header-row">
        <span className="header-seal" aria-hidden="true" lang="zh-CN">
          回音
        </span>
        <div className="header-name">
          <h1>{say(TEXTS.title)}</h1>
          <p>
            {say(TEXTS.brand)}
            {own && ` · ${say([own.zh, own.en])}`}
            {` · ${say(TEXTS.readOnly)}`}
          </p>
        </div>
        {board && (
          <div className="header-date">
            <span className="header-date-label">{say(TEXTS.legalDate)}</span>
            <time dateTime={board.today}>{longDay(board.today, language)}</time>
            <span className="header-weekday">{weekday(board.today, language)}</span>
            {board.simulated && (
              <span className="header-simulated" title={say(TEXTS.simulatedWhy)}>
                {say(TEXTS.simulated)}
                <span className="only-read">{`: ${say(TEXTS.simulatedWhy)}`}</span>
              </span>
            )}
          </div>
        )}
        <div className="header-tools">
          <LinkState link={link} />
          <button
            type="button"
            className="header-language"
            lang={language === 'zh' ? 'en' : 'zh-CN'}
            aria-label={say(TEXTS.switchLabel)}
            onClick={onSwitchLanguage}
          >
            {say(TEXTS.switchTo)}
          </button>
        </div>
      </div>
      {board && (
        <div className="header-row header-second">
          <LampCounts board={board} />
          <LatestMove board={board} moves={moves} />
        </div>
      )}
    </header>
  );
}
