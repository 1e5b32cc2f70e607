import { useCallback, useEffect, useMemo, useState } from 'react';
import { Board } from './board/Board.js';
import { Notice } from './chrome/Notice.js';
import { Header } from './chrome/Header.js';
import { LegDrawer } from './drawer/LegDrawer.js';
import {
  rememberLanguage,
  rememberedLanguage,
  SpeechContext,
  speechIn,
  type Language,
} from './language/language.js';
import { TEXTS } from './language/texts.js';
import { useBoard } from './live/useBoard.js';

/** The one page: the living board, with a drawer for one leg. */
export function App() {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  const [legId, setLegId] = useState<string>();
  const { board, link, failure, moves, retry } = useBoard();
  const speech = useMemo(() => speechIn(language), [language]);

  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = speech.say(TEXTS.pageTitle);
    rememberLanguage(language);
  }, [language, speech]);

  const close = useCallback(() => {
    setLegId(undefined);
  }, []);
  const switchLanguage = useCallback(() => {
    setLanguage((now) => (now === 'zh' ? 'en' : 'zh'));
  }, []);

  return (
    <SpeechContext value={speech}>
      <Header board={board} link={link} moves={moves} onSwitchLanguage={switchLanguage} />
      {failure && board && <Notice failure={failure} onRetry={retry} />}
      <div className="page-body">
        <main className="page">
          {board ? (
            <Board board={board} openLeg={legId} onOpenLeg={setLegId} />
          ) : failure ? (
            <Notice failure={failure} onRetry={retry} whole />
          ) : (
            <p className="page-wait" role="status">
              <span className="page-spinner" aria-hidden="true" />
              {speech.say(TEXTS.loading)}
            </p>
          )}
        </main>
        {board && legId !== undefined && (
          <LegDrawer key={legId} board={board} legId={legId} onClose={close} />
        )}
      </div>
    </SpeechContext>
  );
}
