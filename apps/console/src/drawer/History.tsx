import { useCallback } from 'react';
import { readLegHistory } from '../api/node.js';
import { useAnswer } from '../api/useAnswer.js';
import { useSpeech, type Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { HistoryLine } from './HistoryLine.js';
import { PartFailed } from './PartFailed.js';
import './History.css';

interface Props {
  readonly legId: string;
  /** Asks again when the leg moved on. */
  readonly version: number;
  readonly nameOf: (unit: string) => Words;
}

/** Who did what, when, on which legal basis; newest first. */
export function History({ legId, version, nameOf }: Props) {
  const { say } = useSpeech();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- version is the version of what is asked for
  const ask = useCallback(() => readLegHistory(legId), [legId, version]);
  const { answer, again } = useAnswer(ask);
  return (
    <section className="history">
      <h3>{say(TEXTS.history)}</h3>
      {!answer && <p>{say(TEXTS.loadingPart)}…</p>}
      {answer && !answer.ok && <PartFailed failure={answer.failure} onRetry={again} />}
      {answer?.ok && answer.value.length === 0 && <p>{say(TEXTS.noHistory)}</p>}
      {answer?.ok && (
        <ol>
          {[...answer.value]
            .sort((a, b) => b.seq - a.seq)
            .map((entry) => (
              <HistoryLine key={entry.seq} entry={entry} nameOf={nameOf} />
            ))}
        </ol>
      )}
    </section>
  );
}
