import { useId } from 'react';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { CaseCard } from './CaseCard.js';
import { LaneCards } from './Lane.js';
import type { LaneContent, Placed } from './placing.js';
import './HomeLane.css';

/** The own office is as wide as the board: it holds more before it folds. */
const FOLD = { open: 20, ended: 12 } as const;

interface Props {
  readonly content: LaneContent;
  readonly placed: Placed;
}

/** The office itself: its matters, and the legs on which it has the next word. */
export function HomeLane({ content, placed }: Props) {
  const { language, say } = useSpeech();
  const title = useId();
  const { lane, open } = content;
  const { cases, casesTotal, closedCases } = placed;
  const counts =
    language === 'zh'
      ? `在办 ${casesTotal} 项${casesTotal > cases.length ? `（显示最新 ${cases.length} 项）` : ''} · 已办结 ${closedCases} 项`
      : `${casesTotal} open${casesTotal > cases.length ? ` (newest ${cases.length} shown)` : ''} · ${closedCases} closed`;
  return (
    <section className="lane home" aria-labelledby={title} data-lane={lane.id}>
      <h3 id={title} className="home-title">
        {say([lane.zh, lane.en])}
      </h3>
      <div className="home-part">
        <h4>
          {say(TEXTS.openCases)} <span>{counts}</span>
        </h4>
        {cases.length > 0 && (
          <ul className="home-cases">
            {cases.map((row) => (
              <li key={row.id}>
                <CaseCard matter={row} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="home-part">
        <h4>
          {say(TEXTS.here)} <span>{open.length}</span>
        </h4>
        {open.length === 0 && <p className="lane-none">{say(TEXTS.noneHere)}</p>}
        <LaneCards content={content} fold={FOLD} />
      </div>
    </section>
  );
}
