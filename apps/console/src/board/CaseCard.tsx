import type { CaseView } from '#contract';
import { nearestSentence } from '../format/clocks.js';
import { shortDay } from '../format/dates.js';
import { caseStateWords } from '../format/legs.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { useBoardKnowledge } from './board-context.js';
import { Lamp } from './Lamp.js';
import './CaseCard.css';

/** One matter of this office: its state, and whether the citizen was told and answered. */
export function CaseCard({ matter }: { readonly matter: CaseView }) {
  const { language, say } = useSpeech();
  const { today, followed, onFollow } = useBoardKnowledge();
  const told = (
    view: CaseView['notified'],
    yes: keyof typeof TEXTS,
    no: keyof typeof TEXTS,
    excused: keyof typeof TEXTS,
  ) =>
    view === null
      ? `○ ${say(TEXTS[no])}`
      : view.done
        ? `✓ ${say(TEXTS[yes])} ${shortDay(view.on, today, language)}`
        : `✓ ${say(TEXTS[excused])}`;
  return (
    <button
      type="button"
      className={matter.id === followed ? 'matter is-followed' : 'matter'}
      aria-pressed={matter.id === followed}
      title={say(TEXTS.follow)}
      data-case={matter.id}
      data-origin={matter.originNumber}
      data-state={matter.state}
      onClick={() => onFollow(matter.id)}
    >
      <span className="matter-head">
        <b>{matter.originNumber}</b>
        <span>{say(caseStateWords(matter))}</span>
        <Lamp lamp={matter.lamp} />
      </span>
      <span className="matter-topic">
        {matter.topic ?? say(TEXTS.noTopic)}
        {matter.place !== null && ` · ${matter.place}`}
      </span>
      <span className="matter-told">
        <span>{told(matter.notified, 'notifiedOn', 'notNotified', 'noNoticeOwed')}</span>
        <span>{told(matter.answered, 'answeredOn', 'notAnswered', 'noAnswerOwed')}</span>
      </span>
      {matter.nearest && (
        <span className="matter-end">{nearestSentence(matter.nearest, today, language)}</span>
      )}
    </button>
  );
}
