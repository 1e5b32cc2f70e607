import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import type { Live } from '../live/board-feed.js';
import './LinkState.css';

/** Whether the board is fresh, in words; a lost connection is never silent. */
export function LinkState({ link }: { readonly link: Live['link'] }) {
  const { say } = useSpeech();
  return (
    <span className={`link link-${link}`} role="status" data-link={link}>
      <span className="link-dot" aria-hidden="true" />
      {say(TEXTS[link])}
    </span>
  );
}
