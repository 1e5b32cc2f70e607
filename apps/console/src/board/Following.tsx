import type { Board } from '#contract';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import './Following.css';

interface Props {
  readonly board: Board;
  readonly followed: string | undefined;
  readonly onStop: (caseId: string) => void;
}

/** Says which matter is followed, and ends it. */
export function Following({ board, followed, onStop }: Props) {
  const { say } = useSpeech();
  if (followed === undefined) return null;
  const matter = board.cases.find(({ id }) => id === followed);
  return (
    <div className="following" role="status">
      <span>
        {say(TEXTS.following)}
        <b>{` ${matter?.originNumber ?? ''} ${matter?.topic ?? ''}`}</b>
      </span>
      <button type="button" onClick={() => onStop(followed)}>
        {say(TEXTS.followAll)}
      </button>
    </div>
  );
}
