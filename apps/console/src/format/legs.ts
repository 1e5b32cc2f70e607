import {
  CASE_STATE_WORDS,
  LEG_KIND_WORDS,
  LEG_STATE_WORDS,
  WANTS_WORDS,
  type CaseView,
  type LegView,
} from '#contract';
import type { Words } from '../language/language.js';

export const kindWords = (leg: LegView): Words => LEG_KIND_WORDS[leg.kind];

export const wantsWords = (leg: LegView): Words => WANTS_WORDS[leg.wants];

export const legStateWords = ({ state }: LegView): Words => {
  const [, zh, en] = LEG_STATE_WORDS[state];
  return [zh, en];
};

/** The rulebook's own name of a state: L6, K2. */
export const legStateCode = ({ state }: LegView): string => LEG_STATE_WORDS[state][0];

export const caseStateWords = ({ state }: CaseView): Words => {
  const [, zh, en] = CASE_STATE_WORDS[state];
  return [zh, en];
};

/** The narrowest part of 劳动和社会保障/工伤安置, for cards that cannot hold the whole. */
export const briefTopic = (topic: string): string => topic.split('/').at(-1) ?? topic;

/** 第2轮 · round 2; nothing in the first round. */
export const roundWords = ({ round }: LegView): Words | undefined =>
  round > 1 ? [`第${round}轮`, `round ${round}`] : undefined;
