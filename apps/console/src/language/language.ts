import { createContext, useContext } from 'react';

/** zh-CN is the language of the office; English is complete beside it. */
export type Language = 'zh' | 'en';

/** [中文, English] */
export type Words = readonly [string, string];

/** What a component needs to speak: the language, and `say`, which takes the right half of a pair. */
export interface Speech {
  readonly language: Language;
  readonly say: (words: Words) => string;
}

export const speechIn = (language: Language): Speech => ({
  language,
  say: ([zh, en]) => (language === 'zh' ? zh : en),
});

/** （第2轮） · (round 2) */
export const inBrackets = (text: string, language: Language): string =>
  language === 'zh' ? `（${text}）` : ` (${text})`;

export const SpeechContext = createContext<Speech>(speechIn('zh'));

export const useSpeech = (): Speech => useContext(SpeechContext);

const STORED = 'huiyin.language';

export const rememberedLanguage = (): Language => {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh'; // storage may be switched off by the office
  }
};

export const rememberLanguage = (language: Language): void => {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // then the choice lasts as long as the page
  }
};
