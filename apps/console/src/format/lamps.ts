import { LAMP_WORDS, type ClockView } from '#contract';
import type { Words } from '../language/language.js';

type Lamp = ClockView['lamp'];

interface LampWords {
  /** Class suffix of its colour. */
  readonly tone: 'green' | 'yellow' | 'red' | 'grey' | 'provisional';
  readonly words: Words;
}

/** A lamp is never a colour alone: its word stands beside it. */
export const LAMPS: Readonly<Record<Lamp, LampWords>> = {
  绿: { tone: 'green', words: ['绿·按期', LAMP_WORDS.绿] },
  黄: { tone: 'yellow', words: ['黄·临期', LAMP_WORDS.黄] },
  红: { tone: 'red', words: ['红·逾期', LAMP_WORDS.红] },
  灰: { tone: 'grey', words: ['灰·迟结', LAMP_WORDS.灰] },
  暂定: { tone: 'provisional', words: ['暂定', LAMP_WORDS.暂定] },
};

/** In the order of urgency. */
export const LAMP_ORDER: readonly Lamp[] = ['红', '黄', '绿', '暂定', '灰'];
