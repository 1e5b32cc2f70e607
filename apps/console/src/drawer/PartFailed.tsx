import type { Failure } from '../api/read.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import './PartFailed.css';

/** A part of the drawer that could not be read; the rest stays usable. */
export function PartFailed({
  failure,
  onRetry,
}: {
  readonly failure: Failure;
  readonly onRetry: () => void;
}) {
  const { language, say } = useSpeech();
  return (
    <p className="part-failed" role="alert">
      {say(TEXTS.partFailed)}
      {language === 'zh' ? '：' : ': '}
      {say(failure.words)}{' '}
      <button type="button" onClick={onRetry}>
        {say(TEXTS.retryNow)}
      </button>
    </p>
  );
}
