import type { Board } from '#contract';
import { Lamp } from '../board/Lamp.js';
import { LAMP_ORDER } from '../format/lamps.js';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import './LampCounts.css';

/** How many open legs burn which lamp. Counts legs and their offices' lamps, never people. */
export function LampCounts({ board }: { readonly board: Board }) {
  const { language, say } = useSpeech();
  const open = board.legs.filter((leg) => leg.endedOn === null);
  return (
    <ul className="lamp-counts" aria-label={say(TEXTS.clocks)}>
      <li className="lamp-counts-total">
        {language === 'zh'
          ? `${say(TEXTS.openLegs)} ${open.length}`
          : `${open.length} ${say(TEXTS.openLegs)}`}
      </li>
      {LAMP_ORDER.map((lamp) => (
        <li key={lamp}>
          <Lamp lamp={lamp} />
          <b>{open.filter((leg) => leg.lamp === lamp).length}</b>
        </li>
      ))}
    </ul>
  );
}
