import type { ClockView } from '#contract';
import { useState } from 'react';
import { Lamp } from '../board/Lamp.js';
import { clockWords, nearestSentence } from '../format/clocks.js';
import { longDay, periodWords } from '../format/dates.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { Working } from './Working.js';
import './Clock.css';

interface Props {
  readonly clock: ClockView;
  readonly today: string;
  readonly unfolded: boolean;
}

/** One date: how it came about and whether it was met; its working on demand. */
export function Clock({ clock, today, unfolded }: Props) {
  const { language, say } = useSpeech();
  const [open, setOpen] = useState(unfolded);
  const moved = clock.raw !== clock.effective;
  return (
    <article className="clock" data-clock={clock.id}>
      <header className="clock-head">
        <b>{say(clockWords(clock).name)}</b>
        <span className="clock-rule">{clock.rule}</span>
        <Lamp lamp={clock.lamp} />
      </header>
      <p className="clock-sentence">
        {clock.met === null
          ? nearestSentence(clock, today, language)
          : `${say(TEXTS.metOn)} ${longDay(clock.met, language)}${clock.late ? ` · ${say(TEXTS.metLate)}` : ''}`}
      </p>
      <p className="clock-facts">
        <span>
          {say(TEXTS.start)} {longDay(clock.start, language)}
        </span>
        <span>
          {say(TEXTS.period)} {periodWords(clock.period, language)}
        </span>
        {moved && (
          <span>
            {say(TEXTS.rawEnd)} {longDay(clock.raw, language)}
          </span>
        )}
        <span>
          {say(TEXTS.effectiveEnd)} {longDay(clock.effective, language)}
        </span>
        <span>
          {say(TEXTS.basis)} <span lang="zh-CN">{clock.article}</span>
        </span>
      </p>
      <button type="button" className="clock-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span> {say(TEXTS.working)}
      </button>
      {open && <Working clockKey={clock.key} effective={clock.effective} today={today} />}
    </article>
  );
}
