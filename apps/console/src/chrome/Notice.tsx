import type { Failure } from '../api/read.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import './Notice.css';

interface Props {
  readonly failure: Failure;
  readonly onRetry: () => void;
  /** Nothing could be read yet: the notice stands in the place of the board. */
  readonly whole?: boolean;
}

/** Says that the board could not be read, and why; what was read last stays in sight below. */
export function Notice({ failure, onRetry, whole = false }: Props) {
  const { say } = useSpeech();
  return (
    <div className={whole ? 'notice notice-whole' : 'notice'} role="alert">
      <div>
        <strong>{say(whole ? TEXTS.loadFailed : TEXTS.lost)}</strong>
        <p>
          {say(failure.words)}
          {!whole && ` · ${say(TEXTS.lostSince)}`}
        </p>
      </div>
      <button type="button" onClick={onRetry}>
        {say(TEXTS.retryNow)}
      </button>
    </div>
  );
}
