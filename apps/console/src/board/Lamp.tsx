import type { ClockView } from '#contract';
import { LAMPS } from '../format/lamps.js';
import { useSpeech } from '../language/language.js';
import './Lamp.css';

/** The lamp of the unit that holds the leg: colour, shape and word. */
export function Lamp({ lamp }: { readonly lamp: ClockView['lamp'] }) {
  const { say } = useSpeech();
  const { tone, words } = LAMPS[lamp];
  return (
    <span className={`lamp lamp-${tone}`} data-lamp={lamp}>
      <span className="lamp-light" aria-hidden="true" />
      {say(words)}
    </span>
  );
}
