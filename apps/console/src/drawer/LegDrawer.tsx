import type { Board } from '#contract';
import { useEffect, useId, useRef } from 'react';
import { Lamp } from '../board/Lamp.js';
import { kindWords, legStateCode, legStateWords, roundWords } from '../format/legs.js';
import { useSpeech, type Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { Clocks } from './Clocks.js';
import { History } from './History.js';
import { LegFacts } from './LegFacts.js';
import './LegDrawer.css';

interface Props {
  readonly board: Board;
  readonly legId: string;
  readonly onClose: () => void;
}

/** One leg whole, beside the board: facts, ticks, dates with their working, history. Escape closes it. */
export function LegDrawer({ board, legId, onClose }: Props) {
  const { say } = useSpeech();
  const title = useId();
  const closeButton = useRef<HTMLButtonElement>(null);
  const leg = board.legs.find(({ id }) => id === legId);
  const topic = board.cases.find(({ id }) => id === leg?.caseId)?.topic;
  const nameOf = (id: string): Words => {
    const lane = board.lanes.find((one) => one.id === id);
    return lane ? [lane.zh, lane.en] : [id, id];
  };

  useEffect(() => {
    closeButton.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      // Back to where the clerk came from; the card may lie in another lane by now.
      const cards = [...document.querySelectorAll<HTMLElement>('[data-leg]')];
      cards.find((card) => card.dataset['leg'] === legId)?.focus({ preventScroll: true });
    };
  }, [legId, onClose]);

  const round = leg && roundWords(leg);
  return (
    <aside className="drawer" role="dialog" aria-labelledby={title} data-drawer={legId}>
      <header className="drawer-head">
        <div>
          <h2 id={title}>{topic ?? say(leg ? kindWords(leg) : TEXTS.history)}</h2>
          {leg && (
            <p className="drawer-way">
              {say(kindWords(leg))} · {say(nameOf(leg.from))} <span aria-hidden="true">→</span>{' '}
              {say(nameOf(leg.to))}
            </p>
          )}
          {leg && (
            <p className="drawer-state">
              <b>{say(legStateWords(leg))}</b>
              <span className="drawer-code">{legStateCode(leg)}</span>
              {round && <span>{say(round)}</span>}
              <Lamp lamp={leg.lamp} />
              <span>{leg.originNumber}</span>
            </p>
          )}
        </div>
        <button ref={closeButton} type="button" className="drawer-close" onClick={onClose}>
          <span aria-hidden="true">✕</span> {say(TEXTS.close)}
        </button>
      </header>
      <div className="drawer-body">
        {leg ? (
          <>
            <LegFacts leg={leg} today={board.today} nameOf={nameOf} />
            <Clocks leg={leg} today={board.today} />
          </>
        ) : (
          <p>{say(TEXTS.gone)}</p>
        )}
        <History legId={legId} version={leg?.version ?? 0} nameOf={nameOf} />
      </div>
    </aside>
  );
}
