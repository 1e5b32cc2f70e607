import type { HistoryEntry } from '#contract';
import { longDay } from '../format/dates.js';
import { actWords, ROLE_WORDS } from '../format/history.js';
import { useSpeech, type Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';

/** One line of a history. Its text is kept as it was written, in Chinese; the act is named in the reader's language. */
export function HistoryLine({
  entry,
  nameOf,
}: {
  readonly entry: HistoryEntry;
  readonly nameOf: (unit: string) => Words;
}) {
  const { language, say } = useSpeech();
  const { onPaper } = entry;
  const bySystem = entry.role === 'system';
  return (
    <li className="history-line" data-act={entry.act}>
      <time dateTime={entry.at}>{longDay(entry.on, language)}</time>
      <p>
        <b>{say(actWords(entry.act))}</b>
        <span className="history-who">
          {say(nameOf(entry.unit))}
          {bySystem ? ` · ${say(TEXTS.system)}` : ` · ${say(ROLE_WORDS[entry.role])} ${entry.user}`}
        </span>
      </p>
      <p lang="zh-CN">{entry.text}</p>
      <p className="history-basis">
        {say(TEXTS.basis)} <span lang="zh-CN">{entry.basis}</span>
        {onPaper &&
          ` · ${say(TEXTS.recordedOnPaper)} ${onPaper.recordedBy} · ${say(onPaper.source === 'telephone' ? TEXTS.fromTelephone : TEXTS.fromPaper)}`}
      </p>
    </li>
  );
}
