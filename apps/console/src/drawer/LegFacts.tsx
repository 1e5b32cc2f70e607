import type { LegView } from '#contract';
import { longDay } from '../format/dates.js';
import { wantsWords } from '../format/legs.js';
import { tickLines } from '../format/ticks.js';
import { inBrackets, useSpeech, type Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import './LegFacts.css';

interface Props {
  readonly leg: LegView;
  readonly today: string;
  readonly nameOf: (unit: string) => Words;
}

/** The ticks in full, then what the sending is. */
export function LegFacts({ leg, today, nameOf }: Props) {
  const { language, say } = useSpeech();
  const { service } = leg;
  const rows: readonly (readonly [Words, string | null])[] = [
    [TEXTS.letter, `${leg.letterNumber}${inBrackets(say(wantsWords(leg)), language)}`],
    [TEXTS.sentOn, longDay(leg.sentOn, language)],
    [TEXTS.acceptedOn, leg.acceptedOn && longDay(leg.acceptedOn, language)],
    [TEXTS.minutes, leg.byMinutes],
    [
      TEXTS.reviewers,
      leg.reviewers.map((unit) => say(nameOf(unit))).join(language === 'zh' ? '、' : ', ') || null,
    ],
    [
      service?.answered === false ? TEXTS.reasonNotServed : TEXTS.service,
      service && `${longDay(service.on, language)} · ${service.how}`,
    ],
    [TEXTS.endedOn, leg.endedOn && longDay(leg.endedOn, language)],
  ];
  return (
    <section>
      <h3>{say(TEXTS.sendingTicks)}</h3>
      <ul className="facts-ticks">
        {tickLines(leg, today).map(({ key, done, full }) => (
          <li key={key} className={`tick tick-${key} ${done ? 'tick-done' : 'tick-open'}`}>
            <span className="tick-mark" aria-hidden="true">
              {key === 'refused' ? '✕' : done ? '✓' : '○'}
            </span>
            {say(full)}
          </li>
        ))}
      </ul>
      <dl className="facts">
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name[1]}>
              <dt>{say(name)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
