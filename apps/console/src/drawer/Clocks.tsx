import type { LegView } from '#contract';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { Clock } from './Clock.js';

/** All dates of a leg; the working of the nearest open one is unfolded. */
export function Clocks({ leg, today }: { readonly leg: LegView; readonly today: string }) {
  const { say } = useSpeech();
  const unfolded = leg.nearest?.key ?? leg.clocks.at(-1)?.key;
  return (
    <section>
      <h3>{say(TEXTS.clocks)}</h3>
      {leg.clocks.length === 0 && <p>{say(TEXTS.noClocks)}</p>}
      {leg.clocks.map((clock) => (
        <Clock key={clock.key} clock={clock} today={today} unfolded={clock.key === unfolded} />
      ))}
    </section>
  );
}
